"""Answers of thousands of talks are counted column by column: the same figures as talk by talk."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from statistics import median
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kogge.outreach.guides.definition import Choice, Question
from kogge.outreach.queries.said import Talk, answers, figures

PICK = Question("pick", "select all that apply", {"en": "Pick"}, choices=(Choice("a", {"en": "A"}),))
NUMBER = Question("number", "decimal", {"en": "Number"})
WORDS = Question("words", "text", {"en": "Words"})
ENTERED = {
    "pick": st.sampled_from(["a", "b", "a b", ["a", "b c"], ["a b", "a"], ("a",), "", [], None]),
    "number": st.sampled_from(["1", "2,5", 0, 0.0, 3.5, "viele", ["1", "x", "7"], "nan", "1e300", "", None]),
    "words": st.sampled_from(["Licht", ["Bus", "Bahn"], 0, "", [], None]),
}


def talks(given: list[dict[str, Any]]) -> list[Talk]:
    return [Talk(at, at, dt.date(2026, 1, 1), False, "{}", entered) for at, entered in enumerate(given)]


def listed(stored: Any) -> list[str]:
    if stored is None or stored == "" or stored in ([], ()):
        return []
    return [str(one) for one in stored] if isinstance(stored, list | tuple) else [str(stored)]


@given(st.lists(st.fixed_dictionaries({}, optional=ENTERED), max_size=12))
def test_columns_say_what_the_talks_say(given: list[dict[str, Any]]) -> None:
    pick, number, words = answers([PICK, NUMBER, WORDS], talks(given), language="en", default="en", is_standard=False)
    said = [values for entered in given if (values := listed(entered.get("pick")))]
    counts = Counter(name for values in said for name in {part for value in values for part in value.split()})
    assert pick.count == len(said)
    assert dict(pick.bars) == {"A": counts.pop("a", 0), **counts}
    numbers = []
    for text in (text for entered in given for text in listed(entered.get("number"))):
        try:
            numbers += [value] if abs(value := float(text.replace(",", "."))) < 1e12 else []
        except ValueError:
            continue
    assert number.count == len(numbers)
    assert number.middle == (median(numbers) if numbers else None)
    found = [(at, listed(entered["words"])) for at, entered in enumerate(given) if listed(entered.get("words"))]
    assert [(talk.interview, list(texts)) for talk, texts in words.texts] == found
    assert [(talk.interview, list(texts)) for talk, texts in words.texts[1:3]] == found[1:3]
    assert words.count == len(words.texts) == len(found)


def test_figures_by_name() -> None:
    rows = talks([{}, {}, {}])
    for row, stored in zip(rows, ['{"staff": 3}', '{"staff": 5, "area": 40.5}', ""], strict=True):
        row.figures = stored
    assert [(one.name, one.count, one.total) for one in figures(rows)] == [("area", 1, 40.5), ("staff", 2, 8.0)]
