"""CSV lists: whatever encoding, separator and spelling, the same records come out."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kogge.actors.importing.readers import Options, UnreadableFile, read, sniff
from kogge.actors.importing.readers.errors import error_file

LIST = (
    "Firma;Straße;Hausnr.;PLZ;Ort;Telefon;E-Mail;Webseite;Branche;Öffnungszeiten;Sprachen;Stadtteil;Notiz\r\n"
    "Bäckerei Müller GmbH;Lange Straße;3a;18055;Rostock;0381 123456;info@mueller.example;mueller.example;"
    "Bäckerei;"
    '"Mo-Fr 6-18\r\nSa 6-12";Deutsch, Türkisch;Schmarl;"sagt: ""später"""\r\n'
    "Café Łódź;Am Markt 5;;1067;Dresden;;;;56.10;;;;\r\n"
)


def write(folder: Path, content: bytes, name: str = "liste.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_and_separators_give_one_result(tmp_path: Path, separator: str, encoding: str) -> None:
    rows = list(csv.reader(io.StringIO(LIST, newline=""), delimiter=";"))
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows(rows)
    reading = read(write(tmp_path, out.getvalue().encode(encoding)))
    baker, cafe = reading.records
    assert reading.separator == separator
    assert baker.name == "Bäckerei Müller GmbH"
    assert (baker.street, baker.housenumber) == ("Lange Straße", "3a")
    assert (baker.postcode, baker.city) == ("18055", "Rostock")
    assert baker.legal_form == "GmbH"
    assert baker.wz_code == "47.24"
    assert baker.opening_hours == "Mo-Fr 6-18; Sa 6-12"
    assert baker.languages == ("de", "tr")
    assert baker.note == 'sagt: "später"'
    assert baker.row == 2
    assert cafe.name == "Café Łódź"
    assert (cafe.street, cafe.housenumber, cafe.postcode) == ("Am Markt", "5", "01067")
    assert cafe.row == 4, "the quoted cell before it spans two lines"


@pytest.mark.parametrize(("encoding", "said"), [("cp1252", "cp1252"), ("cp850", "cp850")])
def test_old_encodings_are_recognised(tmp_path: Path, encoding: str, said: str) -> None:
    text = "Name;Straße\nBäckerei Süß;Grüne Straße 1\nFrisör Öhlmann;Überweg 2\n"
    reading = read(write(tmp_path, text.encode(encoding)))
    assert reading.encoding == said
    assert [record.name for record in reading.records] == ["Bäckerei Süß", "Frisör Öhlmann"]


def test_lines_of_two_encodings_are_each_read_right(tmp_path: Path) -> None:
    content = "Name;Ort\nBäcker Ä;X\nGärtner Ö;X\n".encode() + "Küche Ü;X\n".encode("cp1252")
    names = [record.name for record in read(write(tmp_path, content)).records]
    assert names == ["Bäcker Ä", "Gärtner Ö", "Küche Ü"]


def test_text_scrambled_earlier_is_put_right(tmp_path: Path) -> None:
    scrambled = "Name\nBäckerei Großmann\n".encode().decode("cp1252").encode()
    assert read(write(tmp_path, scrambled)).records[0].name == "Bäckerei Großmann"


def test_whole_address_in_one_column_is_split(tmp_path: Path) -> None:
    text = (
        'Organisation;Anschrift\nVerein A e.V.;"Lange Str. 3, 18146 Rostock"\n'
        'B;"18055 Rostock, Kröpeliner Straße 7 b"\n'
    )
    first, second = read(write(tmp_path, text.encode())).records
    assert (first.street, first.housenumber) == ("Lange Str.", "3")
    assert (first.postcode, first.city, first.kind) == ("18146", "Rostock", "civic")
    assert (second.street, second.housenumber) == ("Kröpeliner Straße", "7 b")


def test_title_lines_above_the_header_are_skipped(tmp_path: Path) -> None:
    text = "Betriebe in Toitenwinkel;;\nStand 2024;;\n;;\nFirma;PLZ;Ort\nImbiss Ali;18147;Rostock\n"
    reading = read(write(tmp_path, text.encode()))
    assert reading.headers == ["Firma", "PLZ", "Ort"]
    assert [(r.name, r.row) for r in reading.records] == [("Imbiss Ali", 5)]


def test_a_saved_mapping_overrides_the_guess(tmp_path: Path) -> None:
    path = write(tmp_path, b"A;B;Ort\nLaden;x;Rostock\n")
    assert read(path).records == [], "no header names the organisation, and “Laden” in a row is no header"
    mapping = {"A": "name", "B": "note", "Ort": "", "gone": "city"}
    reading = read(path, options=Options(mapping=mapping))
    assert [(r.name, r.note, r.city) for r in reading.records] == [("Laden", "x", "")]
    assert reading.mapping == {"A": "name", "B": "note"}


def test_a_header_without_rows_says_so(tmp_path: Path) -> None:
    reading = read(write(tmp_path, b"Firma;Ort\n;\n"))
    assert ["no row below the header" in problem.text() for problem in reading.problems] == [True]


def test_a_preview_reads_the_first_rows_alone(tmp_path: Path) -> None:
    path = write(tmp_path, b"Firma;Ort\n" + b"".join(b"Laden %d;Rostock\n" % n for n in range(5)))
    reading = read(path, options=Options(first=3))
    assert (reading.cut, len(reading.records), reading.counts["read"]) == (True, 3, 3)
    assert not read(path, options=Options(first=5)).cut


def test_without_a_name_column_one_problem_says_so(tmp_path: Path) -> None:
    reading = read(write(tmp_path, b"Umsatz;Ort\n1;Rostock\n2;Rostock\n"))
    assert [problem.row for problem in reading.problems] == [1]
    assert "No column holds the name" in reading.problems[0].text()
    assert reading.sample == [["1", "Rostock"], ["2", "Rostock"]]


def test_doubtful_cells_are_left_out_and_told_about(tmp_path: Path) -> None:
    text = (
        "Name;PLZ;Telefon;E-Mail;Webseite;Breitengrad;Längengrad;WZ;Sprachen\n"
        "=HYPERLINK(1);123;keins da;a.b;javascript:alert(1);0;0;99.99;Elbisch\n"
        "Laden;18055;+49 381 12345;x@y.de;y.de;12,14;54,09;47.11;de\n"
    )
    reading = read(write(tmp_path, text.encode()))
    hostile, sound = reading.records
    assert hostile.name == "=HYPERLINK(1)"
    assert (hostile.postcode, hostile.phone, hostile.email, hostile.website) == ("", "", "", "")
    assert hostile.lat is None
    told = {problem.column for problem in reading.problems if problem.row == 2}
    assert told == {"Name", "PLZ", "Telefon", "E-Mail", "Webseite", "Breitengrad", "WZ", "Sprachen"}
    assert (sound.lat, sound.lon) == (54.09, 12.14), "swapped columns are turned round"
    assert [problem.column for problem in reading.problems if problem.row == 3] == ["Breitengrad"]
    assert reading.counts["refused"] == 0


def test_a_row_with_too_many_cells_is_refused_not_shifted(tmp_path: Path) -> None:
    reading = read(write(tmp_path, b"Name;Ort\nA; B;Rostock\nC;Rostock\n"))
    assert [record.name for record in reading.records] == ["C"]
    assert reading.problems[0].row == 2
    assert reading.counts["refused"] == 1


def test_error_file_holds_refused_rows_and_runs_no_formula(tmp_path: Path) -> None:
    reading = read(write(tmp_path, b'Name;Notiz\n;"=cmd|calc"\n-;+1\nGut;@x\n'))
    text = error_file(reading.problems, reading.rows, reading.headers)
    assert text.startswith("\ufeffLine;Reason;Name;Notiz\r\n")
    rows = list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=";"))[1:]
    assert [row[0] for row in rows] == ["2", "3"]
    assert rows[0][3] == "'=cmd|calc"
    assert rows[1][2:] == ["'-", "'+1"]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_packed_lists_are_read(tmp_path: Path) -> None:
    path = write(tmp_path, gzip.compress(LIST.encode()), "liste.csv.gz")
    assert sniff(path) == "csv"
    assert len(read(path).records) == 2


CELL = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Co", "Cn", "Zl", "Zp", "Zs")), max_size=20
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.tuples(CELL, CELL), min_size=1, max_size=12),
    separator=st.sampled_from([";", ",", "\t", "|"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
)
def test_what_a_spreadsheet_writes_is_read_back(
    tmp_path: Path, rows: list[tuple[str, str]], separator: str, encoding: str, quoting: int
) -> None:
    """Names survive any quoting: letters around each cell keep it from being one of the words for nothing."""
    table = [(f"Firma {name} A", f"Notiz {note} B") for name, note in rows]
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, quoting=quoting)  # type: ignore[arg-type]
    writer.writerow(["Firma", "Notiz"])
    writer.writerows(table)
    path = write(tmp_path, out.getvalue().encode(encoding))
    reading = read(path, "csv", Options(separator=separator))
    from kogge.actors.importing.readers.values import clean

    assert [(r.name, r.note) for r in reading.records] == [(clean(name), clean(note)) for name, note in table]
    assert reading.counts["read"] == len(rows)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (b"Name;Ort\n" + b"x" * 300_000, "line 2: A cell that begins here does not end"),
        (b'Name;Ort\n"A;B\n' + b"C;D\n" * 500, "line 2: A cell that begins here does not end"),
        (b"Name;" + b";".join(b"c%d" % i for i in range(100_000)) + b"\nA\n", "100001 columns"),
        (b"Name\nA\x00\x01\x02\n", "binary file"),
        ("Name\nBäcker\n".encode("utf-16")[:-1], "says it is UTF-16 but is damaged"),
        (gzip.compress(LIST.encode() * 50)[:200], "damaged or was cut off"),
    ],
)
def test_unreadable_lists_give_one_clear_line(tmp_path: Path, content: bytes, said: str) -> None:
    path = write(tmp_path, content)
    with pytest.raises(UnreadableFile) as caught:
        read(path)
    assert said in str(caught.value)
    assert str(caught.value).startswith("liste.csv")
    assert "\n" not in str(caught.value)


def test_a_list_that_unpacks_without_end_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kogge.actors.importing.readers.csv_file.read_bytes.__defaults__", (100_000,))
    path = write(tmp_path, gzip.compress(b"Name\n" + b"A" * 10_000_000), "bomb.csv.gz")
    with pytest.raises(UnreadableFile, match="more than 0 MB of text"):
        read(path)


@pytest.mark.parametrize("line", ["Summe: 2 Betriebe;", "Anzahl 2;", "insgesamt;"])
def test_the_sum_below_a_list_is_no_organisation(tmp_path: Path, line: str) -> None:
    reading = read(write(tmp_path, f"Firma;Ort\nBäckerei Sturm;Rostock\n{line}\n".encode()))
    assert [record.name for record in reading.records] == ["Bäckerei Sturm"]
    assert [problem.row for problem in reading.problems] == [3]


@pytest.mark.parametrize("line", ["Summertime Bar;", "Anzahl & Co;Rostock", "Summe 5;Rostock"])
def test_a_name_that_begins_like_a_sum_stays(tmp_path: Path, line: str) -> None:
    reading = read(write(tmp_path, f"Firma;Ort\nBäckerei Sturm;Rostock\n{line}\n".encode()))
    assert len(reading.records) == 2
