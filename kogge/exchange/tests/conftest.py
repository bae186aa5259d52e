"""A small board: three organisations that fit in a ring, with consent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from kogge.accounts.models import User
from kogge.actors.models import Consent, Organisation
from kogge.exchange import actions
from kogge.exchange.models import Agreement, Proposal
from kogge.needs.models import Need, Offer, Topic, TopicGroup
from kogge.places.models import Area, District


@pytest.fixture
def login(login: Callable[[User], Client]) -> Callable[[User], Client]:
    """Signs in on a device whose language is English: these tests read English sentences."""

    def sign_in(user: User) -> Client:
        client = login(user)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        return client

    return sign_in


@pytest.fixture
def topic(area: Area) -> Callable[[str], Topic]:
    group = TopicGroup.objects.create(area=area, code="things", name_de="Dinge", name_en="Things")

    def make(code: str) -> Topic:
        found, _made = Topic.objects.get_or_create(
            area=area, code=code, defaults={"group": group, "name_de": code.title(), "name_en": code.title()}
        )
        return found

    return make


@pytest.fixture
def org(area: Area, district: District) -> Callable[..., Organisation]:
    """`org("Kita")`: an organisation in the district, with consent to matching unless told otherwise."""

    def make(name: str, consent: bool = True, **fields: Any) -> Organisation:
        count = Organisation.objects.count()
        fields = {"lat": 54.12 + count / 2000, "lon": 12.16, "district": district, **fields}
        made = Organisation.objects.create(area=area, name=name, **fields)
        if consent:
            Consent.objects.create(
                area=area,
                organisation=made,
                purpose=Consent.Purpose.MATCHING,
                channel=Consent.Channel.SPOKEN,
                given_on=dt.date.today(),
            )
        return made

    return make


@pytest.fixture
def need(area: Area, topic: Callable[[str], Topic]) -> Callable[..., Need]:
    def make(organisation: Organisation, about: str, **fields: Any) -> Need:
        fields = {"text": f"{organisation.name} braucht {about}", **fields}
        return Need.objects.create(area=area, organisation=organisation, topic=topic(about), **fields)

    return make


@pytest.fixture
def offer(area: Area, topic: Callable[[str], Topic]) -> Callable[..., Offer]:
    def make(organisation: Organisation, about: str, **fields: Any) -> Offer:
        fields = {"text": f"{organisation.name} bietet {about}", **fields}
        return Offer.objects.create(area=area, organisation=organisation, topic=topic(about), **fields)

    return make


@pytest.fixture
def agree(area: Area) -> Callable[..., Agreement]:
    """`agree((giver, receiver, offer, need), …)`: an agreement due in some days."""

    def make(*arrows: tuple[Any, ...], due: int = 30, by: Any = None, **fields: Any) -> Agreement:
        today = dt.date.today()
        sides = [
            actions.Side(
                giver=arrow[0].pk,
                receiver=arrow[1].pk,
                text=f"{arrow[0]} hilft {arrow[1]}",
                offer=arrow[2].pk if len(arrow) > 2 else None,
                need=arrow[3].pk if len(arrow) > 3 else None,
            )
            for arrow in arrows
        ]
        made, _change = actions.create_agreement(
            area=area,
            title=fields.pop("title", "Abrede"),
            agreed_on=today - dt.timedelta(60),
            due=today + dt.timedelta(due),
            sides=sides,
            by=by,
            **fields,
        )
        return made

    return make


@pytest.fixture
def ring(org: Callable[..., Any], need: Callable[..., Any], offer: Callable[..., Any]) -> list[Any]:
    """Three organisations, each with what the next one needs."""
    orgs = [org("Bäckerei Sturm"), org("Kita Möwe"), org("Malerei Brise")]
    for index, about in enumerate(["brot", "raum", "farbe"]):
        offer(orgs[index], about)
        need(orgs[(index + 1) % 3], about)
    return orgs


@pytest.fixture
def orgs(org: Callable[..., Any], need: Callable[..., Any], offer: Callable[..., Any]) -> list[Any]:
    made = [org("Bäckerei Sturm"), org("Kita Möwe"), org("Malerei Brise")]
    for index, about in enumerate(["brot", "raum", "farbe"]):
        offer(made[index], about)
        need(made[(index + 1) % 3], about)
    return made


@pytest.fixture
def proposal(area: Area, orgs: list[Any]) -> Proposal:
    return actions.make_plan(area=area).proposals.get()
