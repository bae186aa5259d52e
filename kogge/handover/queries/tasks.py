"""Coordination tasks: how risky each is, and how far the handover is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from django.utils import timezone

from kogge.engine.tasks import TruckFactor, truck_factor
from kogge.handover.models import CoordinationTask
from kogge.places.models import Area


class Risk(IntEnum):
    """What becomes of a task when those paid by projects leave; the higher, the worse."""

    SAFE = 0  # somebody who stays does it, and a second one has done it once
    ALONE = 1  # somebody who stays does it, alone
    UNTRIED = 2  # it passes to a deputy who has never done it
    LOST = 3  # nobody who stays


@dataclass(frozen=True)
class Readiness:
    """How far the handover is. Shares are None without tasks; `truck` too."""

    tasks: int
    hours: float
    led_by_locals: int
    second_ready: int
    lost: int
    truck: TruckFactor | None

    @property
    def handover_ratio(self) -> float | None:
        return self.led_by_locals / self.tasks if self.tasks else None

    @property
    def second_ratio(self) -> float | None:
        return self.second_ready / self.tasks if self.tasks else None


def tasks_of(area: Area) -> list[CoordinationTask]:
    """All coordination tasks with who does them (one query)."""
    rows = CoordinationTask.objects.filter(area=area).select_related("leader__project", "deputy__project", "network")
    return list(rows)


def is_paid(person: Any, today: dt.date) -> bool:
    """Is this person paid by a project that is not over?"""
    return person is not None and person.project is not None and person.project.end >= today


def is_gone(person: Any, today: dt.date) -> bool:
    """Was this person paid by a project that is over?"""
    return person is not None and person.project is not None and person.project.end < today


def risk_of(task: CoordinationTask, leavers: Collection[int]) -> Risk:
    """The risk of a task if these persons leave (ids). Who was paid by a project that is over has left already."""
    today = timezone.localdate()

    def stays(person: Any) -> bool:
        return person is not None and person.pk not in leavers and not is_gone(person, today)

    leads, stands_in = stays(task.leader), stays(task.deputy)
    if not leads and not stands_in:
        return Risk.LOST
    if not leads:
        return Risk.SAFE if task.deputy_did_it_once else Risk.UNTRIED
    return Risk.SAFE if stands_in and task.deputy_did_it_once else Risk.ALONE


def readiness(tasks: Sequence[CoordinationTask], leavers: Collection[int]) -> Readiness:
    """Handover ratio, second person ready and truck factor (rules: formulas.md, The day after)."""
    today = timezone.localdate()
    here = [
        [person for person in (task.leader, task.deputy) if person is not None and not is_gone(person, today)]
        for task in tasks
    ]
    return Readiness(
        tasks=len(tasks),
        hours=float(sum(task.hours_per_month for task in tasks)),
        led_by_locals=sum(
            task.leader is not None and not is_paid(task.leader, today) and not is_gone(task.leader, today)
            for task in tasks
        ),
        second_ready=sum(
            task.deputy is not None and task.deputy_did_it_once and not is_gone(task.deputy, today) for task in tasks
        ),
        lost=sum(risk_of(task, leavers) is Risk.LOST for task in tasks),
        truck=truck_factor([{str(person.pk) for person in people} for people in here]),
    )
