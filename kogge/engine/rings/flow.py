"""A bound when there are too many rings to list: the same board with rings and chains of any length.

Variables are arcs (and arcs that open a chain); who gives inside a ring or chain has received; nobody takes
part more often than they may. Every plan is a point of this LP, and an arc's value in a plan is at most
weight × chance.
"""

from __future__ import annotations

import numpy as np

from kogge.engine.rings.bound import Matrix, certified
from kogge.engine.rings.candidates import binding_limits, check
from kogge.engine.rings.lp import highs_of
from kogge.engine.rings.model import Problem


def flow_bound(problem: Problem, until: float) -> float:
    """Certified upper bound over all plans of any ring and chain length (`offset` not included)."""
    index = check(problem)
    binding = binding_limits(problem, index)
    nodes = len(index)
    # Rows: takes part ≤ times | gives inside − receives ≤ 0 | draws ≤ limit.
    draw = {name: 2 * nodes + i for i, name in enumerate(binding)}
    b = np.array([n.times for n in problem.nodes] + [0] * nodes + list(binding.values()), dtype=float)
    columns: list[dict[int, float]] = []
    weight: list[float] = []
    most: list[float] = []
    for arc in problem.arcs:
        u, v = index[arc.giver], index[arc.receiver]
        drawn = {draw[d]: float(arc.draws.count(d)) for d in arc.draws if d in draw}
        value = max(arc.weight, 0.0) * arc.success
        limit = float(min(b[u], b[v]))
        columns.append({v: 1.0, nodes + v: -1.0, nodes + u: 1.0, **drawn})
        weight.append(value)
        most.append(limit)
        if arc.starts:
            columns.append({v: 1.0, nodes + v: -1.0, u: 1.0, **drawn})
            weight.append(value + problem.nodes[u].start_weight * arc.success)
            most.append(limit)
    if not columns:
        return 0.0
    start = np.zeros(len(columns) + 1, dtype=np.int32)
    np.cumsum([len(c) for c in columns], out=start[1:])
    matrix = Matrix(
        start,
        np.array([r for c in columns for r in c], dtype=np.int32),
        np.array([a for c in columns for a in c.values()], dtype=float),
        len(b),
    )
    w, u_ = np.array(weight), np.array(most)
    highs = highs_of(matrix, w, b, u_, until)
    highs.setOptionValue("solver", "ipm")
    highs.setOptionValue("run_crossover", "off")
    highs.run()
    solution = highs.getSolution()
    # Known without any LP: pay everybody the best they could receive.
    trivial = np.zeros(len(b))
    receivers = np.array([next(iter(c)) for c in columns])
    np.maximum.at(trivial, receivers, w)
    bound = certified(matrix, w, b, u_, trivial)
    if solution.dual_valid:
        bound = min(bound, certified(matrix, w, b, u_, np.maximum(0.0, -np.array(solution.row_dual))))
    return bound
