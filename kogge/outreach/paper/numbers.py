"""The number of a visit sheet: short enough to be typed, and a slip of the finger is noticed.

`1234-56`: the visit, then the guide version with a check digit behind it. A QR code on the sheet carries the address
of the record, in which the number stands too: a scanner that types may type either.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

WEIGHTS = (1, 3, 7, 9)  # prime to ten: no single wrong digit passes, and few neighbours that changed places
NUMBER = re.compile(r"(?<!\d)(\d{1,12})\s*[-–ß/ ]\s*(\d{2,9})(?!\d)")  # ß: the hyphen's key on a German keyboard


@dataclass(frozen=True)
class SheetNumber:
    """Which visit, asked by which guide version (their keys)."""

    visit: int
    version: int

    def __str__(self) -> str:
        return f"{self.visit}-{self.version}{_check(self.visit, self.version)}"


def _check(visit: int, version: int) -> int:
    digits = f"{visit:012d}{version:09d}"
    return sum(int(digit) * WEIGHTS[place % 4] for place, digit in enumerate(reversed(digits))) % 10


def read_number(typed: str) -> SheetNumber | None:
    """The sheet that somebody typed or scanned; None when it is no sheet's number.

    >>> str(SheetNumber(1234, 5))
    '1234-57'
    >>> read_number(" 1234-57 ") == read_number("https://kogge.example/sheets/1234-57/") == SheetNumber(1234, 5)
    True
    >>> read_number("1243-57") is None
    True
    """
    for found in NUMBER.finditer(typed):
        number = SheetNumber(int(found[1]), int(found[2][:-1]))
        if str(number) == f"{found[1]}-{found[2]}":
            return number
    return None


def qr(text: str) -> str:
    """A QR code as SVG; readable when a tenth of it is dirty."""
    import segno

    # Any of the eight masks can be read; weighing all of them takes nine tenths of the time.
    out = io.BytesIO()
    segno.make(text, error="m", mask=4, micro=False).save(out, kind="svg", xmldecl=False, border=0, scale=4)
    return out.getvalue().decode()
