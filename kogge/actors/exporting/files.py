"""Rows of the register as bytes: CSV, XLSX, GeoJSON (RFC 7946), vCard 4 (RFC 6350)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from kogge.actors.models import Organisation
from kogge.actors.queries import sectors

# Characters a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def columns() -> list[tuple[str, str]]:
    """Field and head of every column, in the language of the page."""
    return [
        ("name", _("Name")),
        ("kind", _("Kind")),
        ("wz_code", _("WZ code")),
        ("sector", _("Sector")),
        ("legal_form", _("Legal form")),
        ("size_class", _("Size (employees)")),
        ("street", _("Street")),
        ("housenumber", _("House number")),
        ("postcode", _("Postcode")),
        ("city", _("Town")),
        ("district", _("District")),
        ("lat", _("Latitude")),
        ("lon", _("Longitude")),
        ("phone", _("Phone")),
        ("email", _("E-mail")),
        ("website", _("Website")),
        ("opening_hours", _("Opening hours")),
        ("languages", _("Languages")),
        ("tags", _("Tags")),
        ("register_no", _("Register number")),
        ("verified_on", _("Last checked on")),
        ("closed_on", _("Closed on")),
        ("source", _("Source")),
        ("source_id", _("Number in the source list")),
        ("note", _("Note")),
    ]


def safe_cell(text: str) -> str:
    """Text that no spreadsheet runs as a formula: an apostrophe before =, +, -, @, tab and return.

    Phone numbers such as +49 381 123 start with a plus and are only digits: they are left as they are.

    >>> safe_cell("=HYPERLINK(1)"), safe_cell("+49 381 12-3"), safe_cell("-2+3"), safe_cell("Café")
    ("'=HYPERLINK(1)", '+49 381 12-3', "'-2+3", 'Café')
    """
    if not text.startswith(_FORMULA):
        return text
    if text[0] == "+" and text[1:].replace(" ", "").replace("-", "").replace("/", "").isdigit():
        return text
    return f"'{text}"


def values(rows: Any) -> Iterator[dict[str, Any]]:
    """What the columns hold, row by row: text, and numbers for the coordinates."""
    kinds = dict(Organisation.Kind.choices)
    for row in rows.select_related("district").prefetch_related("tags").iterator(chunk_size=2000):
        yield {
            **{name: getattr(row, name, "") for name, _head in columns()},
            "kind": str(kinds.get(row.kind, row.kind)),
            "sector": sectors.title(row.wz_code),
            "district": row.district.name if row.district else "",
            "languages": ", ".join(row.languages),
            "tags": ", ".join(tag.name for tag in row.tags.all()),
            "verified_on": row.verified_on.isoformat() if row.verified_on else "",
            "closed_on": row.closed_on.isoformat() if row.closed_on else "",
            "lat": row.lat,
            "lon": row.lon,
            "id": row.pk,
        }


def csv_bytes(rows: Any) -> bytes:
    """UTF-8 with byte order mark and semicolons: what German Excel opens by a double click."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    heads = columns()
    writer.writerow([head for _name, head in heads])
    for row in values(rows):
        writer.writerow([_csv_cell(row[name]) for name, _head in heads])
    return text.getvalue().encode("utf-8-sig")


def _csv_cell(value: Any) -> str:
    if isinstance(value, float):  # German Excel reads a decimal comma
        return f"{value:.6f}".replace(".", ",")
    return safe_cell(str(value or ""))


def xlsx_bytes(rows: Any) -> bytes:
    """A workbook whose cells are text (postcodes keep their zero, nothing is run), coordinates numbers."""
    import xlsxwriter  # type: ignore[import-untyped]

    packed = io.BytesIO()
    options = {
        "in_memory": True,
        "constant_memory": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(packed, options) as book:
        sheet = book.add_worksheet(_("Register")[:31])
        bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
        heads = columns()
        for column, (_name, head) in enumerate(heads):
            sheet.write_string(0, column, head, bold)
        number = 0
        for number, row in enumerate(values(rows), start=1):
            for column, (name, _head) in enumerate(heads):
                value = row[name]
                if isinstance(value, float):
                    sheet.write_number(number, column, value)
                elif value:
                    sheet.write_string(number, column, str(value)[:32_767], text)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(number, 1), len(heads) - 1)
        sheet.set_column(0, 0, 36)
        sheet.set_column(1, len(heads) - 1, 16)
    return packed.getvalue()


def geojson_bytes(rows: Any) -> bytes:
    """A FeatureCollection with every column as a property; without a place the geometry is null."""
    features = []
    for row in values(rows):
        lat, lon = row.pop("lat"), row.pop("lon")
        place = {"type": "Point", "coordinates": [lon, lat]} if lat is not None and lon is not None else None
        number = row.pop("id")
        said = {name: value for name, value in row.items() if value}
        features.append({"type": "Feature", "id": number, "geometry": place, "properties": said})
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()


def vcard_bytes(rows: Any) -> bytes:
    """One vCard 4 an organisation (KIND:org), lines folded at 75 bytes."""
    lines: list[str] = []
    for row in values(rows):
        lines += [
            "BEGIN:VCARD",
            "VERSION:4.0",
            "KIND:org",
            f"FN:{_escape(row['name'])}",
            f"ORG:{_escape(row['name'])}",
        ]
        street = f"{row['street']} {row['housenumber']}".strip()
        if street or row["city"]:
            place = ";".join(_escape(part) for part in ("", "", street, row["city"], "", row["postcode"], ""))
            lines.append(f"ADR:{place}")
        if row["lat"] is not None and row["lon"] is not None:
            lines.append(f"GEO:geo:{row['lat']:.6f},{row['lon']:.6f}")
        for name, mark in (("phone", "TEL;VALUE=text"), ("email", "EMAIL"), ("website", "URL")):
            if row[name]:
                value = " ".join(row[name].split()) if name == "website" else _escape(row[name])
                lines.append(f"{mark}:{value}")
        if row["tags"]:
            lines.append("CATEGORIES:" + ",".join(_escape(word) for word in row["tags"].split(", ")))
        if row["note"]:
            lines.append(f"NOTE:{_escape(row['note'])}")
        lines += [f"UID:kogge-organisation-{row['id']}", "END:VCARD"]
    return "".join(_fold(line) + "\r\n" for line in lines).encode()


def _escape(text: str) -> str:
    text = text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    # A line break of any sort would begin a property of its own.
    return "\\n".join(text.splitlines())


def _fold(line: str) -> str:
    """RFC 6350, 3.2: no line longer than 75 bytes; a letter is never cut in two."""
    parts, room, current = [], 75, b""
    for letter in line:
        code = letter.encode()
        if len(current) + len(code) > room:
            parts.append(current.decode())
            current, room = b"", 74
        current += code
    parts.append(current.decode())
    return "\r\n ".join(parts)
