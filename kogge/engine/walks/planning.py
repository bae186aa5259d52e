"""From addresses to walks: distances, one path through all doors, cuts, trades, proven orders and bounds."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from time import perf_counter

import numpy as np

from kogge.engine.walks import bounds, orders
from kogge.engine.walks.cutting import rounds
from kogge.engine.walks.distances import DETOUR, matrix
from kogge.engine.walks.exchange import trade
from kogge.engine.walks.few import best_of_few
from kogge.engine.walks.model import (
    Address,
    BadWalks,
    Door,
    Floats,
    LeftOut,
    Network,
    Plan,
    Reason,
    Walk,
)
from kogge.engine.walks.rebuild import rebuild

MINUTES_PER_VISIT = 8.0  # a first visit takes five minutes of talk (the poster's promise), and one for each door
# People walk 1.34 m/s, 80 metres a minute, on average (Weidmann 1993, Transporttechnik der Fussgänger, ETH Zürich);
# who looks for house numbers walks slower.
METRES_PER_MINUTE = 70.0
MOST_ADDRESSES = 3_000  # distances between all of them are kept at once: 72 MB
FEW = 9  # addresses up to which every plan is tried
NEAR, AROUND = 12, 30  # neighbours of a door that are tried in trades, and when a neighbourhood is rebuilt
TRIES = 1_000  # neighbourhoods that are rebuilt: a third of a second


def plan(
    addresses: Sequence[Address],
    network: Network | None = None,
    *,
    minutes: float = 90,
    minutes_per_visit: float = MINUTES_PER_VISIT,
    metres_per_minute: float = METRES_PER_MINUTE,
    detour: float = DETOUR,
) -> Plan:
    """Walks that visit all addresses once, each in at most `minutes`: as few walks as found, and of those short ones.

    A walk begins at its first door and ends at its last: the way there and back does not count. The plan is the
    same for the same addresses in the same order. Raises `BadWalks` for numbers that make no walk, for an id that
    is there twice and for more than `MOST_ADDRESSES`.

    minutes: of one walk. minutes_per_visit: at each door. metres_per_minute: speed between doors.
    network: paths; None: straight lines times `detour`.

    >>> doors = [Address("a", 54.0, 12.0), Address("b", 54.0, 12.001), Address("c", 54.1, 12.0), Address("d")]
    >>> found = plan(doors, minutes=30, minutes_per_visit=10)
    >>> [[door.id for door in walk.doors] for walk in found.walks]
    [['a', 'b'], ['c']]
    >>> found.left_out
    (LeftOut(id='d', reason=<Reason.NO_PLACE: 'no_place'>),)
    >>> found.optimal, found.straight
    (True, True)
    """
    began = perf_counter()
    _check(addresses, minutes, minutes_per_visit, metres_per_minute, detour)
    placed = [address for address in addresses if address.lat is not None and address.lon is not None]
    metres, reached = matrix(placed, network, detour)
    known = set(reached.tolist())
    far = {address.id for index, address in enumerate(placed) if index not in known}
    left_out = [
        LeftOut(address.id, Reason.FAR if address.id in far else Reason.NO_PLACE)
        for address in addresses
        if address.id in far or address.lat is None or address.lon is None
    ]
    doors = [placed[index].id for index in reached.tolist()]
    most = int((minutes + 1e-9) // minutes_per_visit)
    budgets = [0.0] + [(minutes - count * minutes_per_visit) * metres_per_minute for count in range(1, most + 1)]
    found, proven = _walks(metres, budgets)
    walks = tuple(_walk(order, metres, doors, minutes_per_visit, metres_per_minute) for order in found)
    walked = round(sum(walk.metres for walk in walks), 2)
    edges = bounds.tree_edges(metres) if doors else np.zeros(0)
    fewest = len(walks) if proven else bounds.fewest_walks(edges, most, minutes, minutes_per_visit, metres_per_minute)
    least = walked if proven else min(bounds.least_metres(edges, len(walks)), walked)
    return Plan(
        walks=walks,
        left_out=tuple(left_out),
        metres=walked,
        minutes=sum(walk.minutes for walk in walks),
        fewest_walks=fewest,
        least_metres=round(least, 2),
        optimal=proven or (fewest == len(walks) and walked <= least + 0.01),
        straight=network is None,
        seconds=perf_counter() - began,
    )


def _check(addresses: Sequence[Address], minutes: float, visit: float, speed: float, detour: float) -> None:
    for name, number in (("minutes", minutes), ("minutes for each visit", visit), ("metres a minute", speed)):
        if not (math.isfinite(number) and number > 0):
            raise BadWalks("%(name)s: %(value)s; it must be above 0", name=name, value=number)
    if not (math.isfinite(detour) and detour >= 1):
        raise BadWalks("detour: %(value)s; no way is shorter than the straight line: 1 or more", value=detour)
    if visit > minutes:
        raise BadWalks(
            "a visit of %(visit)s minutes does not fit into a walk of %(minutes)s", visit=visit, minutes=minutes
        )
    if minutes / visit > 1_000:
        raise BadWalks("more than a thousand visits in one walk: give each visit more minutes")
    if len(addresses) > MOST_ADDRESSES:
        raise BadWalks("%(count)s addresses; plan at most %(most)s at once", count=len(addresses), most=MOST_ADDRESSES)
    seen: set[str] = set()
    for address in addresses:
        if address.id in seen:
            raise BadWalks("address %(id)s is there twice; every id must be there once", id=address.id)
        seen.add(address.id)
        for value, most in ((address.lat, 90.0), (address.lon, 180.0)):
            if value is not None and not abs(value) <= most:
                raise BadWalks("address %(id)s: %(value)s is no place on earth", id=address.id, value=value)


def _walks(metres: Floats, budgets: list[float]) -> tuple[list[list[int]], bool]:
    """Orders of numbers of doors, and whether the plan is proven to be the best."""
    count = len(metres)
    if count == 0:
        return [], True
    if count <= FEW:
        return best_of_few(metres, budgets), True
    around = orders.neighbours(metres, AROUND)
    near = [row[:NEAR] for row in around]
    rows = np.minimum(metres, orders.FAR).tolist()
    path = orders.shorten(orders.one_path(rows, near), rows, near)
    place = {door: index for index, door in enumerate(path)}
    found = trade(rounds(path, rows, budgets), rows, near, budgets)
    found = trade(rebuild(found, rows, around, budgets, TRIES), rows, near, budgets)
    return sorted(_proven(found, metres), key=lambda walk: min(place[door] for door in walk)), False


def _proven(walks: list[list[int]], metres: Floats) -> list[list[int]]:
    """Walks of few doors in their shortest order; each from the end that comes first among the addresses."""
    by_size: dict[int, list[list[int]]] = {}
    for walk in walks:
        by_size.setdefault(len(walk), []).append(walk)
    found = []
    for size, same in sorted(by_size.items()):
        found += orders.shortest(same, metres) if size <= orders.EXACT else same
    return [walk if walk[0] <= walk[-1] else walk[::-1] for walk in found]


def _walk(order: list[int], metres: Floats, doors: list[str], visit: float, speed: float) -> Walk:
    steps = [0.0, *(float(metres[a, b]) for a, b in itertools.pairwise(order))]
    walked = sum(steps)
    return Walk(
        doors=tuple(Door(doors[door], step) for door, step in zip(order, steps, strict=True)),
        metres=walked,
        minutes=len(order) * visit + walked / speed,
        shortest=len(order) <= orders.EXACT,
    )
