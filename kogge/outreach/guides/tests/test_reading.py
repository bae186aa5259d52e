"""An XLSForm is read as a reference converter reads it, and what is wrong is told all at once, each at its place."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from kogge.outreach.guides import Definition, Unusable, read
from kogge.outreach.guides.definition import text_in

DATA = Path(__file__).resolve().parents[5] / "shared" / "data" / "xlsform"
VERDICTS = DATA / "pyxform_4.5.0_conversion_results.json"

GUIDE = """
| survey |
| | type | name | label::Deutsch (de) | label::العربية (ar) | kogge |
| | select_one join | join | Würden Sie mitmachen? | هل تشارك؟ | would_join |
| | begin_group | more | Mehr | المزيد | |
| | integer | hours | Stunden im Monat | ساعات | hours_per_month |
| | select_multiple needs | needs | Was brauchen Sie? | ماذا تحتاج؟ | need |
| | end_group | | | | |
| | note | thanks | Danke | شكرا | |
| choices |
| | list_name | name | label::Deutsch (de) | label::العربية (ar) | kogge |
| | join | yes | ja | نعم | |
| | join | no | nein | لا | |
| | needs | room | einen Raum | غرفة | meeting-room |
| settings |
| | form_title | form_id | version | default_language |
| | Erstbesuch | first-visit | 7 | Deutsch (de) |
"""


def survey(*rows: str, head: str = "| | type | name | label | kogge |") -> bytes:
    return "\n".join(["| survey |", head, *rows]).encode()


def problems(content: bytes, name: str = "guide.md") -> list[tuple[str, int, str]]:
    with pytest.raises(Unusable) as refusal:
        read(content, name)
    return [(problem.sheet, problem.row, problem.column) for problem in refusal.value.problems]


@pytest.mark.skipif(not VERDICTS.exists(), reason="the published XLSForms are not beside this checkout")
def test_every_published_form_gets_the_verdict_of_the_reference_converter() -> None:
    expected = json.loads(VERDICTS.read_text())
    files = sorted(file for folder in ("pyxform", "correlaid") for file in (DATA / folder).iterdir())
    seen = {}
    for file in files:
        if file.suffix not in {".xls", ".xlsx", ".csv", ".md"}:
            continue
        try:
            read(file.read_bytes(), file.name)
        except Unusable:
            seen[f"{file.parent.name}/{file.name}"] = False
        else:
            seen[f"{file.parent.name}/{file.name}"] = True
    assert len(seen) >= 77
    assert {name for name, ok in seen.items() if ok} == set(expected["ok"]) & set(seen)
    assert {name for name, ok in seen.items() if not ok} == set(expected["fail"]) & set(seen)


def test_questions_choices_languages_and_meanings() -> None:
    guide = read(GUIDE.encode(), "guide.md", form_id="hafen.first-visit")
    assert (guide.code, guide.title, guide.version) == ("first-visit", "Erstbesuch", "7")
    assert guide.languages == ("Deutsch (de)", "العربية (ar)")
    assert [question.path for question in guide.answerable()] == ["join", "more/hours", "more/needs"]
    join = guide.by_path()["join"]
    assert text_in(join.label, "ar") == "هل تشارك؟"
    assert text_in(join.label, "tr", default=guide.default_language) == "Würden Sie mitmachen?"
    assert [choice.name for choice in join.choices] == ["yes", "no"]
    assert guide.by_path()["more/needs"].choices[0].kogge == "meeting-room"
    assert 'id="hafen.first-visit"' in guide.xform


def test_a_definition_comes_back_from_the_database_as_it_went() -> None:
    guide = read(GUIDE.encode(), "guide.md")
    stored = json.loads(json.dumps(guide.as_json()))
    assert Definition.from_json(stored, guide.xform, guide.itemsets) == guide


def test_all_errors_come_at_once_each_with_its_row() -> None:
    content = survey(
        "| | text | good | Gut | |",
        "| | text | two words | Name mit Leerzeichen | |",
        "| | select_one nowhere | list | Liste fehlt | |",
        "| | text | good | Doppelt | |",
        "| | text | nameless | | |",
        "| | text | last | Letzte | |",
        "| choices |",
        "| | list_name | name | label |",
        "| | somewhere | a | A |",
    )
    found = problems(content)
    assert ("survey", 3, "name") in found
    assert any(row == 4 for _sheet, row, _column in found)
    assert any(row == 5 for _sheet, row, _column in found)
    assert any(row == 6 for _sheet, row, _column in found)
    assert not any(row == 7 for _sheet, row, _column in found)


def test_a_group_without_a_name_is_one_problem_not_two() -> None:
    content = survey("| | begin_group | | Gruppe | |", "| | text | a | A | |", "| | end_group | | | |")
    assert [row for _sheet, row, _column in problems(content)] == [2]


@pytest.mark.parametrize(
    ("kind", "meaning"),
    [
        ("text", "hours_per_month"),  # a number is needed
        ("text", "figure:staff"),
        ("integer", "figure"),
        ("text", "flag:purple:closing"),
        ("text", "consent:everything"),
        ("text", "situaton"),
        ("text", "organisation:owner"),
    ],
)
def test_a_meaning_that_cannot_be_is_told_with_its_row(kind: str, meaning: str) -> None:
    content = survey("| | text | first | Erste | |", f"| | {kind} | second | Zweite | {meaning} |")
    assert problems(content) == [("survey", 3, "kogge")]


def test_files_that_are_no_guide() -> None:
    assert problems(b"") == [("", 0, "")]
    assert problems(b"   \n") == [("", 0, "")]
    assert problems(b"PK\x03\x04 broken", "guide.xlsx") == [("", 0, "")]
    assert problems(b"\x00\x01\x02", "guide.xls") == [("", 0, "")]
    assert problems(b"text", "guide.pdf") == [("", 0, "")]
    assert problems(b"x" * 5_000_001, "guide.csv") == [("", 0, "")]
    empty = io.BytesIO()
    Workbook().save(empty)
    assert problems(empty.getvalue(), "guide.xlsx")


def test_a_file_that_unpacks_to_far_too_much_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 60_000_000)
    with pytest.raises(Unusable, match="entpackt"):
        read(packed.getvalue(), "guide.xlsx")
