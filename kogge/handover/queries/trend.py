"""Reads of the day-after figure over time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kogge.handover.models import DayAfterRecord
from kogge.places.models import Area

WEEKS = 26  # half a year of the trend


@dataclass(frozen=True)
class DayAfterLine:
    """The newest figure, and its trend (fragmentation on the day after, oldest first)."""

    record: DayAfterRecord
    trend: tuple[float, ...]
    four_weeks_ago: float | None

    @property
    def change(self) -> float | None:
        """Against four weeks ago; below zero is better."""
        return self.against(self.record.fragmentation_after)

    def against(self, fragmentation: float | None) -> float | None:
        """A figure of this moment against four weeks ago; None while one of the two is not known."""
        if fragmentation is None or self.four_weeks_ago is None:
            return None
        return fragmentation - self.four_weeks_ago

    @property
    def sentence(self) -> str:
        """One line for the home page."""
        record = self.record
        lost = ngettext(
            "If the project ended tomorrow, %(count)s organisation would stand alone",
            "If the project ended tomorrow, %(count)s organisations would stand alone",
            record.orphans,
        ) % {"count": record.orphans}
        tasks = ngettext(
            "%(count)s task would have nobody", "%(count)s tasks would have nobody", record.tasks_orphaned
        ) % {"count": record.tasks_orphaned}
        # A stored figure says its date: the page behind it computes anew and may say another one.
        text = _("%(lost)s and %(tasks)s (week of %(day)s).") % {
            "lost": lost,
            "tasks": tasks,
            "day": date_format(record.week, "SHORT_DATE_FORMAT"),
        }
        if self.change is None or abs(self.change) < 0.005:
            return text
        better = _("Better than four weeks ago.") if self.change < 0 else _("Worse than four weeks ago.")
        return f"{text} {better}"


def day_after_line(area: Area) -> DayAfterLine | None:
    """The newest stored figure with its trend (one query); None while nothing is stored."""
    rows: list[Any] = list(DayAfterRecord.objects.filter(area=area).order_by("-week")[:WEEKS])
    if not rows:
        return None
    four_weeks_before = rows[0].week - timedelta(weeks=4)
    before = next((row.fragmentation_after for row in rows if row.week == four_weeks_before), None)
    return DayAfterLine(rows[0], tuple(row.fragmentation_after for row in reversed(rows)), before)


def weeks(area: Area) -> list[DayAfterRecord]:
    """All stored weeks, oldest first (one query)."""
    return list(DayAfterRecord.objects.filter(area=area).order_by("week"))
