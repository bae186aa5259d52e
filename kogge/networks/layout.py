"""Where the picture of a network puts its nodes: groups apart, nodes of a group together, none over another.

Pure functions over positions in pixels. No chance is involved, so the picture is the same at every visit.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

APART = 9.0  # pixels at least between the rims of two nodes
BETWEEN_GROUPS = 46.0  # and of two groups
ROUNDS = 80  # of pushing apart
LOOSE = 1.25  # how much more area a group has than its nodes with the space around them
LARGE = 220  # nodes above which a group is laid out without looking at its ties, which would take seconds
ANGLES = 28  # places tried around each group
Points = Any  # an array of n × 2


class Disc(NamedTuple):
    """A group: its middle and its radius."""

    x: float
    y: float
    r: float


def layout(
    radii: Sequence[float], ties: Sequence[tuple[int, int]], groups: Sequence[int]
) -> tuple[list[tuple[float, float]], dict[int, Disc]]:
    """A place for each node, and the disc of each group. `groups[i]`: the number of node i's group.

    Groups with many ties to each other come to lie side by side.
    """
    members: dict[int, list[int]] = {}
    for node, group in enumerate(groups):
        members.setdefault(group, []).append(node)
    own: dict[int, list[tuple[int, int]]] = {group: [] for group in members}
    for a, b in ties:
        if groups[a] == groups[b]:
            own[groups[a]].append((a, b))
    inside = {
        group: _inside(nodes, own[group], np.array([radii[node] for node in nodes])) for group, nodes in members.items()
    }
    reach = {
        group: float(max(np.hypot(*inside[group].T) + [radii[node] for node in nodes]))
        for group, nodes in members.items()
    }
    between: dict[tuple[int, int], int] = {}
    for a, b in ties:
        if groups[a] != groups[b]:
            for pair in ((groups[a], groups[b]), (groups[b], groups[a])):
                between[pair] = between.get(pair, 0) + 1
    middles = _side_by_side(reach, between)
    places = [(0.0, 0.0)] * len(groups)
    for group, nodes in members.items():
        x, y = middles[group]
        for node, (dx, dy) in zip(nodes, inside[group].tolist(), strict=True):
            places[node] = (x + dx, y + dy)
    return places, {group: Disc(*middles[group], reach[group]) for group in members}


def _inside(nodes: list[int], ties: Sequence[tuple[int, int]], radii: Any) -> Points:
    """Places within one group around (0, 0): Kamada-Kawai from a spiral, then pushed apart; a spiral if it is large."""
    n = len(nodes)
    if n > LARGE:
        return _sunflower(radii)
    golden = math.pi * (3 - math.sqrt(5))
    spiral = [(math.sqrt(i) * math.cos(i * golden), math.sqrt(i) * math.sin(i * golden)) for i in range(n)]
    if n < 3:
        return _apart(np.array(spiral) * 4 * APART, radii)
    import igraph

    index = {node: i for i, node in enumerate(nodes)}
    graph = igraph.Graph(n, [(index[a], index[b]) for a, b in ties])
    found = np.array(graph.layout_kamada_kawai(seed=spiral).coords)
    return _apart(_filled(found, math.sqrt(float(((radii + APART) ** 2).sum()) * LOOSE)), radii)


def _sunflower(radii: Any) -> Points:
    """The widest in the middle, each with its own area, turned on by the golden angle: in linear time."""
    order = np.argsort(-radii, kind="stable")
    area = (2 * radii[order] + APART) ** 2 * 0.5
    reach = np.sqrt(np.cumsum(area) - area / 2)
    reach[0] = 0.0
    angle = np.arange(len(radii)) * math.pi * (3 - math.sqrt(5))
    places = np.empty((len(radii), 2))
    places[order] = np.stack([reach * np.cos(angle), reach * np.sin(angle)], axis=1)
    return places


def _filled(places: Points, reach: float) -> Points:
    """The same directions from the middle and the same order outwards, spread evenly over a disc."""
    from_middle = places - places.mean(axis=0)
    length = np.hypot(from_middle[:, 0], from_middle[:, 1])
    rank = np.empty(len(places))
    rank[np.argsort(length, kind="stable")] = np.arange(len(places))
    even = reach * np.sqrt(rank / len(places))
    return from_middle / np.maximum(length, 1e-9)[:, None] * even[:, None]


def _apart(places: Points, radii: Any) -> Points:
    """Push nodes that lie over each other apart, half the overlap each, until none does or the rounds are over."""
    wanted = radii[:, None] + radii[None, :] + APART
    np.fill_diagonal(wanted, 0)
    for _round in range(ROUNDS):
        way = places[:, None, :] - places[None, :, :]
        distance = np.hypot(way[..., 0], way[..., 1])
        short = np.maximum(wanted - distance, 0)
        if short.max() < 0.5:
            break
        # Two in the same place go apart along a direction of their own.
        same = distance < 1e-6
        way[same] = (1.0, 0.37)
        way[np.tril(same)] *= -1
        step = way / np.maximum(np.hypot(way[..., 0], way[..., 1]), 1e-6)[..., None] * (short / 2)[..., None]
        places = places + step.sum(axis=1) / np.maximum((short > 0).sum(axis=1), 1)[:, None] * 1.6
    return places - places.mean(axis=0)


def _side_by_side(reach: dict[int, float], between: dict[tuple[int, int], int]) -> dict[int, tuple[float, float]]:
    """Middles of the groups, the largest first, each where it touches those placed and is near to those it knows."""
    placed: dict[int, tuple[float, float]] = {}
    turn = np.linspace(0, 2 * math.pi, ANGLES, endpoint=False)
    circle = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    for group in sorted(reach, key=lambda group: (-reach[group], group)):
        if not placed:
            placed[group] = (0.0, 0.0)
            continue
        there = np.array(list(placed.values()))
        far = np.array([reach[other] for other in placed]) + reach[group] + BETWEEN_GROUPS
        tries = (there[:, None, :] + circle[None, :, :] * far[:, None, None]).reshape(-1, 2)
        distance = np.hypot(tries[:, None, 0] - there[None, :, 0], tries[:, None, 1] - there[None, :, 1])
        free = (distance >= far[None, :] - 0.5).all(axis=1)
        ties = np.array([1.0 * between.get((group, other), 0) for other in placed])
        cost = np.hypot(tries[:, 0], tries[:, 1])
        if ties.any():
            cost = cost + distance @ ties / ties.sum()
        best = tries[int(np.argmin(np.where(free, cost, np.inf)))]
        placed[group] = (float(best[0]), float(best[1]))
    return placed
