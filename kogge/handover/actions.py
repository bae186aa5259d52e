"""The day after: computed from today's ties, stored once a week; introductions become tasks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kogge.actors.models import Organisation, Person
from kogge.core.history import change
from kogge.core.kept import kept, one_at_a_time, stamp_of
from kogge.core.models import Change
from kogge.engine.ties import DayAfter, Network, Reason
from kogge.engine.ties import day_after as engine_day_after
from kogge.needs.models import Need, Offer, Topic
from kogge.networks.queries import (
    area_network,
    is_organisation,
    key_of,
    organisation_node,
    person_node,
    staff_of,
)
from kogge.networks.queries.overview import TABLES as NETWORK_TABLES
from kogge.outreach.models import Interview, NoGo, Task
from kogge.outreach.queries import no_go_pairs, person_of
from kogge.places.models import Area, District

from .introductions import common_ground
from .models import CoordinationTask, DayAfterRecord
from .queries.tasks import Risk, risk_of, tasks_of
from .reasons import worded

INTRODUCTIONS = 10
# What the outlook is made from: the network, and what organisations have in common.
TABLES = (*NETWORK_TABLES, District, Interview, Need, NoGo, Offer, Topic)


@dataclass(frozen=True)
class Outlook:
    """What would remain of an area: the network, what the engine found, and the tasks nobody would do.

    `leavers`: nodes of the network that leave. `gone`: all who leave, also persons who have no tie.
    """

    network: Network
    leavers: tuple[str, ...]
    gone: frozenset[str]
    found: DayAfter
    tasks: tuple[CoordinationTask, ...]
    tasks_orphaned: tuple[CoordinationTask, ...]

    @property
    def organisations(self) -> int:
        return sum(1 for node in self.network.nodes if is_organisation(node.id))

    @property
    def orphans(self) -> tuple[str, ...]:
        """Organisations without any tie on the day after (persons without one are no organisations)."""
        return tuple(node for node in self.found.orphans if is_organisation(node))

    @cached_property
    def lacks(self) -> str:
        """What is missing to say what would remain: "few" (too few ties), "talks" (nothing but talks of project
        staff is known: that nobody else is tied to anybody was never looked at), or ""."""
        if self.found.fragmentation_today is None or self.found.fragmentation_after is None:
            return "few"
        staff = {node.id for node in self.network.nodes if node.staff}
        talks = all(
            edge.kind == "contact" and (edge.source in staff or edge.target in staff) for edge in self.network.edges
        )
        return "talks" if talks else ""

    @property
    def persons_gone(self) -> frozenset[int]:
        return frozenset(key_of(node) for node in self.gone if not is_organisation(node))


def compute(
    area: Area,
    *,
    leavers: Collection[str] | None = None,
    introductions: int = INTRODUCTIONS,
    named: bool = True,
    tasks: Collection[CoordinationTask] | None = None,
) -> Outlook:
    """What would remain without the leavers (node ids; None: all staff of running projects).

    `tasks`: the coordination tasks, where the caller has them.
    A constant number of queries; the engine's part grows with ties. Unknown leavers are left out.
    """
    network = area_network(area, named=named)
    gone = _leaving(area, network, leavers)
    going = tuple(node.id for node in network.nodes if node.id in gone)
    common = common_ground(area, network, going) if introductions else None
    no_go = [
        (organisation_node(a), organisation_node(b))
        for a, b in no_go_pairs(area)
        if organisation_node(a) in network.index and organisation_node(b) in network.index
    ]
    found = engine_day_after(
        network, going, introductions=introductions, plausible=common.between if common else None, no_go=no_go
    )
    tasks = tuple(tasks_of(area) if tasks is None else tasks)
    persons = {key_of(node) for node in gone if not is_organisation(node)}
    return Outlook(network, going, gone, found, tasks, orphaned_tasks(tasks, persons))


def kept_outlook(area: Area, *, leavers: Collection[str] | None = None, named: bool = True) -> Outlook:
    """The same for a page: kept for all staff of running projects, else computed, one at a time."""
    if leavers is not None:
        with one_at_a_time():
            return compute(area, leavers=leavers, named=named)
    made = kept(f"day-after-{area.pk}-{named}", stamp_of(TABLES), lambda: compute(area, named=named, tasks=()))
    tasks = tuple(tasks_of(area))
    return replace(made, tasks=tasks, tasks_orphaned=orphaned_tasks(tasks, made.persons_gone))


def _leaving(area: Area, network: Network, leavers: Collection[str] | None) -> frozenset[str]:
    """Who leaves: those asked for who are in the area, with or without a tie (one query)."""
    if leavers is None:
        return frozenset(person_node(pk) for pk in staff_of(area, timezone.localdate()))
    asked = {node for node in leavers if node[:1] in {"o", "p"} and node[1:].isdecimal() and len(node) < 20}
    persons = [key_of(node) for node in asked if not is_organisation(node)]
    here = Person.objects.filter(area=area, pk__in=persons).values_list("pk", flat=True)
    return frozenset(person_node(pk) for pk in here) | {node for node in asked if node in network.index}


def orphaned_tasks(tasks: Collection[CoordinationTask], leavers: Collection[int]) -> tuple[CoordinationTask, ...]:
    """Coordination tasks that nobody who stays leads or stands in for; those nobody does today among them."""
    return tuple(task for task in tasks if risk_of(task, leavers) is Risk.LOST)


def monday(day: dt.date) -> dt.date:
    """The Monday of a day's week."""
    return day - dt.timedelta(days=day.weekday())


def store_week(area: Area, *, by: Any = None, outlook: Outlook | None = None) -> DayAfterRecord | None:
    """Store this week's figure, or bring it up to date. Past weeks are never touched.

    None, and nothing stored, while there is not enough data (`Outlook.lacks`). `outlook` saves the computation
    when the caller has it for all staff.
    """
    outlook = outlook or compute(area, introductions=0)
    found = outlook.found
    if outlook.lacks or found.fragmentation_today is None or found.fragmentation_after is None:
        return None
    values = {
        "fragmentation_today": found.fragmentation_today,
        "fragmentation_after": found.fragmentation_after,
        "orphans": len(outlook.orphans),
        "tasks_orphaned": len(outlook.tasks_orphaned),
        "staff_only_ties": len(found.staff_only),
        "ties": found.ties_today,
        "organisations": outlook.organisations,
    }
    with change(_("Day-after figure of the week"), by=by, area=area):
        record, _made = DayAfterRecord.objects.update_or_create(
            area=area, week=monday(timezone.localdate()), defaults=values
        )
    return record


def store_missing_weeks() -> int:
    """Store the week's figure of every area that has none yet; one cheap query when nothing is missing."""
    week = monday(timezone.localdate())
    missing = Area.objects.exclude(day_after_records__week=week)
    count = 0
    for area in missing:
        try:
            with transaction.atomic():
                stored = store_week(area)
        except IntegrityError:  # another worker was quicker: its figure is as good
            continue
        count += stored is not None
    return count


def reasons_for(area: Area, one: Organisation, other: Organisation, leavers: Collection[str]) -> list[str] | None:
    """Why these two should meet, in words; None if they should not be brought together."""
    pair = (min(one.pk, other.pk), max(one.pk, other.pk))
    if one.pk == other.pk or pair in no_go_pairs(area):
        return None
    network = area_network(area)
    gone = _leaving(area, network, leavers)
    common = common_ground(area, network, gone)
    found: list[Reason] = []
    for candidate in common.between((organisation_node(one.pk),), (organisation_node(other.pk),)):
        found.extend(candidate.reasons)
    return [worded(reason, {}) for reason in found] or None


def introduce(
    area: Area, *, one: Organisation, other: Organisation, reasons: Collection[str], by: Any
) -> tuple[Task, Change]:
    """An introduction becomes a task of the person who asked for it. Writes one task."""
    title = _("Introduce %(one)s and %(other)s to each other") % {"one": one.name, "other": other.name}
    with change(_("Task noted: %(title)s") % {"title": title}, by=by, area=area) as made:
        task = Task.objects.create(
            area=area,
            kind=Task.Kind.INTRODUCTION,
            title=title[:250],
            reason=" ".join(reasons),
            assignee=person_of(by, area),
        )
        task.organisations.set([one, other])
    return task, made


def hand_over(task: CoordinationTask, *, to: Person, former_stands_in: bool, by: Any) -> Change:
    """A task changes hands: `to` leads it, the former leader stands in (and has done it) or is out of it."""
    former = task.leader
    label = _("%(task)s: %(person)s takes over") % {"task": task.name, "person": to.name}
    with change(label, by=by, area=task.area) as made:
        if former_stands_in and former is not None and former.pk != to.pk:
            task.deputy, task.deputy_did_it_once = former, True
        elif task.deputy_id == to.pk:
            task.deputy, task.deputy_did_it_once = None, False
        task.leader = to
        task.save()
    return made
