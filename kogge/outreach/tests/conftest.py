"""Fixtures of outreach's tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from kogge.accounts.models import User
from kogge.outreach.actions import add_version
from kogge.outreach.actions.devices import digest_of
from kogge.outreach.models import DevicePassword, GuideVersion, Visit
from kogge.outreach.queries import person_of

from .device import GUIDE
from .factories import make_visit
from .field import HOST, PASSWORD, client_of, sheet


@pytest.fixture
def english(login: Any) -> Any:
    """`english(user)` signs a user in with the pages in English."""

    def sign_in(user: User) -> Client:
        client: Client = login(user)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        return client

    return sign_in


@pytest.fixture
def files(settings: Any, tmp_path: Path) -> Path:
    """The folder of stored files, one for each test."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def version(area: Any, alice: Any) -> GuideVersion:
    """A guide with a photo and a recording, as field apps fetch it."""
    return add_version(area, content=sheet(), name="guide.md", by=alice)


@pytest.fixture
def device(area: Any, bob: Any, settings: Any) -> DevicePassword:
    settings.ALLOWED_HOSTS = [HOST, "testserver"]
    cache.clear()
    return DevicePassword.objects.create(user=bob, area=area, label="Bobs Pixel", digest=digest_of(PASSWORD))


@pytest.fixture
def phone(device: DevicePassword) -> Client:
    return client_of("bob@example.org", PASSWORD)


@pytest.fixture
def short_guide(area: Any, alice: Any) -> GuideVersion:
    return add_version(area, content=GUIDE, name="guide.md", by=alice)


@pytest.fixture
def planned(organisation: Any, bob: Any) -> Visit:
    return make_visit(organisation, visitor=person_of(bob, organisation.area))
