"""What an organisation said in confidence opens to its people once a reader of it says so."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from kogge.accounts.models import User
from kogge.accounts.roles import Role
from kogge.actors.models import Organisation, Person, Position
from kogge.conftest import make_user
from kogge.core.models import Change
from kogge.outreach.models import Interview
from kogge.places.models import Area, Membership


@pytest.fixture
def interview(area: Area, organisation: Organisation) -> Interview:
    return Interview.objects.create(area=area, organisation=organisation, situation="Die Bank gibt nichts mehr")


def position(organisation: Organisation, user: User, **fields: Any) -> Position:
    return Position.objects.create(
        organisation=organisation, person=Person.objects.get(user=user), title="Vorstand", **fields
    )


def form_url(area: Area, organisation: Organisation, row: Position | None = None) -> str:
    if row is None:
        return reverse("actors:part_new", args=[area.slug, organisation.pk, "positions"])
    return reverse("actors:part_edit", args=[area.slug, organisation.pk, "positions", row.pk])


def reads(user: User) -> bool:
    return Interview.objects.visible_to(user).exists()


def test_a_steward_cannot_enter_themselves_to_read_an_interview(
    area: Area, organisation: Organisation, interview: Interview, stella: User, login: Any
) -> None:
    client = login(stella)
    me = Person.objects.get(user=stella).pk
    form = {"person": me, "title": "Vorstand", "opens_records": "on"}
    assert client.post(form_url(area, organisation), form).status_code == 302
    assert Position.objects.get().title == "Vorstand"
    page = client.get(reverse("core:history", args=[area.slug, "outreach.interview", interview.pk]))
    assert page.status_code == 404
    assert not reads(stella)


def test_whoever_may_read_it_opens_it_to_others(
    area: Area, organisation: Organisation, interview: Interview, alice: User, stella: User, login: Any
) -> None:
    client = login(alice)
    form = {"person": Person.objects.get(user=stella).pk, "title": "Vorstand"}
    client.post(form_url(area, organisation), form)
    assert not reads(stella)
    form = {"person_name": "Stella", "title": "Vorstand", "opens_records": "on"}
    client.post(form_url(area, organisation, Position.objects.get()), form)
    assert reads(stella)
    page = client.get(reverse("actors:detail", args=[area.slug, organisation.pk])).content.decode()
    assert "sieht, was hier im Vertrauen gesagt wurde" in page


def test_a_steward_neither_prolongs_an_open_position_nor_hands_it_to_somebody_else(
    area: Area, organisation: Organisation, interview: Interview, stella: User, login: Any
) -> None:
    mine = position(organisation, stella, opens_records=True, end="2020-01-01")
    client = login(stella)
    client.post(form_url(area, organisation, mine), {"person_name": "Stella", "title": "Vorstand"})
    mine.refresh_from_db()
    assert mine.end is None
    assert not reads(stella)
    other = Person.objects.create(area=area, name="Wiebke Sturm", email="wiebke@example.org")
    theirs = Position.objects.create(organisation=organisation, person=other, title="Inhaberin", opens_records=True)
    client.post(
        form_url(area, organisation, theirs), {"person_name": "X", "email": "x@example.org", "title": "Inhaberin"}
    )
    theirs.refresh_from_db()
    assert not theirs.opens_records


def test_a_steward_who_mends_a_title_closes_nothing(
    area: Area, organisation: Organisation, interview: Interview, stella: User, login: Any
) -> None:
    gesche = make_user(area, Role.MEMBER, "Gesche")
    row = position(organisation, gesche, opens_records=True)
    login(stella).post(
        form_url(area, organisation, row), {"person_name": "Gesche", "title": "Inhaberin", "phone": "0381 1"}
    )
    assert Position.objects.get().title == "Inhaberin"
    assert reads(gesche)


def test_merging_opens_nothing(
    area: Area, organisation: Organisation, interview: Interview, stella: User, alice: User, login: Any
) -> None:
    mine = Organisation.objects.create(area=area, name="Bootsverleih Stella")
    position(mine, stella, opens_records=True)
    merge = reverse("actors:merge", args=[area.slug, mine.pk, organisation.pk])
    page = login(stella).post(merge, follow=True).content.decode()
    assert "Eine Koordinatorin oder ein Koordinator führt sie zusammen" in page
    assert not reads(stella)
    login(alice).post(merge)
    assert Interview.objects.get().organisation == mine


def test_who_is_invited_is_a_person_of_the_area(area: Area, project: Any, adam: User, login: Any) -> None:
    client = login(adam)
    form = {"email": "neu@example.org", "name": "Nele Neu", "role": "field_worker", "project": project.pk}
    client.post(reverse("places:members", args=[area.slug]), form)
    person = Person.objects.get(user__email="neu@example.org")
    assert (person.name, person.project) == ("Nele Neu", project)
    client.post(reverse("places:members", args=[area.slug]), form)
    assert Person.objects.filter(user__email="neu@example.org").count() == 1


def test_an_invited_owner_is_the_person_already_known(
    area: Area, organisation: Organisation, interview: Interview, adam: User, login: Any
) -> None:
    known = Person.objects.create(area=area, name="Wiebke Sturm", email="Wiebke@example.org")
    Position.objects.create(organisation=organisation, person=known, title="Inhaberin", opens_records=True)
    form = {"email": "wiebke@example.org", "name": "Wiebke Sturm", "role": "member"}
    login(adam).post(reverse("places:members", args=[area.slug]), form)
    known.refresh_from_db()
    assert known.user == User.objects.get(email="wiebke@example.org")
    assert reads(known.user)


def test_an_invitation_undone_leaves_the_person_without_an_account(area: Area, adam: User, login: Any) -> None:
    known = Person.objects.create(area=area, name="Wiebke Sturm", email="wiebke@example.org")
    client = login(adam)
    form = {"email": "wiebke@example.org", "name": "Wiebke Sturm", "role": "member"}
    client.post(reverse("places:members", args=[area.slug]), form)
    client.post(reverse("core:undo", args=[Change.objects.get().pk]))
    known.refresh_from_db()
    assert known.user is None
    assert not Membership.objects.filter(user__email="wiebke@example.org").exists()
