"""What imports need to know about an area."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Any

from django.db.models import Count

from kogge.actors.models import AddressPoint, ImportMapping, ImportRun, Organisation, Tagging
from kogge.core.models import Job

# A town counts as one of the area's when at least this share of its addresses lies there.
TOWN_SHARE = 0.1


def stock_mark(area: Any) -> tuple[Any, ...]:
    """Changes whenever an organisation of the area or a tag was written or deleted (two indexed look-ups)."""
    return tuple(
        rows.order_by("-history_id").values_list("history_id", "history_date").first()
        for rows in (Organisation.history.filter(area_id=area.pk), Tagging.history.all())
    )


def towns_of(area: Any) -> list[str]:
    """The towns an area lies in, by its address points, else its organisations; at last its own name."""
    for model in (AddressPoint, Organisation):
        towns = (
            model._default_manager.filter(area=area)  # type: ignore[attr-defined]
            .exclude(city="")
            .order_by()
            .values_list("city")
            .annotate(n=Count("pk"))
        )
        counted = Counter(dict(towns))
        total = sum(counted.values())
        if found := [town for town, count in counted.most_common(5) if count >= TOWN_SHARE * total]:
            return found
    return [area.name]


def remembered(area: Any, headers: list[str]) -> dict[str, str] | None:
    """The mapping chosen the last time a list with these headers came."""
    row = ImportMapping.objects.filter(area=area, signature=signature(headers)).first()
    return None if row is None else dict(row.mapping)


def job_of(run: ImportRun) -> Job | None:
    """The job that is importing this run's file just now, or waits to."""
    under_way = (Job.Status.WAITING, Job.Status.RUNNING)
    return Job.objects.filter(scope=run.area_id, arguments__run=run.pk, status__in=under_way).first()


def signature(headers: list[str]) -> str:
    """What tells lists with the same columns: SHA-256 over the headers in their order."""
    return hashlib.sha256("\x1f".join(headers).encode()).hexdigest()
