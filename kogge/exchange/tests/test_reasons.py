"""Reasons in words: every code of the engine has a sentence, in both languages."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from kogge.engine.rings.reasons import CODES
from kogge.exchange.picture import picture
from kogge.exchange.reasons import SENTENCES, Names, sentences

NAMES = Names({"brot": "Brot und Kuchen", "raum": "Räume"}, {7: "Kita Möwe"})
VALUES = {
    "topic": "brot",
    "offer_topic": "brot",
    "need_topic": "raum",
    "words": "Lager, Regal, Kiste",
    "metres": 1480,
    "reach": 600,
    "slots": "we-evening, tu-morning",
    "languages": "de, tr",
    "formats": "breakfast, walk",
    "fee": 20.0,
    "max_fee": 7.5,
    "hours": 3.0,
    "hours_per_month": 1.5,
    "party": 7,
    "days": 400,
    "count": 2,
}


def test_every_code_has_a_sentence() -> None:
    assert set(SENTENCES) == set(CODES)


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("code", sorted(CODES))
def test_a_sentence_names_its_values_and_leaves_no_code(code: str, language: str) -> None:
    row = {"code": code, "params": {name: VALUES[name] for name in CODES[code]}}
    with override(language):
        (sentence,) = sentences([row], NAMES)
    assert sentence.endswith(".")
    assert "%" not in sentence
    for name in CODES[code]:
        if name in {"topic", "offer_topic"}:
            assert "Brot und Kuchen" in sentence
        if name == "party":
            assert "Kita Möwe" in sentence


def test_words_in_english() -> None:
    def say(code: str) -> str:
        (sentence,) = sentences([{"code": code, "params": {name: VALUES[name] for name in CODES[code]}}], NAMES)
        return sentence

    with override("en"):
        assert say("shared_words") == "Both say: Lager, Regal and Kiste."
        assert say("far") == "They are 1.5 km apart; they would go about 600 m."
        assert say("common_language") == "Both speak German and Turkish."
        assert say("common_times") == "Both have time: Tuesday 9 to 12 and Wednesday after 18."
        assert say("long_unverified") == "Nobody has spoken with Kita Möwe for 13 months."
        assert say("over_budget") == "It costs 20 € a month; 7.5 € are the limit."


def test_many_times_are_cut_short() -> None:
    row = {"code": "common_times", "params": {"slots": "mo-early, tu-early, we-early, th-early, fr-early"}}
    with override("en"):
        (sentence,) = sentences([row], NAMES)
    assert sentence == "Both have time: Monday before 9, Tuesday before 9, Wednesday before 9 and 2 more times."


def test_unknown_codes_are_left_out() -> None:
    assert sentences([{"code": "from_a_later_version", "params": {}}], NAMES) == []


@pytest.mark.parametrize("ring", [True, False])
@pytest.mark.parametrize("count", [2, 3, 4, 6])
def test_a_picture_has_a_box_for_each_and_a_number_for_each_arrow(count: int, ring: bool) -> None:
    names = [f"Betrieb <{number}> mit einem langen Namen" for number in range(count)]
    svg = picture(names, ring=ring, label="A & B")
    assert svg.count("<rect") == count
    assert svg.count('class="number"') == (count if ring else count - 1)
    assert "Betrieb &lt;0&gt;" in svg
    assert 'aria-label="A &amp; B"' in svg
    assert "style=" not in svg
    assert "NaN" not in svg
