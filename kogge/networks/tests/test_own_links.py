"""The team's side of personal links: made, shown once, handed over on paper, taken back for good, looked after."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from kogge.actors.models import Person
from kogge.core.models import Change
from kogge.core.undo import CannotUndo, undo
from kogge.networks.models import OwnChange, OwnLink

from .factories import act_in, days, make_organisation
from .test_own_door import linked, me


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


def url(name, area, *more):
    return reverse(f"networks:{name}", args=[area.slug, *more])


def made_by(client, organisation, **more):
    data = {"label": "Frau Sturm", "person": "", "expires": days(100).isoformat(), **more}
    answer = client.post(url("own_links", organisation.area, organisation.pk), data)
    return answer, answer.content.decode()


def token_in(text):
    return re.search(r"/me/([\w-]+)/", text).group(1)


def test_shown_once_with_its_code_and_kept_as_a_digest(organisation, stella, login):
    client = login(stella)
    answer, text = made_by(client, organisation)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    token, link = token_in(text), OwnLink.objects.get()
    assert "<svg" in text
    assert token not in link.digest
    assert Client().get(me("home", token)).status_code == 200
    later = client.get(url("own_links", organisation.area, organisation.pk)).content.decode()
    assert token not in later
    assert "Frau Sturm" in later
    assert link.digest not in later
    assert "zuletzt benutzt" in later


def test_the_letter_carries_address_and_code(organisation, stella, login):
    client = login(stella)
    _answer, text = made_by(client, organisation)
    link, token = OwnLink.objects.get(), token_in(text)
    address = url("own_link_letter", organisation.area, link.pk)
    answer = client.post(address, {"token": token})
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert "no-store" in answer["Cache-Control"]
    assert client.post(address, {"token": token + "x"}).status_code == 404
    assert client.get(address).status_code == 405


def test_taken_back_for_good(organisation, alice, login):
    client = login(alice)
    _answer, text = made_by(client, organisation)
    link, token = OwnLink.objects.get(), token_in(text)
    client.post(url("own_link_revoke", organisation.area, link.pk))
    assert Client().get(me("home", token)).status_code == 404
    revoked = Change.objects.latest("at")
    client.post(url("own_link_revoke", organisation.area, link.pk))  # pressed twice
    assert Change.objects.latest("at") == revoked
    for made in Change.objects.all():
        with pytest.raises(CannotUndo):
            undo(made, by=alice)
    assert client.post(url("own_link_letter", organisation.area, link.pk), {"token": token}).status_code == 404
    assert "zurückgenommen" in client.get(url("own_links", organisation.area, organisation.pk)).content.decode()


def test_a_deleted_organisation_comes_back_with_its_links_and_goes_again(organisation, alice, login):
    client = login(alice)
    _link, token = linked(organisation, by=alice)
    client.post(reverse("actors:delete", args=[organisation.area.slug, organisation.pk]))
    back = undo(Change.objects.latest("at"), by=alice).change
    assert OwnLink.objects.valid().exists()
    undo(back, by=alice)
    assert Client().get(me("home", token)).status_code == 404


def test_only_persons_of_the_organisation_and_a_sound_day(area, organisation, stella, login):
    stranger = Person.objects.create(area=area, name="Fremd")
    own = Person.objects.create(area=area, name="Ina")
    act_in(own, organisation)
    client = login(stella)
    for wrong in ({"person": stranger.pk}, {"expires": days(-1).isoformat()}, {"expires": "2999-01-01"}, {"label": ""}):
        answer, _text = made_by(client, organisation, **wrong)
        assert answer.status_code == 422, wrong
    assert not OwnLink.objects.exists()
    made_by(client, organisation, person=own.pk)
    assert OwnLink.objects.get().person == own


def test_who_may_not_write_makes_none(organisation, vera, bob, charlie, login):
    address = url("own_links", organisation.area, organisation.pk)
    assert login(vera).get(address).status_code == 403
    assert login(bob).post(address, {"label": "x"}).status_code == 403
    assert login(charlie).get(address).status_code == 404
    link, token = linked(organisation)
    assert login(vera).post(url("own_link_revoke", organisation.area, link.pk)).status_code == 403
    assert login(charlie).post(url("own_link_letter", organisation.area, link.pk), {"token": token}).status_code == 404


def test_none_for_a_closed_organisation(organisation, stella, login):
    organisation.closed_on = days(-1)
    organisation.save()
    client = login(stella)
    made_by(client, organisation)
    assert not OwnLink.objects.exists()
    assert "keinen neuen Link" in client.get(url("own_links", organisation.area, organisation.pk)).content.decode()


def test_changes_wait_until_somebody_has_looked(area, organisation, alice, login, client):
    _link, token = linked(organisation)
    guest = Client()
    guest.post(me("forget", token))
    team = login(alice)
    page = team.get(url("own_changes", area))
    assert "möchte vergessen werden" in page.content.decode()
    last = OwnChange.objects.get()
    data = {"phone": "1", "email": "", "website": "", "opening_hours": ""}
    guest.post(me("profile_edit", token), data)  # while the page is open
    team.post(url("own_changes", area), {"until": last.pk})
    assert OwnChange.objects.waiting().count() == 1
    for nonsense in ("", "x", "9" * 40, "-1"):
        team.post(url("own_changes", area), {"until": nonsense})
    assert OwnChange.objects.waiting().count() == 1
    assert "1 Änderung" in team.get(reverse("reports:today", args=[area.slug])).content.decode()
    team.post(url("own_changes", area), {"until": OwnChange.objects.latest("pk").pk})
    assert "über persönliche Links" not in team.get(reverse("reports:today", args=[area.slug])).content.decode()


def test_another_area_s_changes_stay_there(other_area, organisation, charlie, login):
    _link, token = linked(organisation)
    Client().post(me("forget", token))
    stranger = login(charlie)
    assert "vergessen" not in stranger.get(url("own_changes", other_area)).content.decode()
    stranger.post(url("own_changes", other_area), {"until": 10**9})
    assert OwnChange.objects.waiting().count() == 1


def test_the_record_leads_there(organisation, stella, vera, login):
    panel = reverse("networks:organisation_panel", args=[organisation.area.slug, organisation.pk])
    address = url("own_links", organisation.area, organisation.pk)
    assert address in login(stella).get(panel).content.decode()
    assert address not in login(vera).get(panel).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow(area, organisation, alice, login, number, django_assert_max_num_queries):
    for index in range(number):
        other = make_organisation(area, f"Laden {index}")
        _link, token = linked(other)
        linked(organisation)
        Client().post(me("forget", token))
    client = login(alice)
    for address, most in ((url("own_links", area, organisation.pk), 12), (url("own_changes", area), 16)):
        with django_assert_max_num_queries(most):
            client.get(address)
