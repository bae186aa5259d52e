"""Promises and tasks: what is due, and how well the area keeps its word."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, Value, When
from django.utils import timezone

from kogge.outreach.models import Promise, Task
from kogge.places.models import Area


@dataclass(frozen=True)
class KeepingRate:
    """How many promises were kept. Released ones count neither way: both sides agreed to drop them."""

    kept: int
    broken: int
    released: int
    overdue: int
    open: int  # open and not yet due

    @property
    def judged(self) -> int:
        """Promises on which a verdict is possible: kept, broken, or past their day."""
        return self.kept + self.broken + self.overdue

    @property
    def rate(self) -> float | None:
        """Kept ÷ (kept + broken + overdue), 0 to 1; None before the first promise is due."""
        return self.kept / self.judged if self.judged else None

    @property
    def percent(self) -> int | None:
        return None if self.rate is None else round(self.rate * 100)


def keeping_rate(area: Area, *, practice: bool = True) -> KeepingRate:
    """Counts of the area's promises by what became of them (one query); `practice`: practice ones too."""
    today = timezone.localdate()
    rows = Promise.objects.filter(area=area)
    if not practice:
        rows = rows.filter(is_practice=False)
    return KeepingRate(
        **rows.aggregate(
            kept=Count("pk", filter=Q(status="kept")),
            broken=Count("pk", filter=Q(status="broken")),
            released=Count("pk", filter=Q(status="released")),
            overdue=Count("pk", filter=Q(status="open", due__lt=today)),
            open=Count("pk", filter=Q(status="open", due__gte=today)),
        )
    )


def promises_due(user: Any, area: Area, days: int = 7) -> Any:
    """Open promises that are overdue or due within `days` days, the oldest first (one query when read)."""
    return (
        Promise.objects.visible_to(user)
        .in_area(area)
        .open()
        .filter(due__lte=timezone.localdate() + dt.timedelta(days=days))
        .select_related("organisation", "promised_by")
        .order_by("due", "pk")
    )


def open_tasks(user: Any, area: Area) -> Any:
    """Open tasks, the user's own first, then by day; tasks without a day last. `is_mine` is 1 or 0 on each.

    Two queries when read: the tasks, their organisations.
    """
    return (
        Task.objects.visible_to(user)
        .in_area(area)
        .open()
        .annotate(is_mine=mine("assignee", user))
        .select_related("assignee", "visit__organisation")
        .prefetch_related("organisations")
        .order_by("-is_mine", F("due").asc(nulls_last=True), "pk")
    )


def mine(field: str, user: Any) -> Any:
    """An annotation: 1 where `field` (a person) is the signed-in user's person, else 0."""
    if not user.is_authenticated:
        return Value(0, output_field=IntegerField())
    return Case(When(**{f"{field}__user": user.pk}, then=Value(1)), default=Value(0), output_field=IntegerField())
