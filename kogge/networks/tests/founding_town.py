"""A small town whose businesses said when they are free and what they need, for the tests of founding circles."""

from __future__ import annotations

from typing import Any

from kogge.actors.models import Consent, Organisation
from kogge.needs.models import Need, Offer, Topic, TopicGroup
from kogge.networks.models import (
    FoundingCircle,
    FoundingPlan,
    FoundingRest,
    FoundingScenario,
    FoundingSeat,
)
from kogge.outreach.models import Interview

from .factories import TODAY, days

LAT, LON = 54.12, 12.16


def topic(area: Any, code: str, group: str) -> Topic:
    groups, _made = TopicGroup.objects.get_or_create(area=area, code=group, defaults={"name_de": group.title()})
    found, _made = Topic.objects.get_or_create(area=area, code=code, defaults={"group": groups, "name_de": code})
    return found


def agree(organisation: Organisation) -> None:
    Consent.objects.create(
        area=organisation.area, organisation=organisation, purpose="matching", channel="spoken", given_on=TODAY
    )


def shop(area: Any, name: str, *, consent: bool = True, about: str = "staff", **said: Any) -> Organisation:
    """A business with consent, a talk and a need; `said` changes what it said."""
    place = {key: said.pop(key) for key in ("lat", "lon", "district") if key in said}
    made = Organisation.objects.create(area=area, name=name, **{"lat": LAT, "lon": LON, **place})
    if consent:
        agree(made)
    said = {
        "would_join": "yes",
        "slots": ["tu-morning"],
        "languages": ["de"],
        "hours_per_month": 2,
        "max_fee": 10,
        "max_walk_m": 1000,
        "formats": ["breakfast"],
        "date": days(-20),
        **said,
    }
    talk = Interview.objects.create(area=area, organisation=made, **said)
    Need.objects.create(
        area=area, organisation=made, interview=talk, topic=topic(area, f"{about}-1", about),
        text=f"{name} braucht {about}", urgency=2, is_practice=talk.is_practice,
    )  # fmt: skip
    return made


def house(area: Any, name: str = "Stadtteilhaus", *, offers: bool = True, **values: Any) -> Organisation:
    """A civic organisation that offers a room."""
    values = {"kind": "civic", "lat": LAT + 0.001, "lon": LON, "street": "Kaistraße", "housenumber": "1", **values}
    made = Organisation.objects.create(area=area, name=name, **values)
    if offers:
        agree(made)
        room = topic(area, "meeting-room", "rooms")
        Offer.objects.create(area=area, organisation=made, topic=room, text="Unser Saal")
    return made


def scenario(area: Any, name: str = "Alle Zeiten", **values: Any) -> FoundingScenario:
    return FoundingScenario.objects.create(area=area, name=name, **{"least": 2, "most": 4, **values})


def stored(row: FoundingScenario, place: Organisation, *groups: list[Organisation], **values: Any) -> FoundingPlan:
    """A plan as it is stored, without asking the engine: a circle for each group, its first as host."""
    count = sum(len(group) for group in groups)
    plan = FoundingPlan.objects.create(
        scenario=row, seconds=0.2, **{"objective": 2 * count, "bound": 2 * count, **values},
        inputs={"members": count, "places": 1, "missing": 0, "left_out": 0, "least": 2, "most": 4, "slots": [],
                "topics_at_most": 3, "hours_per_month": 1.0, "fee": 0.0},
    )  # fmt: skip
    for number, group in enumerate(groups, 1):
        circle = FoundingCircle.objects.create(
            plan=plan, number=number, slot="tu-morning", place=place, language="de", topics=["staff"]
        )
        for organisation in group:
            FoundingSeat.objects.create(
                circle=circle, organisation=organisation, interview=organisation.interviews.first(),
                is_host=organisation is group[0], metres=120, topics={"staff": 2},
                reasons=[{"code": "topics", "params": {"topics": "staff"}},
                         {"code": "free", "params": {"slot": "tu-morning"}},
                         {"code": "near", "params": {"metres": 120}}],
                against=[{"code": "maybe", "params": {}}],
            )  # fmt: skip
    return plan


def leave_out(plan: FoundingPlan, organisation: Organisation, code: str = "no_slot", **params: Any) -> FoundingRest:
    opening = {"code": "slot", "params": {"value": "tu-morning", "circle": 1}}
    return FoundingRest.objects.create(
        plan=plan, organisation=organisation, kind="left_out",
        reasons=[{"code": code, "params": params}], openings=[opening],
    )  # fmt: skip
