"""Needs and offers counted: by topic, district, sector, kind of actor, month; what is open, settled, missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from kogge.actors.queries import sectors

COLUMNS = {
    "group": "topic__group",
    "topic": "topic",
    "district": "organisation__district",
    "section": "organisation__wz_code",
    "kind": "organisation__kind",
    "month": "created_on",
    "quarter": "created_on",
}


@dataclass
class Tally:
    """How many needs and offers were noted, how many of them are open today, how many settled."""

    needs: int = 0
    needs_open: int = 0
    needs_met: int = 0
    offers: int = 0
    offers_open: int = 0
    offers_met: int = 0

    @property
    def gap(self) -> int:
        """Open needs for which there is no open offer; below zero: offers that nobody needs."""
        return self.needs_open - self.offers_open


def quarter_of(day: dt.date) -> dt.date:
    """The first day of the quarter.

    >>> quarter_of(dt.date(2026, 5, 17))
    datetime.date(2026, 4, 1)
    """
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def _keys(by: str) -> Callable[[Any], Any]:
    if by == "section":
        return sectors.section_of
    if by == "month":
        return lambda day: day.replace(day=1)
    return quarter_of if by == "quarter" else lambda value: value


def after(by: str, first: dt.date) -> dt.date:
    """The first day after a month or quarter that begins on `first`."""
    months = first.year * 12 + first.month - 1 + (3 if by == "quarter" else 1)
    return dt.date(months // 12, months % 12 + 1, 1)


def tally(needs: Any, offers: Any, by: str, across: str = "") -> dict[tuple[Any, Any], Tally]:
    """The counts by (key of `by`, key of `across` or ""): two queries, however many there are.

    `needs` and `offers`: those looked at, in every status. Keys: ids, "" or a letter for a sector, the first day of a
    month or quarter; None where an organisation has no district.
    """
    today = timezone.localdate()
    live = Q(status="open") & (Q(valid_until__isnull=True) | Q(valid_until__gte=today))
    names = [COLUMNS[by], *([COLUMNS[across]] if across else [])]
    key, other = _keys(by), _keys(across) if across else None
    found: dict[tuple[Any, Any], Tally] = {}
    for side, rows in (("needs", needs), ("offers", offers)):
        counted = (
            rows.order_by()
            .values_list(*dict.fromkeys(names))
            .annotate(noted=Count("pk"), live_now=Count("pk", filter=live), settled=Count("pk", filter=Q(status="met")))
        )
        for row in counted:
            values, (noted, open_now, met) = row[:-3], row[-3:]
            cell = found.setdefault((key(values[0]), other(values[-1]) if other else ""), Tally())
            setattr(cell, side, getattr(cell, side) + noted)
            setattr(cell, f"{side}_open", getattr(cell, f"{side}_open") + open_now)
            setattr(cell, f"{side}_met", getattr(cell, f"{side}_met") + met)
    return found


def total(cells: Any) -> Tally:
    """All together."""
    whole = Tally()
    for cell in cells:
        for name in ("needs", "needs_open", "needs_met", "offers", "offers_open", "offers_met"):
            setattr(whole, name, getattr(whole, name) + getattr(cell, name))
    return whole
