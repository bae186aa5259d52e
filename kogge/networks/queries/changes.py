"""The network over time: quarter by quarter or month by month, and two days side by side."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from kogge.core.kept import kept, one_at_a_time
from kogge.engine.ties import Moment, Network, compare, over_time
from kogge.places.models import Area

from .nodes import is_organisation, key_of
from .overview import network_stamp
from .ties import KINDS, area_network

POINTS = {"quarter": 9, "month": 13}  # days looked at, today among them
STEP = {"quarter": 3, "month": 1}
SHOWN = 100  # of each list of a comparison


def ends_of(by: str, today: dt.date) -> list[dt.date]:
    """The last days of the months or quarters before today, and today, earliest first.

    >>> ends_of("quarter", dt.date(2026, 11, 27))[-3:]
    [datetime.date(2026, 6, 30), datetime.date(2026, 9, 30), datetime.date(2026, 11, 27)]
    """
    step = STEP[by]
    first = today.replace(day=1)
    months = 12 * first.year + first.month - 1
    months -= months % step
    found = [today]
    for back in range(POINTS[by] - 1):
        year, month = divmod(months - back * step, 12)
        found.append(dt.date(year, month + 1, 1) - dt.timedelta(days=1))
    return sorted(set(found))


def moments(area: Area, by: str) -> tuple[Moment, ...]:
    """Centralisation and dependence on project staff on those days; kept until a record changes."""

    def make() -> tuple[Moment, ...]:
        days = ends_of(by, timezone.localdate())
        return over_time((day, area_network(area, named=False, day=day)) for day in days)

    return kept(f"network-time-{area.pk}-{by}", network_stamp(), make)


@dataclass(frozen=True)
class End:
    """One who is or was in the network; "" where there is no page."""

    label: str
    url: str


@dataclass(frozen=True)
class Change:
    """Ties of two days side by side: pairs that came and broke, who is new and who is gone, each with its length."""

    came: list[tuple[End, End, str]]
    came_count: int
    broke: list[tuple[End, End, str]]
    broke_count: int
    kept_count: int
    new: list[End]
    new_count: int
    gone: list[End]
    gone_count: int
    stability: float | None
    retention: float | None


def change_between(
    area: Area, first: dt.date, second: dt.date, *, kinds: Collection[str] = tuple(KINDS), named: bool
) -> Change:
    """What came and what broke from one day to the other; a constant number of queries."""
    with one_at_a_time():
        before = area_network(area, kinds=kinds, named=named, day=first)
        after = area_network(area, kinds=kinds, named=named, day=second)
        found = compare(before, after)
    return Change(
        came=_pairs(area, after, found.came),
        came_count=len(found.came),
        broke=_pairs(area, before, found.broke),
        broke_count=len(found.broke),
        kept_count=len(found.kept),
        new=[_end(area, after, name) for name in found.new[:SHOWN]],
        new_count=len(found.new),
        gone=[_end(area, before, name) for name in found.gone[:SHOWN]],
        gone_count=len(found.gone),
        stability=found.stability,
        retention=found.retention,
    )


def _end(area: Area, network: Network, name: str) -> End:
    url = reverse("actors:detail", args=[area.slug, key_of(name)]) if is_organisation(name) else ""
    return End(network.nodes[network.index[name]].label, url)


def _pairs(area: Area, network: Network, pairs: tuple[tuple[str, str], ...]) -> list[tuple[End, End, str]]:
    kinds: dict[frozenset[str], list[str]] = {}
    for edge in network.edges:
        kinds.setdefault(frozenset((edge.source, edge.target)), []).append(edge.kind)
    return [
        (
            _end(area, network, a),
            _end(area, network, b),
            ", ".join(str(KINDS[kind]) for kind in kinds[frozenset((a, b))]),
        )
        for a, b in pairs[:SHOWN]
    ]
