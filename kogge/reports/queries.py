"""What the home page shows today: the work that is due, and one line on the day after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from kogge.accounts.roles import Permission
from kogge.exchange.queries import agreements_due
from kogge.handover.queries import day_after_line
from kogge.outreach.queries import feedback_overdue, open_tasks, promises_due, todays_visits
from kogge.places.models import Area

LINES = 6  # of each list on the home page; the rest is one click away


@dataclass(frozen=True)
class Due:
    """One list of the home page: its first lines, and how many there are in all."""

    rows: Sequence[Any] = ()
    count: int = 0

    @property
    def more(self) -> int:
        return max(0, self.count - len(self.rows))


@dataclass(frozen=True)
class Today:
    """The home page of a person in an area. A list somebody may not see is empty."""

    visits: Due = field(default_factory=Due)
    promises: Due = field(default_factory=Due)
    tasks: Due = field(default_factory=Due)
    feedback: Due = field(default_factory=Due)
    agreements: Due = field(default_factory=Due)
    day_after: Any = None

    @property
    def count(self) -> int:
        """How many things wait for somebody."""
        lists = (self.visits, self.promises, self.tasks, self.feedback, self.agreements)
        return sum(due.count for due in lists)


def _first(rows: Any) -> Due:
    """The first lines and the number of all; for a query set with at most one more statement."""
    if isinstance(rows, list):
        return Due(rows[:LINES], len(rows))
    found = list(rows[: LINES + 1])
    return Due(found[:LINES], len(found) if len(found) <= LINES else rows.count())


def today(user: Any, area: Area, permissions: frozenset[Permission]) -> Today:
    """Everything of the home page in a constant number of queries."""
    due: dict[str, Any] = {}
    if Permission.VIEW_VISITS in permissions:
        due["visits"] = _first(todays_visits(user, area))
        due["promises"] = _first(promises_due(user, area))
        due["tasks"] = _first(open_tasks(user, area))
        due["feedback"] = _first(feedback_overdue(user, area))
    if Permission.VIEW_EXCHANGE in permissions:
        due["agreements"] = _first(agreements_due(user, area))
    if Permission.VIEW_HANDOVER in permissions:
        due["day_after"] = day_after_line(area)
    return Today(**due)
