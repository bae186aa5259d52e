"""Writes of needs and offers: the shipped topic list, closing an entry, retiring a topic."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from kogge.core.history import bulk_create, change
from kogge.places.models import Area

from .models import Need, Offer, RelatedTopic, Topic, TopicGroup

TOPIC_FILE = Path(__file__).parent / "data" / "topics.csv"


@cache
def shipped_topics() -> tuple[dict[str, str], ...]:
    """The rows of the shipped list: group_code, group_de, group_en, code, name_de, name_en, example_de,
    related (codes, space between), words_de."""
    with TOPIC_FILE.open(encoding="utf-8-sig", newline="") as handle:
        return tuple(csv.DictReader(handle))


def install_topics(area: Area, *, by: Any = None) -> int:
    """Give an area its own copy of the shipped topic list; returns how many topics were new.

    Idempotent: topics and groups that the area has (by their code) stay as the team left them,
    retired ones too.
    """
    rows = shipped_topics()
    groups = {group.code: group for group in TopicGroup.objects.filter(area=area)}
    known = set(Topic.objects.filter(area=area).values_list("code", flat=True))
    fresh = [row for row in rows if row["code"] not in known]
    if not fresh:
        return 0
    with change(_("Topic list installed"), by=by, area=area):
        wanted = {row["group_code"]: row for row in rows}
        missing = [
            TopicGroup(area=area, code=code, name_de=row["group_de"], name_en=row["group_en"], order=order)
            for order, (code, row) in enumerate(wanted.items(), start=1)
            if code not in groups
        ]
        bulk_create(missing)
        groups = {group.code: group for group in TopicGroup.objects.filter(area=area)}
        bulk_create(
            [
                Topic(
                    area=area,
                    group=groups[row["group_code"]],
                    code=row["code"],
                    name_de=row["name_de"],
                    name_en=row["name_en"],
                    example=row["example_de"],
                    words=row["words_de"],
                )
                for row in fresh
            ]
        )
        _relate(area, fresh)
    return len(fresh)


def _relate(area: Area, rows: list[dict[str, str]]) -> None:
    """Join new topics with their related ones, in both directions as the relation is mutual."""
    ids = dict(Topic.objects.filter(area=area).values_list("code", "pk"))
    pairs = {
        (ids[row["code"]], ids[other])
        for row in rows
        for other in row["related"].split()
        if other in ids and other != row["code"]
    }
    there = set(RelatedTopic.objects.filter(from_topic__area=area).values_list("from_topic", "to_topic"))
    wanted = pairs | {(second, first) for first, second in pairs}
    bulk_create([RelatedTopic(from_topic_id=one, to_topic_id=other) for one, other in sorted(wanted - there)])


def set_status(entry: Need | Offer, status: str, *, by: Any) -> Any:
    """Settle, withdraw or reopen a need or an offer; returns the Change that undoes it."""
    labels = {
        "met": _("Settled: %(text)s"),
        "withdrawn": _("Withdrawn: %(text)s"),
        "open": _("Open again: %(text)s"),
    }
    with change(labels[status] % {"text": entry.text}, by=by, area=entry.area) as made:
        entry.status = status
        entry.save()
    return made


def set_topic_in_use(topic: Topic, in_use: bool, *, by: Any) -> Any:
    """Take a topic out of use, or back into it. Nothing is ever deleted: old entries keep their topic."""
    label = _("Topic in use again: %(topic)s") if in_use else _("Topic taken out of use: %(topic)s")
    with change(label % {"topic": topic.name}, by=by, area=topic.area) as made:
        topic.is_active = in_use
        topic.save()
    return made
