"""The page "Who takes over?": coordination tasks, their form, and a change of hands."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kogge.actors.models import Person
from kogge.core.models import Change
from kogge.core.undo import undo
from kogge.handover.models import CoordinationTask
from kogge.networks.tests.factories import days, make_network


@pytest.fixture
def paid(area, project):
    return Person.objects.create(area=area, name="Paula Projekt", project=project)


@pytest.fixture
def olga(area):
    return Person.objects.create(area=area, name="Olga Ortsfrau")


def url(name, area, *more):
    return reverse(f"handover:{name}", args=[area.slug, *more])


def make_task(area, name, **values):
    return CoordinationTask.objects.create(area=area, name=name, **values)


def test_those_at_risk_come_first(area, paid, olga, alice, login):
    make_task(area, "sicher", leader=olga, deputy=paid)
    make_task(area, "bald", leader=paid, handover_due=days(3))
    make_task(area, "spät", leader=paid, handover_due=days(90))
    make_task(area, "ungeübt", leader=paid, deputy=olga)
    found = login(alice).get(url("tasks", area))
    assert [line["task"].name for line in found.context["lines"]] == ["bald", "spät", "ungeübt", "sicher"]
    assert "<strong>2</strong> von 4" in found.content.decode()


def test_note_a_task(area, paid, olga, stella, login):
    client = login(stella)
    values = {
        "name": "Schlüssel verwalten",
        "hours_per_month": "1.5",
        "leader": paid.pk,
        "deputy": olga.pk,
        "deputy_did_it_once": "on",
        "handover_due": days(60),
        "how_to": "Im Kasten links",
    }
    client.post(url("task_new", area), values)
    task = CoordinationTask.objects.get()
    assert (task.leader, task.deputy, task.deputy_did_it_once) == (paid, olga, True)
    client.post(url("task_edit", area, task.pk), {**values, "deputy": "", "deputy_did_it_once": ""})
    task.refresh_from_db()
    assert task.deputy is None
    undo(Change.objects.latest("at"), by=stella)
    task.refresh_from_db()
    assert task.deputy == olga


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"deputy": "same"},
        {"deputy_did_it_once": "on"},
        {"hours_per_month": "-1"},
        {"hours_per_month": "745"},
        {"handover_due": "0226-01-01"},
        {"leader": "foreign"},
    ],
)
def test_what_cannot_be_is_refused(area, other_area, olga, stella, login, wrong):
    foreign = Person.objects.create(area=other_area, name="Fremd")
    ids = {"same": olga.pk, "foreign": foreign.pk}
    values = {"name": "Schlüssel", "hours_per_month": "1", "leader": olga.pk, "how_to": "Im Kasten links"}
    values |= {key: ids.get(value, value) for key, value in wrong.items()}
    answer = login(stella).post(url("task_new", area), values)
    assert answer.status_code == 422
    assert "Im Kasten links" in answer.content.decode()
    assert not CoordinationTask.objects.exists()


def test_a_task_changes_hands(area, paid, olga, stella, login):
    task = make_task(area, "Einladen", leader=paid, deputy=olga, deputy_did_it_once=True)
    client = login(stella)
    assert client.get(url("hand_over", area, task.pk)).context["form"].initial["to"] == olga.pk
    client.post(url("hand_over", area, task.pk), {"to": olga.pk, "former_stands_in": "on"})
    task.refresh_from_db()
    assert (task.leader, task.deputy, task.deputy_did_it_once) == (olga, paid, True)
    undo(Change.objects.latest("at"), by=stella)
    task.refresh_from_db()
    assert (task.leader, task.deputy) == (paid, olga)
    client.post(url("hand_over", area, task.pk), {"to": olga.pk})
    task.refresh_from_db()
    assert (task.leader, task.deputy, task.deputy_did_it_once) == (olga, None, False)


def test_viewers_read_without_names_and_change_nothing(area, paid, vera, login):
    task = make_task(area, "Einladen", leader=paid)
    client = login(vera)
    text = client.get(url("tasks", area)).content.decode()
    assert "Einladen" in text
    assert "Paula" not in text
    assert client.get(url("task_edit", area, task.pk)).status_code == 403
    assert client.post(url("hand_over", area, task.pk)).status_code == 403
    assert client.get(url("task_new", area)).status_code == 403


def test_the_panel_of_a_network(area, paid, alice, login):
    network = make_network(area, "Frühstück")
    make_task(area, "Einladen", leader=paid, network=network)
    make_task(area, "Anderes", leader=paid)
    text = login(alice).get(url("network_panel", area, network.pk)).content.decode()
    assert "Einladen" in text
    assert "Anderes" not in text


@pytest.mark.parametrize("number", [1, 3])
def test_queries_are_constant(area, paid, olga, alice, login, number, django_assert_num_queries):
    network = make_network(area, "Frühstück")
    for n in range(number):
        make_task(area, f"T{n}", leader=paid, deputy=olga, network=network)
    client = login(alice)
    client.get(url("tasks", area))
    with django_assert_num_queries(7):
        client.get(url("tasks", area))
