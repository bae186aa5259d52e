"""A project's end closes the access of its staff: nobody moves the day on which their own access ends."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from kogge.accounts.models import User
from kogge.accounts.roles import Role
from kogge.core.history import change
from kogge.places.models import Area, Membership, Project

LATER = dt.date.today() + dt.timedelta(days=2000)


def save(client: Any, area: Area, project: Project, **other: Any) -> Any:
    form = {"name": "Hafen bewegt", "start": project.start.isoformat(), "end": LATER.isoformat(), **other}
    return client.post(reverse("places:project", args=[area.slug, project.pk]), form)


def test_a_coordinator_does_not_prolong_their_own_access(area: Area, project: Project, alice: User, login: Any) -> None:
    client = login(alice)
    page = client.get(reverse("places:project", args=[area.slug, project.pk])).content.decode()
    assert "Ihr eigener Zugang endet mit diesem Projekt" in page
    end = project.end
    save(client, area, project, name="Hafen bewegt sich", goals="Mehr Miteinander")
    project.refresh_from_db()
    assert project.end == end
    assert (project.name, project.goals) == ("Hafen bewegt sich", "Mehr Miteinander")


def test_an_administrator_and_a_steward_set_the_end(
    area: Area, project: Project, adam: User, stella: User, login: Any
) -> None:
    save(login(adam), area, project)
    project.refresh_from_db()
    assert project.end == LATER
    save(login(stella), area, project, end=(LATER - dt.timedelta(days=1)).isoformat())
    project.refresh_from_db()
    assert project.end == LATER - dt.timedelta(days=1)


def test_a_coordinator_who_administrates_too_sets_the_end(
    area: Area, project: Project, alice: User, login: Any
) -> None:
    Membership.objects.create(area=area, user=alice, role=Role.ADMINISTRATOR)
    save(login(alice), area, project)
    project.refresh_from_db()
    assert project.end == LATER


def test_a_coordinator_plans_the_next_project(area: Area, project: Project, alice: User, login: Any) -> None:
    form = {"name": "Danach", "start": dt.date.today().isoformat(), "end": LATER.isoformat()}
    login(alice).post(reverse("places:project_new", args=[area.slug]), form)
    assert Project.objects.get(name="Danach").end == LATER


@pytest.mark.parametrize("field", ["end", "note"])
def test_a_shortened_project_is_not_made_longer_again_by_undo(
    area: Area, project: Project, alice: User, adam: User, login: Any, field: str
) -> None:
    """Coordinators take back what others did, but not that their own access was shortened."""
    with change("Geändert", by=adam, area=area) as made:
        setattr(project, field, dt.date.today() if field == "end" else "Erledigt")
        project.save()
    answer = login(alice).post(reverse("core:undo", args=[made.pk]))
    assert answer.status_code == (404 if field == "end" else 302)
    if field == "end":
        assert login(adam).post(reverse("core:undo", args=[made.pk])).status_code == 302


def test_start_and_end_in_the_wrong_order_keep_what_was_typed(
    area: Area, project: Project, adam: User, login: Any
) -> None:
    page = save(login(adam), area, project, end="1999-01-01", goals="Ein langes Ziel").content.decode()
    assert "Das Projekt endet, bevor es beginnt" in page
    assert "Ein langes Ziel" in page
