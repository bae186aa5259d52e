"""The column `kogge`, explained for those who write guides: every meaning with what it does and an example."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Meaning:
    """One word of the column: `word` as it is written, `label` for a list, `does` and `example` for the handbook."""

    word: str
    label: Any
    does: Any
    example: str = ""


INTERVIEW = (
    Meaning("situation", _("situation"), _("How business goes, in their words."), "text"),
    Meaning("motivation", _("motivation"), _("What would make a network worth their while."), "text"),
    Meaning("expectation", _("expectation"), _("What would have to come of it in a year."), "text"),
    Meaning("would_join", _("would take part"), _("Answers are named yes, maybe and no."), "select_one join"),
    Meaning(
        "slots",
        _("when they are free"),
        _("Answers are named by day and time, mo-early to su-evening: early, morning, noon, afternoon, evening."),
        "select_multiple slots",
    ),
    Meaning("hours_per_month", _("hours a month"), _("How many hours a month they would give; a number."), "decimal"),
    Meaning("max_fee", _("at most € a month"), _("What it may cost at most, in euros a month; a number."), "decimal"),
    Meaning(
        "formats",
        _("form of meeting"),
        _("Answers are named breakfast, regulars, workshop, walk, bilateral, messenger, festival."),
        "select_multiple formats",
    ),
    Meaning(
        "languages",
        _("languages"),
        _("Answers are named by language code: de, en, ru, uk, ar, vi, tr …"),
        "select_multiple languages",
    ),
    Meaning("max_walk_m", _("metres on foot"), _("How far they would walk at most, in metres; a number."), "integer"),
    Meaning(
        "not_with",
        _("with whom not"),
        _("Kept with the answers in confidence. A person decides which organisation is meant."),
        "text",
    ),
    Meaning(
        "experience",
        _("experience with networks"),
        _("Answers are named none, good, mixed, bad."),
        "select_one experience",
    ),
    Meaning("experience_note", _("what happened"), _("What they lived through with networks, in their words."), "text"),
)
BOARD = (
    Meaning(
        "need",
        _("need"),
        _("What is written becomes a need. On a list each answer that names a topic becomes one."),
        "select_multiple needs",
    ),
    Meaning("offer", _("offer"), _("The same for what somebody can give or lend."), "select_multiple offers"),
    Meaning("need:CODE", _("need of a topic"), _("What is written becomes a need of this topic."), "need:meeting-room"),
    Meaning(
        "offer:CODE", _("offer of a topic"), _("What is written becomes an offer of this topic."), "offer:tool-loan"
    ),
)
SIGNALS = (
    Meaning(
        "flag",
        _("flag"),
        _("On a list: answers with red:KIND or yellow:KIND in their own column kogge raise a flag."),
        "red:closing",
    ),
    Meaning(
        "flag:LEVEL:KIND",
        _("flag"),
        _(
            "On a text: whatever is written raises this flag. Kinds: closing, moving, eviction, succession, layoffs, "
            "money, staff, premises, regulation, conflict, other."
        ),
        "flag:yellow:premises",
    ),
    Meaning("figure:NAME", _("figure"), _("A number that is kept under this name."), "figure:staff"),
    Meaning("quote", _("word for word"), _("Shown to others only with consent to publication."), "text"),
)
CONSENTS = (
    Meaning(
        "consent:contact", _("consent: contact"), _("We may write it down and get back to them."), "select_one yesno"
    ),
    Meaning(
        "consent:matching", _("consent: matching"), _("We may bring them together with others."), "select_one yesno"
    ),
    Meaning("consent:sharing", _("consent: sharing"), _("We may involve helpers."), "select_one yesno"),
    Meaning("consent:publication", _("consent: publication"), _("We may publish their words."), "select_one yesno"),
)
VISIT = (
    Meaning("next_step", _("next step"), _("Becomes the next step of the visit."), "text"),
    Meaning("minutes", _("minutes"), _("How long the talk took; a number."), "integer"),
    Meaning("mood", _("mood"), _("1 (bad) to 5 (very good)."), "range"),
    Meaning("note", _("note"), _("Becomes the note of the visit."), "text"),
    Meaning("visit", _("number of the visit"), _("With it the form is filed by itself."), "hidden"),
)
ORGANISATION = (
    Meaning("organisation:name", _("name of the organisation"), _("Of a business met by chance."), "text"),
    Meaning("organisation:street", _("street"), _("Of a business met by chance."), "text"),
    Meaning("organisation:housenumber", _("house number"), _("Of a business met by chance."), "text"),
    Meaning("organisation:postcode", _("postcode"), _("Of a business met by chance."), "text"),
    Meaning("organisation:city", _("town"), _("Of a business met by chance."), "text"),
    Meaning("organisation:phone", _("phone"), _("Of a business met by chance."), "text"),
    Meaning("organisation:email", _("e-mail"), _("Of a business met by chance."), "text"),
    Meaning("organisation:id", _("number of the organisation"), _("With it the form is filed by itself."), "hidden"),
)
GROUPS = (
    (_("Fields of the talk"), INTERVIEW),
    (_("Needs and offers"), BOARD),
    (_("Flags, figures, words"), SIGNALS),
    (_("Consents"), CONSENTS),
    (_("The visit"), VISIT),
    (_("The organisation"), ORGANISATION),
)
BY_WORD = {meaning.word: meaning for _title, meanings in GROUPS for meaning in meanings}


def label_of(kogge: str) -> str:
    """A cell of the column in words: "need: meeting-room"; what is unknown stays as it is.

    >>> str(label_of("figure:staff")).endswith("staff")
    True
    """
    word, _colon, rest = kogge.partition(":")
    if kogge in BY_WORD:
        return str(BY_WORD[kogge].label)
    known = BY_WORD.get(word) or BY_WORD.get(f"{word}:NAME")
    return f"{known.label}: {rest}" if known and rest else kogge
