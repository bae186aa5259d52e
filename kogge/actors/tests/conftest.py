"""Fixtures of the register's tests: somebody who reads English, and many organisations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from kogge.accounts.models import User
from kogge.actors.models import Organisation
from kogge.places.models import Area


@pytest.fixture
def english(login: Callable[[User], Client], alice: User) -> Client:
    """Alice, who coordinates, reading English."""
    alice.language = "en"
    alice.save()
    return login(alice)


@pytest.fixture
def make_organisation(area: Area) -> Callable[..., Organisation]:
    """`make_organisation("Name", street="…")` in the area."""

    def make(name: str, **fields: Any) -> Organisation:
        return Organisation.objects.create(**{"area": area, "name": name, **fields})

    return make
