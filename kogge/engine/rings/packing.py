"""Maximum-weight packing of columns into rows with capacities, with a proof.

Each connected part is solved by itself: LP with subset-row cuts for the bound, tabu search for a plan,
columns that cannot be in any better plan removed by their reduced cost, and HiGHS' branch and bound over
what is left.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from time import perf_counter

import highspy
import numpy as np

from kogge.engine.rings.bound import Floats, Ints, Matrix, certified, whole
from kogge.engine.rings.cuts import columns_of, violated
from kogge.engine.rings.dive import dive
from kogge.engine.rings.lp import LEAST_SECONDS, extended, highs_of, matrix_of, restricted
from kogge.engine.rings.pricing import priced_out
from kogge.engine.rings.search import improve

# From here on the dual simplex needs longer than an interior-point method without crossover.
INTERIOR_POINT_FROM = 25_000
CUT_ROUNDS, CUTS_A_ROUND, STALLED_ROUNDS = 40, 400, 6
DIVES = 8
# Columns that dives and a short tree cope with on a large part.
CORE = 6_000


@dataclass(frozen=True, slots=True)
class Packed:
    """Chosen columns (repeated when used more often), their value, a certified bound, whether they meet."""

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

    def __init__(self, rows: list[tuple[int, ...]], weight: list[float], capacity: list[int], until: float) -> None:
        self.rows, self.weight, self.capacity, self.until = rows, weight, capacity, until
        self.w, self.b = np.array(weight), np.array(capacity, dtype=float)
        self.matrix = matrix_of(rows, len(capacity))
        most = self.b[self.matrix.index] // self.matrix.value
        self.u: Floats = np.minimum.reduceat(most, self.matrix.start[:-1])
        self.chosen: list[int] = []
        self.stalled = 0
        self.value, self.bound, self.raw = 0.0, math.inf, math.inf
        self.duals: Floats = np.zeros(len(capacity))

    def solve(self) -> Packed:
        if len(self.rows) == 1:
            return self._packed([0] * int(self.u[0]), self.weight[0] * float(self.u[0]))
        if len(self.rows) < INTERIOR_POINT_FROM:
            self._relax()
            if not self._done():
                self._search(min((self.until - perf_counter()) * 0.1, 0.05))
        else:
            self._relax_large()
            self._core()
            if not self._done():
                self._search((self.until - perf_counter()) * 0.9)
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
        self._trivial_bound()
        highs = highs_of(self.matrix, self.w, self.b, self.u, self.until)
        highs.run()
        matrix, b = self.matrix, self.b
        by_row: list[list[int]] = [[] for _ in self.capacity]
        for j, used in enumerate(self.rows):
            for r in set(used):
                by_row[r].append(j)
        seen: set[tuple[int, int, int]] = set()
        for _ in range(CUT_ROUNDS):
            solution = highs.getSolution()
            if not solution.dual_valid:  # out of time
                return
            better = self._bound_by(matrix, b, np.maximum(0.0, -np.array(solution.row_dual)))
            x = np.array(solution.col_value)
            if bool((np.abs(x - np.rint(x)) < 1e-6).all()):
                self._offer(self._rounded(x))
            if self._done() or not better or perf_counter() > self.until:
                return
            new = [c for c in violated(self.rows, x, self.b, CUTS_A_ROUND) if c not in seen]
            if not new:
                return
            seen.update(new)
            added = [columns_of(cut, by_row) for cut in new]
            for columns in added:
                highs.addRow(-highspy.kHighsInf, 1.0, len(columns), columns, np.ones(len(columns)))
            matrix, b = extended(matrix, added), np.concatenate([b, np.ones(len(added))])
            left = max(LEAST_SECONDS, self.until - perf_counter())
            highs.setOptionValue("time_limit", highs.getRunTime() + left)  # HiGHS' clock runs on
            highs.run()

    def _trivial_bound(self) -> None:
        """Known without any LP: pay each row the best share of a column's weight that it has."""
        share = self.w / np.add.reduceat(self.matrix.value, self.matrix.start[:-1])
        y = np.zeros(len(self.b))
        np.maximum.at(y, self.matrix.index, np.repeat(share, np.diff(self.matrix.start)))
        self._bound_by(self.matrix, self.b, y)

    def _relax_large(self) -> None:
        """LP bound by interior points in at most half of the time; its x, largest first, makes a first plan."""
        self._trivial_bound()
        now = perf_counter()
        y, x = priced_out(self.matrix, self.w, self.b, self.u, now + 0.5 * (self.until - now))
        if x.any():
            self._bound_by(self.matrix, self.b, y)
            free = list(self.capacity)
            chosen: list[int] = []
            for j in np.argsort(-x, kind="stable")[: np.count_nonzero(x > 1e-3)].tolist():
                if all(free[r] >= self.rows[j].count(r) for r in self.rows[j]):
                    chosen.append(j)
                    for r in self.rows[j]:
                        free[r] -= 1
            self._offer(chosen)

    def _core(self) -> None:
        """A plan from the columns the LP prices best, when these are few enough for dives and a short tree."""
        reduced = self.w - self.cut_matrix.priced(self.duals)
        if self._done() or np.count_nonzero(reduced > -1e-6) > CORE:
            return  # a flat LP: its prices do not tell good columns from bad ones
        keep = np.sort(np.argsort(-reduced, kind="stable")[:CORE]).astype(np.int32)
        now, until = perf_counter(), self.until
        self.until = now + 0.5 * (until - now)
        self._tree(keep, self.bound)
        self.until = until

    def _bound_by(self, matrix: Matrix, b: Floats, y: Floats) -> bool:
        """Better the bound by these duals; False when more cuts are not worth the time."""
        proven = certified(matrix, self.w, b, self.u, y)
        step = self.raw - proven
        if step > -1e-7 * (1.0 + abs(proven)):  # as good: then an LP's duals rather than the trivial ones
            self.raw, self.cut_matrix, self.cut_b, self.duals = proven, matrix, b, y
            self.bound = min(self.bound, whole(proven, self.w))
        self.stalled = 0 if step > 1e-3 else self.stalled + 1
        # A bound rounded down is as good as it gets once its fraction is gone.
        return self.stalled < STALLED_ROUNDS and (not self._whole() or self.raw - self.bound > 1e-3)

    def _search(self, seconds: float) -> None:
        target = self.bound
        self._offer(improve(self.rows, self.weight, self.capacity, perf_counter() + seconds, target, list(self.chosen)))

    def _branch(self) -> None:
        """Branch and bound over the columns that a plan of a target value can use, the highest target first.

        With duals y a plan that uses column j is worth at most base + (reduced cost of j): so a target near
        the bound leaves few columns. Closing that smaller tree either finds the best plan or proves that the
        target cannot be reached, which lowers the bound to it.
        """
        priced = self.cut_matrix.priced(self.duals)
        reduced = self.w - priced
        base = math.fsum(self.cut_b * self.duals) + math.fsum(self.u * np.maximum(reduced, 0.0))
        step = 1.0 if self._whole() else max((self.bound - self.value) * 0.1, 1e-9 * (1.0 + base))
        while not self._done() and perf_counter() < self.until:
            # Weights in whole numbers: the bound is the next target; else a tenth of the gap below it.
            target = self.bound if self._whole() else max(self.value, self.bound - step)
            keep = np.flatnonzero(reduced >= -(base - target + 1e-6 * (1.0 + base))).astype(np.int32)
            if not self._tree(keep, target):
                return
            if self.value < target:
                self.bound = target - step if self._whole() else target
            else:
                self.bound = self.value
            step = step if self._whole() else step * 4

    def _tree(self, keep: Ints, target: float) -> bool:
        """HiGHS over the kept columns; True when its tree is closed or the target met."""
        if len(keep) == 0:
            return True
        sub = restricted(self.cut_matrix, keep)
        if len(keep) < INTERIOR_POINT_FROM:
            self._dive(sub, keep, target)
            if self._done():
                return True
        highs = highs_of(sub, self.w[keep], self.cut_b, self.u[keep], self.until, whole=True)
        if self._whole():
            highs.setOptionValue("objective_target", -target + 1e-6)
        count = np.zeros(len(self.rows))
        for j in self.chosen:
            count[j] += 1
        if count[keep].sum() == count.sum():
            start = highspy.HighsSolution()
            start.col_value = list(count[keep])
            highs.setSolution(start)
        highs.run()
        found = np.array(highs.getSolution().col_value)
        if len(found) == len(keep):
            x = np.zeros(len(self.rows))
            x[keep] = found
            self._offer(self._rounded(x))
        return self._done() or highs.getModelStatus() in (
            highspy.HighsModelStatus.kOptimal,
            highspy.HighsModelStatus.kInfeasible,
        )

    def _dive(self, sub: Matrix, keep: Ints, target: float) -> None:
        relaxation = highs_of(sub, self.w[keep], self.cut_b, self.u[keep], self.until)
        for seed in range(DIVES):
            x = dive(relaxation, sub, self.cut_b, self.u[keep], seed, self.until)
            if x is not None:
                self._offer([int(keep[j]) for j in self._rounded(x)])
            if self.value >= target or perf_counter() > self.until:
                return

    def _whole(self) -> bool:
        return bool((self.w == np.rint(self.w)).all())
