"""The history offers to undo what this person may undo, and nothing else."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kogge.accounts.roles import Role
from kogge.actors.models import Organisation
from kogge.conftest import make_user
from kogge.core.history import change
from kogge.places.models import Area

User = get_user_model()


def offered(page: str) -> set[str]:
    return set(re.findall(r'action="([^"]*/undo/[^"]*)"', page))


@pytest.fixture
def changes(area: Area, organisation: Organisation, alice: Any, bob: Any, adam: Any) -> dict[str, Any]:
    """Alice and Bob renamed the shop, Adam changed the settings."""
    made = {}
    for name, user in (("alice", alice), ("bob", bob)):
        with change(f"Umbenannt von {name}", by=user, area=area) as made[name]:
            organisation.name = f"Sturm {name}"
            organisation.save()
    with change("Einstellungen", by=adam, area=area) as made["adam"]:
        area.name = "Am alten Hafen"
        area.save()
    return made


@pytest.mark.parametrize(
    ("who", "expected"), [("adam", {"alice", "bob", "adam"}), ("alice", {"alice", "bob"}), ("bob", {"bob"})]
)
def test_what_is_offered_is_what_works(
    area: Area, changes: dict[str, Any], who: str, expected: set[str], request: Any, login: Any
) -> None:
    client = login(request.getfixturevalue(who))
    page = client.get(reverse("core:changes", args=[area.slug])).content.decode()
    urls = {name: reverse("core:undo", args=[made.pk]) for name, made in changes.items()}
    assert offered(page) & set(urls.values()) == {urls[name] for name in expected}
    for name in ("adam", "bob", "alice"):  # the newest first: an older one is no longer as it was
        assert (client.post(urls[name]).status_code == 302) is (name in expected)


def test_the_history_of_a_record_too(
    area: Area, organisation: Organisation, changes: dict[str, Any], stella: Any, bob: Any, login: Any
) -> None:
    url = reverse("core:history", args=[area.slug, "actors.organisation", organisation.pk])
    assert offered(login(stella).get(url).content.decode()) == set()
    assert offered(login(bob).get(url).content.decode()) == {reverse("core:undo", args=[changes["bob"].pk])}


def test_a_former_right_is_none(area: Area, organisation: Organisation, login: Any) -> None:
    user = make_user(area, Role.STEWARD, "Früher")
    with change("Umbenannt", by=user, area=area):
        organisation.name = "Sturm am Markt"
        organisation.save()
    url = reverse("core:history", args=[area.slug, "actors.organisation", organisation.pk])
    assert len(offered(login(user).get(url).content.decode())) == 1
    area.memberships.filter(user=user).update(role=Role.VIEWER)
    assert offered(login(user).get(url).content.decode()) == set()


def test_many_changes_cost_what_one_costs(area: Area, organisation: Organisation, alice: Any, login: Any) -> None:
    client = login(alice)
    url = reverse("core:changes", args=[area.slug])

    def cost() -> int:
        with change("Geändert", by=alice, area=area):
            organisation.phone += "1"
            organisation.save()
            area.basemap_source += "x"
            area.save()
        with CaptureQueriesContext(connection) as found:
            client.get(url)
        return len(found)

    cost()
    one = cost()
    assert {cost() for _ in range(3)} == {one}
