"""Excel workbooks (.xlsx, .xlsm): text of the cells only; formulas and macros are never run.

A cell with a formula gives the result that Excel stored with it; a workbook that a program wrote without
results has none, and such a cell is empty. What a cell's text looks like ("=1+1") stays text and is flagged
as in any other list.
"""

from __future__ import annotations

import datetime
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from kogge.actors.importing.readers.base import (
    MAX_CELL_CHARACTERS,
    MAX_ROWS,
    MIB,
    Options,
    Reading,
    UnreadableFile,
)
from kogge.actors.importing.readers.tables import Row, find_header, read_table
from kogge.actors.importing.records import gettext_noop

MAX_UNPACKED = 256 * MIB
# XML of real sheets packs to a fifth or a twentieth; zeros pack to a thousandth.
MAX_RATIO = 200
MAX_PARTS = 2_000
# What openpyxl runs into in parts that are no sheets; a SyntaxError is XML that is not well formed.
DAMAGE = (KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError, OSError)


def guard(path: Path) -> None:
    """Refuse zip bombs, broken zips and zips that are no workbook, before anything is unpacked for use.

    Declared sizes can lie, so the parts are also unpacked once and counted. Nothing is ever written to
    disk, so path names inside ("../../etc/passwd") have no effect; a workbook with such names is refused
    all the same.
    """
    too_big = UnreadableFile(
        path,
        gettext_noop("The workbook unpacks to more than %(limit)s MB; it was not opened."),
        gettext_noop("Save only the list as a new workbook."),
        limit=MAX_UNPACKED // MIB,
    )
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
            names = {part.filename for part in parts}
            if "xl/workbook.xml" not in names:
                message = gettext_noop("This zip file is no Excel workbook.")
                raise UnreadableFile(path, message, gettext_noop("Unpack it first, or save the list as .xlsx."))
            if any(name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") for name in names):
                raise UnreadableFile(path, gettext_noop("The workbook contains path names that lead out of it."))
            declared = sum(part.file_size for part in parts)
            if declared > MAX_UNPACKED or len(parts) > MAX_PARTS:
                raise too_big
            total = 0
            for part in parts:
                if part.file_size > MIB and part.file_size > MAX_RATIO * max(1, part.compress_size):
                    raise too_big
                total = _count(packed, part, total)
                if total > MAX_UNPACKED:
                    raise too_big
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise UnreadableFile(
            path,
            gettext_noop("The workbook is damaged, cut off or locked with a password."),
            gettext_noop("Open it in Excel or LibreOffice and save it again."),
        ) from error


def _count(packed: zipfile.ZipFile, part: zipfile.ZipInfo, total: int) -> int:
    """Bytes so far with this part; its XML must be free of entities."""
    first = True
    with packed.open(part) as handle:
        while block := handle.read(MIB):
            if first and part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in block.upper():
                raise ValueError("document type")
            first = False
            total += len(block)
            if total > MAX_UNPACKED:
                break
    return total


def cell_text(value: Any) -> str:
    """Text of a cell's value: whole numbers without ".0", dates as ISO days, yes/no as German words.

    >>> cell_text(18055.0), cell_text(0.5), cell_text(datetime.datetime(2024, 3, 1)), cell_text(True)
    ('18055', '0.5', '2024-03-01', 'ja')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return str(value)


def read(path: Path, options: Options) -> Reading:
    """Read the worksheet named in the options, else the one most like a list. Raises ``UnreadableFile``."""
    with warnings.catch_warnings():
        # openpyxl warns of every extension of newer Excel that it leaves out; none of them is text.
        warnings.simplefilter("ignore", UserWarning)
        return _read(path, options)


def _read(path: Path, options: Options) -> Reading:
    guard(path)
    # Opened here, since openpyxl goes by the end of a file's name, and a workbook may be called "liste.csv".
    with path.open("rb") as file:
        return _read_book(path, file, options)


def _read_book(path: Path, file: BinaryIO, options: Options) -> Reading:
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except (InvalidFileException, *DAMAGE) as error:
        raise UnreadableFile(
            path,
            gettext_noop("The workbook is damaged (%(why)s)."),
            gettext_noop("Open it in Excel or LibreOffice and save it again."),
            why=type(error).__name__,
        ) from error
    try:
        sheets = [sheet.title for sheet in book.worksheets]
        chosen = _choose(path, book, options)
        reading = read_table(path, "xlsx", _rows(path, book[chosen]), options)
        reading.sheets, reading.sheet = sheets, chosen
        return reading
    except UnreadableFile:
        raise
    except DAMAGE as error:
        raise UnreadableFile(
            path,
            gettext_noop("The workbook is damaged (%(why)s)."),
            gettext_noop("Open it in Excel or LibreOffice and save it again."),
            why=type(error).__name__,
        ) from error
    finally:
        book.close()


def _choose(path: Path, book: Any, options: Options) -> str:
    names = [sheet.title for sheet in book.worksheets]
    if options.sheet:
        if options.sheet not in names:
            message = gettext_noop("The workbook has no sheet “%(sheet)s”.")
            remedy = gettext_noop("It has: %(sheets)s.")
            raise UnreadableFile(path, message, remedy, sheet=options.sheet, sheets=", ".join(names))
        return options.sheet
    from kogge.actors.importing.readers.fields import field_of

    best, best_score = "", 0
    for sheet in book.worksheets:
        head = [row for row, _ in zip(_rows(path, sheet), range(15), strict=False)]
        at = find_header(head)
        if at < 0:
            continue
        score = 1 + len({field_of(cell) for cell in head[at][1]} - {""})
        if score > best_score:
            best, best_score = sheet.title, score
    if not best:
        raise UnreadableFile(path, gettext_noop("No sheet of the workbook holds text."))
    return best


def _rows(path: Path, sheet: Any) -> Iterator[Row]:
    # The declared size of a sheet may be wrong by millions of empty cells; openpyxl would fill them all.
    sheet.reset_dimensions()
    empty = 0
    for line, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        texts = [cell_text(value) for value in cells]
        while texts and not texts[-1].strip():
            texts.pop()
        if any(len(text) > MAX_CELL_CHARACTERS for text in texts):
            raise UnreadableFile(path, gettext_noop("A cell holds far too much text."), where=sheet.title, line=line)
        empty = 0 if texts else empty + 1
        if empty > MAX_ROWS:
            return
        if texts:
            yield line, texts
