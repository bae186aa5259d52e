"""What is wrong with a guide, in plain words: which sheet, row and column, and how to mend it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .rules import FILE_PROBLEMS, RULES


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong. `row` counts as Excel does, 0: none; `original`: pyxform's own words, if any."""

    what: str
    mend: str = ""
    sheet: str = ""
    row: int = 0
    column: str = ""
    original: str = ""

    @property
    def place(self) -> str:
        """Where it is, for people: "Sheet survey, row 7, column name"."""
        parts = []
        if self.sheet:
            parts.append(_("sheet %(name)s") % {"name": self.sheet})
        if self.row:
            parts.append(_("row %(number)d") % {"number": self.row})
        if self.column:
            parts.append(_("column %(name)s") % {"name": self.column})
        return ", ".join(parts)

    def __str__(self) -> str:
        return " ".join(part for part in (f"{self.place}:" if self.place else "", self.what, self.mend) if part)

    @classmethod
    def of_file(cls, kind: str, **values: Any) -> Problem:
        """Something that concerns the whole file."""
        what, mend = FILE_PROBLEMS[kind]
        return cls(str(what) % values, str(mend) % values, original=str(values.get("detail", "")))


class Unusable(Exception):
    """A guide that cannot be used: everything that was found, each with its place."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))

    def __str__(self) -> str:
        count = len(self.problems)
        head = ngettext("%(n)d thing is wrong in this guide.", "%(n)d things are wrong in this guide.", count) % {
            "n": count
        }
        return "\n".join([head, *(str(problem) for problem in self.problems)])


PLACE = re.compile(r"\[row : (?P<row>\d+)\]")
SHEET = re.compile(
    r"(?:(?:On the|for sheet:|'?sheet_name'?:?|sheet named) '|should be an? )"
    r"(?P<sheet>survey|choices|settings|entities|external_choices)(?:'| sheet)"
)
COLUMN = re.compile(r"sheet, the '(?P<column>[^']*)' value")


def from_pyxform(message: str) -> Problem:
    """A message of pyxform with its place, in plain words; what no rule knows is quoted as it is.

    >>> from_pyxform("[row : 34] Missing calculation.").row
    34
    """
    row = PLACE.search(message)
    sheet = SHEET.search(message)
    column = COLUMN.search(message)
    place = {
        "sheet": sheet["sheet"] if sheet else ("survey" if row else ""),
        "row": int(row["row"]) if row else 0,
        "column": column["column"] if column else "",
    }
    for pattern, what, mend in RULES:
        if found := re.search(pattern, message):
            values = {key: value or "" for key, value in found.groupdict().items()}
            return Problem(str(what) % values, str(mend), original=message, **place)
    plain = " ".join(PLACE.sub("", message).split())
    return Problem(_("pyxform says: %(message)s") % {"message": plain[:300]}, original=message, **place)
