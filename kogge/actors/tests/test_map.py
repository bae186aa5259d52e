"""The map of a large town: what a section shows, not every point; the same filters, few bytes, few queries."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kogge.actors.models import Organisation
from kogge.actors.queries import geojson
from kogge.places.models import Area


@pytest.fixture(autouse=True)
def _few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geojson, "AT_ONCE", 10)
    geojson.forget()


@pytest.fixture
def town(area: Area) -> list[Organisation]:
    """A hundred on a square of ten by ten, 200 metres apart, the first column clubs; an office far away."""
    rows = [
        Organisation(
            area=area,
            name=f"Laden {x}{y}",
            kind="business" if x else "civic",
            lat=54.1 + y * 0.0018,
            lon=12.1 + x * 0.003,
        )
        for x in range(10)
        for y in range(10)
    ]
    rows.append(Organisation(area=area, name="Amt", kind="public", lat=-30.0, lon=40.0))
    rows += [Organisation(area=area, name="Ohne Ort")]
    return Organisation.objects.bulk_create(rows)


def ask(client: Client, area: Area, **query: Any) -> dict[str, Any]:
    answer = client.get(reverse("actors:points", args=[area.slug]), query)
    assert answer.status_code == 200
    found: dict[str, Any] = json.loads(answer.content)
    return found


def total(found: dict[str, Any]) -> int:
    return sum(feature["properties"].get("point_count", 1) for feature in found["features"])


def test_an_overview_first_fitted_to_the_town_not_to_what_lies_far_away(
    english: Client, area: Area, town: list[Organisation]
) -> None:
    found = ask(english, area)
    assert found["sections"] is True
    west, south, east, north = found["bbox"]
    assert (west, east) == (12.1, 12.127)
    assert 54.09 < south < north < 54.12
    assert len(found["features"]) < 100
    assert total(found) == 100


def test_places_close_together_are_gathered_and_say_how_many_and_where(
    english: Client, area: Area, town: list[Organisation]
) -> None:
    found = ask(english, area, bbox="10,50,14,56", zoom=8)
    (group,) = found["features"]
    assert group["properties"] == {
        "point_count": 100, "west": 12.1, "south": 54.1, "east": 12.127, "north": 54.1162
    }  # fmt: skip
    assert group["geometry"]["coordinates"] == [12.1135, 54.1081]


def test_near_every_organisation_stands_for_itself(english: Client, area: Area, town: list[Organisation]) -> None:
    found = ask(english, area, bbox="12.0999,54.0999,12.1031,54.1019", zoom=17)
    names = {feature["properties"]["name"] for feature in found["features"]}
    assert names == {"Laden 00", "Laden 01", "Laden 10", "Laden 11"}
    one = found["features"][0]["properties"]
    assert one["url"] == reverse("actors:detail", args=[area.slug, one["id"]])


def test_one_alone_is_a_point_at_any_zoom(english: Client, area: Area, town: list[Organisation]) -> None:
    (office,) = ask(english, area, bbox="30,-40,50,-20", zoom=3)["features"]
    assert office["properties"]["name"] == "Amt"


@pytest.mark.parametrize("zoom", range(0, 20, 3))
def test_no_organisation_is_lost_between_the_groups(
    english: Client, area: Area, town: list[Organisation], zoom: int
) -> None:
    assert total(ask(english, area, bbox="-180,-90,180,90", zoom=zoom)) == 101


def test_sections_keep_the_filter(english: Client, area: Area, town: list[Organisation]) -> None:
    assert total(ask(english, area, bbox="-180,-90,180,90", zoom=4, kind="civic")) == 10
    assert ask(english, area, bbox="12,54,13,55", zoom=4, kind="public")["features"] == []


def test_a_filter_that_leaves_few_sends_them_at_once(english: Client, area: Area, town: list[Organisation]) -> None:
    found = ask(english, area, kind="civic")
    assert "sections" not in found
    assert len(found["features"]) == 10


@pytest.mark.parametrize(
    "query",
    [
        {"bbox": "1,2,3", "zoom": "4"},
        {"bbox": "1,2,3,4", "zoom": ""},
        {"bbox": "1,2,3,4"},
        {"bbox": "nan,2,3,4", "zoom": "4"},
        {"bbox": "3,2,1,4", "zoom": "4"},
        {"bbox": "1,2,3,inf", "zoom": "4"},
        {"bbox": "1,2,3,4", "zoom": "99"},
        {"bbox": "a,b,c,d", "zoom": "4"},
    ],
)
def test_what_is_no_section_is_refused(english: Client, area: Area, query: dict[str, str]) -> None:
    assert english.get(reverse("actors:points", args=[area.slug]), query).status_code == 400


def count_queries(client: Client, area: Area, **query: Any) -> int:
    with CaptureQueriesContext(connection) as captured:
        ask(client, area, **query)
    return len(captured)


def test_moving_the_map_asks_no_more_queries_in_a_large_town_and_fewer_when_it_is_known(
    english: Client, area: Area, town: list[Organisation]
) -> None:
    ask(english, area)  # signed in, warm
    geojson.forget()
    near = {"bbox": "12.0999,54.0999,12.1031,54.1019", "zoom": 17}
    first = count_queries(english, area, **near)
    geojson.forget()
    assert count_queries(english, area, bbox="-180,-90,180,90", zoom=14) == first
    assert count_queries(english, area, bbox="12,54,12.11,55", zoom=14) == first - 1


def test_a_change_shows_at_once(english: Client, area: Area, town: list[Organisation]) -> None:
    assert total(ask(english, area, bbox="12,54,13,55", zoom=4)) == 100
    Organisation.objects.get(name="Laden 00").delete()
    assert total(ask(english, area, bbox="12,54,13,55", zoom=4)) == 99


def test_a_row_of_the_list_says_where_it_lies(english: Client, area: Area) -> None:
    Organisation.objects.create(area=area, name="Laden", lat=54.1, lon=12.1)
    english.cookies["django_language"] = "de"
    text = english.get(reverse("actors:list", args=[area.slug])).content.decode()
    assert 'data-lon="12.1" data-lat="54.1"' in text
