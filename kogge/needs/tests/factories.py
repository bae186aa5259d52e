"""Records for tests of needs and offers."""

from __future__ import annotations

from typing import Any

from kogge.actors.models import Organisation
from kogge.needs.models import Need, Offer, Topic, TopicGroup


def make_topic(area: Any, name: str = "Malern", group: str = "Handwerk", **fields: Any) -> Topic:
    row, _made = TopicGroup.objects.get_or_create(
        area=area, code=group.lower(), defaults={"name_de": group, "name_en": f"{group} EN"}
    )
    fields.setdefault("code", name.lower().replace(" ", "-"))
    fields.setdefault("name_en", f"{name} EN")
    return Topic.objects.create(area=area, group=row, name_de=name, **fields)


def make_need(organisation: Organisation, topic: Topic, text: str = "", **fields: Any) -> Need:
    return Need.objects.create(
        area=organisation.area, organisation=organisation, topic=topic, text=text or topic.name_de, **fields
    )


def make_offer(organisation: Organisation, topic: Topic, text: str = "", **fields: Any) -> Offer:
    return Offer.objects.create(
        area=organisation.area, organisation=organisation, topic=topic, text=text or topic.name_de, **fields
    )
