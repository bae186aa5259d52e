"""Maximum-weight packing of columns into rows with capacities, with a proof.

Each connected part is solved by itself: LP with subset-row cuts for the bound, tabu search for a plan, columns that
cannot be in any better plan removed by their reduced cost, and HiGHS' branch and bound over what is left.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from time import perf_counter

import highspy
import numpy as np

from kogge.engine.rings.bound import Floats, Matrix, certified, whole
from kogge.engine.rings.cuts import columns_of, violated
from kogge.engine.rings.search import improve

# From here on the dual simplex needs longer than an interior-point method without crossover.
INTERIOR_POINT_FROM = 25_000
CUT_ROUNDS, CUTS_A_ROUND = 40, 400
LEAST_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Packed:
    """Chosen columns (repeated when used more than once), their value, a certified bound, and whether they meet."""

    chosen: list[int]
    value: float
    bound: float
    proven: bool


def pack(rows: list[tuple[int, ...]], weight: list[float], capacity: list[int], deadline: float) -> Packed:
    """Best packing found until `deadline` (`perf_counter` seconds); weights must be positive."""
    parts = _parts(rows, len(capacity))
    total = sum(len(p) for p in parts)
    chosen: list[int] = []
    values, bounds, proven = [], [], True
    for part in parts:
        local: dict[int, int] = {}
        for j in part:
            for r in rows[j]:
                local.setdefault(r, len(local))
        now = perf_counter()
        # Small parts come first; each may use its share of the time that is left, by its size.
        until = now + max(LEAST_SECONDS, (deadline - now) * len(part) / total)
        total -= len(part)
        done = _Part(
            [tuple(local[r] for r in rows[j]) for j in part],
            [weight[j] for j in part],
            [capacity[r] for r in local],
            until,
        ).solve()
        chosen.extend(part[j] for j in done.chosen)
        values.append(done.value)
        bounds.append(done.bound)
        proven = proven and done.proven
    return Packed(chosen, math.fsum(values), math.fsum(bounds), proven)


def _parts(rows: list[tuple[int, ...]], count: int) -> list[list[int]]:
    """Columns by connected part, smallest part first."""
    parent = list(range(count))

    def root(r: int) -> int:
        while parent[r] != r:
            parent[r] = parent[parent[r]]
            r = parent[r]
        return r

    for used in rows:
        first = root(used[0])
        for r in used[1:]:
            parent[root(r)] = first
    groups: dict[int, list[int]] = {}
    for j, used in enumerate(rows):
        groups.setdefault(root(used[0]), []).append(j)
    return sorted(groups.values(), key=len)


class _Part:
    """One connected part: its arrays, its best plan so far and its best bound so far."""

    def __init__(
        self, rows: list[tuple[int, ...]], weight: list[float], capacity: list[int], until: float
    ) -> None:
        self.rows, self.weight, self.capacity, self.until = rows, weight, capacity, until
        self.w, self.b = np.array(weight), np.array(capacity, dtype=float)
        self.matrix = _matrix(rows, len(capacity))
        most = self.b[self.matrix.index] // self.matrix.value
        self.u: Floats = np.minimum.reduceat(most, self.matrix.start[:-1])
        self.chosen: list[int] = []
        self.value, self.bound = 0.0, math.inf
        self.duals: Floats = np.zeros(len(capacity))

    def solve(self) -> Packed:
        if len(self.rows) == 1:
            return self._packed([0] * int(self.u[0]), self.weight[0] * float(self.u[0]))
        self._relax()
        if not self._done():
            small = len(self.rows) < INTERIOR_POINT_FROM
            left = max(0.0, self.until - perf_counter())
            self._search(min(left * 0.1, 1.0) if small else left * 0.5)
        if not self._done():
            self._branch()
        if self._done():
            self.bound = max(self.value, min(self.bound, self.value))
        return Packed(self.chosen, self.value, max(self.bound, self.value), self._done())

    def _packed(self, chosen: list[int], value: float) -> Packed:
        return Packed(chosen, value, value, True)

    def _done(self) -> bool:
        # 2e-9: the rounding margin of the bound itself (`bound.ROUNDING`).
        return self.bound - self.value <= 2e-9 * (1.0 + abs(self.bound))

    def _offer(self, chosen: list[int]) -> None:
        """Take a plan if it fits (checked here, not believed) and is better."""
        load: dict[int, int] = {}
        for j in chosen:
            for r in self.rows[j]:
                load[r] = load.get(r, 0) + 1
        if any(n > self.capacity[r] for r, n in load.items()):
            return
        value = math.fsum(self.weight[j] for j in chosen)
        if value > self.value or not self.chosen:
            self.chosen, self.value = chosen, value

    def _rounded(self, x: Floats) -> list[int]:
        return [int(j) for j in np.flatnonzero(x > 0.5) for _ in range(int(x[j] + 0.5))]

    def _relax(self) -> None:
        """LP bound, then rounds of subset-row cuts while they help."""
        large = len(self.rows) >= INTERIOR_POINT_FROM
        highs = _highs(self.matrix, self.w, self.b, self.u, self.until)
        if large:
            highs.setOptionValue("solver", "ipm")
            highs.setOptionValue("run_crossover", "off")
        highs.run()
        matrix, b = self.matrix, self.b
        by_row: list[list[int]] = [[] for _ in self.capacity]
        for j, used in enumerate(self.rows):
            for r in set(used):
                by_row[r].append(j)
        seen: set[tuple[int, int, int]] = set()
        for _ in range(CUT_ROUNDS):
            solution = highs.getSolution()
            if not solution.dual_valid:
                # Out of time: the trivial duals still prove something.
                self._bound_by(matrix, b, np.full(len(b), float(self.w.max())))
                return
            better = self._bound_by(matrix, b, np.maximum(0.0, -np.array(solution.row_dual)))
            x = np.array(solution.col_value)
            if bool((np.abs(x - np.rint(x)) < 1e-6).all()):
                self._offer(self._rounded(x))
            if self._done() or not better or large or perf_counter() > self.until:
                return
            new = [c for c in violated(self.rows, x, self.b, CUTS_A_ROUND) if c not in seen]
            if not new:
                return
            seen.update(new)
            added = [columns_of(cut, by_row) for cut in new]
            for columns in added:
                highs.addRow(-highspy.kHighsInf, 1.0, len(columns), columns, np.ones(len(columns)))
            matrix, b = _extended(matrix, added), np.concatenate([b, np.ones(len(added))])
            highs.setOptionValue("time_limit", max(LEAST_SECONDS, self.until - perf_counter()))
            highs.run()

    def _bound_by(self, matrix: Matrix, b: Floats, y: Floats) -> bool:
        """Better the bound by these duals; False when they better it by next to nothing."""
        bound = whole(certified(matrix, self.w, b, self.u, y), self.w)
        if bound >= self.bound:
            return False
        step = self.bound - bound
        self.bound, self.cut_matrix, self.cut_b, self.duals = bound, matrix, b, y
        return step > 1e-4

    def _search(self, seconds: float) -> None:
        target = self.bound
        self._offer(
            improve(
                self.rows, self.weight, self.capacity, perf_counter() + seconds, target, list(self.chosen)
            )
        )

    def _branch(self) -> None:
        """Branch and bound over the columns that can still be in a better plan.

        A column whose reduced cost alone pulls the bound down to the present value cannot (unless used 0 times).
        """
        priced = self.cut_matrix.priced(self.duals)
        base = math.fsum(self.cut_b * self.duals) + math.fsum(self.u * np.maximum(self.w - priced, 0.0))
        slack = base - self.value - (1.0 if self._whole() else 0.0)
        keep = np.flatnonzero(self.w - priced >= -(slack + 1e-6))
        left = self.until - perf_counter()
        if left <= 0:
            return
        if len(keep) == 0:
            self.bound = self.value
            return
        sub = _restricted(self.cut_matrix, keep)
        highs = _highs(sub, self.w[keep], self.cut_b, self.u[keep], self.until, whole=True)
        count = np.zeros(len(self.rows))
        for j in self.chosen:
            count[j] += 1
        inside = count[keep]
        if inside.sum() == count.sum():
            start = highspy.HighsSolution()
            start.col_value = list(inside)
            highs.setSolution(start)
        highs.run()
        found = np.array(highs.getSolution().col_value)
        if len(found) == len(keep):
            x = np.zeros(len(self.rows))
            x[keep] = found
            self._offer(self._rounded(x))
        if highs.getModelStatus() in (
            highspy.HighsModelStatus.kOptimal,
            highspy.HighsModelStatus.kInfeasible,
        ):
            self.bound = self.value  # the tree is closed: nothing better is left among the kept columns

    def _whole(self) -> bool:
        return bool((self.w == np.rint(self.w)).all())


def _matrix(rows: list[tuple[int, ...]], count: int) -> Matrix:
    start = np.zeros(len(rows) + 1, dtype=np.int32)
    if all(len(set(used)) == len(used) for used in rows):
        np.cumsum([len(used) for used in rows], out=start[1:])
        index = np.fromiter((r for used in rows for r in used), dtype=np.int32, count=int(start[-1]))
        return Matrix(start, index, np.ones(len(index)), count)
    merged = [{r: used.count(r) for r in used} for used in rows]
    np.cumsum([len(m) for m in merged], out=start[1:])
    return Matrix(
        start,
        np.array([r for m in merged for r in m], dtype=np.int32),
        np.array([n for m in merged for n in m.values()], dtype=float),
        count,
    )


def _extended(matrix: Matrix, added: list[np.ndarray[tuple[int], np.dtype[np.int32]]]) -> Matrix:
    """The matrix with further rows of ones in the given columns."""
    column = np.repeat(np.arange(matrix.columns), np.diff(matrix.start))
    columns = np.concatenate([column, *added])
    index = np.concatenate(
        [matrix.index, *(np.full(len(c), matrix.rows + i, dtype=np.int32) for i, c in enumerate(added))]
    )
    value = np.concatenate([matrix.value, np.ones(len(columns) - len(column))])
    order = np.argsort(columns, kind="stable")
    start = np.searchsorted(columns[order], np.arange(matrix.columns + 1)).astype(np.int32)
    return Matrix(start, index[order].astype(np.int32), value[order], matrix.rows + len(added))


def _restricted(matrix: Matrix, keep: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Matrix:
    length = np.diff(matrix.start)
    mask = np.zeros(matrix.columns, dtype=bool)
    mask[keep] = True
    entries = np.repeat(mask, length)
    start = np.concatenate([[0], np.cumsum(length[keep])]).astype(np.int32)
    return Matrix(start, matrix.index[entries], matrix.value[entries], matrix.rows)


def _highs(
    matrix: Matrix, w: Floats, b: Floats, u: Floats, until: float, whole: bool = False
) -> highspy.Highs:
    """HiGHS with min −w·x, A x ≤ b, 0 ≤ x ≤ u; row duals come out ≤ 0."""
    highs = highspy.Highs()
    highs.silent()
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = matrix.columns, matrix.rows
    lp.col_cost_, lp.col_lower_ = -w, np.zeros(matrix.columns)
    # In the LP the rows imply the upper bounds; without them all duals sit on the rows.
    lp.col_upper_ = u if whole else np.full(matrix.columns, highspy.kHighsInf)
    lp.row_lower_, lp.row_upper_ = np.full(matrix.rows, -highspy.kHighsInf), b
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = matrix.start, matrix.index, matrix.value
    if whole:
        lp.integrality_ = [highspy.HighsVarType.kInteger] * matrix.columns
    highs.passModel(lp)
    highs.setOptionValue("time_limit", max(LEAST_SECONDS, until - perf_counter()))
    if whole:
        highs.setOptionValue("mip_rel_gap", 0.0)
        highs.setOptionValue("mip_abs_gap", 0.0)
    return highs
