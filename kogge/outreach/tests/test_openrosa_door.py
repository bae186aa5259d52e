"""The door for field apps: an app password for one area, asked for on every request."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from kogge.outreach.actions import add_version, make_password
from kogge.outreach.models import DevicePassword, GuideVersion, Interview
from kogge.outreach.openrosa.words import LIST
from kogge.places.models import Membership

from .factories import make_organisation
from .field import PASSWORD, client_of, filled, message, post, shape, sheet

pytestmark = pytest.mark.usefixtures("files")


def test_only_the_password_of_a_device_opens(version: GuideVersion, device: DevicePassword, bob: Any) -> None:
    bob.set_password("sein-eigenes-passwort")
    bob.save()
    for name, word in (
        ("bob@example.org", "sein-eigenes-passwort"),
        ("alice@example.org", PASSWORD),
        ("bob@example.org", PASSWORD.upper()),
        ("", ""),
    ):
        cache.clear()
        assert client_of(name, word).get("/openrosa/formList").status_code == 401
    for header in ("Basic", "Basic !!!", "Basic YWJj", "Bearer x", "Digest username=bob"):
        assert Client(headers={"authorization": header}).get("/openrosa/formList").status_code == 401
    assert client_of("Bob@Example.org", PASSWORD).get("/openrosa/formList").status_code == 200


def test_a_signed_in_browser_is_no_device(version: GuideVersion, login: Any, bob: Any) -> None:
    assert login(bob).get("/openrosa/formList").status_code == 401
    assert login(bob).post("/openrosa/submission").status_code == 401


def test_guessing_is_slowed_down(version: GuideVersion, phone: Client) -> None:
    answers = [client_of("bob@example.org", f"falsch-{n}").get("/openrosa/formList").status_code for n in range(7)]
    assert answers == [401] * 5 + [429] * 2
    cache.clear()


def test_a_password_taken_back_opens_nothing(version: GuideVersion, phone: Client, device: DevicePassword) -> None:
    assert phone.get("/openrosa/formList").status_code == 200
    DevicePassword.objects.update(revoked_at=timezone.now())
    assert phone.get("/openrosa/formList").status_code == 401
    assert post(phone, filled(version)).status_code == 401


def test_an_ended_membership_closes_the_door_of_the_phone(version: GuideVersion, phone: Client, bob: Any) -> None:
    Membership.objects.filter(user=bob).update(end=dt.date.today() - dt.timedelta(days=1))
    answer = phone.get("/openrosa/formList")
    assert (answer.status_code, "keine Besuche" in message(answer)) == (403, True)
    assert post(phone, filled(version)).status_code == 403
    bob.is_active = False
    bob.save()
    assert phone.get("/openrosa/formList").status_code == 401


def test_a_device_opens_its_own_area_only(
    version: GuideVersion, phone: Client, other_area: Any, bob: Any, charlie: Any
) -> None:
    """Also when its owner belongs to both: a lost phone opens one area."""
    foreign = add_version(other_area, content=sheet(), name="guide.md", by=charlie)
    Membership.objects.create(area=other_area, user=bob, role="administrator")
    assert [entry.findtext("formID") for entry in shape(phone.get("/openrosa/formList"), LIST)] == ["hafen.first-visit"]
    assert phone.get("/openrosa/anderswo/formList").status_code == 401
    assert phone.get("/openrosa/forms/anderswo.first-visit.xml").status_code == 404
    assert post(phone, filled(foreign)).status_code == 404
    _made, password = make_password(by=bob, area=other_area, label="Zweites Projekt")
    other = client_of(bob.email, password)
    assert post(other, filled(foreign), path="/openrosa/anderswo/submission").status_code == 201
    organisation = make_organisation(version.guide.area, "Hier")
    path = f"/openrosa/submission?organisation={organisation.pk}"
    assert post(other, filled(foreign, instance="uuid:2"), path=path).status_code == 201
    assert not Interview.objects.exists()


def test_the_last_use_is_noted(version: GuideVersion, phone: Client, device: DevicePassword) -> None:
    phone.get("/openrosa/formList")
    device.refresh_from_db()
    assert device.last_used_at is not None
    seen = device.last_used_at
    phone.get("/openrosa/formList")
    device.refresh_from_db()
    assert device.last_used_at == seen


def test_a_submission_costs_few_statements(
    version: GuideVersion, phone: Client, django_assert_max_num_queries: Any
) -> None:
    post(phone, filled(version))  # the guide was read once
    with django_assert_max_num_queries(9):  # door, roles, version, look, and four inside one transaction
        assert post(phone, filled(version, instance="uuid:2")).status_code == 201
