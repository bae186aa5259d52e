"""Plans of walks, checked by what knows nothing of how they were made: networkx, and looking at every plan."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator

import networkx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kogge.engine import walks
from kogge.engine.walks import Address, BadWalks, Network, Plan, Reason
from kogge.engine.walks.distances import NEXT_DOOR, straight

METRE = 1 / 111_195  # degrees of latitude


def grid(width: int, height: int, block: float = 80.0, holes: frozenset[int] = frozenset()) -> Network:
    """Streets in squares of so many metres at the equator, where a degree is as long either way."""
    number = {place: index for index, place in enumerate(itertools.product(range(width), range(height)))}
    pieces = [(number[x, y], number[other]) for x, y in number for other in ((x + 1, y), (x, y + 1)) if other in number]
    pieces = [piece for index, piece in enumerate(pieces) if index not in holes]
    places = np.array(list(number), dtype=float) * block * METRE
    start, end = (np.array(part, dtype=np.int64) for part in zip(*pieces, strict=True))
    return Network(places[:, 1], places[:, 0], start, end, np.full(len(pieces), block))


def metres_by_networkx(network: Network, addresses: list[Address]) -> list[list[float]]:
    """Distances on foot by another way: the nearest piece by looking at all, shortest paths by networkx."""
    graph: networkx.Graph = networkx.Graph()
    ends = list(zip(network.start.tolist(), network.end.tolist(), network.metres.tolist(), strict=True))
    for a, b, metres in ends:
        graph.add_edge(a, b, weight=metres)
    offsets = []
    on_piece: dict[int, list[tuple[float, str]]] = {}
    for address in addresses:
        best = (math.inf, 0, 0.0)
        for index, (a, b, _) in enumerate(ends):
            ax, ay, bx, by = network.lon[a], network.lat[a], network.lon[b], network.lat[b]
            length = (bx - ax) ** 2 + (by - ay) ** 2
            share = ((address.lon - ax) * (bx - ax) + (address.lat - ay) * (by - ay)) / length
            share = min(1.0, max(0.0, share))
            far = math.hypot(ax + share * (bx - ax) - address.lon, ay + share * (by - ay) - address.lat) / METRE
            best = min(best, (round(far, 6), index, share))
        offsets.append(best[0])
        on_piece.setdefault(best[1], []).append((best[2], address.id))
    for index, doors in on_piece.items():
        a, b, metres = ends[index]
        places = [(0.0, a), *sorted(doors), (1.0, b)]
        for (share, one), (other_share, other) in itertools.pairwise(places):
            graph.add_edge(one, other, weight=(other_share - share) * metres)
    paths = dict(networkx.all_pairs_dijkstra_path_length(graph, weight="weight"))
    air = straight(np.array([a.lat for a in addresses]), np.array([a.lon for a in addresses]))
    found = []
    for i, one in enumerate(addresses):
        row = []
        for j, other in enumerate(addresses):
            on_foot = paths[one.id].get(other.id, math.inf) + offsets[i] + offsets[j]
            row.append(0.0 if i == j else min(on_foot, air[i, j]) if air[i, j] <= NEXT_DOOR else on_foot)
        found.append(row)
    return found


def check(plan: Plan, addresses: list[Address], metres: list[list[float]], minutes: float, visit: float) -> None:
    """Every address once or left out; lengths as they are; no walk too long; the bounds are none that are broken."""
    index = {address.id: number for number, address in enumerate(addresses)}
    told = [door.id for walk in plan.walks for door in walk.doors] + [left.id for left in plan.left_out]
    assert sorted(told) == sorted(index)
    for walk in plan.walks:
        walked = 0.0
        for before, door in itertools.pairwise(walk.doors):
            step = metres[index[before.id]][index[door.id]]
            assert door.metres == pytest.approx(step, abs=0.2, rel=1e-3)
            walked += door.metres
        assert walk.metres == pytest.approx(walked)
        assert walk.minutes == pytest.approx(len(walk.doors) * visit + walked / 70)
        assert walk.minutes <= minutes + 1e-4
    assert plan.metres == pytest.approx(sum(walk.metres for walk in plan.walks))
    assert plan.fewest_walks <= len(plan.walks)
    assert plan.least_metres <= plan.metres + 0.01


def every_plan(doors: list[int]) -> Iterator[list[list[int]]]:
    """All ways to divide doors into groups."""
    if not doors:
        yield []
        return
    first, rest = doors[0], doors[1:]
    for size in range(len(rest) + 1):
        for others in itertools.combinations(rest, size):
            for groups in every_plan([door for door in rest if door not in others]):
                yield [[first, *others], *groups]


def best_by_looking(metres: list[list[float]], minutes: float, visit: float) -> tuple[int, float]:
    shortest: dict[tuple[int, ...], float] = {}

    def length(group: tuple[int, ...]) -> float:
        if group not in shortest:
            shortest[group] = min(
                sum(metres[a][b] for a, b in itertools.pairwise(order)) for order in itertools.permutations(group)
            )
        return shortest[group]

    found = []
    for groups in every_plan(list(range(len(metres)))):
        lengths = [length(tuple(group)) for group in groups]
        if all(len(g) * visit + far / 70 <= minutes + 1e-6 for g, far in zip(groups, lengths, strict=True)):
            found.append((len(groups), sum(lengths)))
    return min(found)


def to_street(metres: float) -> float:
    """Metres to the nearest line of `grid(8, 8)`."""
    return abs(metres - min(7, max(0, round(metres / 80))) * 80)


def has_one_street(point: tuple[float, float]) -> bool:
    """As near to two streets a door belongs to either: the two ways to measure may then differ, both rightly."""
    across, along = (to_street(metres) for metres in point)
    return abs(across - along) > 0.01 and abs(across - 40) > 0.01 and abs(along - 40) > 0.01


places = st.tuples(st.floats(-60, 620), st.floats(-60, 620)).filter(has_one_street)


def addresses_at(points: list[tuple[float, float]]) -> list[Address]:
    return [Address(f"d{i}", round(y * METRE, 7), round(x * METRE, 7)) for i, (x, y) in enumerate(points)]


@settings(max_examples=25, deadline=None)
@given(points=st.lists(places, min_size=1, max_size=25), minutes=st.sampled_from([12, 30, 90]))
def test_a_plan_keeps_what_it_says(points: list[tuple[float, float]], minutes: float) -> None:
    network, addresses = grid(8, 8), addresses_at(points)
    plan = walks.plan(addresses, network, minutes=minutes, minutes_per_visit=5)
    assert not plan.left_out
    check(plan, addresses, metres_by_networkx(network, addresses), minutes, 5)
    assert walks.plan(addresses, network, minutes=minutes, minutes_per_visit=5).walks == plan.walks


@settings(max_examples=25, deadline=None)
@given(points=st.lists(places, min_size=1, max_size=6), minutes=st.sampled_from([8, 14, 25]))
def test_few_addresses_get_the_best_plan_there_is(points: list[tuple[float, float]], minutes: float) -> None:
    addresses = addresses_at(points)
    metres, _ = walks.matrix(addresses, None)
    plan = walks.plan(addresses, minutes=minutes, minutes_per_visit=4)
    number, length = best_by_looking(metres.tolist(), minutes, 4)
    assert len(plan.walks) == number
    assert plan.metres == pytest.approx(length, abs=0.05)
    assert plan.optimal
    assert plan.gap == 0


def test_eight_addresses_by_looking_at_every_plan() -> None:
    chance = np.random.default_rng(3)
    addresses = addresses_at([(float(x), float(y)) for x, y in chance.uniform(0, 900, (8, 2))])
    metres, _ = walks.matrix(addresses, None)
    plan = walks.plan(addresses, minutes=30, minutes_per_visit=5)
    number, length = best_by_looking(metres.tolist(), 30, 5)
    assert len(plan.walks) == number
    assert plan.metres == pytest.approx(length, abs=0.05)


def test_a_street_is_walked_from_one_end_to_the_other() -> None:
    addresses = addresses_at([(x, 0) for x in (300, 0, 450, 150, 600, 75, 525)])
    plan = walks.plan(addresses, grid(9, 2), minutes=90)
    assert [[door.id for door in walk.doors] for walk in plan.walks] == [["d1", "d5", "d3", "d0", "d2", "d6", "d4"]]
    assert plan.metres == pytest.approx(600, rel=1e-3)


def test_a_river_is_walked_around_not_through() -> None:
    # Between x = 80 and 160 there is only the bridge at y = 0: both doors are near by air, far on foot.
    west, east = grid(2, 6), grid(2, 6)
    n = len(west.lat)
    network = Network(
        np.concatenate([west.lat, east.lat]),
        np.concatenate([west.lon, east.lon + 160 * METRE]),
        np.concatenate([west.start, east.start + n, [6]]),
        np.concatenate([west.end, east.end + n, [n]]),
        np.concatenate([west.metres, east.metres, [80.0]]),
    )
    metres, _ = walks.matrix(addresses_at([(80, 400), (160, 400)]), network)
    assert metres[0, 1] == pytest.approx(400 + 80 + 400, rel=1e-3)


def test_without_a_network_lines_are_straight_and_it_says_so() -> None:
    plan = walks.plan(addresses_at([(0, 0), (100, 0)]), detour=1.5)
    assert plan.straight
    assert plan.metres == pytest.approx(150, rel=1e-3)


def test_what_no_path_reaches_is_left_out_with_the_reason() -> None:
    addresses = [*addresses_at([(0, 0), (5_000, 5_000)]), Address("nowhere")]
    plan = walks.plan(addresses, grid(4, 4))
    assert {(left.id, left.reason) for left in plan.left_out} == {("d1", Reason.FAR), ("nowhere", Reason.NO_PLACE)}


def test_two_sides_that_no_way_joins_are_two_walks() -> None:
    far = grid(5, 5)
    network = Network(
        np.concatenate([far.lat, far.lat]),
        np.concatenate([far.lon, far.lon + 0.01]),
        np.concatenate([far.start, far.start + len(far.lat)]),
        np.concatenate([far.end, far.end + len(far.lat)]),
        np.concatenate([far.metres, far.metres]),
    )
    both = [*addresses_at([(i * 20, 0) for i in range(8)]), *(Address(f"e{i}", 0.0, 0.01 + i / 9e3) for i in range(3))]
    plan = walks.plan(both, network, minutes=300)
    assert sorted(len(walk.doors) for walk in plan.walks) == [3, 8]
    assert plan.fewest_walks == 2


def test_many_doors_lie_close_to_what_is_proven() -> None:
    chance = np.random.default_rng(5)
    addresses = addresses_at([(float(x), float(y)) for x, y in chance.uniform(0, 1500, (220, 2))])
    network = grid(20, 20)
    plan = walks.plan(addresses, network)
    check(plan, addresses, walks.matrix(addresses, network)[0].tolist(), 90, 8)
    assert len(plan.walks) <= plan.fewest_walks + 4
    assert plan.gap < 0.6


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"minutes": 0}, "minutes: 0"),
        ({"minutes": math.inf}, "above 0"),
        ({"minutes": 5}, "does not fit"),
        ({"minutes_per_visit": 0.01}, "thousand"),
        ({"metres_per_minute": -1}, "metres a minute"),
        ({"detour": 0.5}, "straight line"),
    ],
)
def test_numbers_that_make_no_walk_are_refused(changed: dict[str, float], words: str) -> None:
    with pytest.raises(BadWalks, match=words):
        walks.plan([Address("a", 1.0, 1.0)], **changed)  # type: ignore[arg-type]


def test_addresses_that_cannot_be_are_refused() -> None:
    with pytest.raises(BadWalks, match="twice"):
        walks.plan([Address("a", 1.0, 1.0), Address("a", 1.0, 1.0)])
    with pytest.raises(BadWalks, match="no place on earth"):
        walks.plan([Address("a", 91.0, 1.0)])
    with pytest.raises(BadWalks, match="no place on earth"):
        walks.plan([Address("a", math.nan, 1.0)])
    with pytest.raises(BadWalks, match="at most"):
        walks.plan([Address(str(i), 1.0, 1.0) for i in range(3_001)])
    with pytest.raises(BadWalks, match="not there"):
        Network(np.zeros(2), np.zeros(2), np.array([0]), np.array([7]), np.ones(1))


def test_nobody_to_visit_is_a_plan_without_walks() -> None:
    plan = walks.plan([])
    assert (plan.walks, plan.left_out, plan.metres, plan.gap) == ((), (), 0, 0)
