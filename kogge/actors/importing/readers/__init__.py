"""Readers of the import: a file in, plain records and problems out.

``sniff(path)`` tells the kind; ``read(path, options=Options(mapping={"Firma": "name"}))`` gives a
``Reading`` with ``records``, ``problems``, ``headers`` and ``mapping``.

Kinds: "osm", "register" (an extract of OffeneRegister), "csv", "xlsx", "geojson", "vcard". A file that
cannot be used raises ``UnreadableFile`` with one line for a person; a row that cannot be used becomes a
``Problem`` in the reading.
"""

from __future__ import annotations

import importlib
from pathlib import Path

from kogge.actors.importing.readers.base import Options, Reading, UnreadableFile
from kogge.actors.importing.readers.sniffing import KINDS_OF_FILE, sniff

__all__ = ["KINDS_OF_FILE", "Options", "Reading", "UnreadableFile", "read", "sniff"]

# Loaded when used: openpyxl, osmium and vobject cost time that a page listing an area must not pay.
_READERS = {
    "csv": "csv_file",
    "register": "register",
    "xlsx": "xlsx",
    "geojson": "geojson",
    "vcard": "vcard",
    "osm": "osm",
}


def read(path: str | Path, kind: str = "auto", options: Options | None = None) -> Reading:
    """Read a file of any known kind. Raises ``UnreadableFile``; never leaves anything half done, since it
    writes nothing.
    """
    path = Path(path)
    found = sniff(path) if kind == "auto" else kind
    module = importlib.import_module(f"{__name__}.{_READERS[found]}")
    reading: Reading = module.read(path, options or Options())
    return reading
