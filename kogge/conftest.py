"""Fixtures that all tests share: an area and its people. Alice coordinates, Bob walks, Charlie is a stranger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from hypothesis import settings

from kogge.accounts.models import User
from kogge.accounts.roles import Role
from kogge.actors.models import Organisation, Person
from kogge.places.models import Area, District, Membership, Project

# How long an example takes says something about the machine, nothing about the code.
settings.register_profile("kogge", deadline=None)
settings.load_profile("kogge")


@pytest.fixture(autouse=True)
def _german() -> Iterator[None]:
    """Every test begins in German, whatever language the one before it chose."""
    with translation.override("de"):
        yield


@pytest.fixture(autouse=True)
def _english_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands answer in English, whatever the terminal of whoever runs the tests speaks."""
    monkeypatch.setenv("LANGUAGE", "en")


@pytest.fixture
def area(db: None) -> Area:
    return Area.objects.create(slug="hafen", name="Am Hafen")


@pytest.fixture
def other_area(db: None) -> Area:
    return Area.objects.create(slug="anderswo", name="Anderswo")


@pytest.fixture
def district(area: Area) -> District:
    return District.objects.create(area=area, name="Fischerviertel")


@pytest.fixture
def project(area: Area) -> Project:
    today = dt.date.today()
    return Project.objects.create(
        area=area, name="Hafen bewegt", start=today - dt.timedelta(400), end=today + dt.timedelta(270)
    )


def make_user(area: Area | None, role: Role, name: str, project: Project | None = None) -> User:
    """A user with a role in an area (none: a stranger), and the person that stands for them there."""
    user = User.objects.create_user(f"{name.lower()}@example.org", name=name)
    if area is not None:
        Membership.objects.create(area=area, user=user, role=role, project=project)
        Person.objects.create(area=area, user=user, name=name, project=project)
    return user


@pytest.fixture
def alice(area: Area, project: Project) -> User:
    """Coordinator, paid by the project."""
    return make_user(area, Role.COORDINATOR, "Alice", project)


@pytest.fixture
def bob(area: Area, project: Project) -> User:
    """Field worker, paid by the project."""
    return make_user(area, Role.FIELD_WORKER, "Bob", project)


@pytest.fixture
def stella(area: Area) -> User:
    """Local steward: stays when the project ends."""
    return make_user(area, Role.STEWARD, "Stella")


@pytest.fixture
def adam(area: Area) -> User:
    """Administrator of the area."""
    return make_user(area, Role.ADMINISTRATOR, "Adam")


@pytest.fixture
def vera(area: Area) -> User:
    """Viewer."""
    return make_user(area, Role.VIEWER, "Vera")


@pytest.fixture
def charlie(other_area: Area) -> User:
    """Coordinator-like administrator of another area: a stranger here."""
    return make_user(other_area, Role.ADMINISTRATOR, "Charlie")


@pytest.fixture
def organisation(area: Area, district: District) -> Organisation:
    return Organisation.objects.create(
        area=area,
        district=district,
        name="Bäckerei Sturm",
        street="Kaistraße",
        housenumber="3",
        postcode="18146",
        city="Rostock",
        lat=54.12,
        lon=12.16,
    )


@pytest.fixture
def login(client: Client) -> Any:
    """`login(user)` signs a user in on the test client and gives the client back."""

    def sign_in(user: User) -> Client:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
