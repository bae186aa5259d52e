"""All rings and chains within the length limits, as columns of a packing problem.

Rows are the nodes (how often each may take part) and those draw limits that can bind at all. Two columns with
the same rows are the same to every other column, so only the better one is kept; the same holds for parallel
arcs (`undominated`). Both reductions keep at least one optimum.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter

from kogge.engine.rings.model import Arc, BadProblem, Problem

# More candidates than this are not listed one by one: about 250 bytes each, and the LP grows with them.
MOST_CANDIDATES = 1_500_000
CLOCK_EVERY = 4096


@dataclass(frozen=True, slots=True)
class Pool:
    """By column: `rows` (sorted, repeated if drawn twice), `weight`, `arcs` (numbers in `kept`), `closed`."""

    rows: list[tuple[int, ...]]
    weight: list[float]
    arcs: list[tuple[int, ...]]
    closed: list[bool]
    capacity: list[int]
    kept: list[Arc]
    complete: bool


def check(problem: Problem) -> dict[str, int]:
    """Index of each node by id, after refusing what makes no sense.

    Raises BadProblem: double ids, unknown ends, an arc to oneself, weights or chances out of range, a draw
    without a limit.
    """
    index: dict[str, int] = {}
    for node in problem.nodes:
        if node.id in index:
            raise BadProblem("party %(id)s is there twice; ids must differ", id=node.id)
        if node.times < 0:
            raise BadProblem("party %(id)s: times is %(times)s; it must be 0 or more", id=node.id, times=node.times)
        if not (math.isfinite(node.start_weight) and node.start_weight >= 0):
            raise BadProblem(
                "party %(id)s: start_weight is %(start_weight)s; it must be 0 or more",
                id=node.id,
                start_weight=node.start_weight,
            )
        index[node.id] = len(index)
    for name, limit in problem.limits.items():
        if limit < 0:
            raise BadProblem("limit of %(name)s is %(limit)s; it must be 0 or more", name=name, limit=limit)
    for arc in problem.arcs:
        for end in (arc.giver, arc.receiver):
            if end not in index:
                raise BadProblem(
                    "arc %(giver)s → %(receiver)s: there is no party %(end)s",
                    giver=arc.giver,
                    receiver=arc.receiver,
                    end=end,
                )
        if arc.giver == arc.receiver:
            raise BadProblem(
                "arc %(giver)s → %(receiver)s: nobody serves themselves", giver=arc.giver, receiver=arc.receiver
            )
        if not math.isfinite(arc.weight):
            raise BadProblem(
                "arc %(giver)s → %(receiver)s: weight %(weight)s is not a number",
                giver=arc.giver,
                receiver=arc.receiver,
                weight=arc.weight,
            )
        if not 0 < arc.success <= 1:
            raise BadProblem(
                "arc %(giver)s → %(receiver)s: success %(success)s must be above 0 and at most 1",
                giver=arc.giver,
                receiver=arc.receiver,
                success=arc.success,
            )
        for draw in arc.draws:
            if draw not in problem.limits:
                raise BadProblem(
                    "arc %(giver)s → %(receiver)s draws on %(draw)s, which has no limit",
                    giver=arc.giver,
                    receiver=arc.receiver,
                    draw=draw,
                )
    return index


def binding_limits(problem: Problem, index: dict[str, int]) -> dict[str, int]:
    """The draw limits that can bind: smaller than what the givers, or the receivers, could use in all."""
    givers: dict[str, set[str]] = defaultdict(set)
    receivers: dict[str, set[str]] = defaultdict(set)
    at_once: dict[str, int] = defaultdict(int)
    for arc in problem.arcs:
        for draw in arc.draws:
            givers[draw].add(arc.giver)
            receivers[draw].add(arc.receiver)
            at_once[draw] = max(at_once[draw], arc.draws.count(draw))
    times = {node.id: node.times for node in problem.nodes}
    return {
        name: limit
        for name, limit in problem.limits.items()
        if limit < at_once[name] * min(sum(times[p] for p in givers[name]), sum(times[p] for p in receivers[name]))
    }


def undominated(arcs: list[Arc], binding: dict[str, int]) -> list[Arc]:
    """Of parallel arcs that draw on the same binding limits, the best in weight, success and starts."""
    groups: dict[tuple[str, str, tuple[str, ...]], list[Arc]] = defaultdict(list)
    for arc in arcs:
        groups[arc.giver, arc.receiver, tuple(sorted(d for d in arc.draws if d in binding))].append(arc)
    kept: list[Arc] = []
    for group in groups.values():
        if len(group) > 1:
            group = sorted(group, key=lambda a: (a.weight, a.success, a.starts), reverse=True)
        best: list[Arc] = []
        for arc in group:
            if not any(b.weight >= arc.weight and b.success >= arc.success and b.starts >= arc.starts for b in best):
                best.append(arc)
        kept.extend(best)
    return kept


def expected_value(arcs: list[Arc], closed: bool, start_weight: float) -> float:
    """Value of a ring or chain with its chances (Dickerson, Procaccia, Sandholm 2013).

    A ring happens as a whole or not at all: Σw · Πp. A chain goes on until the first arc that fails:
    Σᵢ wᵢ · Π_{j ≤ i} pⱼ; its start counts when its first arc happens.

    >>> half = Arc("a", "b", success=0.5)
    >>> expected_value([half, half], True, 0.0), expected_value([half, half], False, 0.0)
    (0.5, 0.75)
    """
    if closed:
        return math.fsum(a.weight for a in arcs) * math.prod(a.success for a in arcs)
    value, chance = start_weight * arcs[0].success, 1.0
    for arc in arcs:
        chance *= arc.success
        value += arc.weight * chance
    return value


Links = list[list[tuple[int, int]]]


def cycles(links: Links, length: int) -> Iterator[tuple[list[int], list[int]]]:
    """Simple cycles of 2 to `length` nodes as (nodes, arcs), each once, rooted at its smallest node.

    A branch is cut as soon as its end cannot come back to the root in the steps that are left (exactly known
    for the last two steps, where most of them branches die).
    """
    back: list[dict[int, list[int]]] = [defaultdict(list) for _ in links]
    for u, targets in enumerate(links):
        for v, a in targets:
            back[v][u].append(a)
    for root, closing in enumerate(back):
        two = {u for v in closing if v > root for u in back[v] if u > root}
        stack: list[tuple[tuple[int, ...], tuple[int, ...]]] = [((root,), ())]
        while stack:
            path, used = stack.pop()
            size = len(path) + 1
            if size > length:
                continue
            for v, a in links[path[-1]]:
                if v <= root or v in path:
                    continue
                for last in closing.get(v, ()):
                    yield [*path, v], [*used, a, last]
                if size + 1 < length or (size < length and v in two):
                    stack.append(((*path, v), (*used, a)))


def chains(links: Links, opening: list[tuple[int, int, int]], length: int) -> Iterator[tuple[list[int], list[int]]]:
    """Simple paths of 2 to `length` nodes whose first arc is one of `opening` (giver, receiver, arc)."""
    if length < 2:
        return
    for giver, receiver, arc in opening:
        stack: list[tuple[tuple[int, ...], tuple[int, ...]]] = [((giver, receiver), (arc,))]
        while stack:
            path, used = stack.pop()
            yield list(path), list(used)
            if len(path) < length:
                stack.extend(((*path, v), (*used, a)) for v, a in links[path[-1]] if v not in path)


def list_candidates(problem: Problem, cycle: int, chain: int, deadline: float, most: int = MOST_CANDIDATES) -> Pool:
    """Every ring of at most `cycle` and every chain of at most `chain` parties that has a positive value.

    Stops at `most` candidates looked at or at the deadline (`perf_counter` seconds); then `complete` is
    false.
    """
    index = check(problem)
    binding = binding_limits(problem, index)
    times = [node.times for node in problem.nodes]
    kept = undominated([a for a in problem.arcs if times[index[a.giver]] and times[index[a.receiver]]], binding)
    links: Links = [[] for _ in problem.nodes]
    opening: list[tuple[int, int, int]] = []
    for number, arc in enumerate(kept):
        giver, receiver = index[arc.giver], index[arc.receiver]
        links[giver].append((receiver, number))
        if arc.starts:
            opening.append((giver, receiver, number))
    draw_row = {name: len(times) + i for i, name in enumerate(binding)}
    drawn = [[draw_row[d] for d in arc.draws if d in draw_row] for arc in kept]
    capacity = times + list(binding.values())
    start = [node.start_weight for node in problem.nodes]

    best: dict[tuple[int, ...], tuple[float, tuple[int, ...], bool]] = {}
    complete, seen = True, 0
    for closed, found in ((True, cycles(links, cycle)), (False, chains(links, opening, chain))):
        for nodes, used in found:
            seen += 1
            if seen > most or (seen % CLOCK_EVERY == 0 and perf_counter() > deadline):
                complete = False
                break
            value = expected_value([kept[a] for a in used], closed, start[nodes[0]])
            if value <= 0:
                continue
            rows = sorted(nodes)
            for a in used:
                if drawn[a]:
                    rows.extend(drawn[a])
            key = tuple(rows) if len(rows) == len(nodes) else tuple(sorted(rows))
            known = best.get(key)
            if known is None or value > known[0]:
                best[key] = (value, tuple(used), closed)
    apart = [tuple(index[p] for p in pair) for pair in problem.apart if all(p in index for p in pair)]
    if apart:
        hostile: dict[int, set[int]] = defaultdict(set)
        for pair in apart:
            hostile[min(pair)].add(max(pair))
        best = {k: v for k, v in best.items() if not any(hostile[r].intersection(k) for r in k if r in hostile)}
    if binding:
        best = {k: v for k, v in best.items() if all(k.count(r) <= capacity[r] for r in k)}
    return Pool(
        rows=list(best),
        weight=[v for v, _, _ in best.values()],
        arcs=[a for _, a, _ in best.values()],
        closed=[c for _, _, c in best.values()],
        capacity=capacity,
        kept=kept,
        complete=complete,
    )
