"""Visits to make today, and organisations that were missed and not tried again."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from kogge.outreach.models import Visit
from kogge.places.models import Area

from .ledger import mine

TRY_AGAIN_DAYS = 60


def todays_visits(user: Any, area: Area) -> Any:
    """Planned visits of today and those of earlier days that nobody recorded; the user's own first, then by
    day and time. `is_mine` is 1 or 0 on each. One query when read."""
    return (
        Visit.objects.visible_to(user)
        .in_area(area)
        .planned()
        .filter(date__lte=timezone.localdate())
        .annotate(is_mine=mine("visitor", user))
        .select_related("organisation__district", "visitor")
        .order_by("-is_mine", "date", F("time").asc(nulls_last=True), "pk")
    )


def lost_sight_of(user: Any, area: Area) -> Any:
    """Last attempts of the past 60 days at which nobody was there and after which nothing is planned."""
    later = Visit.objects.filter(organisation=OuterRef("organisation")).exclude(status=Visit.Status.CANCELLED)
    return (
        Visit.objects.visible_to(user)
        .in_area(area)
        .filter(
            status=Visit.Status.DONE,
            outcome=Visit.Outcome.AWAY,
            date__gte=timezone.localdate() - dt.timedelta(days=TRY_AGAIN_DAYS),
        )
        .filter(~Exists(later.filter(status=Visit.Status.PLANNED)))
        .filter(~Exists(later.filter(date__gt=OuterRef("date"))))
        .filter(~Exists(later.filter(date=OuterRef("date"), pk__gt=OuterRef("pk"))))
        .select_related("organisation__district", "visitor")
        .order_by("-date", "-pk")
    )
