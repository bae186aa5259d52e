"""What the home page shows today: the work that is due, and one line on the day after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils import timezone

from kogge.accounts.roles import Permission
from kogge.actors.models import Organisation, Position
from kogge.exchange.queries import agreements_due
from kogge.handover.queries import day_after_line
from kogge.networks.queries.own import own_changes_waiting
from kogge.outreach.queries import (
    assemblies_to_mind,
    feedback_overdue,
    flags_due,
    forms_waiting,
    open_tasks,
    promises_due,
    todays_visits,
)
from kogge.places.models import Area

DAYS = 7  # what is due so soon is shown
LINES = 6  # of each list on the home page; the rest is one click away


@dataclass(frozen=True)
class Due:
    """One list of the home page: its first lines, how many there are in all, and how many are one's own."""

    rows: Sequence[Any] = ()
    count: int = 0
    mine: int = 0

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
    flags: Due = field(default_factory=Due)
    assemblies: Due = field(default_factory=Due)
    agreements: Due = field(default_factory=Due)
    forms: int = 0  # filled guides that nobody filed yet
    own_changes: int = 0  # what members changed by their personal links, not looked at
    day_after: Any = None
    own: Sequence[Organisation] = ()  # of those who are here for their own organisation alone

    @property
    def count(self) -> int:
        """How many things wait for somebody."""
        lists = (
            self.visits,
            self.promises,
            self.tasks,
            self.feedback,
            self.flags,
            self.assemblies,
            self.agreements,
        )
        return sum(due.count for due in lists) + self.forms + bool(self.own_changes)

    @property
    def mine(self) -> int:
        """How many of the visits and tasks are the person's own."""
        return self.visits.mine + self.tasks.mine


def _first(rows: Any) -> Due:
    """The first lines and the number of all; for a query set with at most one more statement."""
    found = list(rows[: LINES + 1])
    return Due(found[:LINES], len(found) if len(found) <= LINES else _count(rows))


def _count(rows: Any) -> int:
    return len(rows) if isinstance(rows, list) else int(rows.count())


def _first_own(rows: Any) -> Due:
    """The same for rows that tell whose they are (`is_mine`), the own ones first."""
    due = _first(rows)
    return replace(due, mine=rows.filter(is_mine=1).count() if due.count else 0)


def today(user: Any, area: Area, permissions: frozenset[Permission]) -> Today:
    """Everything of the home page in a constant number of queries."""
    due: dict[str, Any] = {}
    soon = timezone.localdate() + dt.timedelta(days=DAYS)
    if Permission.VIEW_VISITS in permissions:
        due["visits"] = _first_own(todays_visits(user, area))
        due["promises"] = _first(promises_due(user, area))
        due["tasks"] = _first_own(open_tasks(user, area).filter(due__lte=soon))
        due["feedback"] = _first(feedback_overdue(user, area))
    if {Permission.VIEW_INTERVIEWS, Permission.EDIT_VISITS} <= permissions:
        due["forms"] = forms_waiting(user, area).count()
        due["assemblies"] = _first(assemblies_to_mind(user, area))
    if Permission.VIEW_INTERVIEWS in permissions:
        due["flags"] = _first(flags_due(user, area, DAYS))
    if Permission.VIEW_EXCHANGE in permissions:
        due["agreements"] = _first(agreements_due(user, area))
    if Permission.EDIT_NETWORKS in permissions:
        due["own_changes"] = own_changes_waiting(user, area)
    if Permission.VIEW_HANDOVER in permissions:
        due["day_after"] = day_after_line(area)
    if Permission.EDIT_OWN in permissions and Permission.EDIT_REGISTER not in permissions:
        held = Position.objects.open_to(user).filter(organisation__area=area)
        due["own"] = list(Organisation.objects.filter(pk__in=held.values("organisation"), closed_on__isnull=True))
    return Today(**due)
