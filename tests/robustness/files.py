"""Broken, empty, huge, wrongly encoded and hostile files: name → what writes it, all small on disk."""

from __future__ import annotations

import bz2
import gzip
import io
import os
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

from xlsxwriter import Workbook

HEAD = "Name;Straße;Hausnr.;PLZ;Ort\n"
OSM = (
    '<?xml version="1.0"?>\n{doctype}<osm version="0.6"><node id="1" version="1" lat="54.1" lon="12.1">'
    '<tag k="shop" v="bakery"/><tag k="name" v="{name}"/></node></osm>'
)
LAUGHS = '<!DOCTYPE osm [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>\n'
OUTSIDE = '<!DOCTYPE osm [<!ENTITY f SYSTEM "file:///etc/hostname">]>\n'


def noise(size: int) -> bytes:
    return random.Random(size).randbytes(size)


def workbook() -> bytes:
    """A sound workbook with one organisation."""
    memory = io.BytesIO()
    book = Workbook(memory, {"in_memory": True})
    sheet = book.add_worksheet()
    for row, cells in enumerate((("Name", "Ort"), ("Bäckerei Sturm", "Rostock"))):
        sheet.write_row(row, 0, cells)
    book.close()
    return memory.getvalue()


def changed(book: bytes, part: str, change: Callable[[bytes], bytes], more: dict[str, bytes] | None = None) -> bytes:
    """A workbook with another content of one part, and with further members."""
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == part else content)
        for name, content in (more or {}).items():
            new.writestr(name, content)
    return memory.getvalue()


def with_entities(content: bytes) -> bytes:
    head, _, rest = content.partition(b"?>")
    return head + b'?>\n<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>' + rest.replace(b"Rostock", b"&b;")


SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
NESTED = '{"type":"FeatureCollection","features":' + "[" * 100_000 + "]" * 100_000 + "}"

# Each of these is refused as a whole.
REFUSED: dict[str, Callable[[], bytes]] = {
    "empty.csv": lambda: b"",
    "blank.csv": lambda: b"\n \n;;;\n",
    "empty.xlsx": lambda: b"",
    "empty.osm.gz": lambda: b"",
    "empty.osm": lambda: b"",
    "empty.pbf": lambda: b"",
    "empty.geojson": lambda: b"",
    "empty.vcf": lambda: b"",
    "nothing-packed.osm.gz": lambda: gzip.compress(b""),
    "noise.csv": lambda: noise(5000),
    "noise.xlsx": lambda: noise(5000),
    "noise.osm.gz": lambda: noise(5000),
    "noise.osm.bz2": lambda: noise(5000),
    "noise.pbf": lambda: noise(5000),
    "noise.geojson": lambda: noise(5000),
    "noise.vcf": lambda: noise(5000),
    "noise": lambda: noise(5000),
    "cut.osm": lambda: OSM.format(doctype="", name="Sturm").encode()[:-30],
    "cut.osm.gz": lambda: gzip.compress(OSM.format(doctype="", name=noise(3000).hex()).encode())[:-40],
    "cut.osm.bz2": lambda: bz2.compress(OSM.format(doctype="", name=noise(3000).hex()).encode())[:-40],
    "cut.xlsx": lambda: workbook()[:-200],
    "cut.geojson": lambda: b'{"type":"FeatureCollection","features":[{"type":"Feature","prop',
    "laughs.osm": lambda: OSM.format(doctype=LAUGHS, name="&b;").encode(),
    "laughs.osm.gz": lambda: gzip.compress(OSM.format(doctype=LAUGHS, name="&b;").encode()),
    "outside.osm": lambda: OSM.format(doctype=OUTSIDE, name="&f;").encode(),
    "entities.xlsx": lambda: changed(workbook(), STRINGS, with_entities),
    "bomb.xlsx": lambda: changed(workbook(), SHEET, lambda part: part + b" " * 280_000_000),
    "not-a-book.xlsx": lambda: changed(workbook(), SHEET, lambda part: b"<worksheet><sheetData><row>"),
    "nested.geojson": lambda: NESTED.encode(),
    "list-of-numbers.geojson": lambda: b"[1, 2, 3]",
    "wide.csv": lambda: (";".join(f"Spalte {n}" for n in range(5000)) + "\n").encode(),
    "long-cell.csv": lambda: (HEAD + "x" * 3_000_000 + ";Kai;1;18055;Rostock\n").encode(),
    "name\nwith\nlines.csv": lambda: b"",
}


def write(folder: Path, name: str, content: bytes) -> Path:
    """The file in a folder."""
    path = folder / name
    path.write_bytes(content)
    os.utime(path, (1_700_000_000, 1_700_000_000))
    return path
