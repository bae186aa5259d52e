"""The file of refused rows: what a person mends in a spreadsheet and imports again."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from kogge.actors.importing.records import Problem

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def neutral(text: str) -> str:
    """Text that no spreadsheet runs: an apostrophe before what begins like a formula.

    >>> neutral("=cmd|' /C calc'!A0"), neutral("Bäckerei"), neutral("+49 381 123"), neutral("")
    ("'=cmd|' /C calc'!A0", 'Bäckerei', "'+49 381 123", '')
    """
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def error_file(
    problems: Sequence[Problem],
    rows: Mapping[int, Sequence[str]],
    headers: Sequence[str] = (),
    translate: Callable[[str], str] = str,
) -> str:
    """Refused rows as CSV text (UTF-8 with byte order mark, semicolons, Excel's line ends).

    Columns: line, reason, then the row's own cells under ``headers``. ``translate`` is ``gettext`` for the
    reasons and the two added headers. Encode the text as UTF-8; the mark is in it.
    """
    reasons: dict[int, list[str]] = defaultdict(list)
    for problem in problems:
        if problem.severity == "refused":
            place = f"{problem.column}: " if problem.column else ""
            reasons[problem.row].append(f"{place}{problem.text(translate)}")
    out = io.StringIO(newline="")
    out.write("\ufeff")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([translate("Line"), translate("Reason"), *(neutral(header) for header in headers)])
    for row in sorted(reasons):
        cells = [neutral(cell) for cell in rows.get(row, ())]
        writer.writerow([row, neutral(" / ".join(reasons[row])), *cells])
    return out.getvalue()
