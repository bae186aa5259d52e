"""The charter: drafted, agreed on by a meeting, replaced by a new version; older ones stay readable."""

from __future__ import annotations

import pytest
from django.db import IntegrityError
from django.urls import reverse

from kogge.core.models import Change
from kogge.core.undo import undo
from kogge.networks.forms.charter import CharterForm
from kogge.networks.models import Charter

from .factories import days, make_meeting, make_network


@pytest.fixture
def network(area):
    return make_network(area, "Tisch", purpose="Einander helfen")


def url(name, area, *more):
    return reverse(f"networks:{name}", args=[area.slug, *more])


def test_draft_agree_and_a_new_version(area, network, stella, login):
    client = login(stella)
    assert "Es gibt noch keine Charta." in client.get(url("charter", area, network.pk)).content.decode()
    assert "Einander helfen" in client.get(url("charter_edit", area, network.pk)).content.decode()
    words = {"purpose": "Einander helfen", "rules": "Wir reden\nmiteinander", "fees": "", "decides": "Mehrheit"}
    client.post(url("charter_edit", area, network.pk), words)
    draft = Charter.objects.get()
    client.post(url("charter_edit", area, network.pk), words | {"fees": "nichts"})
    draft.refresh_from_db()
    assert (Charter.objects.count(), draft.fees, draft.number) == (1, "nichts", 1)

    agree = url("charter_agree", area, draft.pk)
    assert client.post(agree, {"agreed_on": ""}).status_code == 422
    assert client.post(agree, {"agreed_on": days(3)}).status_code == 422
    meeting = make_meeting(network, -2, guests=0)
    client.post(agree, {"agreed_at": meeting.pk})
    draft.refresh_from_db()
    assert (draft.agreed_on, draft.agreed_at) == (days(-2), meeting)
    assert "Fassung 1, beschlossen am" in client.get(url("charter", area, network.pk)).content.decode()

    client.post(url("remove", area, "charters", draft.pk))
    assert Charter.objects.count() == 1
    client.post(agree, {"agreed_on": days(-1)})
    draft.refresh_from_db()
    assert draft.agreed_on == days(-2)

    client.post(url("charter_edit", area, network.pk), words | {"rules": "Wir hören zu"})
    second = Charter.objects.get(number=2)
    client.post(url("charter_agree", area, second.pk), {"agreed_on": days(-1)})
    page = client.get(url("charter", area, network.pk)).content.decode()
    assert "Wir hören zu" in page
    assert "Fassung 1, beschlossen am" in page
    assert "Wir reden" in client.get(url("charter_version", area, draft.pk)).content.decode()
    undo(Change.objects.latest("at"), by=stella)
    second.refresh_from_db()
    assert second.agreed_on is None


def test_two_at_the_same_moment(area, network, stella, login, monkeypatch):
    def second(form, commit=True):
        raise IntegrityError

    monkeypatch.setattr(CharterForm, "save", second)
    answer = login(stella).post(url("charter_edit", area, network.pk), {"purpose": "Helfen"}, follow=True)
    assert "Jemand anderes hat gerade dasselbe gespeichert." in answer.content.decode()
    assert not Charter.objects.exists()


def test_on_paper_and_for_readers_only(area, network, vera, login):
    row = Charter.objects.create(network=network, number=1, purpose="Helfen", agreed_on=days(-1))
    client = login(vera)
    assert client.get(url("charter_pdf", area, row.pk)).content.startswith(b"%PDF")
    assert client.get(url("charter", area, network.pk)).status_code == 200
    for name, pk in (("charter_edit", network.pk), ("charter_agree", row.pk)):
        assert client.get(url(name, area, pk)).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_queries_are_constant(area, network, vera, login, number, django_assert_max_num_queries):
    for n in range(number):
        Charter.objects.create(network=network, number=n + 1, purpose="Helfen", agreed_on=days(-n))
    client = login(vera)
    client.get(url("charter", area, network.pk))
    with django_assert_max_num_queries(6):
        client.get(url("charter", area, network.pk))
