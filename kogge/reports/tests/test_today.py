"""Heute: what is due for whom, at a constant price."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kogge.accounts.models import User
from kogge.accounts.roles import Role
from kogge.actors.models import Organisation, Person, Position
from kogge.exchange.models import Agreement
from kogge.outreach.models import Promise, Task, Visit
from kogge.places.models import Area, Membership


def furnish(area: Area, organisation: Organisation, alice: User, times: int) -> None:
    today, person = dt.date.today(), area.persons.get(user=alice)
    for number in range(times):
        Visit.objects.create(area=area, organisation=organisation, visitor=person)
        Promise.objects.create(
            area=area,
            organisation=organisation,
            what=f"Zusage {number}",
            due=today - dt.timedelta(days=1),
            promised_by=person,
        )
        Task.objects.create(area=area, title=f"Aufgabe {number}", assignee=person, due=today)
        Agreement.objects.create(area=area, title=f"Abrede {number}", due=today)


def test_everything_due_is_there(area: Area, organisation: Organisation, alice: User, login: Any) -> None:
    furnish(area, organisation, alice, 2)
    page = login(alice).get(reverse("reports:today", args=[area.slug])).content.decode()
    for words in ("Bäckerei Sturm", "Zusage 1", "Aufgabe 1", "Abrede 1"):
        assert words in page


def test_a_viewer_sees_no_visits(area: Area, organisation: Organisation, alice: User, vera: User, login: Any) -> None:
    furnish(area, organisation, alice, 1)
    page = login(vera).get(reverse("reports:today", args=[area.slug])).content.decode()
    assert "Zusage 0" not in page
    assert "Aufgabe 0" not in page


def test_a_quiet_day_teaches(area: Area, alice: User, login: Any) -> None:
    page = login(alice).get(reverse("reports:today", args=[area.slug])).content.decode()
    assert reverse("actors:list", args=[area.slug]) in page


def test_queries_do_not_grow(area: Area, organisation: Organisation, alice: User, login: Any) -> None:
    client, url, counts = login(alice), reverse("reports:today", args=[area.slug]), []
    for times in (1, 2):  # one of each, then three of each
        furnish(area, organisation, alice, times)
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= MOST_QUERIES


MOST_QUERIES = 22


def test_the_front_door_leads_to_the_only_area(area: Area, alice: User, login: Any) -> None:
    assert login(alice).get("/")["Location"] == reverse("reports:today", args=[area.slug])


def test_somebody_here_for_one_organisation_finds_it(
    area: Area, organisation: Organisation, charlie: User, login: Any
) -> None:
    Membership.objects.create(area=area, user=charlie, role=Role.MEMBER)
    person = Person.objects.create(area=area, name="Charlie Kahn", user=charlie)
    url = reverse("actors:detail", args=[area.slug, organisation.pk])
    page = login(charlie).get(reverse("reports:today", args=[area.slug])).content.decode()
    assert url not in page
    Position.objects.create(organisation=organisation, person=person, title="Inhaber", opens_records=True)
    page = login(charlie).get(reverse("reports:today", args=[area.slug])).content.decode()
    assert url in page
    assert f"{reverse('needs:entry_new', args=[area.slug, 'need'])}?organisation={organisation.pk}" in page


def test_a_task_says_whom_it_is_about_and_that_it_is_late(
    area: Area, organisation: Organisation, alice: User, login: Any
) -> None:
    task = Task.objects.create(area=area, title="Aufgabe", due=dt.date.today() - dt.timedelta(days=1))
    task.organisations.add(organisation)
    page = login(alice).get(reverse("reports:today", args=[area.slug])).content.decode()
    assert "Bäckerei Sturm" in page
    assert "überfällig" in page
