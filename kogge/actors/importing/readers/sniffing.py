"""What kind of file is this? Decided by its content; the suffix only breaks ties."""

from __future__ import annotations

import bz2
import gzip
import zlib
from pathlib import Path

from kogge.actors.importing.readers.base import MAX_FILE_BYTES, MIB, UnreadableFile
from kogge.actors.importing.records import gettext_noop

KINDS_OF_FILE = ("osm", "register", "csv", "xlsx", "geojson", "vcard")
HEAD_BYTES = 64 * 1024

_XLS = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
REMEDY_KINDS = gettext_noop("Kogge reads OSM, CSV, Excel (.xlsx), GeoJSON and vCard files.")


def head_of(path: Path, size: int = HEAD_BYTES) -> bytes:
    """First bytes of the file, unpacked when it is packed with gzip or bzip2. Raises ``UnreadableFile``."""
    try:
        total = path.stat().st_size
        if path.is_dir():
            raise UnreadableFile(path, gettext_noop("This is a folder, not a file."))
        if total > MAX_FILE_BYTES:
            raise UnreadableFile(
                path,
                gettext_noop("The file has %(size)s MB; at most %(limit)s MB are read."),
                gettext_noop("Cut it to your area first."),
                size=total // MIB,
                limit=MAX_FILE_BYTES // MIB,
            )
        with path.open("rb") as handle:
            raw = handle.read(size)
    except OSError as error:
        raise UnreadableFile(
            path, gettext_noop("The file cannot be opened (%(why)s)."), why=error.strerror or error
        ) from error
    if not raw:
        raise UnreadableFile(path, gettext_noop("The file is empty."))
    try:
        if raw[:2] == b"\x1f\x8b":
            with gzip.open(path) as packed:
                return packed.read(size)
        if raw[:3] == b"BZh":
            with bz2.open(path) as packed_bz2:
                return packed_bz2.read(size)
    except (OSError, EOFError, zlib.error, ValueError) as error:
        raise UnreadableFile(
            path,
            gettext_noop("The packed file is damaged or was cut off."),
            gettext_noop("Download or copy it again."),
        ) from error
    return raw


def _text(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", errors="replace")
    return head.decode("utf-8-sig", errors="replace")


def sniff(path: str | Path) -> str:
    """Kind of a file (one of ``KINDS_OF_FILE``) by its first 64 kB. Raises ``UnreadableFile``.

    Zip files are taken for workbooks here; the reader looks inside and refuses other ones.
    """
    path = Path(path)
    head = head_of(path)
    if not head.strip():
        raise UnreadableFile(path, gettext_noop("The file is empty."))
    if head[:4] == b"PK\x03\x04":
        return "xlsx"
    if head[:8] == _XLS:
        raise UnreadableFile(
            path,
            gettext_noop("This is an old Excel file (.xls) or a workbook locked with a password."),
            gettext_noop("Open it in Excel or LibreOffice and save it as .xlsx without a password."),
        )
    if b"OSMHeader" in head[:64]:
        return "osm"
    text = _text(head)
    start = text.lstrip()[:2000]
    lowered = start.lower()
    if lowered.startswith("begin:vcard"):
        return "vcard"
    if lowered.startswith(("<?xml", "<osm", "<!doctype", "<!--")):
        if "<osm" in lowered or "<!doctype" in lowered or "<!entity" in lowered:
            return "osm"
        raise UnreadableFile(path, gettext_noop("This XML file is not an OSM file."), REMEDY_KINDS)
    if start[:1] == "{" and '"type"' in start:
        return "geojson"
    if start[:1] in "[{":
        raise UnreadableFile(path, gettext_noop("This JSON file is not GeoJSON."), REMEDY_KINDS)
    if lowered.startswith(("<html", "%pdf", "{\\rtf")):
        raise UnreadableFile(path, gettext_noop("This is a document, not a list."), REMEDY_KINDS)
    if not head.startswith(_BOMS) and b"\x00" in head:
        raise UnreadableFile(path, gettext_noop("This is a binary file, not a list."), REMEDY_KINDS)
    first_line = text.splitlines()[0] if text.splitlines() else ""
    if "company_number" in first_line and "registered_address" in first_line:
        return "register"
    return "csv"
