"""Numbers that are allowed to be typed but not to break a page."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from kogge.accounts.models import User
from kogge.places.models import Area, District, Fact

SETTINGS = {
    "name": "Am Hafen",
    "success_probability": "0.7",
    "longest_ring": "4",
    "longest_chain": "4",
    "answer_days": "14",
    "assembly_days": "42",
    "red_flag_days": "2",
    "yellow_flag_days": "42",
    "verify_months": "18",
    "small_number": "3",
}


@pytest.mark.parametrize(
    ("value", "kept"), [("999999999999.999", True), ("9999999999999.999", False), ("-1e12", False)]
)
def test_a_fact_can_be_read_again(
    area: Area, district: District, alice: User, login: Any, value: str, kept: bool
) -> None:
    client = login(alice)
    fact = {"district": district.pk, "name": "Umsatz", "value": value, "unit": "€", "date": "2025-12-31", "source": "x"}
    client.post(reverse("places:fact_new", args=[area.slug]), fact)
    assert Fact.objects.exists() is kept
    assert client.get(reverse("places:area", args=[area.slug])).status_code == 200


@pytest.mark.parametrize(
    "name",
    ["answer_days", "assembly_days", "red_flag_days", "yellow_flag_days", "verify_months", "small_number"],
)
def test_settings_keep_within_the_calendar(area: Area, adam: User, login: Any, name: str) -> None:
    client = login(adam)
    client.post(reverse("places:settings", args=[area.slug]), SETTINGS | {name: "32767"})
    area.refresh_from_db()
    assert getattr(area, name) < 1000
    client.post(reverse("places:settings", args=[area.slug]), SETTINGS | {name: "100"})
    area.refresh_from_db()
    assert getattr(area, name) == 100
    for page in ("actors:list", "outreach:waiting", "reports:today"):
        assert client.get(reverse(page, args=[area.slug])).status_code == 200


def test_nobody_gives_themselves_another_address(area: Area, vera: User, login: Any) -> None:
    client = login(vera)
    for act in ("action_add", "action_primary"):
        client.post("/accounts/email/", {act: "", "email": "buergermeisterin@example.org"})
    vera.refresh_from_db()
    assert vera.email == "vera@example.org"
    assert client.get("/accounts/email/").status_code == 302
