"""Visits for many organisations at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import ngettext

from kogge.actors.models import Organisation, Person
from kogge.core.history import bulk_create, change
from kogge.outreach.models import Visit
from kogge.outreach.queries import refusals
from kogge.places.models import Area


@dataclass(frozen=True)
class Planned:
    """What came of it: the change (None when nothing was planned), how many visits, and who was left out."""

    change: Any
    count: int
    refused: list[Organisation]
    already: list[Organisation]


def plan_many(
    area: Area, organisations: Sequence[Organisation], *, date: dt.date, visitor: Person | None, by: Any
) -> Planned:
    """Plan a visit at each. Who does not want visits, and where one is planned already, is left out."""
    refused_on = refusals([row.pk for row in organisations])
    busy = set(Visit.objects.filter(organisation__in=organisations).planned().values_list("organisation_id", flat=True))
    wanted = [row for row in organisations if row.pk not in refused_on and row.pk not in busy]
    refused = [row for row in organisations if row.pk in refused_on]
    already = [row for row in organisations if row.pk in busy and row.pk not in refused_on]
    if not wanted:
        return Planned(None, 0, refused, already)
    label = ngettext("%(count)s visit planned", "%(count)s visits planned", len(wanted)) % {"count": len(wanted)}
    with change(label, by=by, area=area) as made:
        bulk_create([Visit(area=area, organisation=row, date=date, visitor=visitor) for row in wanted])
    return Planned(made, len(wanted), refused, already)
