"""A walk is taken, and given back."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext as _

from kogge.actors.models import Organisation, Person
from kogge.core.history import bulk_create, change
from kogge.engine import walks as engine
from kogge.outreach.models import Visit, Walk
from kogge.outreach.queries.walks import addresses, candidates, name_of, paths
from kogge.places.models import Area


@dataclass
class Taken:
    """What came of taking a walk. `walk` is None where no door was left; `skipped` are the doors that were not free."""

    walk: Walk | None = None
    change: Any = None
    skipped: list[Organisation] = field(default_factory=list)


def take_walk(
    area: Area, doors: Sequence[int], *, by: Any, person: Person | None, date: dt.date, minutes_per_visit: int
) -> Taken:
    """Plan visits at these doors, in this order, as one walk and one change.

    Doors that were closed, refused visits or were reserved in the meantime are left out and named. Two people who take
    the same shop at the same moment: the database lets one of them have it, the other's walk goes without it.
    """
    rows = Organisation.objects.visible_to(by).in_area(area).current().in_bulk(list(doors))
    wanted = [rows[pk] for pk in doors if pk in rows]
    for _attempt in range(3):
        free = candidates(by, area, wanted).free
        kept = {row.pk for row in free}
        skipped = [row for row in wanted if row.pk not in kept]
        if not free:
            return Taken(skipped=skipped)
        metres = _on_foot(area, free)
        walk = Walk(
            area=area,
            name=name_of([row.street for row in free]) or free[0].name[:120],
            person=person,
            date=date,
            minutes=round(len(free) * minutes_per_visit + metres / engine.METRES_PER_MINUTE),
            metres=round(metres),
        )
        try:
            return Taken(walk, _reserve(walk, free, by), skipped)
        except IntegrityError:  # somebody was faster since `candidates` looked: look again
            continue
    return Taken(skipped=wanted)


def _on_foot(area: Area, doors: Sequence[Organisation]) -> float:
    """Metres from the first door to the last in this order; steps that no known path makes do not count."""
    placed = addresses([row for row in doors if row.lat is not None and row.lon is not None])
    metres, _reached = engine.matrix(placed, paths(area))
    steps = [float(metres[at, at + 1]) for at in range(len(metres) - 1)]
    return sum(step for step in steps if math.isfinite(step))


def _reserve(walk: Walk, doors: Sequence[Organisation], by: Any) -> Any:
    """Store the walk with its visits; returns the Change. Raises IntegrityError where a door is not free any more."""
    label = _("Walk taken: %(name)s") % {"name": walk.name}
    with change(label, by=by, area=walk.area) as made:
        # One after the other: who comes second sees what the first one reserved.
        list(Organisation.objects.select_for_update().filter(pk__in=[row.pk for row in doors]).order_by("pk"))
        if Visit.objects.planned().filter(organisation__in=doors).exists():
            raise IntegrityError("a door was reserved in the meantime")
        walk.save()
        bulk_create(
            [
                Visit(
                    area=walk.area,
                    organisation=row,
                    visitor=walk.person,
                    date=walk.date,
                    walk=walk,
                    walk_order=order,
                )
                for order, row in enumerate(doors, start=1)
            ]
        )
    return made


def release_walk(walk: Walk, *, by: Any) -> Any:
    """Give back the visits of a walk that were not made: others may go there; returns the Change."""
    label = _("Walk given back: %(name)s") % {"name": walk.name}
    with change(label, by=by, area=walk.area) as made:
        for visit in Visit.objects.filter(walk=walk).planned():
            visit.status = Visit.Status.CANCELLED
            visit.save()
    return made
