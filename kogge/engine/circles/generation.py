"""Column generation: prices of the members from an LP over known circles, new circles from the prices, a
certified bound.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from time import perf_counter

import numpy as np

from kogge.engine.circles.arrays import Arrays, Floats, alone
from kogge.engine.circles.kernels import best_of, members_of, raise_prices
from kogge.engine.circles.master import relaxed
from kogge.engine.circles.search import Column, column_of

# Circles kept in the LP for each member of a town, at most so many new ones a round, and how far prices are drawn to
# the best certified ones.
MOST_PER_MEMBER = 12
NEW_PER_MEMBER = 4
CENTRE = 0.5
INTERIOR_FROM = 120  # members; below, the simplex method's prices are quicker


@dataclass
class Generation:
    """The circles known so far, the best certified prices, and their sum: no plan is worth more."""

    arrays: Arrays
    pool: dict[tuple[int, tuple[int, ...]], Column] = field(default_factory=dict)
    prices: Floats = field(default_factory=lambda: np.zeros(0))
    bound: float = math.inf
    relaxation: float = 0.0
    shares: list[tuple[float, Column]] = field(default_factory=list)
    finished: bool = False
    rounds: int = 0

    def __post_init__(self) -> None:
        self.prices = alone(self.arrays)
        self.bound = float(self.prices.sum())

    def know(self, columns: list[Column]) -> int:
        """Add circles; how many were new."""
        before = len(self.pool)
        for column in columns:
            self.pool.setdefault((column.group, column.members), column)
        return len(self.pool) - before

    def certify(self, prices: Floats, until: float) -> None:
        """Raise the prices until no circle of any group pays; their sum is a bound. Nothing when time runs out."""
        a = self.arrays
        hi = a.town.size[1]
        price = np.maximum(prices, 0.0) - a.bonus
        for g in range(len(a.groups)):
            raise_prices(a.group(g), a.weight, price, a.host, a.sets, a.least, hi)
            if perf_counter() > until or float((price + a.bonus).sum()) > self.bound:
                return
        raised = price + a.bonus
        if raised.sum() < self.bound:
            self.bound, self.prices = float(raised.sum()), raised

    def price(self, prices: Floats, until: float) -> list[Column] | None:
        """Circles worth more than their prices; None when time runs out."""
        a = self.arrays
        lo, hi = a.town.size
        price = prices - a.bonus
        found: list[tuple[float, int, int]] = []
        for g in range(len(a.groups)):
            best = np.full(a.weight.shape[1], 1e-6)
            which = np.full(a.weight.shape[1], -1, dtype=np.int64)
            best_of(a.group(g), a.weight, price, a.host, a.sets, a.least, hi, True, best, which)
            found.extend((float(best[t]), g, int(which[t])) for t in np.flatnonzero(which >= 0))
            if perf_counter() > until:
                return None
        found.sort(reverse=True)
        new: list[Column] = []
        used = np.zeros(len(prices), dtype=np.int64)
        for _surplus, g, s in found:
            value, members = members_of(
                a.group(g), a.weight, price, a.host, a.sets[s], lo, hi, a.no_go, a.no_go_start, a.heads
            )
            if value <= 1e-7 or used[members].min() >= NEW_PER_MEMBER:
                continue
            used[members] += 1
            new.append(column_of(a, g, [int(i) for i in members]))
        return new

    def run(self, start: Floats, until: float, certify_every: int = 3) -> None:
        """Rounds until no circle pays any more or the clock ends; ``finished`` says which.

        Circles are priced between the LP's prices and the best certified ones (Wentges 1997): the LP's alone swing.
        """
        n = len(self.prices)
        prices = start
        if certify_every == 1:
            self.certify(start, until)
        exact: Floats | None = None
        while perf_counter() < until:
            priced = self.price(prices, until)
            if priced is None:
                return
            self.rounds += 1
            if not self.know(priced):
                if exact is None or prices is exact:
                    self.certify(prices, until)
                    self.finished = exact is not None
                    return
                prices = exact  # nothing pays in between: ask at the LP's own prices
                continue
            columns = list(self.pool.values())
            solved = relaxed(columns, n, self.arrays.bonus, until, n >= INTERIOR_FROM)
            if solved is None:
                return
            self.relaxation, exact, shares = solved
            self.shares = [(float(shares[j]), columns[j]) for j in np.flatnonzero(shares > 1e-6)]
            if self.rounds % certify_every == 0:
                self.certify(exact if self.rounds % (2 * certify_every) else prices, until)
            self._forget(columns, exact)
            prices = exact if self.rounds == 1 else CENTRE * self.prices + (1 - CENTRE) * exact

    def _forget(self, columns: list[Column], prices: Floats) -> None:
        """Drop the circles that pay least when the LP grows too large."""
        most = MOST_PER_MEMBER * len(prices) + 1000
        if len(columns) <= most:
            return
        surplus = [c.value - float((prices - self.arrays.bonus)[list(c.members)].sum()) for c in columns]
        keep = np.argsort(surplus)[-2 * most // 3 :]
        self.pool = {(columns[j].group, columns[j].members): columns[j] for j in keep}
