"""Writes around a flag: raise, change, ask, involve, close.

The labels name nobody: the list of changes is read by more people than may read flags.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from kogge.actors.models import Organisation
from kogge.core.history import change
from kogge.outreach.models import Flag, Referral


class NotAgreed(Exception):
    """The business has not agreed that others hear of it; the message says what is to be done."""


def save_flag(flag: Flag, *, by: Any) -> Any:
    """Store a flag that was raised or changed; returns the Change."""
    label = _("Flag changed") if flag.pk else _("Flag raised")
    with change(label, by=by, area=flag.area) as made:
        flag.save()
    return made


def ask(flag: Flag, *, answer: str, said_by: str, on: dt.date | None, by: Any) -> Any:
    """Note whether the business wants helpers to be involved: who said it, and when; returns the Change."""
    with change(_("Flag: answer about helpers noted"), by=by, area=flag.area) as made:
        flag.consent = answer
        asked = answer != Flag.Consent.NOT_ASKED
        flag.consent_on, flag.consent_by = (on, said_by) if asked else (None, "")
        flag.save()
    return made


def involve(flag: Flag, *, helper: Organisation, told_on: dt.date, by: Any) -> Any:
    """Note that a helper was told. Raises NotAgreed unless the business agreed to it; returns the Change."""
    with change(_("Flag: helper involved"), by=by, area=flag.area) as made:
        fresh = Flag.objects.select_for_update().get(pk=flag.pk)
        if not fresh.may_involve:
            raise NotAgreed(why_not(fresh))
        if fresh.consent_on is not None and told_on < fresh.consent_on:
            raise NotAgreed(_("On this day the business had not agreed yet. Enter the day of its agreement or later."))
        Referral.objects.create(flag=fresh, helper=helper, told_on=told_on)
    return made


def why_not(flag: Flag) -> str:
    """Why no helper may be involved, in words."""
    if flag.closed_on is not None:
        return _("This flag is closed. Open it again first.")
    if flag.consent == Flag.Consent.DECLINED:
        return _("The business does not want others to hear of it. That is respected.")
    return _("Ask the business first, and note what it said: nobody is told before it agreed.")


def note_result(referral: Referral, *, result: str, on: dt.date | None, by: Any) -> Any:
    """Note what a helper did; returns the Change."""
    with change(_("Flag: what the helper did"), by=by, area=referral.flag.area) as made:
        referral.result, referral.result_on = result, on
        referral.save()
    return made


def take_back(referral: Referral, *, by: Any) -> Any:
    """Remove a helper who was noted by mistake; returns the Change."""
    with change(_("Flag: helper removed"), by=by, area=referral.flag.area) as made:
        referral.delete()
    return made


def close_flag(
    flag: Flag, *, result: str, closed_on: dt.date, feedback_on: dt.date | None, no_feedback: str, by: Any
) -> Any:
    """Close a flag with what became of it and when the business heard of that, or why it did not."""
    with change(_("Flag closed"), by=by, area=flag.area) as made:
        flag.result, flag.closed_on = result, closed_on
        flag.feedback_on, flag.no_feedback = feedback_on, "" if feedback_on else no_feedback
        flag.save()
    return made


def reopen_flag(flag: Flag, *, by: Any) -> Any:
    """Open a closed flag again; what was done stays noted."""
    with change(_("Flag open again"), by=by, area=flag.area) as made:
        flag.closed_on = None
        flag.save()
    return made
