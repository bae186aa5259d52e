"""`kogge match AREA`."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from click.testing import CliRunner

from kogge.actors.models import Consent, Organisation
from kogge.cli.matching import match
from kogge.exchange.models import RingPlan
from kogge.needs.models import Need, Offer, Topic, TopicGroup
from kogge.places.models import Area


@pytest.fixture
def topic(area: Area) -> Topic:
    group = TopicGroup.objects.create(area=area, code="things", name_de="Dinge")
    return Topic.objects.create(area=area, group=group, code="brot", name_de="Brot")


def org(area: Area, name: str, consent: bool = True) -> Organisation:
    made = Organisation.objects.create(area=area, name=name, lat=54.12, lon=12.16)
    if consent:
        Consent.objects.create(
            area=area, organisation=made, purpose="matching", channel="spoken", given_on=dt.date.today()
        )
    return made


def need(of: Organisation, topic: Topic) -> None:
    Need.objects.create(area=topic.area, organisation=of, topic=topic, text="Brot gesucht")


def offer(of: Organisation, topic: Topic, asks_nothing: bool = False) -> None:
    Offer.objects.create(area=topic.area, organisation=of, topic=topic, text="Brot übrig", asks_nothing=asks_nothing)


def test_match_answers_with_the_plan_it_stored(area: Area, topic: Topic) -> None:
    one, two = org(area, "Bäckerei Sturm"), org(area, "Kita Möwe")
    for giver, receiver in ((one, two), (two, one)):
        offer(giver, topic)
        need(receiver, topic)
    need(org(area, "Stumm", consent=False), topic)

    found = CliRunner().invoke(match, [area.slug, "--json"])

    assert found.exit_code == 0
    data = json.loads(found.stdout)
    plan = RingPlan.objects.get()
    assert set(data) == {"area", "rings", "circles"}
    rings = data["rings"]
    assert (rings["plan"], rings["optimal"], rings["gap"]) == (plan.pk, True, 0)
    assert (rings["parties"], rings["needs"], rings["offers"], rings["without_consent"]) == (2, 2, 2, 1)
    (proposal,) = rings["proposals"]
    assert {(t["giver"], t["receiver"]) for t in proposal["transfers"]} == {
        ("Bäckerei Sturm", "Kita Möwe"),
        ("Kita Möwe", "Bäckerei Sturm"),
    }


def test_match_for_people_and_for_a_wrong_area(area: Area, topic: Topic) -> None:
    offer(org(area, "Bäckerei Sturm"), topic, asks_nothing=True)
    need(org(area, "Kita Möwe"), topic)
    found = CliRunner().invoke(match, [area.slug])
    assert "Proposals: 1 (proven best possible), from 2 organisations. Needs: 1, offers: 1." in found.stdout
    assert "chain: Bäckerei Sturm → Kita Möwe" in found.stdout

    wrong = CliRunner().invoke(match, ["nirgends", "--json"])
    assert wrong.exit_code == 2
    assert wrong.stdout == ""
    assert "no area 'nirgends'" in wrong.stderr
    assert "hafen" in wrong.stderr
