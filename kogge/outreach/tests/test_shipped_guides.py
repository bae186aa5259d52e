"""The guides that come with Kogge: current, in seven languages, with consent before the first question."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from kogge.needs.models import Topic
from kogge.outreach.actions import install_shipped
from kogge.outreach.actions.guides import MINUTES, SHIPPED
from kogge.outreach.guides import Definition, read
from kogge.outreach.guides.definition import code_of
from kogge.outreach.models import SLOTS, Flag, Guide
from kogge.places.actions import create_area

LANGUAGES = {"de", "en", "ru", "uk", "ar", "vi", "tr"}
FILES = sorted(SHIPPED.glob("*.xlsx"))


def maker() -> Any:
    path = Path(__file__).resolve().parents[3] / "tools" / "make_guides.py"
    spec = importlib.util.spec_from_file_location("make_guides", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def definitions() -> dict[str, Definition]:
    return {file.stem: read(file.read_bytes(), file.name) for file in FILES}


def test_three_guides_come_with_kogge(definitions: dict[str, Definition]) -> None:
    assert {code: guide.title for code, guide in definitions.items()} == {
        "first-visit": "Erstbesuch",
        "in-depth": "Vertiefung",
        "common-good": "Träger des Gemeinwohls",
    }
    assert set(MINUTES) == set(definitions)
    assert all(guide.code == code and not guide.warnings for code, guide in definitions.items())


def test_the_files_are_what_the_texts_make() -> None:
    tool = maker()
    assert tool.guides() == [file.stem for file in FILES]
    for file in FILES:
        book = load_workbook(file, read_only=True)
        stored = {
            page.title: [[cell or "" for cell in row] for row in page.iter_rows(values_only=True)] for page in book
        }
        for title, rows in tool.sheets(file.stem).items():
            widest = max(len(row) for row in stored[title])
            assert stored[title] == [(row + [""] * widest)[:widest] for row in rows], (
                f"{file.name}: run tools/make_guides.py"
            )


def test_every_question_and_answer_speaks_seven_languages(definitions: dict[str, Definition]) -> None:
    for guide in definitions.values():
        assert {code_of(name) for name in guide.languages} == LANGUAGES
        for question in guide.questions:
            if question.type == "start":
                continue
            assert {code_of(name) for name, text in question.label.items() if text.strip()} == LANGUAGES, question.path
            assert not question.hint or {code_of(name) for name in question.hint} == LANGUAGES, question.path
            for choice in question.choices:
                assert {code_of(name) for name in choice.label} == LANGUAGES, (question.path, choice.name)
                per_language = [other.label for other in question.choices if other is not choice]
                for language, text in choice.label.items():
                    assert text not in {label[language] for label in per_language}, (question.path, text)


def test_consent_is_asked_before_anything_else(definitions: dict[str, Definition]) -> None:
    for guide in definitions.values():
        first, *rest = guide.answerable()
        assert first.kogge == "consent:contact"
        assert first.required
        purposes = {question.kogge for question in rest if question.kogge.startswith("consent:")}
        assert purposes == {"consent:matching", "consent:sharing", "consent:publication"}


def test_what_an_answer_means_is_known_to_a_fresh_area(definitions: dict[str, Definition], db: None) -> None:
    area = create_area(slug="neu", name="Neu")
    topics = set(Topic.objects.filter(area=area).values_list("code", flat=True))
    for guide in definitions.values():
        for question in guide.questions:
            word, _colon, rest = question.kogge.partition(":")
            if word in {"need", "offer"}:
                assert {choice.kogge for choice in question.choices if choice.kogge} <= topics
                assert not rest or rest in topics
            if word == "flag":
                kinds = {choice.kogge.partition(":")[2] for choice in question.choices if choice.kogge}
                assert kinds <= set(Flag.Kind.values)
            if word == "slots":
                assert [choice.name for choice in question.choices] == SLOTS


def test_a_fresh_area_has_them_and_a_second_call_changes_nothing(db: None) -> None:
    area = create_area(slug="neu", name="Neu")
    assert [(guide.name, guide.minutes) for guide in Guide.objects.filter(area=area)] == [
        ("Erstbesuch", 5),
        ("Träger des Gemeinwohls", 15),
        ("Vertiefung", 20),
    ]
    assert install_shipped(area, by=None) == []
