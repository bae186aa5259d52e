"""Taking a walk: nobody gets what somebody else has."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, connection
from django.urls import reverse

from kogge.accounts.models import User
from kogge.actors.models import Organisation
from kogge.core.undo import undo
from kogge.outreach import actions
from kogge.outreach.actions import walks as taking
from kogge.outreach.models import Visit, Walk
from kogge.places.models import Area

from .factories import TODAY, make_organisation, make_visit
from .walks import row_of_shops, take


@pytest.fixture
def shops(area: Area) -> list[Organisation]:
    return row_of_shops(area)


def test_taking_is_undone_as_one_change(bob: User, area: Area, shops: list[Organisation]) -> None:
    taken = actions.take_walk(area, [row.pk for row in shops], by=bob, person=None, date=TODAY, minutes_per_visit=8)
    assert Visit.objects.planned().count() == 6
    undo(taken.change, by=bob)
    assert not Visit.objects.exists()
    assert not Walk.objects.exists()


def test_what_somebody_took_meanwhile_is_left_out_and_named(
    english: Any, bob: User, area: Area, shops: list[Organisation]
) -> None:
    client = english(bob)
    make_visit(shops[0], 1)
    make_visit(shops[1], -10, "refused")
    response = take(client, area, shops[:3])
    page = client.get(response.url).content.decode()
    assert "2 doors were left out" in page
    assert [visit.organisation for visit in Visit.objects.filter(walk__isnull=False)] == [shops[2]]
    assert take(client, area, shops[:2]).url == reverse("outreach:walk_plan", args=[area.slug])


@pytest.mark.parametrize("data", [{"doors": "x"}, {"doors": ""}, {"date": "2020-01-01"}, {"doors": "99999999"}])
def test_nonsense_takes_no_walk(
    english: Any, bob: User, area: Area, shops: list[Organisation], data: dict[str, str]
) -> None:
    assert take(english(bob), area, shops, **data).url == reverse("outreach:walk_plan", args=[area.slug])
    assert not Walk.objects.exists()


def test_doors_of_another_area_are_not_taken(
    english: Any, bob: User, area: Area, other_area: Area, shops: list[Organisation]
) -> None:
    foreign = make_organisation(other_area, "Fremd", lat=1.0, lon=1.0)
    take(english(bob), area, [foreign, shops[0]])
    assert [visit.organisation for visit in Visit.objects.all()] == [shops[0]]


def test_the_database_gives_a_shop_to_one_walk_only(area: Area, shops: list[Organisation]) -> None:
    one, two = (Walk.objects.create(area=area, name=n, date=TODAY, minutes=1, metres=1) for n in "AB")
    make_visit(shops[0], walk=one)
    with pytest.raises(IntegrityError):
        make_visit(shops[0], walk=two)


def test_who_is_a_moment_slower_gets_the_rest(
    area: Area, alice: User, bob: User, shops: list[Organisation], monkeypatch: pytest.MonkeyPatch
) -> None:
    on_foot = taking._on_foot

    def meanwhile(*args: Any) -> float:
        """Between looking and reserving, Bob takes two of the doors."""
        monkeypatch.setattr(taking, "_on_foot", on_foot)
        actions.take_walk(area, [row.pk for row in shops[:2]], by=bob, person=None, date=TODAY, minutes_per_visit=8)
        return on_foot(*args)

    monkeypatch.setattr(taking, "_on_foot", meanwhile)
    ids = [row.pk for row in shops[:4]]
    taken = actions.take_walk(area, ids, by=alice, person=None, date=TODAY, minutes_per_visit=8)
    assert taken.skipped == shops[:2]
    assert [visit.organisation for visit in taken.walk.visits.order_by("walk_order")] == shops[2:4]
    assert Visit.objects.planned().count() == 4


@pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"),
    reason="SQLite in memory refuses a second writer instead of letting it wait; PostgreSQL shows it with threads",
)
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_never_get_the_same_shop(area: Area, alice: User, bob: User) -> None:
    shops = [make_organisation(area, f"L{n}", lat=54.1, lon=12.1 + n / 1000) for n in range(6)]
    start = threading.Barrier(2)
    failed: list[BaseException] = []

    def go(user: User, doors: list[Organisation]) -> None:
        try:
            start.wait(10)
            ids = [row.pk for row in doors]
            actions.take_walk(area, ids, by=user, person=None, date=TODAY + dt.timedelta(1), minutes_per_visit=8)
        except BaseException as error:  # noqa: BLE001 - a thread's failure must fail the test
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=args) for args in ((alice, shops[:4]), (bob, shops[2:]))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not failed
    taken = list(Visit.objects.planned().values_list("organisation", flat=True))
    assert sorted(taken) == sorted(row.pk for row in shops)  # every shop once, whoever was faster
