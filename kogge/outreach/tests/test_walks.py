"""Walks: chosen, planned, taken, walked and given back; never two people at one door."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from kogge.accounts.models import User
from kogge.actors.importing import network
from kogge.actors.importing.readers.paths import Paths
from kogge.actors.models import Organisation, Person
from kogge.outreach.models import Visit, Walk
from kogge.places.models import Area, District

from .factories import TODAY, days, make_organisation, make_promise, make_visit
from .walks import doors_of, names_of, plan_url, row_of_shops, take


@pytest.fixture
def shops(area: Area) -> list[Organisation]:
    return row_of_shops(area)


def test_the_street_is_walked_in_its_order(english: Any, bob: User, area: Area, shops: list[Organisation]) -> None:
    response = english(bob).get(plan_url(area, streets="Kaistraße"))
    assert doors_of(response) == [["Laden 1", "Laden 2", "Laden 3", "Laden 4", "Laden 5"]] or doors_of(response) == [
        ["Laden 5", "Laden 4", "Laden 3", "Laden 2", "Laden 1"]
    ]
    page = response.content.decode()
    assert "Walk 1: Kaistraße" in page
    assert "Werft" not in page.split('id="doors"')[1].split("door-points")[0]
    assert "ways are straight lines" in page


def test_few_minutes_make_more_walks(english: Any, bob: User, area: Area, shops: list[Organisation]) -> None:
    assert [len(walk) for walk in doors_of(english(bob).get(plan_url(area, minutes=20, streets="Kaistraße")))] == [
        2,
        2,
        1,
    ]


def test_paths_that_were_imported_are_followed(
    english: Any, bob: User, area: Area, shops: list[Organisation], settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    area.basemap.save("t.pmtiles", ContentFile(b"x"))
    lat, lon = np.array([54.1, 54.1, 54.1]), np.array([12.1, 12.105, 12.11])
    found = Paths(lat, lon, np.array([0, 1]), np.array([1, 2]), np.array([700.0, 700.0]), np.zeros(2, np.uint8))
    network.write(found, network.beside(Path(area.basemap.path)))
    response = english(bob).get(plan_url(area, streets="Kaistraße"))
    assert not response.context["plan"].straight
    # 700 m of path for 5 thousandths of a degree: 140 m from shop to shop, and 4 of them.
    assert response.context["plan"].metres == pytest.approx(4 * 140, abs=1)
    assert "ways are straight lines" not in response.content.decode()


def test_who_is_never_planned(english: Any, bob: User, area: Area, shops: list[Organisation]) -> None:
    make_visit(shops[0], -400, "refused")
    Organisation.objects.filter(pk=shops[1].pk).update(closed_on=TODAY)
    make_visit(shops[2], 3)
    no_place = make_organisation(area, "Ohne Ort", street="Kaistraße")
    response = english(bob).get(plan_url(area, streets="Kaistraße"))
    assert sorted(names_of(response)) == ["Laden 2", "Laden 3"]
    page = response.content.decode()
    assert "1 does not want visits: that is respected" in page
    assert "1 door is reserved and skipped" in page
    assert "1 has no place on the map" in page
    assert no_place.name in page
    assert shops[1].name not in page


def test_a_refusal_is_respected_until_they_talk_again(english: Any, bob: User, area: Area, shops: Any) -> None:
    make_visit(shops[0], -900, "refused")
    make_visit(shops[0], -5, "met")
    assert "Laden 4" in names_of(english(bob).get(plan_url(area)))


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"which": "never"}, ["Laden 2", "Laden 3", "Laden 5", "Werft"]),
        ({"which": "before", "before": days(-30).isoformat()}, ["Laden 1", "Laden 2", "Laden 3", "Laden 5", "Werft"]),
        ({"which": "promise"}, ["Laden 5"]),
        ({"kind": "civic"}, ["Werft"]),
        ({"drawn": "12.1005,54.09;12.1035,54.09;12.1035,54.11;12.1005,54.11"}, ["Laden 1", "Laden 2", "Laden 3"]),
    ],
)
def test_what_is_chosen(
    english: Any, bob: User, area: Area, shops: list[Organisation], query: dict[str, str], names: list[str]
) -> None:
    make_visit(shops[0], -3, "met")  # Laden 4
    make_visit(shops[1], -60, "away")  # Laden 1
    make_promise(shops[2])  # Laden 5
    Organisation.objects.filter(name="Werft").update(kind="civic")
    assert sorted(names_of(english(bob).get(plan_url(area, **query)))) == names


def test_by_district(english: Any, bob: User, area: Area, shops: list[Organisation], district: District) -> None:
    Organisation.objects.filter(name="Laden 2").update(district=district)
    assert doors_of(english(bob).get(plan_url(area, district=district.pk))) == [["Laden 2"]]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"which": "before"}, "Since which day?"),
        ({"visit": 100}, "longer than the whole walk"),
        ({"drawn": "1,2;3,4"}, "crosses itself or is no area"),
        ({"drawn": "nan,1;2,2;3,3"}, "crosses itself or is no area"),
        ({"drawn": "0,0;1,1;1,0;0,1"}, "crosses itself or is no area"),
    ],
)
def test_a_choice_that_cannot_be_is_said(english: Any, bob: User, area: Area, query: Any, words: str) -> None:
    response = english(bob).get(plan_url(area, **query))
    assert response.status_code == 422
    assert words in response.content.decode()


def test_a_walk_is_taken_walked_and_given_back(english: Any, bob: User, area: Area, shops: list[Organisation]) -> None:
    client, me = english(bob), Person.objects.get(user=bob)
    response = take(client, area, shops[:3], person=me.pk)
    walk = Walk.objects.get()
    assert response.url == reverse("outreach:walk", args=[area.slug, walk.pk])
    visits = list(Visit.objects.filter(walk=walk).order_by("walk_order"))
    assert [visit.organisation for visit in visits] == shops[:3]
    assert {(visit.status, visit.visitor, visit.date) for visit in visits} == {("planned", me, TODAY)}
    assert walk.minutes >= 24
    assert walk.metres > 300
    assert '<a href="#door-1"><strong>Laden 4</strong></a>, Kaistraße 4' in client.get(response.url).content.decode()
    assert "you" in client.get(reverse("outreach:walks", args=[area.slug])).content.decode()
    # One tap at each door, and back to the walk.
    for visit, data in zip(visits, [{"outcome": "away"}, {"outcome": "refused"}], strict=False):
        answer = client.post(reverse("outreach:outcome", args=[area.slug, visit.pk]), {**data, "next": response.url})
        assert answer.url == response.url
    page = client.get(response.url).content.decode()
    assert "<strong>1</strong> of 3 doors is left" in page
    answer = client.post(reverse("outreach:walk_release", args=[area.slug, walk.pk]))
    assert answer.url == reverse("outreach:walks", args=[area.slug])
    assert [visit.status for visit in Visit.objects.filter(walk=walk).order_by("walk_order")] == [
        "done",
        "done",
        "cancelled",
    ]
    # Nobody there: tried again. Does not want to: never. Given back: free.
    names = names_of(client.get(plan_url(area)))
    assert {"Laden 4", "Laden 5"} <= set(names)
    assert "Laden 1" not in names


def test_come_back_on_is_kept_for_that_day(english: Any, bob: User, area: Area, shops: list[Organisation]) -> None:
    client = english(bob)
    take(client, area, shops[:1])
    visit = Visit.objects.get()
    client.post(
        reverse("outreach:outcome", args=[area.slug, visit.pk]),
        {"outcome": "later", "come_back_on": days(9).isoformat()},
    )
    assert Visit.objects.planned().get().date == days(9)
    response = client.get(plan_url(area, streets="Kaistraße"))
    assert "Laden 4" not in names_of(response)
    assert "1 door is reserved and skipped" in response.content.decode()


def test_who_may_not_visit_plans_and_takes_nothing(
    english: Any, vera: User, area: Area, shops: list[Organisation]
) -> None:
    client = english(vera)
    assert client.get(plan_url(area)).status_code == 403
    assert take(client, area, shops).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_ask_the_database_the_same_number_of_times(
    english: Any, bob: User, area: Area, shops: list[Organisation], count: int, django_assert_max_num_queries: Any
) -> None:
    client = english(bob)
    take(client, area, shops[:count])
    for url in (reverse("outreach:walk", args=[area.slug, Walk.objects.get().pk]), plan_url(area)):
        with django_assert_max_num_queries(26):
            assert client.get(url).status_code == 200
