"""The register as a file: for German Excel, for maps, for address books."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from . import files

# Name in the address → label, suffix, content type, writer.
FORMATS: dict[str, tuple[Any, str, str, Callable[[Any], bytes]]] = {
    "csv": (_("CSV for Excel"), "csv", "text/csv; charset=utf-8", files.csv_bytes),
    "xlsx": (
        _("Excel workbook"),
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        files.xlsx_bytes,
    ),
    "geojson": (_("GeoJSON for maps"), "geojson", "application/geo+json", files.geojson_bytes),
    "vcard": (_("vCard for address books"), "vcf", "text/vcard; charset=utf-8", files.vcard_bytes),
}


def response(form: str, rows: Any, name: str) -> HttpResponse:
    """A download of the rows in a format; `name` without suffix."""
    _label, suffix, content_type, write = FORMATS[form]
    answer = HttpResponse(write(rows), content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    return answer
