"""A checker and a brute force that share no code with the engine: they know the rules, not the method."""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise, permutations

from kogge.engine.rings import Arc, Plan, Problem, Ring


def value_of(arcs: list[Arc], closed: bool, start_weight: float) -> float:
    """A ring happens as a whole; of a chain each arc happens if all before it did."""
    if closed:
        return sum(a.weight for a in arcs) * math.prod(a.success for a in arcs)
    value = start_weight * arcs[0].success
    for last in range(len(arcs)):
        value += arcs[last].weight * math.prod(a.success for a in arcs[: last + 1])
    return value


def complaints(problem: Problem, plan: Plan, cycle: int, chain: int) -> list[str]:
    """Everything that is wrong with a plan; empty when it keeps all rules and its figures add up."""
    wrong: list[str] = []
    known = set(problem.arcs)
    start = {n.id: n.start_weight for n in problem.nodes}
    part, drawn, total = Counter[str](), Counter[str](), problem.offset
    for ring, closed in [*((r, True) for r in plan.rings), *((c, False) for c in plan.chains)]:
        wrong.extend(_shape(ring, closed, cycle if closed else chain))
        wrong.extend(f"invented arc {arc}" for arc in ring.arcs if arc not in known)
        part.update(ring.parties)
        drawn.update(d for arc in ring.arcs for d in arc.draws)
        wrong.extend(f"{set(pair)} in one ring" for pair in problem.apart if pair <= set(ring.parties))
        expected = value_of(list(ring.arcs), closed, start[ring.parties[0]])
        if not math.isclose(expected, ring.expected, abs_tol=1e-9):
            wrong.append(f"{ring.parties} is worth {expected}, not {ring.expected}")
        total += expected
    wrong.extend(f"{n.id} takes part {part[n.id]} times" for n in problem.nodes if part[n.id] > n.times)
    wrong.extend(f"{d} drawn {n} times" for d, n in drawn.items() if n > problem.limits[d])
    if not math.isclose(total, plan.objective, rel_tol=1e-9, abs_tol=1e-9):
        wrong.append(f"objective {plan.objective}, but the parts make {total}")
    if plan.bound < plan.objective:
        wrong.append(f"bound {plan.bound} below objective {plan.objective}")
    if plan.optimal and not math.isclose(plan.bound, plan.objective, rel_tol=1e-8, abs_tol=1e-8):
        wrong.append(f"called optimal with bound {plan.bound} and objective {plan.objective}")
    return wrong


def _shape(ring: Ring, closed: bool, most: int) -> list[str]:
    wrong = []
    size = len(ring.parties)
    if not 2 <= size <= most:
        wrong.append(f"{ring.parties} is too long or too short")
    if len(set(ring.parties)) != size:
        wrong.append(f"{ring.parties} names somebody twice")
    if len(ring.arcs) != (size if closed else size - 1):
        wrong.append(f"{ring.parties} has {len(ring.arcs)} arcs")
    following = [*ring.parties[1:], ring.parties[0]]
    wrong.extend(
        f"arc {arc} stands at {giver} → {receiver}"
        for arc, giver, receiver in zip(ring.arcs, ring.parties, following, strict=False)
        if (arc.giver, arc.receiver) != (giver, receiver)
    )
    if not closed and not ring.arcs[0].starts:
        wrong.append(f"chain {ring.parties} starts with somebody who asks back")
    return wrong


def best_value(problem: Problem, cycle: int, chain: int) -> float:
    """The optimum by trying every selection of rings and chains (tiny problems only)."""
    between: dict[tuple[str, str], list[Arc]] = {}
    for arc in problem.arcs:
        between.setdefault((arc.giver, arc.receiver), []).append(arc)
    start = {n.id: n.start_weight for n in problem.nodes}
    options: dict[tuple[tuple[str, int], ...], float] = {}
    ids = [n.id for n in problem.nodes]
    for size in range(2, max(cycle, chain) + 1):
        for path in permutations(ids, size):
            if any(pair <= set(path) for pair in problem.apart):
                continue
            steps = list(pairwise(path))
            if size <= cycle:
                _add(options, between, [*steps, (path[-1], path[0])], path, True, 0.0)
            if size <= chain:
                _add(options, between, steps, path, False, start[path[0]])
    room = {f"node {n.id}": n.times for n in problem.nodes} | dict(problem.limits)
    items = [(dict(use), value) for use, value in options.items() if value > 0]
    return problem.offset + _most(items, 0, room)


def _add(
    options: dict[tuple[tuple[str, int], ...], float],
    between: dict[tuple[str, str], list[Arc]],
    steps: list[tuple[str, str]],
    path: tuple[str, ...],
    closed: bool,
    start_weight: float,
) -> None:
    choices: list[list[Arc]] = [[]]
    for step in steps:
        choices = [[*c, a] for c in choices for a in between.get(step, [])]
    for arcs in choices:
        if not closed and not arcs[0].starts:
            continue
        use = Counter(f"node {p}" for p in path)
        use.update(d for a in arcs for d in a.draws)
        key = tuple(sorted(use.items()))
        options[key] = max(options.get(key, -math.inf), value_of(arcs, closed, start_weight))


def _most(items: list[tuple[dict[str, int], float]], first: int, room: dict[str, int]) -> float:
    if first == len(items):
        return 0.0
    use, value = items[first]
    best = _most(items, first + 1, room)
    if all(room[k] >= n for k, n in use.items()):
        best = max(best, value + _most(items, first, {k: v - use.get(k, 0) for k, v in room.items()}))
    return best
