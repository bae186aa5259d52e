"""vCard 2.1, 3.0 and 4.0: address books of offices and phones, one card an organisation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import vobject
from vobject.base import ParseError

from kogge.actors.importing.readers.base import Options, Reading, UnreadableFile
from kogge.actors.importing.readers.csv_file import decode, read_bytes
from kogge.actors.importing.readers.rows import RowReader
from kogge.actors.importing.records import Problem, gettext_noop

MAX_CARD_CHARACTERS = 2_000_000
_BEGIN = re.compile(r"^BEGIN:VCARD\s*$", re.IGNORECASE | re.MULTILINE)


def _cards(text: str) -> Iterator[tuple[int, str]]:
    """Line and text of each card."""
    starts = [match.start() for match in _BEGIN.finditer(text)]
    line = 1
    before = 0
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        line += text.count("\n", before, start)
        before = start
        yield line, text[start:end]


def read(path: Path, options: Options) -> Reading:
    """Read a vCard file. A card that cannot be read is refused; the others are taken. Raises
    ``UnreadableFile``.
    """
    text, encoding = decode(read_bytes(path), path, options.encoding)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not _BEGIN.search(text):
        raise UnreadableFile(path, gettext_noop("The file holds no vCard."))
    reading = Reading(kind="vcard", encoding=encoding)
    fields = {"name": "ORG", "phone": "TEL", "email": "EMAIL", "website": "URL", "lat": "GEO", "note": "NOTE"}
    reader = RowReader("vcard", fields)
    for line, card in _cards(text):
        reading.counts["read"] += 1
        damaged = gettext_noop("The card is damaged.")
        if len(card) > MAX_CARD_CHARACTERS:
            reading.refuse(Problem(line, "", card[:80], gettext_noop("The card is far too long.")))
            continue
        try:
            parsed = vobject.readOne(card, allowQP=True)
        except (
            ParseError,
            UnicodeError,
            ValueError,
            KeyError,
            IndexError,
            TypeError,
            AttributeError,
            StopIteration,
        ):
            reading.refuse(Problem(line, "", card[:80], damaged, gettext_noop("Export it again.")), [card[:500]])
            continue
        if parsed is None:
            reading.refuse(Problem(line, "", card[:80], damaged, gettext_noop("Export it again.")), [card[:500]])
            continue
        record, problems = reader.record(line, _fields(parsed))
        for problem in problems:
            reading.refuse(problem, [card[:500]])
        if record is not None:
            reading.take(record)
    return reading


def _values(card: Any, name: str) -> list[Any]:
    return [child.value for child in card.contents.get(name, [])]


def _first(card: Any, name: str) -> str:
    return next((str(value).strip() for value in _values(card, name) if value), "")


def _fields(card: Any) -> dict[str, str]:
    """Fields of a card. The organisation leads; a card without one is a person, whose name then stands for
    it.
    """
    person = _first(card, "fn")
    organisation = ""
    for value in _values(card, "org"):
        organisation = ", ".join(part for part in value if part) if isinstance(value, list) else str(value)
        break
    cells = {
        "name": organisation or person,
        "contact_person": person if organisation and person != organisation else "",
        "phone": _first(card, "tel"),
        "email": _first(card, "email"),
        "website": _first(card, "url"),
        "note": _first(card, "note"),
        "source_id": _first(card, "uid"),
        "languages": ", ".join(str(value) for value in _values(card, "lang")),
    }
    categories = [
        part for value in _values(card, "categories") for part in (value if isinstance(value, list) else [value])
    ]
    cells["tags"] = "; ".join(str(part) for part in categories)
    for address in _values(card, "adr")[:1]:
        cells["street"] = _joined(address.street)
        cells["postcode"] = _joined(address.code)
        cells["city"] = _joined(address.city)
    place = re.findall(r"-?\d+(?:\.\d+)?", _first(card, "geo"))
    if len(place) >= 2:
        cells["lat"], cells["lon"] = place[0], place[1]
    return {field: text for field, text in cells.items() if text}


def _joined(part: Any) -> str:
    return ", ".join(str(piece) for piece in part if piece) if isinstance(part, list) else str(part or "")
