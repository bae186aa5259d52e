"""CSV as offices, spreadsheets and registers write it: any usual encoding, separator and quoting."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

from kogge.actors.importing.readers.base import (
    MAX_CELL_CHARACTERS,
    MAX_TABLE_BYTES,
    MIB,
    Options,
    Reading,
    UnreadableFile,
)
from kogge.actors.importing.readers.fields import field_of
from kogge.actors.importing.readers.tables import Row, read_table
from kogge.actors.importing.records import gettext_noop

SEPARATORS = (";", ",", "\t", "|")
# A cell that runs on for so many lines is a quotation mark that nobody closed.
MAX_LINES_IN_A_CELL = 200
# Order of trial: UTF-8 proves itself; Windows-1252 is what German Excel writes; cp850 is the old DOS one.
_DOS_UMLAUTS = re.compile(rb"[\x81\x84\x94\x8e\x99\x9a\xe1]")


def read_bytes(path: Path, limit: int = MAX_TABLE_BYTES) -> bytes:
    """Whole content, unpacked, at most ``limit`` bytes of it. Raises ``UnreadableFile`` for damaged and too
    large files.
    """
    try:
        with path.open("rb") as raw:
            magic = raw.read(3)
            raw.seek(0)
            unpacked: IO[bytes] = raw
            if magic[:2] == b"\x1f\x8b":
                unpacked = cast(IO[bytes], gzip.GzipFile(fileobj=raw))
            elif magic == b"BZh":
                unpacked = bz2.BZ2File(raw)
            content = unpacked.read(limit + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise UnreadableFile(
            path,
            gettext_noop("The packed file is damaged or was cut off."),
            gettext_noop("Download or copy it again."),
        ) from error
    except OSError as error:
        why = error.strerror or str(error)
        raise UnreadableFile(path, gettext_noop("The file cannot be opened (%(why)s)."), why=why) from error
    if len(content) > limit:
        raise UnreadableFile(
            path,
            gettext_noop("The list has more than %(limit)s MB of text."),
            gettext_noop("Cut it to your area first."),
            limit=limit // MIB,
        )
    return content


def decode(content: bytes, path: Path, encoding: str = "") -> tuple[str, str]:
    """Text and the encoding it was read with; ``encoding`` forces one."""
    if encoding:
        try:
            return content.decode(encoding), encoding
        except (UnicodeError, LookupError) as error:
            message = gettext_noop("The file cannot be read as %(encoding)s.")
            raise UnreadableFile(path, message, encoding=encoding) from error
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16"), "utf-16"
        except UnicodeError as error:
            message = gettext_noop("The file says it is UTF-16 but is damaged.")
            raise UnreadableFile(path, message, gettext_noop("Save it again as CSV UTF-8.")) from error
    if b"\x00" in content:
        line = content.count(b"\n", 0, content.index(0)) + 1
        message = gettext_noop("The file contains binary data.")
        raise UnreadableFile(path, message, gettext_noop("Save it again as CSV UTF-8."), line=line)
    if content.startswith(b"\xef\xbb\xbf"):
        content, name = content[3:], "utf-8-sig"
    else:
        name = "utf-8"
    try:
        return content.decode("utf-8"), name
    except UnicodeDecodeError:
        return _decode_mixed(content, name)


def _decode_mixed(content: bytes, name: str) -> tuple[str, str]:
    lines = content.splitlines(keepends=True)
    broken = [line for line in lines if not _is_utf8(line)]
    proven = sum(1 for line in lines if not line.isascii()) - len(broken)
    if proven > len(broken):
        # Lists glued together from two sources: each line in its own encoding.
        return "".join(_utf8_or_1252(line) for line in lines), f"{name} + cp1252"
    sample = b"".join(broken)
    dos = len(_DOS_UMLAUTS.findall(sample))
    windows = len(re.findall(rb"[\xe4\xf6\xfc\xc4\xd6\xdc\xdf]", sample))
    chosen = "cp850" if dos > 2 * windows else "cp1252"
    return content.decode(chosen, errors="replace"), chosen


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _utf8_or_1252(line: bytes) -> str:
    return line.decode("utf-8") if _is_utf8(line) else line.decode("cp1252", errors="replace")


def guess_separator(text: str) -> str:
    """Separator that cuts the first lines into the same number (> 1) of cells most often, and finds known
    headers.
    """
    sample = text[:100_000]
    if sample[:4].lower() == "sep=" and len(sample) > 5 and sample[5] in "\r\n":
        return sample[4]
    best, best_score = ";", -1.0
    for separator in SEPARATORS:
        try:
            rows = [
                row for _, row in zip(range(40), csv.reader(io.StringIO(sample), delimiter=separator), strict=False)
            ]
        except csv.Error:
            continue
        widths = Counter(len(row) for row in rows if row)
        width, times = max(widths.items(), key=lambda item: (item[1], item[0]), default=(1, 0))
        if width < 2:
            continue
        known = max(
            (sum(1 for cell in row[:100] if 0 < len(cell) <= 60 and field_of(cell)) for row in rows[:12]),
            default=0,
        )
        score = times / max(1, len(rows)) + known + min(width, 20) / 100
        if score > best_score:
            best, best_score = separator, score
    return best


def rows_of(text: str, separator: str, path: Path) -> Iterator[Row]:
    """Rows with the line they begin on. Raises ``UnreadableFile`` at an endless cell."""
    csv.field_size_limit(MAX_CELL_CHARACTERS)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    line = 1
    unclosed = UnreadableFile(
        path,
        gettext_noop("A cell that begins here does not end: a quotation mark is missing, or the line is far too long."),
        gettext_noop("Close the quotation mark, or delete it."),
    )
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            unclosed.line = line
            raise unclosed from error
        if reader.line_num - line > MAX_LINES_IN_A_CELL:
            unclosed.line = line
            raise unclosed
        if not (line == 1 and cells and cells[0].lower() == "sep=" and len(cells) <= 2):
            yield line, cells
        line = reader.line_num + 1


def read(path: Path, options: Options) -> Reading:
    """Read a CSV list (also .gz, .bz2). Raises ``UnreadableFile``."""
    content = read_bytes(path)
    if not content.strip():
        raise UnreadableFile(path, gettext_noop("The file is empty."))
    text, encoding = decode(content, path, options.encoding)
    separator = options.separator or guess_separator(text)
    reading = read_table(path, "csv", rows_of(text, separator, path), options)
    reading.encoding, reading.separator = encoding, separator
    return reading
