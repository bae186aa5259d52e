"""Conditions for joining as pictures: for those who may read talks, and, without small numbers, for others."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from kogge.accounts.roles import Role
from kogge.conftest import make_user
from kogge.needs.tests.factories import make_need, make_topic

from .factories import make_interview, make_organisation


@pytest.fixture
def page(area):
    return reverse("outreach:conditions", args=[area.slug])


@pytest.fixture
def who(area):
    return reverse("outreach:conditions_who", args=[area.slug])


@pytest.fixture
def town(area):
    """Ten who would join: eight on Tuesday morning, two on Friday evening too; one says no."""
    found = []
    for number in range(10):
        row = make_organisation(area, f"Laden {number}")
        make_interview(
            row,
            -number,
            would_join="yes" if number < 5 else "maybe",
            slots=["tu-morning", *(["fr-evening"] if number < 2 else [])] if number < 8 else ["mo-noon"],
            max_fee=[0, 0, 0, 10, 10, 10, 10, 10, 10, 30][number],
            hours_per_month=2,
            max_walk_m=500,
            formats=["breakfast"],
            languages=["de", "ti"] if number == 0 else ["de"],
        )
        found.append(row)
    make_interview(make_organisation(area, "Neinsager"), would_join="no", slots=["su-evening"])
    return found


def grid(body):
    """(day, time) → the text of a cell."""
    table = re.search(r'<table class="heat">(.*?)</table>', body, re.S)[1]
    days = re.findall(r'class="visually-hidden">([A-Z]\w+)</span></th>', table)
    found = {}
    for time, cells in re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', table, re.S):
        for day, cell in zip(days, re.findall(r"<td[^>]*>(.*?)</td>", cells, re.S), strict=True):
            found[day, time] = re.sub(r"<[^>]*>", "", cell).strip()
    return found


def test_the_best_times_stand_in_one_sentence(bob, english, page, town):
    body = english(bob).get(page).content.decode()
    assert "Best is <strong>Tuesday 9 to 12</strong>: 8 of 10 could come" in body
    assert "then <strong>" in body
    assert "Half of those who named a sum would pay €10" not in body
    assert "would pay 10 € a month or more; 3 of 10 nothing." in body


def test_each_cell_holds_its_number_and_opens_who(bob, english, page, who, town):
    client = english(bob)
    cells = grid(client.get(page).content.decode())
    assert cells["Tuesday", "9 to 12"] == "8"
    assert cells["Friday", "after 18"] == "2"
    assert cells["Sunday", "after 18"] == "0"  # who would not join is not looked at
    body = client.get(who, {"what": "slot:fr-evening"}).content.decode()
    assert "<strong>2</strong>: could come: Friday after 18." in body
    assert "Laden 0" in body
    assert "Laden 2" not in body
    left_out = client.get(who, {"what": "not-slot:tu-morning"}).content.decode()
    assert "Laden 8" in left_out
    assert "Laden 9" in left_out
    assert "Laden 0" not in left_out
    assert client.get(who, {"what": "fee:2"}).content.decode().count('scope="row"') == 6
    assert client.get(who, {"what": "slot:nonsense"}).status_code == 404


def test_what_it_may_cost_is_counted_in_classes(bob, english, page, town):
    body = english(bob).get(page).content.decode()
    fees = re.search(r'id="c-fee".*?</tbody>', body, re.S)[0]
    rows = [
        re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", row)).strip() for row in re.findall(r"<tr>.*?</tr>", fees, re.S)
    ]
    assert rows[1:] == [
        "nothing 3 10",
        "up to 5 € 0 7",
        "up to 10 € 6 7",
        "up to 20 € 0 1",
        "up to 50 € 1 0",
        "more than 50 € 0",
    ]


def test_the_newest_talk_counts_and_practice_stays_apart(area, bob, english, page, town):
    make_interview(town[0], 1, would_join="yes", slots=["sa-morning"])
    make_interview(make_organisation(area, "Geübt"), 1, would_join="yes", slots=["sa-morning"], is_practice=True)
    client = english(bob)
    cells = grid(client.get(page).content.decode())
    assert (cells["Tuesday", "9 to 12"], cells["Saturday", "9 to 12"]) == ("7", "1")
    practised = client.get(page, {"practice": "only"}).content.decode()
    assert "These are practice records" in practised
    assert grid(practised)["Saturday", "9 to 12"] == "1"


def test_closed_organisations_are_not_looked_at(bob, english, page, town):
    town[0].closed_on = "2020-01-01"
    town[0].save()
    assert grid(english(bob).get(page).content.decode())["Tuesday", "9 to 12"] == "7"


def test_filters_by_answer_district_and_topic(area, bob, english, page, district, town):
    client = english(bob)
    assert grid(client.get(page, {"join": "no"}).content.decode())["Sunday", "after 18"] == "1"
    assert grid(client.get(page, {"join": "yes"}).content.decode())["Tuesday", "9 to 12"] == "5"
    town[1].district = district
    town[1].save()
    assert (
        "Best is <strong>Tuesday 9 to 12</strong>: 1 of 1"
        in client.get(page, {"district": district.pk}).content.decode()
    )
    topic = make_topic(area)
    make_need(town[2], topic)
    make_need(town[3], topic, status="met")
    assert "about <strong>1</strong> organisation." in client.get(page, {"topic": topic.pk}).content.decode()


def test_nobody_asked_is_said(area, bob, english, page):
    client = english(bob)
    assert "Nobody has named conditions yet." in client.get(page).content.decode()
    make_interview(make_organisation(area, "Wortkarg"), would_join="yes")
    assert "not enough data" in client.get(page).content.decode()


@pytest.mark.parametrize("role", [Role.STEWARD, Role.VIEWER])
def test_others_see_no_small_number_and_no_filter(area, english, page, who, town, role):
    client = english(make_user(area, role, "Vera"))
    body = client.get(page).content.decode()
    cells = grid(body)
    assert cells["Friday", "after 18"] == "–"  # 2 of 10
    assert cells["Tuesday", "9 to 12"] == "–"  # 8 of 10: the two who cannot would be known
    assert cells["Sunday", "after 18"] == "0"
    assert "filterbar" not in body
    assert "Tigrin" not in body  # one speaks it
    assert "median" not in body
    assert "what=slot" not in body
    assert client.get(who, {"what": "slot:fr-evening"}).status_code == 403
    filtered = client.get(page, {"join": "no", "district": "none"}).content.decode()
    assert grid(filtered) == cells


def test_others_see_large_numbers(area, english, page, town):
    for number in range(10, 20):
        make_interview(make_organisation(area, f"Laden {number}"), would_join="yes", slots=["mo-noon"])
    cells = grid(english(make_user(area, Role.STEWARD, "Stine")).get(page).content.decode())
    assert (cells["Tuesday", "9 to 12"], cells["Monday", "12 to 14"]) == ("8", "12")


def test_too_few_are_no_picture_for_others(area, english, page):
    for number in range(4):
        make_interview(make_organisation(area, f"Laden {number}"), would_join="yes", slots=["mo-noon"])
    body = english(make_user(area, Role.STEWARD, "Stine")).get(page).content.decode()
    assert "Too few have been asked for a picture." in body
    assert 'class="heat"' not in body


def test_constant_queries(area, bob, english, page, who):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = english(bob)

    def count(address, **query):
        with CaptureQueriesContext(connection) as found:
            assert client.get(address, query).status_code == 200
        return len(found)

    make_interview(make_organisation(area, "Eins"), would_join="yes", slots=["mo-noon"])
    client.get(page)
    one = count(page), count(who, what="slot:mo-noon")
    for name in ("Zwei", "Drei"):
        make_interview(make_organisation(area, name), would_join="yes", slots=["mo-noon"])
    assert (count(page), count(who, what="slot:mo-noon")) == one
