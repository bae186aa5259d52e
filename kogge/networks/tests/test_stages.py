"""Stages: what the next one needs, pressed by a person, taken back; and who gives the hours."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from kogge.actors.models import Person
from kogge.core.models import Change
from kogge.core.undo import undo
from kogge.networks.models import Charter, Effort, Leader, Network
from kogge.networks.queries.hours import hours_of
from kogge.networks.queries.stages import needs_for, next_stage

from .factories import days, make_meeting, make_network, make_organisation

TWO_HOURS = {"start": dt.time(8), "end": dt.time(10), "guests": 0}


@pytest.fixture
def shops(area):
    return [make_organisation(area, f"Laden {n}") for n in range(5)]


def url(name, area, *more):
    return reverse(f"networks:{name}", args=[area.slug, *more])


def met(network):
    return [need.is_met for need in needs_for(network, next_stage(network))]


def test_from_an_idea_to_independence(area, project, shops):
    network = make_network(area, "Tisch")
    assert met(network) == [False, False, False]
    network.purpose = "Einander helfen"
    network.save()
    for shop in shops:
        network.members.create(organisation=shop)
    first = make_meeting(network, 5, **TWO_HOURS | {"guests": None})
    assert met(network) == [True, True, True]

    network.stage = Network.Stage.KICKOFF
    paid = Person.objects.create(area=area, name="Paula", project=project)
    Leader.objects.create(network=network, person=paid)
    assert met(network) == [False, False, False]
    first.date, first.guests = days(-5), 0
    first.save()
    first.attendees.set(shops)
    Charter.objects.create(network=network, number=1, purpose="x", agreed_on=days(-5))
    Leader.objects.create(network=network, person=Person.objects.create(area=area, name="Olga"))
    assert met(network) == [True, True, True]

    network.stage = Network.Stage.ACTIVE
    Effort.objects.create(network=network, on=days(-4), hours=11)
    assert met(network) == [False, False, False]
    Leader.objects.filter(person=paid).delete()
    for day in (-40, -80):
        make_meeting(network, day, shops, **TWO_HOURS)
    assert met(network) == [True, True, True]

    network.stage = Network.Stage.SELF_RUN
    assert met(network) == [True, False, True]
    Effort.objects.all().delete()
    assert met(network) == [True, True, True]
    network.stage = Network.Stage.INDEPENDENT
    assert next_stage(network) is None


def test_a_person_presses_and_takes_back(area, stella, vera, login):
    network = make_network(area, "Tisch")
    client = login(stella)
    page = client.get(url("network", area, network.pk)).content.decode()
    assert "Der Auftakt" not in page
    assert "Es steht nirgends, wofür es da ist." in page
    client.post(url("stage", area, network.pk, "kickoff"))
    network.refresh_from_db()
    assert network.stage == "kickoff"
    undo(Change.objects.latest("at"), by=stella)
    network.refresh_from_db()
    assert network.stage == "idea"
    assert client.post(url("stage", area, network.pk, "moon")).status_code == 404
    assert login(vera).post(url("stage", area, network.pk, "active")).status_code == 403


def test_hours_by_month_and_member(area, shops, stella, login):
    network = make_network(area, "Tisch", shops)
    make_meeting(network, -10, shops[:3], **TWO_HOURS)
    make_meeting(network, -20, shops[:1], guests=0)
    client = login(stella)
    new = url("effort_new", area, network.pk)
    client.post(new, {"organisation": shops[0].pk, "on": days(-1), "hours": "1.5", "text": "Flyer"})
    client.post(new, {"organisation": "", "on": days(-1), "hours": "2.5"})
    assert client.post(new, {"organisation": "", "on": days(1), "hours": "2"}).status_code == 422
    assert client.post(new, {"organisation": "", "on": days(-1), "hours": "0"}).status_code == 422
    found = hours_of(network)
    assert (found.members, found.staff, found.timeless) == (Decimal("7.5"), Decimal("2.5"), 1)
    assert found.share == Decimal("0.75")
    assert found.by_member[0] == ("Laden 0", Decimal("3.5"))
    text = client.get(url("hours", area, network.pk)).content.decode()
    assert "75 %" in text
    assert "Flyer" in text
    row = Effort.objects.get(text="Flyer")
    client.post(url("effort_edit", area, row.pk), {"organisation": shops[0].pk, "on": days(-1), "hours": "3"})
    row.refresh_from_db()
    assert row.hours == 3
    client.post(url("remove", area, "efforts", row.pk))
    assert Effort.objects.count() == 1


def test_no_hours_teach(area, vera, login):
    network = make_network(area, "Tisch")
    assert "Noch sind keine Stunden notiert." in login(vera).get(url("hours", area, network.pk)).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_queries_are_constant(area, shops, vera, login, number, django_assert_max_num_queries):
    network = make_network(area, "Tisch", shops, stage="self_run")
    for n in range(number):
        make_meeting(network, -n - 1, shops[: number + 1], **TWO_HOURS)
        Effort.objects.create(network=network, organisation=shops[n], on=days(-n), hours=1)
    client = login(vera)
    for page, most in ((url("hours", area, network.pk), 9), (url("network", area, network.pk), 14)):
        client.get(page)
        with django_assert_max_num_queries(most):
            client.get(page)
