"""Texts of letters: what comes with Kogge, the placeholders that may stand in them, and how they are filled."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import check_for_language
from django.utils.translation import gettext_lazy as _

PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")
PLACEHOLDERS = {
    "organisation": _("name of the organisation"),
    "contact": _("who to ask for there"),
    "greeting": _("“Guten Tag Maria Sturm” or “Guten Tag”, in the letter's language"),
    "address": _("street, postcode and town"),
    "last_talk": _("day of the last talk"),
    "results": _("what came of it, typed for this mailing"),
    "meeting_date": _("day of the meeting, typed for this mailing"),
    "meeting_time": _("time of the meeting, typed for this mailing"),
    "meeting_place": _("place of the meeting, typed for this mailing"),
    "area": _("name of the area"),
    "sender": _("your name"),
    "today": _("today's date"),
    "imprint": _("imprint of the area (settings)"),
}
FILE = Path(__file__).parents[1] / "data" / "letters.json"
_TEXTS: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
GREETINGS: dict[str, str] = _TEXTS["greetings"]
FOOT: dict[str, str] = _TEXTS["foot"]  # of a mail, in the languages that the interface does not speak
# (kind, language) → subject, text
SHIPPED: dict[tuple[str, str], tuple[str, str]] = {
    (kind, language): (words["subject"], "\n".join(words["body"]))
    for kind, languages in _TEXTS["letters"].items()
    for language, words in languages.items()
}


def unknown(text: str) -> list[str]:
    """Placeholders in a text that nobody fills.

    >>> unknown("{greeting}, {oranisation} {}")
    ['oranisation', '']
    """
    return list(dict.fromkeys(name for name in PLACEHOLDER.findall(text) if name not in PLACEHOLDERS))


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its placeholders filled; what is filled in is not looked at again.

    >>> filled("{organisation}: {results}", {"organisation": "{today}", "results": "gut"})
    '{today}: gut'
    """
    return PLACEHOLDER.sub(lambda found: values.get(found[1], ""), text)


def apart(value: str) -> str:
    """A value whose lines keep their own direction: else the full stop of a German sentence stood before it in Arabic.

    >>> apart("18 Uhr") == "\\u206818 Uhr\\u2069"
    True
    """
    return "\n".join(f"\u2068{line}\u2069" if line.strip() else line for line in value.splitlines())


def written_days(language: str) -> str:
    """The language in which days are written in a letter: its own, or German where nobody knows how they are."""
    return language if check_for_language(language) else "de"


def greeting(language: str, contact: str) -> str:
    """How a letter begins; German where the language is not known."""
    return f"{GREETINGS.get(language, GREETINGS['de'])} {contact}".strip()
