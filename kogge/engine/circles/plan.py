"""The verb of the package: from a town to circles with a proven bound."""

from __future__ import annotations

import math
from threading import Thread
from time import perf_counter

import numpy as np

from kogge.engine.circles.arrays import Arrays, arrays_of
from kogge.engine.circles.check import checked
from kogge.engine.circles.closing import better
from kogge.engine.circles.dive import dive
from kogge.engine.circles.generation import Generation
from kogge.engine.circles.master import packed
from kogge.engine.circles.model import BadTown, Circle, Plan, Town, Wishes
from kogge.engine.circles.reasons import left_out
from kogge.engine.circles.search import Column, Search

SLACK = 3.0
# A plan from elsewhere is worth going on from when it comes so near to the best one known.
WORTH_A_START = 0.97
# Circles that HiGHS' branch and bound copes with.
CORE = 6_000
# From so many members one round of pricing takes seconds: proof and search run side by side.
LARGE = 2_000


def solve(town: Town, *, wishes: Wishes | None = None, seconds: float = 30.0) -> Plan:
    """Circles with the largest sum over members of the weights of those of their topics that their circle takes up.

    `seconds`: wall time after which the best plan so far is returned with the bound proven so far. Raises BadTown when
    the town or the wishes make no sense.

    Source: set packing by column generation over (slot, place, language, topics); docs/reference/circles.md.
    """
    wishes = wishes or Wishes()
    if not seconds > 0:
        raise BadTown("seconds is %(seconds)s; it must be above 0", seconds=seconds)
    began = perf_counter()
    kept = checked(town, wishes)
    arrays = arrays_of(town, wishes)
    work = _Work(arrays, began, began + seconds)
    columns, bound = work.solve() if arrays.groups and arrays.weight.any() else ([], 0.0)
    circles = [*wishes.keep, *(circle_of(arrays, c) for c in columns)]
    objective = kept + round(sum(c.value for c in columns))
    placed = sum(float(arrays.bonus[list(c.members)].sum()) for c in columns)
    proven = max(objective, kept + math.floor(bound - placed + 1e-4))
    made = tuple(circles)
    return Plan(objective, proven, made, left_out(town, made, wishes), perf_counter() - began)


def circle_of(arrays: Arrays, column: Column) -> Circle:
    """A circle in the town's own words; of several hosts the one who finds most in it."""
    slot, place, language = arrays.groups[column.group]
    town = arrays.town
    members = [town.members[k] for i in column.members for k in arrays.units[i]]
    topics = tuple(town.topics[t] for t in column.topics)
    host = max((m for m in members if m.host), key=lambda m: sum(m.topics.get(t, 0) for t in topics))
    return Circle(town.slots[slot], town.places[place].id, language, topics, tuple(m.id for m in members), host.id)


class _Work:
    """One solve: the search, the column generation, and what they found."""

    def __init__(self, arrays: Arrays, began: float, deadline: float) -> None:
        self.arrays, self.began, self.deadline = arrays, began, deadline
        self.generation = Generation(arrays)
        self.search = Search(arrays)

    def solve(self) -> tuple[list[Column], float]:
        """Circles and a bound of their value with the bonus."""
        search, generation = self.search, self.generation
        if not self.arrays.complete:  # too many topic sets to price them all
            search.run(self.deadline, self._done, SLACK)
            search.finish()
            return search.columns(), generation.bound
        if len(self.arrays.units) > LARGE:
            return self._side_by_side(search)
        small = len(self.arrays.units) <= 60
        search.run(self._at(0.02 if small else 0.1), self._done, SLACK)
        generation.know(search.columns())
        generation.run(search.contributions(), self._at(0.6))
        if generation.finished and generation.relaxation > 0:
            self._pack(self._at(0.8))
            self._close(self._at(0.9))
        if not self._done(search.value):
            self._take(dive(generation, generation.prices, self._at(0.85)))
        search.run(self.deadline, self._done, SLACK / 3)
        search.finish()
        return search.columns(), generation.bound

    def _side_by_side(self, search: Search) -> tuple[list[Column], float]:
        """A large town: the search goes on to the end while another thread takes the bound down."""
        generation = self.generation
        search.run(self._at(0.55), self._done, SLACK)
        generation.know(search.columns())
        start = search.contributions()
        proving = Thread(target=generation.run, args=(start, self._at(0.97)), kwargs={"certify_every": 1})
        proving.start()
        search.run(self._at(0.97), self._done, SLACK / 3)
        proving.join()
        search.finish()
        return search.columns(), generation.bound

    def _at(self, share: float) -> float:
        """The clock when this share of the time is used."""
        return self.began + share * (self.deadline - self.began)

    def _done(self, value: float) -> bool:
        return value >= math.floor(self.generation.bound + 1e-4) - 0.5

    def _take(self, columns: list[Column]) -> None:
        worth = sum(c.value + self.arrays.bonus[list(c.members)].sum() for c in columns)
        if worth > WORTH_A_START * self.search.value:
            self.search.start(columns)

    def _pack(self, until: float) -> None:
        generation, a = self.generation, self.arrays
        pool = list(generation.pool.values())
        price = generation.prices - a.bonus
        surplus = np.array([c.value - float(price[list(c.members)].sum()) for c in pool])
        limit = self.search.value - generation.bound - 1e-6
        keep = [int(j) for j in np.argsort(-surplus)[:CORE] if surplus[j] >= limit]
        target = math.floor(generation.bound + 1e-4)
        plan, _closed = packed([pool[j] for j in keep], len(a.units), a.bonus, until, self.search.columns(), target)
        self._take(plan)

    def _close(self, until: float) -> None:
        """Take the bound down, or the plan up, until they meet or the clock ends."""
        generation = self.generation
        while not self._done(self.search.value) and perf_counter() < until:
            target = math.floor(generation.bound + 1e-4)
            plan, certain = better(self.arrays, generation.prices, target, until)
            if plan:
                self._take(plan)
            if not certain:
                return
            if not plan:
                generation.bound = target - 1.0
