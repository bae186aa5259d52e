"""Nobody reaches more than was given to them: by an invitation, by taking a change back, by locking others out."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import AbstractBaseUser
from django.test import Client
from django.urls import reverse

from kogge.accounts.models import User
from kogge.accounts.roles import Permission, Role
from kogge.actors.models import Organisation, Position
from kogge.conftest import make_user
from kogge.core.history import change
from kogge.core.models import Change
from kogge.handover.models import CoordinationTask
from kogge.places import actions
from kogge.places.models import Area, Membership, Project


def invite(client: Client, area: Area, email: str) -> str:
    """The page after inviting somebody as viewer."""
    form = {"email": email, "name": "Wer", "role": Role.VIEWER}
    page: str = client.post(reverse("places:members", args=[area.slug]), form).content.decode()
    assert Membership.objects.filter(area=area, user__email=email).exists()
    return page


def test_an_invitation_hands_out_no_key_to_an_account_of_another_area(
    area: Area, adam: User, charlie: User, login: Any
) -> None:
    assert "sesame=" not in invite(login(adam), area, charlie.email)


def test_an_invitation_hands_out_no_key_to_somebody_who_keeps_the_server(area: Area, adam: User, login: Any) -> None:
    boss = User.objects.create_superuser("boss@example.org", name="Boss")
    assert "sesame=" not in invite(login(adam), area, boss.email)


def test_an_invitation_hands_out_no_key_to_somebody_with_a_password(area: Area, adam: User, login: Any) -> None:
    user: AbstractBaseUser = User.objects.create_user("eigen@example.org", password="ein langes Wort", name="Eigen")
    page = invite(login(adam), area, user.email)  # type: ignore[attr-defined]
    assert "sesame=" not in page
    assert "eigen@example.org" in page


def test_a_lost_link_is_handed_out_again_inside_the_area(area: Area, adam: User, stella: User, login: Any) -> None:
    assert "sesame=" in invite(login(adam), area, stella.email)


def test_who_lost_a_role_does_not_give_it_back_to_themselves(
    area: Area, project: Project, adam: User, alice: User, login: Any
) -> None:
    """A coordinator takes back many changes, but not that somebody's role was taken away."""
    was_admin = Membership.objects.create(area=area, user=alice, role=Role.ADMINISTRATOR)
    made = actions.end_membership(membership=was_admin, by=adam)
    assert login(alice).post(reverse("core:undo", args=[made.pk])).status_code == 404
    assert Permission.MANAGE_AREA not in area.permissions_of(alice)
    assert login(adam).post(reverse("core:undo", args=[made.pk])).status_code == 302
    assert Permission.MANAGE_AREA in area.permissions_of(alice)


def test_the_settings_are_taken_back_by_those_who_may_make_them(
    area: Area, adam: User, alice: User, login: Any
) -> None:
    with change("Einstellungen", by=adam, area=area) as made:
        area.name = "Am alten Hafen"
        area.save()
    assert login(alice).post(reverse("core:undo", args=[made.pk])).status_code == 404
    area.refresh_from_db()
    assert area.name == "Am alten Hafen"


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CIVIC_PARTNER])
def test_who_only_reads_today_takes_nothing_back(
    area: Area, role: Role, organisation: Organisation, login: Any
) -> None:
    user = make_user(area, Role.STEWARD, "Früher")
    with change("Umbenannt", by=user, area=area) as made:
        organisation.name = "Sturm am Markt"
        organisation.save()
        area.districts.update(code="1")
        district = area.districts.get()
        district.code = "2"
        district.save()
    Membership.objects.filter(user=user).update(role=role)
    assert login(user).post(reverse("core:undo", args=[made.pk])).status_code == 404
    assert not Change.objects.filter(undone_at__isnull=False).exists()


def test_ones_own_change_is_taken_back(area: Area, stella: User, organisation: Organisation, login: Any) -> None:
    with change("Umbenannt", by=stella, area=area) as made:
        organisation.name = "Sturm am Markt"
        organisation.save()
    assert login(stella).post(reverse("core:undo", args=[made.pk])).status_code == 302
    organisation.refresh_from_db()
    assert organisation.name == "Bäckerei Sturm"


def test_the_last_administrator_stays(area: Area, adam: User, login: Any) -> None:
    own = Membership.objects.get(user=adam)
    url = reverse("places:member_end", args=[area.slug, own.pk])
    page = login(adam).post(url, follow=True).content.decode()
    assert Permission.MANAGE_AREA in area.permissions_of(adam)
    assert "Niemand sonst könnte dieses Gebiet ändern" in page
    other = make_user(area, Role.ADMINISTRATOR, "Berta")
    Membership.objects.filter(user=other).update(start=dt.date.today() + dt.timedelta(days=3))
    login(adam).post(url)
    assert Permission.MANAGE_AREA in area.permissions_of(adam)
    Membership.objects.filter(user=other).update(start=None)
    login(adam).post(url)
    assert area.permissions_of(adam) == frozenset()


def test_who_left_an_organisation_no_longer_sees_it_as_their_own(
    area: Area, organisation: Organisation, login: Any
) -> None:
    gesche = make_user(area, Role.MEMBER, "Gesche")
    position = Position.objects.create(
        person=gesche.persons.get(), organisation=organisation, title="Inhaberin", opens_records=True
    )
    assert Organisation.objects.visible_to(gesche).get() == organisation
    position.end = dt.date.today() - dt.timedelta(days=1)
    position.save()
    assert not Organisation.objects.visible_to(gesche).exists()
    page = reverse("actors:detail", args=[area.slug, organisation.pk])
    assert login(gesche).get(page).status_code == 404
    Position.objects.create(
        person=gesche.persons.get(), organisation=organisation, title="Aushilfe", opens_records=True
    )
    assert login(gesche).get(page).status_code == 200


def test_history_names_nobody_to_those_who_may_see_no_persons(
    area: Area, organisation: Organisation, bob: User, vera: User, login: Any
) -> None:
    task = CoordinationTask.objects.create(area=area, name="Einladen")
    with change("Aufgabe an Bob übergeben", by=bob, area=area):
        task.leader = bob.persons.get()
        task.save()
    with change("Geprüft von Bob", by=bob, area=area):
        organisation.verified_by = bob
        organisation.phone = "0381 1"
        organisation.save()
    for label, pk in (("handover.coordinationtask", task.pk), ("actors.organisation", organisation.pk)):
        url = reverse("core:history", args=[area.slug, label, pk])
        answer = login(vera).get(url)
        page = answer.content.decode()
        assert answer.status_code == 200
        assert "Bob" not in page
        assert "/undo/" not in page
        page = login(bob).get(url).content.decode()
        assert "Bob" in page
    assert "0381 1" in login(vera).get(url).content.decode()
    assert "Bob" not in login(vera).get(reverse("actors:detail", args=[area.slug, organisation.pk])).content.decode()
