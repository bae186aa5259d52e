"""What every reader shares: the answer of a reading, its options, and the one error a file can cause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kogge.actors.importing.records import AddressRecord, OrganisationRecord, Problem, gettext_noop

MIB = 1024 * 1024
# A list of one district fits many times; what is larger is a mistake or an attack.
MAX_FILE_BYTES = 512 * MIB
MAX_UNPACKED_BYTES = 1024 * MIB
MAX_TABLE_BYTES = 256 * MIB
MAX_ROWS = 200_000
MAX_COLUMNS = 500
MAX_CELL_CHARACTERS = 100_000
# The file is told about in full up to here; after that only counted.
MAX_PROBLEMS = 5_000


class UnreadableFile(Exception):
    """The file as a whole cannot be used. One sentence says which file, where, what is wrong and what would
    be right.

    ``what`` and ``remedy`` are catalogue entries with ``%(name)s`` places; ``text(gettext)`` gives the
    translated line.
    """

    def __init__(
        self,
        file: str | Path,
        what: str,
        remedy: str = "",
        *,
        where: str = "",
        line: int = 0,
        **params: object,
    ) -> None:
        self.file = Path(file).name
        self.where = where
        self.line = line
        self.what = what
        self.remedy = remedy
        self.params = {key: str(value) for key, value in params.items()}
        super().__init__(what)

    def __str__(self) -> str:
        return self.text()

    def text(self, translate: Callable[[str], str] = str) -> str:
        line = translate(gettext_noop("line %(line)s")) % {"line": self.line} if self.line else ""
        place = ", ".join(part for part in (self.file, self.where, line) if part)
        parts = [translate(part) % self.params for part in (self.what, self.remedy) if part]
        return f"{place}: {' '.join(parts)}"


@dataclass(frozen=True, slots=True)
class Options:
    """How to read.

    ``mapping``: header → field name, overrides the guess; header → "" leaves the column out. ``towns``: a
    register extract is filtered to these towns by seat or address (empty: everything). ``current_only``:
    leave out what the register struck off. ``sheet``: name of the worksheet ("" takes the first with data).
    ``encoding`` and ``separator`` override the guess. ``keep_unnamed``: take OSM places without a name
    under a made-up one. ``first``: of a table only so many rows, for a preview (0: all).
    """

    mapping: Mapping[str, str] | None = None
    towns: tuple[str, ...] = ()
    current_only: bool = True
    sheet: str = ""
    encoding: str = ""
    separator: str = ""
    keep_unnamed: bool = True
    max_rows: int = MAX_ROWS
    first: int = 0


@dataclass(slots=True)
class Reading:
    """What a file holds.

    ``counts``: ``read`` objects or rows looked at, ``records`` taken, ``refused`` (with a problem each),
    ``filtered`` (left out on purpose, told apart by ``other_town``, ``struck_off``, ``no_organisation``),
    ``duplicates`` (the same place twice in the file): ``read`` is the sum of these four. ``headers`` and
    ``mapping`` are for tables: the columns found and the guess (or the mapping given) of the field each one
    fills. ``rows`` keeps the original cells of refused rows for the error file.
    """

    kind: str
    records: list[OrganisationRecord] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)
    mapping: dict[str, str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    rows: dict[int, list[str]] = field(default_factory=dict)
    sample: list[list[str]] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)
    sheet: str = ""
    encoding: str = ""
    separator: str = ""
    addresses: list[AddressRecord] = field(default_factory=list)
    bounds: tuple[float, float, float, float] | None = None
    """West, south, east, north of what the file covers, where it says so (OSM)."""
    cut: bool = False
    """Whether the table has more rows than ``Options.first``."""

    def take(self, record: OrganisationRecord) -> None:
        self.records.append(record)
        self.counts["records"] += 1

    def refuse(self, problem: Problem, cells: list[str] | None = None) -> None:
        """Note a problem; a refused row is kept for the error file."""
        if problem.severity == "refused":
            self.counts["refused"] += 1
            if cells is not None and len(self.rows) < MAX_PROBLEMS:
                self.rows[problem.row] = cells
        else:
            self.counts["warnings"] += 1
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(problem)
