"""Under which conditions an organisation would join, and who will not work with whom."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from kogge.actors.models import Relation
from kogge.outreach.models import Interview, NoGo
from kogge.places.models import Area


@dataclass(frozen=True)
class Conditions:
    """What an organisation said in its newest interview. Empty or None: not asked, or no limit.

    `slots` are "<day>-<time>" (models.SLOTS), `max_fee` is in euros a month, `max_walk_m` in metres,
    `languages` ISO 639-1 codes, `not_with` ids of organisations.
    """

    organisation: int
    interview: int
    date: dt.date
    would_join: str
    slots: frozenset[str]
    hours_per_month: float | None
    max_fee: float | None
    formats: frozenset[str]
    languages: frozenset[str]
    max_walk_m: int | None
    not_with: frozenset[int]
    is_practice: bool


def current_conditions(area: Area) -> dict[int, Conditions]:
    """Conditions by organisation id, from its newest interview (a real one before any practice one).

    Two queries however many organisations there are. Internal: what was said in confidence is for the engine;
    a page shows `not_with` only to those who may read interviews.
    """
    latest = Interview.objects.filter(area=area).latest_per_organisation()
    not_with: dict[int, set[int]] = defaultdict(set)
    for interview, organisation in NoGo.objects.filter(interview__in=latest.values("pk")).values_list(
        "interview_id", "organisation_id"
    ):
        not_with[interview].add(organisation)
    return {
        row.organisation_id: Conditions(
            organisation=row.organisation_id,
            interview=row.pk,
            date=row.date,
            would_join=row.would_join,
            slots=frozenset(row.slots),
            hours_per_month=None if row.hours_per_month is None else float(row.hours_per_month),
            max_fee=None if row.max_fee is None else float(row.max_fee),
            formats=frozenset(row.formats),
            languages=frozenset(row.languages),
            max_walk_m=row.max_walk_m,
            not_with=frozenset(not_with[row.pk]),
            is_practice=row.is_practice,
        )
        for row in latest.defer("situation", "motivation", "expectation", "experience_note")
    }


def no_go_pairs(area: Area, *, rifts: bool = True) -> set[tuple[int, int]]:
    """Pairs of organisations (smaller id first) that must not be brought together.

    One of them said so in its newest interview (one side is enough), or, with `rifts`, a rift between them is
    in the register today. Two queries at most. Never show a pair to someone who may not read interviews.
    """
    latest = Interview.objects.filter(area=area).latest_per_organisation()
    pairs = set(
        NoGo.objects.filter(interview__in=latest.values("pk")).values_list(
            "interview__organisation_id", "organisation_id"
        )
    )
    if rifts:
        pairs |= set(
            Relation.objects.filter(area=area, type=Relation.Type.RIFT).on().values_list("source_id", "target_id")
        )
    return {(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]}
