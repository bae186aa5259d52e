"""What the organisations of a results sheet need and offer, by topic group: single topics are named by too few."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Set

from kogge.outreach.results import Answer
from kogge.places.models import Area

from .models import BoardEntry, Need, Offer, Topic, TopicGroup

TABLES = (Need, Offer, Topic, TopicGroup)


def answers(area: Area, organisations: Set[int]) -> list[Answer]:
    """Topic groups of needs and offers that were not withdrawn; practice entries left out. Three queries."""
    names = {group.pk: group.name for group in TopicGroup.objects.filter(area=area)}
    found = []
    for section, model in (("need", Need), ("offer", Offer)):
        said: dict[str, set[int]] = defaultdict(set)
        rows = model.objects.filter(area=area, is_practice=False).exclude(status=BoardEntry.Status.WITHDRAWN)
        for organisation, group in rows.order_by().values_list("organisation_id", "topic__group_id"):
            said[names[group]].add(organisation)
        found += [Answer(section, label, members & organisations) for label, members in said.items()]
    return [answer for answer in found if answer.said]
