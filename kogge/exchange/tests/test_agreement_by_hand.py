"""An agreement that came about without a proposal: names that are clear, words that are kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kogge.accounts.models import User
from kogge.exchange.models import Agreement
from kogge.places.models import Area

Make = Callable[..., Any]


def url(area: Area, name: str, *args: Any) -> str:
    return reverse(f"exchange:{name}", args=[area.slug, *args])


def test_agreement_by_hand(area: Area, org: Make, alice: User, login: Callable[[User], Client]) -> None:
    org("Bäckerei Sturm", street="Kaistraße", housenumber="3")
    org("Bäckerei Sturm", street="Warnowufer", housenumber="8")
    org("Kita Möwe")
    client = login(alice)
    data = {
        "title": "Brot gegen Bilder",
        "agreed_on": "2026-03-01",
        "due": "2026-04-01",
        "form-TOTAL_FORMS": "2",
        "form-INITIAL_FORMS": "0",
        "form-0-giver": "bäckerei sturm",
        "form-0-receiver": "Kita Möwe",
        "form-0-text": "Brot fürs Fest",
        "form-0-hours": "1.5",
    }
    refused = client.post(url(area, "agreement_new"), data)
    assert refused.status_code == 422
    text = refused.content.decode()
    assert "Bäckerei Sturm, Kaistraße 3; Bäckerei Sturm, Warnowufer 8" in text
    assert "Brot gegen Bilder" in text
    assert not Agreement.objects.exists()

    accepted = client.post(url(area, "agreement_new"), {**data, "form-0-giver": "Bäckerei Sturm, Warnowufer 8"})
    found = Agreement.objects.get()
    assert accepted["location"] == url(area, "agreement", found.pk)
    only = found.contributions.get()
    assert (only.giver.street, only.receiver.name, str(only.hours)) == ("Warnowufer", "Kita Möwe", "1.5")


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"due": "2026-02-01"}, "This day lies before the day of the agreement."),
        ({"form-0-receiver": "Kita Möwe"}, "Nobody gives something to themselves."),
        ({"form-0-receiver": "Reederei Nord"}, "No organisation of this name is in the register."),
        (
            {"form-0-giver": "", "form-0-receiver": "", "form-0-text": ""},
            "Write down at least one contribution",
        ),
    ],
)
def test_agreement_by_hand_says_what_is_wrong(
    changed: dict[str, str],
    message: str,
    area: Area,
    org: Make,
    alice: User,
    login: Callable[[User], Client],
) -> None:
    org("Kita Möwe"), org("Café Luv")
    data = {
        "title": "Kaffee",
        "agreed_on": "2026-03-01",
        "due": "2026-04-01",
        "form-TOTAL_FORMS": "2",
        "form-INITIAL_FORMS": "0",
        "form-0-giver": "Kita Möwe",
        "form-0-receiver": "Café Luv",
        "form-0-text": "Kuchen",
        **changed,
    }
    response = login(alice).post(url(area, "agreement_new"), data)
    assert response.status_code == 422
    assert message in response.content.decode()


def test_suggestions_while_typing(area: Area, org: Make, alice: User, login: Callable[[User], Client]) -> None:
    org("Bäckerei Sturm", street="Kaistraße", housenumber="3")
    org("Kita Möwe")
    response = login(alice).get(url(area, "organisation_options"), {"field": "form-0-giver", "form-0-giver": "sturm"})
    assert "Bäckerei Sturm, Kaistraße 3" in response.content.decode()
    assert "Kita" not in response.content.decode()
