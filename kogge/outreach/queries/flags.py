"""Flags: what must be acted on now, or watched."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q
from django.utils import timezone

from kogge.outreach.models import Flag
from kogge.places.models import Area


def open_flags(user: Any, area: Area) -> Any:
    """Open flags that this person may see, red before yellow, the earliest day first (one query when read)."""
    rows = Flag.objects.visible_to(user).in_area(area).open()
    return rows.select_related("organisation", "owner").in_order()


def flags_due(user: Any, area: Area, days: int = 7) -> Any:
    """Open flags to look after now: all red ones, and yellow ones that are due within `days` days."""
    soon = timezone.localdate() + dt.timedelta(days=days)
    return open_flags(user, area).filter(Q(level=Flag.Level.RED) | Q(due__lte=soon))
