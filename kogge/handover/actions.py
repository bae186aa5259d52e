"""The day after: computed from today's ties, stored once a week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kogge.core.history import change
from kogge.engine.ties import DayAfter, Network
from kogge.engine.ties import day_after as engine_day_after
from kogge.networks.queries import area_network, organisation_node, person_node, staff_nodes
from kogge.outreach.queries import no_go_pairs
from kogge.places.models import Area

from .introductions import common_ground
from .models import CoordinationTask, DayAfterRecord

INTRODUCTIONS = 10


@dataclass(frozen=True)
class Outlook:
    """What would remain of an area: the network, what the engine found, and the tasks nobody would do."""

    network: Network
    leavers: tuple[str, ...]
    found: DayAfter
    tasks_orphaned: tuple[CoordinationTask, ...]

    @property
    def organisations(self) -> int:
        return sum(1 for node in self.network.nodes if node.id.startswith("o"))


def compute(
    area: Area,
    *,
    leavers: Collection[str] | None = None,
    introductions: int = INTRODUCTIONS,
    named: bool = True,
) -> Outlook:
    """What would remain without the leavers (node ids; None: all staff of running projects).

    A constant number of queries; the engine's part grows with ties. Unknown leavers are left out.
    """
    network = area_network(area, named=named)
    going = tuple(staff_nodes(network) if leavers is None else [pk for pk in leavers if pk in network.index])
    common = common_ground(area, network, going) if introductions else None
    no_go = [
        (organisation_node(a), organisation_node(b))
        for a, b in no_go_pairs(area)
        if organisation_node(a) in network.index and organisation_node(b) in network.index
    ]
    found = engine_day_after(
        network, going, introductions=introductions, plausible=common.between if common else None, no_go=no_go
    )
    return Outlook(network, going, found, orphaned_tasks(area, going))


def orphaned_tasks(area: Area, leavers: Collection[str]) -> tuple[CoordinationTask, ...]:
    """Coordination tasks whose leader goes and whose deputy, if there is one, goes too (one query)."""
    gone = set(leavers)
    rows = CoordinationTask.objects.filter(area=area).select_related("leader", "deputy", "network")
    return tuple(
        task
        for task in rows
        if task.leader_id is not None
        and person_node(task.leader_id) in gone
        and (task.deputy_id is None or person_node(task.deputy_id) in gone)
    )


def monday(day: dt.date) -> dt.date:
    """The Monday of a day's week."""
    return day - dt.timedelta(days=day.weekday())


def store_week(area: Area, *, by: Any = None) -> DayAfterRecord:
    """Store this week's figure, or bring it up to date. Past weeks are never touched."""
    outlook = compute(area, introductions=0)
    found = outlook.found
    values = {
        "fragmentation_today": found.fragmentation_today or 0.0,
        "fragmentation_after": found.fragmentation_after or 0.0,
        "orphans": len(found.orphans),
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
                store_week(area)
        except IntegrityError:  # another worker was quicker: its figure is as good
            continue
        count += 1
    return count
