"""Saying sorry for promises that were not kept, before anything new is asked."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kogge.core.history import change
from kogge.outreach.models import Apology, Promise


def apologise(apology: Apology, *, by: Any) -> Any:
    """Store an apology; it counts for every broken or overdue promise to that organisation that had none."""
    label = _("Apologised: %(organisation)s") % {"organisation": apology.organisation.name}
    with change(label, by=by, area=apology.area) as made:
        promises = list(Promise.objects.filter(organisation=apology.organisation).unforgiven())
        apology.is_practice = bool(promises) and all(promise.is_practice for promise in promises)
        apology.save()
        for promise in promises:
            promise.apology = apology
            promise.save()
    return made
