"""Pairs that look like one organisation, and what hangs on either of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kogge.actors import hours
from kogge.actors.models import NotDuplicate, Organisation, Position, PossibleDuplicate
from kogge.engine import linkage
from kogge.places.field_names import field_name

from . import languages, sectors
from .similar import Match, reasons_of, said

# What is chosen field by field; the place goes with the address, the search text follows.
FIELDS = (
    "name", "kind", "wz_code", "legal_form", "size_class", "street", "housenumber", "postcode", "city",
    "district", "place", "phone", "email", "website", "opening_hours", "languages", "register_no", "closed_on",
    "verified_on", "note",
)  # fmt: skip


def open_pairs(area: Any) -> Any:
    """Suspicions that nobody has decided yet, most probable first."""
    decided = NotDuplicate.objects.filter(first=OuterRef("first"), second=OuterRef("second"))
    rows = PossibleDuplicate.objects.filter(area=area).filter(~Exists(decided))
    return rows.select_related("first", "second", "first__district", "second__district")


def with_reasons(pairs: Any) -> list[dict[str, Any]]:
    """Pairs with their reasons in the language of the page."""
    found = []
    for pair in pairs:
        pro, contra = said(pair.reasons)
        found.append({"pair": pair, "percent": int(pair.probability * 100), "pro": pro, "contra": contra})
    return found


def match(first: Organisation, second: Organisation) -> Match:
    """How alike two organisations are, computed now."""
    comparison = linkage.compare(first.linkage_record(), second.linkage_record())
    pro, contra = said(reasons_of(comparison))
    return Match(second, comparison.probability, pro, contra)


def shown(row: Organisation, name: str) -> str:
    """What a person reads for a field of an organisation."""
    if name == "place":
        return "" if row.lat is None or row.lon is None else f"{row.lat:.5f}, {row.lon:.5f}"
    if name in ("kind", "size_class"):
        return str(getattr(row, f"get_{name}_display")())
    if name == "wz_code":
        return f"{row.wz_code} {sectors.title(row.wz_code)}".strip()
    if name == "languages":
        return ", ".join(languages.name(code) for code in row.languages)
    value = getattr(row, name)
    if name == "opening_hours":
        return "; ".join(f"{days}: {times}" if days else times for days, times in hours.lines(value))
    if isinstance(value, dt.date):
        return date_format(value, "SHORT_DATE_FORMAT")
    return "" if value is None else str(value)


def side_by_side(first: Organisation, second: Organisation) -> list[dict[str, Any]]:
    """Rows for the component `compare`: a gap is filled from the other side, else the first one's stays.

    Fields that are empty on both sides are left out.
    """
    rows = []
    for name in FIELDS:
        left, right = shown(first, name), shown(second, name)
        if left or right:
            field = "" if name == "place" else field_name(Organisation._meta.get_field(name))
            label = capfirst(field) or _("Place on the map")
            choice = "right" if right and not left else "left"
            rows.append({"name": name, "label": label, "left": left, "right": right, "choice": choice})
    return rows


def hanging(organisation: Organisation) -> list[tuple[str, int]]:
    """What hangs on an organisation, by kind: name and number, from every app."""
    found = []
    for relation in organisation._meta.related_objects:
        model = relation.related_model
        if relation.many_to_many or not hasattr(model, "history"):
            continue
        count = model._base_manager.filter(**{relation.field.attname: organisation.pk}).count()
        if count:
            found.append((str(model._meta.verbose_name_plural), count))
    return found


def opened(*organisations: Organisation) -> bool:
    """Does anybody reach one of them as their own? Whoever merges them would open the other to them as well."""
    return Position.objects.filter(organisation__in=organisations, opens_records=True).exists()
