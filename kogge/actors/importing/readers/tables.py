"""From rows of text cells to records, the same for CSV and worksheets: header row, mapping, every row told
about.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from kogge.actors.importing.readers.base import MAX_COLUMNS, Options, Reading, UnreadableFile
from kogge.actors.importing.readers.fields import FIELDS, JOINED, field_of, guess_mapping
from kogge.actors.importing.readers.rows import RowReader
from kogge.actors.importing.records import Problem, gettext_noop

# A title, a date and an empty line often stand above the header.
HEADER_SEARCH_ROWS = 12
SAMPLE_ROWS = 5

Row = tuple[int, list[str]]
"""Line number as a person counts it, and the cells."""


def find_header(rows: Sequence[Row], wanted: Collection[str] = ()) -> int:
    """Index of the header among the first rows, -1 when none has text.

    With a mapping it is the first row that holds most of the headers ``wanted``. Else the row with the most
    headers Kogge knows, if they are two or more; a single known word may as well be a cell ("Laden"), so
    then it must be in the first row with text, or below title lines that fill fewer cells than it does.
    """
    if wanted:
        hits = [sum(1 for cell in cells if " ".join(cell.split()) in wanted) for _, cells in rows]
        if hits and max(hits) > 0:
            return hits.index(max(hits))
    filled = [sum(1 for cell in cells if cell.strip()) for _, cells in rows]
    first = next((index for index, count in enumerate(filled) if count), -1)
    best, best_known = first, 0
    for index, (_, cells) in enumerate(rows):
        known = len({field_of(cell) for cell in cells[:MAX_COLUMNS] if 0 < len(cell) <= 60} - {""})
        above = max(filled[:index], default=0)
        if known > best_known and (known >= 2 or filled[index] > above):
            best, best_known = index, known
    return best


def unique_headers(cells: Sequence[str], above: Sequence[str] = ()) -> list[str]:
    """Headers made different from each other; a header merged down from the row above is taken from there."""
    headers: list[str] = []
    seen: dict[str, int] = {}
    for position, cell in enumerate(cells):
        text = " ".join(cell.split())
        if not text and position < len(above):
            text = " ".join(above[position].split())
        text = text[:80]
        if not text:
            headers.append("")
            continue
        seen[text] = seen.get(text, 0) + 1
        headers.append(text if seen[text] == 1 else f"{text} ({seen[text]})")
    while headers and not headers[-1]:
        headers.pop()
    return headers


def read_table(path: Path, kind: str, rows: Iterable[Row], options: Options) -> Reading:
    """Reading of a table of text cells. Raises ``UnreadableFile`` when it has no row or far too many
    columns.
    """
    reading = Reading(kind=kind)
    iterator = iter(rows)
    first = _first_rows(iterator)
    at = find_header(first, options.mapping or ())
    if at < 0:
        raise UnreadableFile(path, gettext_noop("The table has no row with text."))
    line, header_cells = first[at]
    if len(header_cells) > MAX_COLUMNS:
        raise UnreadableFile(
            path,
            gettext_noop("The table has %(columns)s columns; at most %(limit)s are read."),
            gettext_noop("Check the separator of the file, or delete what is not needed."),
            line=line,
            columns=len(header_cells),
            limit=MAX_COLUMNS,
        )
    reading.headers = unique_headers(header_cells, first[at - 1][1] if at else ())
    named = [header for header in reading.headers if header]
    reading.mapping = guess_mapping(named) if options.mapping is None else _given(path, options, named)
    if "name" not in reading.mapping.values():
        reading.sample = [cells for _, cells in first[at + 1 : at + 1 + SAMPLE_ROWS]]
        message = gettext_noop("No column holds the name of the organisation.")
        remedy = gettext_noop("Choose the column that does, or call one “Name” or “Firma”.")
        reading.refuse(Problem(line, "", "; ".join(named)[:200], message, remedy))
        return reading
    _fill(path, reading, chain(first[at + 1 :], iterator), options)
    if not reading.counts["read"]:
        message = gettext_noop("There is no row below the header, so there is nothing to import.")
        remedy = gettext_noop("Put the organisations below it, one a row.")
        reading.refuse(Problem(line, "", "; ".join(named)[:200], message, remedy))
    return reading


def _first_rows(iterator: Iterator[Row]) -> list[Row]:
    first: list[Row] = []
    for row in iterator:
        first.append(row)
        if len(first) >= HEADER_SEARCH_ROWS:
            break
    return first


def _given(path: Path, options: Options, headers: list[str]) -> dict[str, str]:
    assert options.mapping is not None
    unknown = [field for field in options.mapping.values() if field and field not in FIELDS]
    if unknown:
        message = gettext_noop("The mapping names the field “%(field)s”, which does not exist.")
        raise UnreadableFile(path, message, field=unknown[0])
    return {header: field for header, field in options.mapping.items() if field and header in headers}


def _fill(path: Path, reading: Reading, rows: Iterable[Row], options: Options) -> None:
    columns = [
        (at, header, reading.mapping[header]) for at, header in enumerate(reading.headers) if header in reading.mapping
    ]
    by_field: dict[str, str] = {}
    for _, header, field in columns:
        by_field.setdefault(field, header)
    reader = RowReader(reading.kind, by_field)
    width = len(reading.headers)
    for line, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if options.first and reading.counts["read"] >= options.first:
            reading.cut = True
            return
        reading.counts["read"] += 1
        if reading.counts["read"] > options.max_rows:
            raise UnreadableFile(
                path,
                gettext_noop("The table has more than %(limit)s rows."),
                gettext_noop("Cut it to your area, or split it into several files."),
                limit=options.max_rows,
            )
        if len(reading.sample) < SAMPLE_ROWS:
            reading.sample.append(cells)
        extra = [cell for cell in cells[width:] if cell.strip()]
        if extra:
            message = gettext_noop("The row has %(cells)s cells, the header only %(columns)s.")
            remedy = gettext_noop("Put cells that contain the separator into quotation marks.")
            params = {"cells": str(len(cells)), "columns": str(width)}
            reading.refuse(Problem(line, "", extra[0][:200], message, remedy, "refused", params), cells)
            continue
        values: dict[str, str] = {}
        for at, header, field in columns:
            if at < len(cells) and cells[at].strip():
                if field not in values:
                    values[field] = cells[at]
                elif field in JOINED:
                    values[field] += f"\n{header}: {cells[at]}" if field == "note" else f"; {cells[at]}"
        record, problems = reader.record(line, values)
        for problem in problems:
            reading.refuse(problem, cells)
        if record is None:
            continue
        if record.status == "removed" and options.current_only:
            reading.counts["filtered"] += 1
            reading.counts["struck_off"] += 1
            continue
        reading.take(record)
