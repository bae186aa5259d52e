"""The column `kogge`: what a question, or an answer of a list, means in Kogge.

In the sheet survey, one word a question:

- a field of the interview: `situation`, `motivation`, `expectation`, `would_join`, `slots`, `hours_per_month`,
  `max_fee`, `formats`, `languages`, `max_walk_m`, `not_with`, `experience`, `experience_note`;
- `need` or `offer`: what is written becomes one; `need:CODE` names its topic. On a list the answers name their topics
  (column `kogge` of the sheet choices), and each answer given becomes one;
- `flag`: an answer of the list raises a flag of the kind its `kogge` names (`red:closing`, `yellow:staff`); on a text
  `flag:red:KIND`;
- `figure:NAME`: a number that is kept, `figure:staff`;
- `quote`: word for word, shown to others only with consent to publication;
- `consent:PURPOSE`: contact, matching, sharing, publication; yes where the answer is `yes` or the box was ticked;
- `next_step`, `minutes`, `mood`, `note`: fields of the visit;
- `organisation:FIELD`: name, street, housenumber, postcode, city, phone, email of a business met by chance;
- `visit`, `organisation:id`: the number of a visit or an organisation in Kogge: the form is then filed by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from .definition import Question
from .problems import Problem

INTERVIEW_FIELDS = frozenset(
    {
        "situation",
        "motivation",
        "expectation",
        "would_join",
        "slots",
        "hours_per_month",
        "max_fee",
        "formats",
        "languages",
        "max_walk_m",
        "not_with",
        "experience",
        "experience_note",
    }
)
VISIT_FIELDS = frozenset({"next_step", "minutes", "mood", "note"})
ORGANISATION_FIELDS = frozenset({"name", "street", "housenumber", "postcode", "city", "phone", "email", "id"})
PURPOSES = frozenset({"contact", "matching", "sharing", "publication"})
LEVELS = frozenset({"red", "yellow"})
NUMBERS = frozenset({"integer", "decimal", "range", "calculate"})
NUMBER_FIELDS = frozenset({"hours_per_month", "max_fee", "max_walk_m", "minutes", "mood"})


def check(questions: Iterable[Question], rows: Mapping[str, int]) -> list[Problem]:
    """What is wrong in the column `kogge`, each with its row in the sheet survey."""
    found = []
    for question in questions:
        if question.kogge and (text := _wrong(question)):
            found.append(
                Problem(
                    text,
                    _("Leave the cell empty if Kogge shall only keep the answer. The handbook lists the meanings."),
                    "survey",
                    rows.get(question.name, 0),
                    "kogge",
                )
            )
    return found


def _wrong(question: Question) -> str:
    word, _colon, rest = question.kogge.partition(":")
    if word in INTERVIEW_FIELDS | VISIT_FIELDS | {"quote", "visit"} and not rest:
        if word in NUMBER_FIELDS and question.type not in NUMBERS and not question.choices:
            return _("“%(word)s” needs a question for a number.") % {"word": word}
        return ""
    if word in {"need", "offer"}:
        return (
            ""
            if rest or not question.choices or any(choice.kogge for choice in question.choices)
            else _("No answer of the list names a topic.")
        )
    if word == "flag":
        kinds = [rest] if rest else [choice.kogge for choice in question.choices if choice.kogge]
        if kinds and all(kind.partition(":")[0] in LEVELS and kind.partition(":")[2] for kind in kinds):
            return ""
        return _("A flag is written as red:KIND or yellow:KIND.")
    if word == "figure" and rest:
        return "" if question.type in NUMBERS else _("A figure needs a question for a number.")
    if word == "consent" and rest in PURPOSES:
        return ""
    if word == "organisation" and rest in ORGANISATION_FIELDS:
        return ""
    return _("“%(word)s” is no meaning that Kogge knows.") % {"word": question.kogge}
