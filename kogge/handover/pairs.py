"""The proposed introductions as the page shows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kogge.engine.ties import Introduction, Network, Reason
from kogge.networks.queries import is_organisation, key_of
from kogge.outreach.models import Task
from kogge.places.models import Area

from .reasons import worded

MOST_REASONS = 4


@dataclass(frozen=True)
class Pair:
    """Two organisations to introduce: why, what it brings, and the task there may be already."""

    a: int
    b: int
    names: tuple[str, str]
    reasons: list[str]
    effect: str
    task: Task | None


def pairs_of(area: Area, network: Network, introductions: tuple[Introduction, ...]) -> list[Pair]:
    """Introductions in words, with the tasks that exist (two queries)."""
    labels = {node.id: node.label for node in network.nodes}
    tasks = introduction_tasks(area)
    found = []
    for one in introductions:
        if not (is_organisation(one.a) and is_organisation(one.b)):
            continue
        a, b = key_of(one.a), key_of(one.b)
        found.append(
            Pair(
                a,
                b,
                (labels[one.a], labels[one.b]),
                [worded(reason, labels) for reason in telling(one)[:MOST_REASONS]],
                effect(one, labels),
                tasks.get(frozenset({a, b})),
            )
        )
    return found


def telling(one: Introduction) -> list[Reason]:
    """The reasons that say something new: the effect stands above them, and shared contacts are told once."""
    told = {reason.code for reason in one.reasons}
    said = {"joins_groups", *({"shared_contact_leaves"} if "same_contact" in told else ())}
    return [reason for reason in one.reasons if reason.code not in said]


def effect(one: Introduction, labels: Mapping[str, str]) -> str:
    """What an introduction brings on the day after."""
    larger, smaller = one.joins
    if smaller == 1:
        return _("Brings one that would stand alone to a group of %(larger)s.") % {"larger": larger}
    return _("Joins a group of %(larger)s with one of %(smaller)s.") % {"larger": larger, "smaller": smaller}


def introduction_tasks(area: Area) -> dict[frozenset[int], Task]:
    """Tasks that introduce two organisations, by the two; an open one counts before one that is done."""
    through = Task.organisations.through
    ends: dict[int, set[int]] = defaultdict(set)
    rows = through.objects.filter(task__area=area, task__kind=Task.Kind.INTRODUCTION)
    for task, organisation in rows.values_list("task_id", "organisation_id"):
        ends[task].add(organisation)
    tasks = Task.objects.filter(area=area, kind=Task.Kind.INTRODUCTION).order_by("-done_on", "pk")
    found: dict[frozenset[int], Task] = {}
    for task in sorted(tasks, key=lambda row: row.done_on is None):
        found[frozenset(ends[task.pk])] = task
    return found
