"""What the organisations of a results sheet need and offer, by topic group: single topics are named by too few."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Set

from kogge.outreach.results import Answer
from kogge.places.models import Area

from .models import BoardEntry, Need, Offer


def answers(area: Area, organisations: Set[int]) -> list[Answer]:
    """Topic groups of needs and offers that were not withdrawn; practice entries left out. Two queries."""
    found = []
    for section, model in (("need", Need), ("offer", Offer)):
        said: dict[str, set[int]] = defaultdict(set)
        rows = model.objects.filter(area=area, is_practice=False).exclude(status=BoardEntry.Status.WITHDRAWN)
        for entry in rows.select_related("topic__group"):
            if entry.organisation_id in organisations:
                said[entry.topic.group.name].add(entry.organisation_id)
        found += [Answer(section, label, members) for label, members in said.items()]
    return found
