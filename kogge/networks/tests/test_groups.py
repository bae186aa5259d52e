"""Working groups: members, a lead among them, an end."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kogge.core.models import Change
from kogge.core.undo import undo
from kogge.networks.models import WorkingGroup

from .factories import days, make_network, make_organisation


@pytest.fixture
def shops(area):
    return [make_organisation(area, f"Laden {n}") for n in range(3)]


@pytest.fixture
def network(area, shops):
    return make_network(area, "Tisch", shops)


def url(name, area, *more):
    return reverse(f"networks:{name}", args=[area.slug, *more])


def test_begin_change_and_end(area, network, shops, stella, login):
    client = login(stella)
    assert "Es gibt keine Arbeitsgruppe." in client.get(url("groups", area, network.pk)).content.decode()
    new = url("group_new", area, network.pk)
    wrong = client.post(new, {"name": "Lichter", "organisations": [shops[0].pk], "lead": shops[1].pk})
    assert wrong.status_code == 422
    client.post(new, {"name": "Lichter", "organisations": [shops[0].pk, shops[1].pk], "lead": shops[1].pk})
    group = WorkingGroup.objects.get()
    assert (set(group.organisations.all()), group.lead) == ({shops[0], shops[1]}, shops[1])
    page = client.get(url("groups", area, network.pk)).content.decode()
    assert "Geleitet von" in page
    edit = url("group_edit", area, group.pk)
    client.post(edit, {"name": "Lichter", "organisations": [shops[1].pk], "lead": shops[1].pk, "ended_on": days(-1)})
    group.refresh_from_db()
    assert (list(group.organisations.all()), group.ended_on) == ([shops[1]], days(-1))
    undo(Change.objects.latest("at"), by=stella)
    group.refresh_from_db()
    assert (group.organisations.count(), group.ended_on) == (2, None)
    client.post(url("remove", area, "groups", group.pk))
    assert not WorkingGroup.objects.exists()
    undo(Change.objects.latest("at"), by=stella)
    assert WorkingGroup.objects.get().organisations.count() == 2


def test_strangers_are_in_no_group(area, network, stella, login):
    stranger = make_organisation(area, "Fremd")
    answer = login(stella).post(url("group_new", area, network.pk), {"name": "Lichter", "organisations": [stranger.pk]})
    assert answer.status_code == 422


def test_viewers_read(area, network, vera, login):
    client = login(vera)
    assert client.get(url("groups", area, network.pk)).status_code == 200
    assert client.get(url("group_new", area, network.pk)).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_queries_are_constant(area, network, shops, vera, login, number, django_assert_max_num_queries):
    for n in range(number):
        group = WorkingGroup.objects.create(network=network, name=f"Gruppe {n}", lead=shops[0])
        group.organisations.set(shops[: n + 1])
    client = login(vera)
    client.get(url("groups", area, network.pk))
    with django_assert_max_num_queries(7):
        client.get(url("groups", area, network.pk))
