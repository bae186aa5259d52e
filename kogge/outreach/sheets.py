"""A list as a file for Excel: CSV with semicolons and a byte order mark, or XLSX with text cells."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.formats import date_format

# A cell that begins like this is run as a formula by a spreadsheet: a quote in front makes it text.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return date_format(value, "SHORT_DATE_FORMAT")
    return str(value)


def _csv_cell(value: Any) -> str:
    text = _text(value)
    harmless = not text.startswith(DANGEROUS) or isinstance(value, int | float)
    return text if harmless else f"'{text}"


def sheet(kind: str, name: str, heads: Sequence[Any], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """An answer that downloads `name` as "csv" or "xlsx"; Http404 for any other kind."""
    if kind == "csv":
        out = io.StringIO()
        writer = csv.writer(out, delimiter=";")
        writer.writerow([str(head) for head in heads])
        writer.writerows([_csv_cell(value) for value in row] for row in rows)
        response = HttpResponse(out.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    elif kind == "xlsx":
        response = HttpResponse(_workbook(heads, rows), content_type=XLSX)
    else:
        raise Http404
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def _workbook(heads: Sequence[Any], rows: Iterable[Sequence[Any]]) -> bytes:
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    import xlsxwriter  # when a list is taken along: 8 MB in each server process

    with xlsxwriter.Workbook(out, options) as book:
        page = book.add_worksheet()
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd.mm.yyyy"})
        for column, head in enumerate(heads):
            page.write_string(0, column, str(head), bold)
            page.set_column(column, column, 22)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, dt.date):
                    page.write_datetime(number, column, dt.datetime.combine(value, dt.time()), day)
                elif isinstance(value, int | float) and not isinstance(value, bool):
                    page.write_number(number, column, value)
                else:
                    page.write_string(number, column, _text(value)[:32_767])
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, 0, max(len(heads) - 1, 0))
    return out.getvalue()
