"""Which organisations of an area look like a given one: by stored blocking keys, a handful of statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from kogge.actors.models import LinkageKey, Organisation
from kogge.actors.models.organisations import KEY_LENGTH
from kogge.engine import linkage
from kogge.engine.linkage.pairs import MAX_BLOCK

LIKELY = 0.5  # worth a person's look
CERTAIN = 0.95  # the same for an import that runs alone
AT_ONCE = 500  # keys or ids in one statement: below SQLite's limit on variables


@dataclass(frozen=True)
class Match:
    """An organisation that is probably the same, with the reasons in the language of the page."""

    organisation: Organisation
    probability: float
    pro: list[str]
    contra: list[str]

    @property
    def percent(self) -> int:
        return int(self.probability * 100)


def reasons_of(comparison: linkage.Comparison) -> list[dict[str, Any]]:
    """The findings as they are stored: the engine's sentence and its weight in bits, strongest first."""
    return [{"message": finding.message, "weight": finding.weight} for finding in comparison.reasons]


def said(reasons: list[dict[str, Any]]) -> tuple[list[str], list[str]]:
    """Stored findings as translated sentences: what speaks for one body, what against it."""
    pro = [_(finding["message"]) for finding in reasons if finding["weight"] > 0]
    contra = [_(finding["message"]) for finding in reasons if finding["weight"] < 0]
    return pro, contra


def to_record(
    area: Any,
    record: linkage.Record,
    *,
    threshold: float = LIKELY,
    leave_out: int | None = None,
    limit: int = 5,
) -> list[Match]:
    """Organisations that are probably the same body as a record, best first. Three statements."""
    [found] = to_records(area, [record], threshold=threshold, leave_out=leave_out, limit=limit)
    return found


def to_records(
    area: Any,
    records: Sequence[linkage.Record],
    *,
    threshold: float = LIKELY,
    leave_out: int | None = None,
    limit: int = 5,
) -> list[list[Match]]:
    """The same for many records at once, in their order; three statements for every 500 keys.

    A key that more than MAX_BLOCK organisations share finds nothing: another one must bring them together.
    """
    items = [linkage.prepare(record) for record in records]
    wanted = [[key[:KEY_LENGTH] for key in linkage.keys(item)] for item in items]
    every = list(dict.fromkeys(key for keys in wanted for key in keys))
    holders: dict[str, list[int]] = {}
    for begin in range(0, len(every), AT_ONCE):
        stored = LinkageKey.objects.filter(area=area, key__in=every[begin : begin + AT_ONCE])
        blocks = stored.order_by().values("key").annotate(size=Count("pk")).filter(size__lte=MAX_BLOCK)
        usable = [block["key"] for block in blocks]
        rows = LinkageKey.objects.filter(area=area, key__in=usable) if usable else LinkageKey.objects.none()
        for key, pk in rows.values_list("key", "organisation_id"):
            holders.setdefault(key, []).append(pk)
    near = [{pk for key in keys for pk in holders.get(key, ())} - {leave_out} for keys in wanted]
    ids = list({pk for those in near for pk in those})
    stock: dict[int, Organisation] = {}
    for begin in range(0, len(ids), AT_ONCE):
        stock |= Organisation.objects.in_bulk(ids[begin : begin + AT_ONCE])
    prepared = {pk: linkage.prepare(row.linkage_record()) for pk, row in stock.items()}
    return [
        _best(item, {pk: prepared[pk] for pk in those if pk in prepared}, stock, threshold)[:limit]
        for item, those in zip(items, near, strict=True)
    ]


def _best(item: Any, near: Mapping[int, Any], stock: Mapping[int, Organisation], threshold: float) -> list[Match]:
    found = []
    for pk, other in sorted(near.items()):
        comparison = linkage.score(item, other)
        if comparison.probability >= threshold:
            pro, contra = said(reasons_of(comparison))
            found.append(Match(stock[pk], comparison.probability, pro, contra))
    return sorted(found, key=lambda match: -match.probability)


FIELDS = (
    "name", "street", "housenumber", "postcode", "city", "phone", "email", "website", "register_no",
)  # fmt: skip


def to_typed(area: Any, typed: Mapping[str, Any], *, leave_out: int | None = None) -> list[Match]:
    """The same for what stands in a form at the moment; nothing while the name is too short."""
    values = {name: str(typed.get(name, "")).strip()[:200] for name in FIELDS}
    if len(values["name"]) < 3:
        return []
    return to_record(area, linkage.Record(id="", **values), leave_out=leave_out)
