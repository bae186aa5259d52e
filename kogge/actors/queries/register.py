"""The register as list, map and export see it: one set of filters, one set of orders."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from kogge.actors.models import Organisation, Tag, Tagging
from kogge.engine.linkage.text import fold

from . import sectors

# What a column head says → the columns of the table. `search` begins with the folded name: Ä stands beside A.
ORDERS: dict[str, tuple[str, ...]] = {
    "name": ("search",),
    "kind": ("kind", "search"),
    "district": ("district__name", "search"),
    "sector": ("wz_code", "search"),
    "town": ("city", "street", "housenumber"),
    "verified": ("verified_on", "search"),
}
NULLABLE = {"district__name", "verified_on"}


@dataclass(frozen=True)
class Criteria:
    """What a person filters by; empty fields do not filter.

    `district` is an id or "none" (without a district); `verified` is "yes" (checked within the area's
    months), "due" (longer ago or never) or "never"; `state` is "current" (default), "closed" or "all".
    """

    text: str = ""
    kind: str = ""
    district: str = ""
    section: str = ""
    tag: int | None = None
    language: str = ""
    verified: str = ""
    state: str = "current"


def filtered(rows: Any, area: Any, wanted: Criteria) -> Any:
    """Organisations of `rows` (already visible to the person and inside the area) that fit."""
    if wanted.state == "current":
        rows = rows.current()
    elif wanted.state == "closed":
        rows = rows.filter(closed_on__isnull=False)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.district == "none":
        rows = rows.filter(district__isnull=True)
    elif wanted.district:
        rows = rows.filter(district=int(wanted.district))
    if wanted.section:
        rows = rows.filter(sectors.in_section(wanted.section))
    if wanted.tag:
        rows = rows.filter(pk__in=Tagging.objects.filter(tag=wanted.tag).values("organisation"))
    if wanted.language:
        # The list is stored as JSON text; a quoted code is a whole entry of it in every database.
        rows = rows.annotate(languages_text=Cast("languages", TextField())).filter(
            languages_text__contains=f'"{wanted.language}"'
        )
    rows = _verified(rows, area, wanted.verified)
    return matching(rows, area, wanted.text) if wanted.text else rows


def due_before(area: Any, today: dt.date | None = None) -> dt.date:
    """A record last checked before this day should be looked at again (the area's `verify_months`)."""
    today = today or timezone.localdate()
    months = today.year * 12 + today.month - 1 - area.verify_months
    # The 28th exists in every month: a threshold of months needs no more care.
    return dt.date(months // 12, months % 12 + 1, min(today.day, 28))


def _verified(rows: Any, area: Any, state: str) -> Any:
    if state == "yes":
        return rows.filter(verified_on__gte=due_before(area))
    if state == "due":
        return rows.filter(Q(verified_on__isnull=True) | Q(verified_on__lt=due_before(area)))
    if state == "never":
        return rows.filter(verified_on__isnull=True)
    return rows


def matching(rows: Any, area: Any, text: str) -> Any:
    """Organisations in whose name, address or tags every word of the text occurs.

    A word may be a part of a word ("bäck" finds "Hafenbäckerei"): the folded column is scanned, which at
    30,000 rows takes a few milliseconds on SQLite and PostgreSQL and needs no index of its own.
    """
    words = fold(text).split()
    if not words:
        return rows.none() if text.strip() else rows
    tags = [(pk, fold(name)) for pk, name in Tag.objects.filter(area=area).values_list("pk", "name")]
    for word in words:
        fits = Q(search__contains=word)
        if named := [pk for pk, name in tags if word in name]:
            fits |= Q(pk__in=Tagging.objects.filter(tag__in=named).values("organisation"))
        rows = rows.filter(fits)
    return rows


def ordered(rows: Any, sort: str) -> Any:
    """The rows in the order a column head asks for (`-name` turns it round); unknown heads mean the name."""
    columns = ORDERS.get(sort.removeprefix("-"), ORDERS["name"])
    down = sort.startswith("-")
    terms: list[Any] = []
    for column in columns:
        if column not in NULLABLE:
            terms.append(f"-{column}" if down else column)
        elif down:
            terms.append(F(column).desc(nulls_last=True))
        else:  # what was never checked comes first, so that it gets checked; what has no district last
            first = column == "verified_on"
            terms.append(F(column).asc(nulls_first=first or None, nulls_last=not first or None))
    return rows.order_by(*terms, "-pk" if down else "pk")


def organisations(user: Any, area: Any) -> Any:
    """What a person may see of an area's register."""
    return Organisation.objects.visible_to(user).in_area(area)


def load(ids: list[int]) -> list[Organisation]:
    """Organisations by id in the order given, with what a line of the list shows, in two statements."""
    rows = Organisation.objects.select_related("district").prefetch_related("tags").defer("note")
    found = {row.pk: row for row in rows.filter(pk__in=ids)}
    return [found[pk] for pk in ids]
