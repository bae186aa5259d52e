"""The written material: complete, consistent, and nobody's real address or number."""

from __future__ import annotations

import re
from collections import Counter
from random import Random

import pytest

from kogge.demo.names import LANDLINES, MOBILES, Names, host
from kogge.demo.outlines import DISTRICTS, WARNOW, polygon
from kogge.demo.talk import FORMATS, SLOTS, interview, wishes
from kogge.demo.texts import archetypes, fits, sentences, story, table
from kogge.needs.actions import shipped_topics
from kogge.outreach.models import FORMATS as KNOWN_FORMATS
from kogge.outreach.models import SLOTS as KNOWN_SLOTS

ACTORS = sorted({(kind.sector, kind.code) for kind in archetypes()})


def test_topics_are_a_list_one_can_work_with():
    rows = shipped_topics()
    codes = [row["code"] for row in rows]
    assert 115 <= len(codes) <= 130
    assert len(set(codes)) == len(codes)
    assert 12 <= len({row["group_code"] for row in rows}) <= 15
    for row in rows:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", row["code"])
        assert all(row[column] for column in ("name_de", "name_en", "example_de", "related", "words_de"))
        assert len(row["words_de"]) <= 250
        assert len(row["example_de"]) <= 200


def test_related_topics_exist_and_know_each_other():
    related = {row["code"]: row["related"].split() for row in shipped_topics()}
    for code, others in related.items():
        assert code not in others
        for other in others:
            assert code in related[other], f"{code} names {other}, which does not name it"


def test_every_topic_has_needs_and_offers_in_somebody_s_words():
    said = Counter((one.topic, one.side) for one in sentences())
    for row in shipped_topics():
        assert said[row["code"], "need"] >= 2, row["code"]
        assert said[row["code"], "offer"] >= 2, row["code"]
    assert {one.topic for one in sentences()} <= {row["code"] for row in shipped_topics()}
    assert max(len(one.text) for one in sentences()) <= 300


@pytest.mark.parametrize("actor", ACTORS, ids=[code for _sector, code in ACTORS])
def test_everybody_has_something_to_say(actor):
    rng = Random(1)
    assert len(wishes(rng, actor, "need", 2)) == 2
    assert len(wishes(rng, actor, "offer", 2)) == 2
    talk = interview(rng, actor)
    assert talk.situation
    assert set(talk.slots) <= set(KNOWN_SLOTS)
    assert set(talk.formats) <= {code for code, _label in KNOWN_FORMATS}


def test_wishes_are_on_different_topics_and_spread_over_the_sentences():
    said: Counter[str] = Counter()
    for seed in range(12):
        topics = [one.topic for one in wishes(Random(seed), ("L", "clothes"), "need", 4, said)]
        assert len(set(topics)) == 4
    assert max(said.values()) == 1


def test_slots_and_formats_cover_all_sectors():
    sectors = {kind.sector for kind in archetypes()}
    assert sectors == set(SLOTS) == set(FORMATS)


def test_fits_reads_letters_and_archetypes():
    assert fits("*", "W", "housing")
    assert fits("LG", "G", "baker")
    assert not fits("LG", "H", "joiner")
    assert fits("joiner car-repair", "H", "joiner")
    assert not fits("joiner car-repair", "H", "painter")


def test_districts_of_the_tables_are_drawn():
    keys = {row["key"] for row in table("districts")}
    assert keys == set(DISTRICTS) == {row["district"] for row in table("streets")}
    for ring in (*DISTRICTS.values(), WARNOW):
        assert 10 <= len(ring) <= 30
        (points,) = polygon(ring)["coordinates"]
        assert points[0] == points[-1]


def test_story_says_that_all_is_invented():
    assert "erfunden" in story()["area_note"]


def test_numbers_come_from_the_ranges_kept_free_for_fiction():
    names = Names(Random(1))
    numbers = [names.phone(mobile=index % 2 == 0) for index in range(1500)]
    assert len(set(numbers)) == len(numbers)
    assert all(number.startswith((*LANDLINES, *MOBILES)) for number in numbers)
    assert host("Bäckerei Möller & Söhne").endswith(".example")


def test_a_full_name_belongs_to_one_person():
    names = Names(Random(1))
    people = [names.person(culture).full for culture in ("de", "vi", "ar", "tr", "ru") for _one in range(40)]
    assert len(set(people)) == len(people)
