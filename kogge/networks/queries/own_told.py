"""What changes by personal links changed, value by value, for those who look after them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils.formats import date_format

from kogge.actors.models import Organisation, Person
from kogge.core.models import Change
from kogge.needs.models import Need, Offer
from kogge.networks.models import NetworkMember
from kogge.places.field_names import field_name
from kogge.places.past import FieldChange

# What the holder of a link writes, in the words of the register.
WRITTEN: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (Organisation, ("phone", "email", "website", "opening_hours")),
    (Person, ("name",)),
    (Need, ("text", "valid_until")),
    (Offer, ("text", "capacity", "valid_until")),
    (NetworkMember, ("end", "why_left")),
)


def told(changes: Iterable[Change]) -> dict[Any, list[FieldChange]]:
    """By the id of a change: which values went from what to what. Two queries a kind of record at most."""
    wanted = {change.pk for change in changes}
    found: dict[Any, list[FieldChange]] = defaultdict(list)
    for model, names in WRITTEN:
        touched = set(model.history.filter(change__in=wanted, history_type="~").values_list("id", flat=True))
        if not touched:
            continue
        before: dict[Any, Any] = {}
        for row in model.history.filter(id__in=touched).order_by("history_id"):
            older = before.get(row.id)
            if row.change_id in wanted and older is not None:
                found[row.change_id] += [
                    FieldChange(field_name(model._meta.get_field(name)), _plain(older, name), _plain(row, name))
                    for name in names
                    if getattr(older, name) != getattr(row, name)
                ]
            before[row.id] = row
    return found


def _plain(row: Any, name: str) -> str:
    value = getattr(row, name)
    if value is None:
        return ""
    return date_format(value, "SHORT_DATE_FORMAT") if hasattr(value, "year") else str(value)
