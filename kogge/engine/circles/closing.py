"""The end of a proof: is there a plan better than the best one known? Only few circles can be part of it.

With certified prices every circle's surplus is ≤ 0, and a plan is worth the sum of the prices it uses plus
the surpluses of its circles. So a plan of at least `target` uses only circles with a surplus ≥ target −
bound, and members whose price it cannot leave unused stay inside. What is left is an exact model over (group,
topics) and their members.
"""

from __future__ import annotations

from time import perf_counter
from typing import Any

import highspy
import numpy as np

from kogge.engine.circles.arrays import Arrays, Floats
from kogge.engine.circles.kernels import near_to
from kogge.engine.circles.master import LEAST_SECONDS
from kogge.engine.circles.search import Column, column_of

MOST_PAIRS, MOST_MEMBERSHIPS = 3_000, 60_000


def better(arrays: Arrays, prices: Floats, target: float, until: float) -> tuple[list[Column], bool]:
    """A plan worth at least `target`, if there is one, and whether that is certain (solved to its end)."""
    a = arrays
    lo, hi = a.town.size
    slack = target - float(prices.sum()) - 1e-6
    price = prices - a.bonus
    pairs: list[tuple[int, int]] = []
    for g in range(len(a.groups)):
        pairs += [(g, int(s)) for s in near_to(a.group(g), a.weight, price, a.host, a.sets, a.least, hi, slack)]
        if perf_counter() > until or len(pairs) > MOST_PAIRS:
            return [], False
    if not pairs:
        return [], True
    # A circle is a copy of a pair: as many copies as could be filled.
    copies = [(g, s) for g, s in pairs for _ in range(max(1, int(a.heads[a.group(g)].sum()) // lo))]
    if sum(len(a.group(g)) for g, _ in copies) > MOST_MEMBERSHIPS:
        return [], False
    return _solve(a, copies, target, until)


def _solve(a: Arrays, copies: list[tuple[int, int]], target: float, until: float) -> tuple[list[Column], bool]:
    lo, hi = a.town.size
    n = len(a.units)
    cost: list[float] = [0.0] * len(copies)
    column: list[tuple[int, int]] = []  # (copy, member)
    for c, (g, s) in enumerate(copies):
        for i in a.group(g).tolist():
            column.append((c, i))
            cost.append(-float(a.weight[i, a.sets[s]].sum() + a.bonus[i]))
    rows: list[tuple[float, float, list[int], list[float]]] = []
    of_member: list[list[int]] = [[] for _ in range(n)]
    of_copy: list[list[int]] = [[] for _ in copies]
    where = {}
    for x, (c, i) in enumerate(column, len(copies)):
        of_member[i].append(x)
        of_copy[c].append(x)
        where[c, i] = x
    inf = highspy.kHighsInf
    rows += [(-inf, 1.0, row, [1.0] * len(row)) for row in of_member if row]
    for c, row in enumerate(of_copy):
        hosts = [x for x in row if a.host[column[x - len(copies)][1]]]
        heads = [float(a.heads[column[x - len(copies)][1]]) for x in row]
        rows.append((0.0, inf, [*row, c], [*heads, -float(lo)]))
        rows.append((-inf, 0.0, [*row, c], [*heads, -float(hi)]))
        rows.append((0.0, inf, [*hosts, c], [1.0] * len(hosts) + [-1.0]))
        rows += [(-inf, 0.0, [x, c], [1.0, -1.0]) for x in row]
        for x in row:
            i = column[x - len(copies)][1]
            for j in a.no_go[a.no_go_start[i] : a.no_go_start[i + 1]].tolist():
                if i < j and (c, j) in where:
                    rows.append((-inf, 0.0, [x, where[c, j], c], [1.0, 1.0, -1.0]))
        if c + 1 < len(copies) and copies[c + 1] == copies[c]:
            rows.append((0.0, inf, [c, c + 1], [1.0, -1.0]))
    worth_rows = list(range(len(copies), len(cost)))
    rows.append((target - 0.5, inf, worth_rows, [-cost[x] for x in worth_rows]))
    highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.silent()
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(cost), len(rows)
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = np.array(cost), np.zeros(len(cost)), np.ones(len(cost))
    lp.row_lower_, lp.row_upper_ = np.array([r[0] for r in rows]), np.array([r[1] for r in rows])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0, *(len(r[2]) for r in rows)])
    lp.a_matrix_.index_ = np.array([x for r in rows for x in r[2]], dtype=np.int32)
    lp.a_matrix_.value_ = np.array([v for r in rows for v in r[3]])
    lp.integrality_ = [highspy.HighsVarType.kInteger] * len(cost)
    highs.passModel(lp)
    highs.setOptionValue("time_limit", max(LEAST_SECONDS, until - perf_counter()))
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("mip_abs_gap", 0.0)
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.setOptionValue("objective_target", -target + 1e-6)  # one such plan is enough
    highs.run()
    # The model asks for a plan of the target's value: without one it has no solution, and only that is a proof.
    if highs.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
        return [], True
    found = np.array(highs.getSolution().col_value)
    if len(found) != len(cost):
        return [], False
    circles = []
    for c, (g, _s) in enumerate(copies):
        members = [column[x - len(copies)][1] for x in of_copy[c] if found[x] > 0.5]
        if members:
            circles.append(column_of(a, g, members))
    worth = sum(k.value + a.bonus[list(k.members)].sum() for k in circles)
    return (circles, True) if worth >= target - 1e-6 and _whole(found) else ([], False)


def _whole(found: Floats) -> bool:
    return bool(np.abs(found - np.rint(found)).max(initial=0.0) < 1e-4)
