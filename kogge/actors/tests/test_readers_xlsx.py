"""Workbooks: text of the right sheet, nothing run, nothing unpacked without end."""

from __future__ import annotations

import datetime
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kogge.actors.importing.readers import Options, UnreadableFile, read, sniff
from kogge.testing import shared_data


def book(folder: Path, sheets: dict[str, list[list[Any]]], merge: str = "") -> Path:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
        if merge:
            sheet.merge_cells(merge)
    path = folder / "liste.xlsx"
    workbook.save(path)
    return path


def test_numbers_dates_and_lost_zeros_become_text(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Firma", "PLZ", "Hausnr.", "Straße", "Notiz", "Breitengrad", "Längengrad"],
        ["Laden", 1067, 3.0, "Lange Straße", datetime.datetime(2024, 3, 1), 54.09, 12.14],
    ]
    path = book(tmp_path, {"Liste": rows})
    assert sniff(path) == "xlsx"
    reading = read(path)
    (shop,) = reading.records
    assert (shop.postcode, shop.housenumber, shop.note) == ("01067", "3", "2024-03-01")
    assert (shop.lat, shop.lon) == (54.09, 12.14)
    assert ["leading zero" in problem.text() for problem in reading.problems] == [True]


def test_what_excel_could_not_calculate_is_no_name_and_no_street(tmp_path: Path) -> None:
    rows = [["Firma", "Straße"], ["#DIV/0!", "Weg 1"], ["Laden", "#WERT!"]]
    reading = read(book(tmp_path, {"Liste": rows}))
    assert [(record.name, record.street) for record in reading.records] == [("Laden", "")]
    assert [(problem.row, problem.severity) for problem in reading.problems] == [
        (2, "warning"), (2, "refused"), (3, "warning")
    ]  # fmt: skip
    assert "could not calculate" in reading.problems[0].text()


def test_a_workbook_is_read_whatever_the_end_of_its_name(tmp_path: Path) -> None:
    path = book(tmp_path, {"Liste": [["Firma", "Ort"], ["Laden", "Rostock"]]}).rename(tmp_path / "liste.csv")
    assert sniff(path) == "xlsx"
    assert [record.name for record in read(path).records] == ["Laden"]


def test_the_sheet_most_like_a_list_is_taken_unless_one_is_named(tmp_path: Path) -> None:
    sheets: dict[str, list[list[Any]]] = {
        "Deckblatt": [["Projektbericht"], ["Stand 2024"]],
        "Betriebe": [["Firma", "PLZ", "Ort"], ["Imbiss Ali", 18147, "Rostock"]],
        "Vereine": [["Verein", "Ort"], ["Chor Nord e.V.", "Rostock"]],
    }
    path = book(tmp_path, sheets)
    reading = read(path)
    assert (reading.sheet, reading.sheets) == ("Betriebe", list(sheets))
    assert [record.name for record in reading.records] == ["Imbiss Ali"]
    other = read(path, options=Options(sheet="Vereine"))
    assert [(record.name, record.kind) for record in other.records] == [("Chor Nord e.V.", "civic")]
    with pytest.raises(UnreadableFile, match=r"no sheet “Fehlt”.*Betriebe"):
        read(path, options=Options(sheet="Fehlt"))


def test_headers_merged_over_two_rows(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Firma", "Adresse", None, None],
        [None, "Straße", "PLZ", "Ort"],
        ["Laden", "Am Markt 5", 18055, "Rostock"],
    ]
    (shop,) = read(book(tmp_path, {"Liste": rows}, merge="B1:D1")).records
    assert (shop.name, shop.street, shop.housenumber, shop.city) == ("Laden", "Am Markt", "5", "Rostock")


def test_formulas_are_not_run_and_formula_text_is_flagged(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append(["Firma", "Notiz"])
    sheet.append(["Laden", "=1+1"])
    sheet.append(["x", "y"])
    sheet["A3"].value = "@SUM(A1)"
    sheet["A3"].data_type = "s"
    path = tmp_path / "formel.xlsx"
    workbook.save(path)
    reading = read(path)
    assert [(record.name, record.note) for record in reading.records] == [("Laden", ""), ("@SUM(A1)", "y")]
    assert [(problem.row, problem.column) for problem in reading.problems] == [(3, "Firma")]


def zipped(folder: Path, parts: dict[str, bytes]) -> Path:
    path = folder / "liste.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"readme.txt": b"x"}, "no Excel workbook"),
        ({"xl/workbook.xml": b"<x/>", "../../etc/passwd": b"x"}, "path names that lead out"),
        ({"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": b"0" * 30_000_000}, "unpacks to more than"),
        ({"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}, "damaged"),
        ({"xl/workbook.xml": b"<x/>", "[Content_Types].xml": b"<x/>"}, "damaged"),
    ],
)
def test_hostile_workbooks_give_one_clear_line(tmp_path: Path, parts: dict[str, bytes], said: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(zipped(tmp_path, parts))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_declared_sizes_that_lie_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many parts of a believable ratio are stopped by their sum."""
    monkeypatch.setattr("kogge.actors.importing.readers.xlsx.MAX_UNPACKED", 3_000_000)
    noise = bytes(range(256)) * 4000
    parts = {"xl/workbook.xml": b"<x/>", **{f"xl/media/{i}.bin": noise for i in range(4)}}
    with pytest.raises(UnreadableFile, match="unpacks to more than"):
        read(zipped(tmp_path, parts))


def test_old_excel_is_refused_with_a_way_out() -> None:
    path = shared_data("xlsform", "pyxform", "group.xls")
    with pytest.raises(UnreadableFile, match=r"old Excel file .*save it as \.xlsx"):
        read(path)


def test_cut_off_workbook(tmp_path: Path) -> None:
    path = book(tmp_path, {"Liste": [["Firma"], ["Laden"]]})
    path.write_bytes(path.read_bytes()[:-300])
    with pytest.raises(UnreadableFile, match="damaged, cut off or locked"):
        read(path)


def test_real_workbooks_are_read_whole() -> None:
    path = shared_data("rostock", "xlsx", "insgesamt_2019.xlsx")
    mapping = {"stadtbereich_bezeichnung": "name", "einwohnerzahl": "note"}
    reading = read(path, options=Options(mapping=mapping))
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert len(reading.records) == sheet.max_row - 1 > 15
    assert "Schmarl" in {record.name for record in reading.records}
