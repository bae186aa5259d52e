"""Which records belong together: every link between two of them is a record itself, so that it has a history."""

from __future__ import annotations

from typing import Any

from django.db import models

from .history import bulk_create
from .models import Recorded


class LinkQuerySet(models.QuerySet[Any]):
    """What `task.organisations.set(…)` writes through: Django makes links many at a time, past every `save`."""

    def bulk_create(self, objs: Any, batch_size: int | None = None, **options: Any) -> list[Any]:  # type: ignore[override]
        """Create the links and their history. Takes no option that leaves open what was written."""
        if options.get("ignore_conflicts") or options.get("update_conflicts"):
            raise NotImplementedError("Ask first which links are there: a history of guesses cannot be undone.")
        return bulk_create(list(objs), **({"batch_size": batch_size} if batch_size else {}))


class Link(Recorded):
    """Base of the tables behind many-to-many fields (`through=`): a link of two records, with its history."""

    objects = LinkQuerySet.as_manager()

    class Meta:
        abstract = True
