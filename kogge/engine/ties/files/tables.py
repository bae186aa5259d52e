"""Tables as people save them: three separators, UTF-8, UTF-16 or Windows, English or German header."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from kogge.engine.said import Refusal, Said

LARGEST = 512 * 1024 * 1024  # bytes; a million edges are about 20 MB


class FileError(Refusal):
    """A file cannot be read: one line that names the file, the place, what is wrong, what would be right."""


@dataclass(frozen=True)
class Table:
    """`rows`: (line number in the file, cells), without empty lines; the header is the first of them."""

    name: str
    rows: list[tuple[int, list[str]]]

    @property
    def header(self) -> list[str]:
        return self.rows[0][1]

    def column(self, *names: str) -> int | None:
        """Position of the first column called by one of `names` (small letters), in their order."""
        known = [cell.strip().casefold() for cell in self.header]
        return next((known.index(name) for name in names if name in known), None)

    def wrong(self, line: int, what: Said, column: int | None = None) -> FileError:
        if column is None:
            return FileError("%(name)s, line %(line)s: %(what)s", name=self.name, line=line, what=what)
        title = self.header[column].strip() if column < len(self.header) else ""
        return FileError(
            "%(name)s, line %(line)s, column %(column)s: %(what)s",
            name=self.name,
            line=line,
            column=f"{column + 1} ({title})" if title else column + 1,
            what=what,
        )


def content(path: Path) -> bytes:
    """The bytes of a file that is there, is a file, is not empty and not absurdly large."""
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise FileError(
                "%(name)s: is larger than %(most)s MB, too large for a list of ties",
                name=path.name,
                most=LARGEST // 1024**2,
            )
        data = path.read_bytes()
    except OSError as error:
        raise FileError(
            "%(path)s: cannot be read (%(why)s)", path=path, why=Said(error.strerror or str(error))
        ) from error
    except ValueError as error:
        if isinstance(error, FileError):
            raise
        raise FileError("%(path)s: is not a file name", path=repr(str(path))) from error
    if not data.strip():
        raise FileError("%(name)s: is empty; a header line and at least one row were expected", name=path.name)
    return data


def read_table(data: bytes, name: str) -> Table:
    """Read a CSV file of unknown encoding and separator."""
    text = _text(data, name)
    if text.lstrip().startswith("<"):
        raise FileError("%(name)s: is an XML or HTML file; a CSV file with a header line was expected", name=name)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    rows: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for row in reader:
            if "".join(row).strip():
                rows.append((line, row))
            line = reader.line_num + 1
    except csv.Error as error:
        raise FileError(
            "%(name)s, line %(line)s: is not readable as a table (%(why)s)", name=name, line=line, why=error
        ) from error
    if not rows:
        raise FileError("%(name)s: has no rows; a header line and at least one row were expected", name=name)
    return Table(name, rows)


def _text(data: bytes, name: str) -> str:
    if data.startswith(b"PK\x03\x04"):
        raise FileError("%(name)s: is a workbook or zip file; save the sheet as CSV first", name=name)
    encodings = ["utf-16"] if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
        break
    raise FileError("%(name)s: is not a text file; a CSV file with a header line was expected", name=name)


def _separator(text: str) -> str:
    """The separator that divides the first line with text into most columns; comma if none does."""
    first = next(line for line in text.splitlines() if line.strip())
    return max(",;\t", key=lambda mark: len(next(csv.reader([first[:100_000]], delimiter=mark))))
