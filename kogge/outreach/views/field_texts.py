"""The words of the field page: a script asks for them by name. Two texts: for one, and for several."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kogge.actors.models import Organisation


def texts() -> dict[str, Any]:
    """Every text by its name, in the language of the request."""
    kinds = {f"kind_{value}": str(label) for value, label in Organisation.Kind.choices}
    return _frame() | _opening() | _cases() | _guide() | _sending() | _conflict() | kinds


def _frame() -> dict[str, Any]:
    return {
        "optional": _("(optional)"),
        "please_look": [_("Please look at this again:"), _("Please look at these again:")],
        "undo": _("Undo"),
        "save": _("Save"),
        "cancel": _("Cancel"),
        "delete": _("Delete"),
        "back_to_list": _("To my visits"),
        "online": _("online"),
        "offline": _("no network"),
        "waits": [_("%(n)s waits"), _("%(n)s wait")],
        "to_the_office": _("To the other pages"),
        "lock_only": _("Lock"),
        "sign_in": _("Sign in"),
        "sign_out": _("Sign out"),
        "cannot_work": _("This page cannot work here"),
        "needs_https": _("It needs a secure connection (https). Please ask whoever runs this Kogge."),
        "browser_too_old": _("This browser is too old to keep anything safely. Please take a newer one."),
        "not_kept": _("The browser did not keep this page: without a network it will not open."),
        "storage_nearly_full": _(
            "The storage of this device is nearly full. Make room before the visit: a talk with photos might not fit."
        ),
        "storage_full": _("The storage of this device is full. Nothing is lost: make room, or send what waits."),
    }


def _opening() -> dict[str, Any]:
    return {
        "set_up_title": _("Take my visits along?"),
        "set_up_answer": _("Choose a passphrase for this device. Then your visits and guides are loaded."),
        "promise_own": _("Only your own visits come along: those of today and of the next seven days."),
        "promise_sealed": _("Everything is encrypted. Nobody reads it without the passphrase, we neither."),
        "promise_forgets": _("Visits that nobody refreshes are forgotten after some days."),
        "passphrase": _("Passphrase"),
        "passphrase_help": _("At least %(n)s letters. It cannot be sent to you: remember it."),
        "passphrase_again": _("The same passphrase again"),
        "passphrase_too_short": _("The passphrase needs at least %(n)s letters."),
        "passphrases_differ": _("The two passphrases differ. Please type the same one twice."),
        "set_up": _("Set up and load"),
        "open_title": _("Open my visits"),
        "open": _("Open"),
        "wrong_passphrase": _("This is not the passphrase of this device. Please try again."),
        "waits_inside": [
            _("%(n)s record waits on this device to be sent."),
            _("%(n)s records wait on this device to be sent."),
        ],
        "was_forgotten": _(
            "The visits were forgotten: this device had no contact for more than %(n)s days. What you recorded is "
            "still here."
        ),
        "forgotten": _("Passphrase forgotten?"),
        "forgotten_text": _(
            "Nobody can recover it. You can remove everything from this device and set it up anew; what you have not "
            "sent is then lost."
        ),
        "lose_unsent": [
            _("Yes, remove everything. %(n)s record that was not sent is lost."),
            _("Yes, remove everything. %(n)s records that were not sent are lost."),
        ],
        "lose_nothing": _("Yes, remove everything. Nothing waits to be sent."),
        "remove_all": _("Remove everything from this device"),
        "leave_title": _("Sign out and clear this device?"),
        "leave_answer": _("Everything was sent. Your visits are removed from this device."),
        "leave_now": _("Sign out and clear"),
        "cannot_leave": _("Not yet: something waits here"),
        "unsent_here": _(
            "%(waiting)s recorded and %(drafts)s begun are on this device alone. Signing out would lose them."
        ),
        "ways_out": _("Send them first. What cannot be sent can be exported as a file or deleted, each alone."),
    }


def _cases() -> dict[str, Any]:
    return {
        "whom_today": _("Whom do I visit today?"),
        "visits_today": [_("%(n)s visit is due."), _("%(n)s visits are due.")],
        "as_of": _("As of %(when)s."),
        "nothing_fetched": _("Nothing is loaded yet. Please connect this device to the network once."),
        "new_organisation": _("New organisation"),
        "fetch_and_send": _("Load and send"),
        "begun": _("Begun, not finished"),
        "today_and_left": _("Today and left over"),
        "next_days": _("The next days"),
        "nobody_waits": _("Nobody is waiting for you."),
        "nobody_waits_text": _("Visits that are planned for you stand here, with what one must know."),
        "left_over": _("left over"),
        "today": _("today"),
        "practice": _("practice"),
        "languages": _("Languages"),
        "promises_open": [_("One promise to them is open"), _("%(n)s promises to them are open")],
        "needs_decision": _("please decide"),
        "recorded_waits": _("recorded, waits to be sent"),
        "recorded_sent": _("recorded and sent"),
        "refused_on": _("On %(day)s they said that they do not want visits."),
        "apologise_first": _("A promise to them was broken or is overdue. Apologise first."),
        "talk": _("Talk"),
        "consent_first": _("Before the first question: say what it is for, and ask whether they agree."),
        "no_guides": _("No guide is in use, or your role does not read talks."),
        "guide_minutes": _("%(name)s (%(n)s minutes)"),
        "or_else": _("Or"),
        "outcome_met": _("Talked, without a guide"),
        "outcome_away": _("Nobody there"),
        "outcome_later": _("Come back on …"),
        "outcome_refused": _("Does not want to"),
        "come_back_day": _("Come back on"),
        "what_was_said": _("What was said?"),
        "next_step": _("Next step"),
        "until": _("Until"),
        "recorded_as": _("%(name)s: %(how)s."),
        "must_know": _("What one must know"),
        "last_talk": _("Last talk on %(day)s, %(who)s:"),
        "nobody": _("nobody"),
        "never_talked": _("Nobody has talked with them yet."),
        "promises": _("Promises"),
        "broken": _("broken"),
        "overdue": _("overdue"),
        "due": _("until %(day)s"),
        "ask_for": _("Ask for"),
        "phone": _("Phone"),
        "opening_hours": _("Opening hours"),
        "not_with": _("Not together with"),
        "note": _("Note"),
        "shop_answer": _("The name is enough. Everything else can follow."),
        "shop_name": _("Name"),
        "shop_kind": _("Kind"),
        "shop_street": _("Street"),
        "shop_housenumber": _("Number"),
        "shop_postcode": _("Postcode"),
        "shop_city": _("Town"),
        "shop_phone": _("Phone"),
        "name_needed": _("What is it called? A name is needed."),
        "shop_kept": _("%(name)s is noted. You can begin a talk at once."),
        "take_place": _("Take my position"),
        "looking_for_place": _("Looking for the position …"),
        "place_taken": _("Position taken (± %(n)s m)"),
        "no_place": _("The position could not be found. Is it allowed for this page?"),
    }


def _guide() -> dict[str, Any]:
    return {
        "language_of_talk": _("Language of the talk"),
        "required": pgettext("question", "required"),
        "please_answer": _("Please answer this question."),
        "does_not_fit": _("This answer does not fit the question."),
        "whole_number": _("Please enter a whole number, for example 3."),
        "number": _("Please enter a number, for example 2.5."),
        "between": _("From %(from)s to %(to)s."),
        "not_here": _("This kind of question cannot be answered here."),
        "one_more": _("One more"),
        "remove_this": _("Remove this one"),
        "remove": _("Remove"),
        "further_up": _("Move up: %(label)s"),
        "further_down": _("Move down: %(label)s"),
        "photo_of": _("Photo: %(label)s"),
        "no_photo": _("This picture could not be read."),
        "file_too_large": _("This file is too large: 20 MB at most."),
        "finish": _("Finish"),
        "go_on_later": _("Go on later"),
        "throw_away": _("Throw away"),
        "thrown_away": _("Thrown away: %(name)s."),
        "interview_kept": _("The talk with %(name)s is kept."),
        "guide_gone": _("The guide “%(name)s” is no longer on this device. Please load anew."),
        "guide_unusable": _("The guide “%(name)s” cannot be shown here. Please tell your office."),
    }


def _sending() -> dict[str, Any]:
    return {
        "what_waits": _("What waits to be sent?"),
        "waits_here": [_("%(n)s record waits on this device."), _("%(n)s records wait on this device.")],
        "nothing_waits": _("Nothing waits. Everything was sent."),
        "send_now": _("Send now"),
        "sent": [_("%(n)s record was sent."), _("%(n)s records were sent.")],
        "sent_already": _("It was sent already. Take it back on the page of the visit."),
        "up_to_date": _("Everything is up to date."),
        "no_network": _("No network at the moment. Nothing is lost: it is sent as soon as there is one."),
        "signed_out": _("The server wants you to sign in again. Nothing is lost."),
        "other_person": _(
            "Somebody else is signed in than %(person)s, whose visits are on this device. Nothing was sent."
        ),
        "conflicts": [
            _("%(n)s record needs your decision."),
            _("%(n)s records need your decision."),
        ],
        "refusals": [_("%(n)s record was not taken."), _("%(n)s records were not taken.")],
        "look_at_them": _("Look at what waits"),
        "state_waiting": _("waits"),
        "state_conflict": _("please decide"),
        "state_refused": _("not taken"),
        "refused_because": _("The server did not take it: %(why)s"),
        "this_record": _("This record alone"),
        "export_note": _("An exported file is not encrypted: whoever has it can read it."),
        "export": _("Export as a file"),
        "deleted": _("Deleted: %(name)s."),
        "others_need_it": [
            _("%(n)s other record belongs to it. Delete that one first."),
            _("%(n)s other records belong to it. Delete those first."),
        ],
        "how_it_went": _("How it went"),
    }


def _conflict() -> dict[str, Any]:
    return {
        "why_visit_changed": _("Somebody else changed this visit meanwhile. Nothing was overwritten: please decide."),
        "why_visit_gone": _("This visit is no longer there. Nothing was overwritten: please decide."),
        "why_organisation_gone": _("This organisation is no longer in the register. Please decide."),
        "why_organisation_known": _("The register probably knows this organisation already. Please decide."),
        "theirs": _("What stands there now"),
        "mine": _("What you recorded"),
        "gone_there": _("Nothing stands there any more."),
        "theirs_stands": _("Leave theirs, put mine aside"),
        "add_mine": _("Add mine beside it"),
        "send_unfiled": _("Send it all the same: the office assigns it"),
        "it_is_the_same": _("It is the same one: use the known entry"),
        "it_is_another": _("It is another one: add it"),
    }
