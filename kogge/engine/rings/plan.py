"""The verb of the package: from a problem to a plan with a proof."""

from __future__ import annotations

import math
from time import perf_counter

from kogge.engine.rings.candidates import MOST_CANDIDATES, Pool, list_candidates
from kogge.engine.rings.flow import flow_bound
from kogge.engine.rings.model import BadProblem, Plan, Problem, Ring
from kogge.engine.rings.packing import pack


def solve(
    problem: Problem,
    *,
    cycle: int = 3,
    chain: int = 3,
    seconds: float = 60.0,
    most_candidates: int = MOST_CANDIDATES,
) -> Plan:
    """Maximum-weight rings of at most `cycle` parties and chains of at most `chain`, the starter counted.

    A length below 2 switches the kind off. `seconds`: wall time after which the best plan so far is returned,
    with the bound proven so far. Raises BadProblem when the problem makes no sense.

    Source: cycle formulation (Abraham, Blum, Sandholm 2007) with failure-aware weights (Dickerson, Procaccia,
    Sandholm 2013); the proof is described in docs/reference/rings.md.

    >>> from kogge.engine.rings import Arc, Node, Problem
    >>> nodes = tuple(Node(name) for name in "abc")
    >>> plan = solve(Problem(nodes, (Arc("a", "b"), Arc("b", "a"), Arc("b", "c"), Arc("c", "a"))))
    >>> plan.objective, plan.bound, plan.optimal, plan.rings[0].parties
    (3.0, 3.0, True, ('a', 'b', 'c'))
    """
    if cycle < 0 or chain < 0:
        raise BadProblem("lengths are %(cycle)s and %(chain)s; they must be 0 or more", cycle=cycle, chain=chain)
    if not seconds > 0:
        raise BadProblem("seconds is %(seconds)s; it must be above 0", seconds=seconds)
    began = perf_counter()
    deadline = began + seconds
    pool = _pool(problem, cycle, chain, began + 0.6 * seconds, most_candidates)
    now = perf_counter()
    relaxed = math.inf if pool.complete else flow_bound(problem, now + 0.3 * max(0.0, deadline - now))
    packed = pack(pool.rows, pool.weight, pool.capacity, deadline)
    bound, optimal = packed.bound, packed.proven
    if not pool.complete:
        bound = max(packed.value, relaxed)
        optimal = bound - packed.value <= 2e-9 * (1.0 + bound)
    rings: list[Ring] = []
    chains: list[Ring] = []
    for j in sorted(packed.chosen, key=lambda j: (-pool.weight[j], pool.rows[j])):
        arcs = tuple(pool.kept[a] for a in pool.arcs[j])
        parties = tuple(a.giver for a in arcs) + (() if pool.closed[j] else (arcs[-1].receiver,))
        weight = math.fsum(a.weight for a in arcs)
        if not pool.closed[j]:
            weight += next(n.start_weight for n in problem.nodes if n.id == parties[0])
        (rings if pool.closed[j] else chains).append(Ring(parties, arcs, weight, pool.weight[j]))
    return Plan(
        objective=packed.value + problem.offset,
        bound=bound + problem.offset,
        optimal=optimal,
        rings=tuple(rings),
        chains=tuple(chains),
        complete=pool.complete,
        candidates=len(pool.rows),
        seconds=perf_counter() - began,
    )


def _pool(problem: Problem, cycle: int, chain: int, deadline: float, most: int) -> Pool:
    """All candidates; where that is too many, all of the longest lengths that can be listed.

    Chains are shortened first: rings ask less of a single giver.
    """
    now = perf_counter()
    pool = list_candidates(problem, cycle, chain, now + 0.7 * (deadline - now), most)
    if pool.complete:
        return pool
    shorter, short = cycle, chain
    while max(shorter, short) > 2:
        if short >= max(3, shorter):
            short -= 1
        else:
            shorter -= 1
        smaller = list_candidates(problem, shorter, short, deadline, most)
        if smaller.complete:
            pool = smaller
            break
    return Pool(pool.rows, pool.weight, pool.arcs, pool.closed, pool.capacity, pool.kept, complete=False)
