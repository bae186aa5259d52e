"""What pyxform warns of, in plain words: the guide works, and could be better."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from .problems import PLACE, Problem

WARNINGS: list[tuple[str, Any]] = [
    (
        r"form_id and id_string column headers are both",
        _("The sheet settings has both form_id and id_string: keep form_id alone."),
    ),
    (
        r"sheets with similar names were found: (?P<value>.+?)\.(?:\s|$)",
        _("There is a sheet with a name that looks like a slip: %(value)s. It was not read."),
    ),
    (r"'disabled' column header", _("The column disabled is a thing of the past: use relevant.")),
    (r"Row without name, text, or label is being skipped", _("This row has neither name nor label and was left out.")),
    (r"no longer supported on most devices", _("Most devices no longer know this type of question.")),
    (r"has no label", _("This group has no heading.")),
    (
        r"select one external is only meant",
        _("select_one_external is only meant for long filtered lists: use select_one."),
    ),
    (r"max-pixels parameter", _("Photos are sent in full size. parameters max-pixels=1600 makes sending faster.")),
    (
        r"Column headers must not be empty and must not contain spaces",
        _("A column head of the sheet choices is empty or has a space in it. The column was not read."),
    ),
    (r"Choices should have a label", _("An answer has no label: people see nothing there.")),
    (
        r"Language '(?P<language>[^']*)' is missing the (?P<sheet>\w+) (?:columns)? ?(?P<value>[^.]*?)(?: column)?\.",
        _("The language “%(language)s” lacks %(value)s in the sheet %(sheet)s."),
    ),
    (r"uses or_other and translations", _("or_other is not translated: add an answer “something else” to the list.")),
    (r"case-insensitive match to another name", _("Two names differ only in capital letters.")),
    (
        r"do not contain valid machine-readable codes: (?P<value>.+?)\. Learn more",
        _("Languages without a code: %(value)s. Write the code in brackets, for example label::Deutsch (de)."),
    ),
    (r"Could not export itemsets\.csv", _("The sheet external_choices is missing: long lists stay empty.")),
]


def in_plain_words(warning: str) -> str:
    """A warning of pyxform with its row, in plain words; what no rule knows is quoted."""
    return " ".join(_line(line) for line in _lines(warning))


def _lines(warning: str) -> list[str]:
    """One warning may speak of several languages, a line each; others run on over lines."""
    lines = [line for line in warning.splitlines() if line.strip()]
    return lines if all(line.startswith("Language '") for line in lines) else [" ".join(lines)]


def _line(text: str) -> str:
    row = PLACE.search(text)
    place = Problem("", row=int(row["row"])).place if row else ""
    for pattern, plain in WARNINGS:
        if found := re.search(pattern, text):
            said = str(plain) % found.groupdict()
            break
    else:
        said = _now("pyxform says: %(message)s") % {"message": PLACE.sub("", text).strip()[:300]}
    return f"{place[:1].upper()}{place[1:]}: {said}" if place else said
