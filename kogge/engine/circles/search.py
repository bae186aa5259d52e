"""The search's plan as an object: filled from circles, improved for a time, read as circles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter

import numpy as np

from kogge.engine.circles.arrays import Arrays, Floats, Ints
from kogge.engine.circles.moves import fill
from kogge.engine.circles.rounds import rounds

# Steps between two looks at the clock, and how much worse a step may be at the beginning.
STEPS = 20
FINISHES = 5


@dataclass(frozen=True, slots=True)
class Column:
    """A circle over the arrays: group, topics, members (sorted), and its value without the bonus."""

    group: int
    topics: tuple[int, ...]
    members: tuple[int, ...]
    value: float


def column_of(arrays: Arrays, group: int, members: list[int]) -> Column:
    """The circle of these members with the topics that are best for them."""
    sums = arrays.weight[members].sum(axis=0)
    size = min(arrays.town.max_topics, len(sums))
    best = np.sort(np.argsort(-sums, kind="stable")[:size])
    return Column(group, tuple(int(t) for t in best if sums[t] > 0), tuple(sorted(members)), float(sums[best].sum()))


@dataclass
class Search:
    """A plan in arrays, and the best one so far."""

    arrays: Arrays
    seed: int = 1
    value: float = 0.0
    steps: int = 0
    state: list[Ints] = field(default_factory=list)
    best: list[Ints] = field(default_factory=list)

    def __post_init__(self) -> None:
        a = self.arrays
        n, (lo, hi) = len(a.units), a.town.size
        most = n // lo + 2
        size = a.sets.shape[1]

        def empty() -> list[Ints]:
            return [
                np.full(n, -1, dtype=np.int64),
                np.zeros(most, dtype=np.int64),
                np.zeros((most, size), dtype=np.int64),
                np.zeros((most, hi), dtype=np.int64),
                np.zeros(most, dtype=np.int64),
            ]

        self.state, self.best = empty(), empty()

    def start(self, columns: list[Column]) -> None:
        """Go on from this plan; it becomes the best one if it is."""
        cur, group, topics, members, number = self.state
        cur[:], number[:] = -1, 0
        filler = [int(t) for t in self.arrays.sets[0]]
        for c, column in enumerate(columns):
            cur[list(column.members)] = c
            group[c], number[c] = column.group, len(column.members)
            members[c, : number[c]] = column.members
            spare = [t for t in filler if t not in column.topics]
            topics[c] = [*column.topics, *spare][: topics.shape[1]]
        value = sum(c.value for c in columns) + float(self.arrays.bonus[cur >= 0].sum())
        if value > self.value:
            self.value = value
            for mine, now in zip(self.best, self.state, strict=True):
                mine[:] = now

    def run(self, until: float, stop: Callable[[float], bool], slack: float) -> None:
        """Improve until the clock (`perf_counter`) or `stop(value)` says so; `slack` falls to 0 on the way."""
        a = self.arrays
        lo, hi = a.town.size
        began = perf_counter()
        while perf_counter() < until and not stop(self.value):
            share = max(0.0, 1.0 - 1.2 * (perf_counter() - began) / max(until - began, 1e-9))
            self.value = rounds(
                STEPS, self.seed, slack * share, a.weight, a.bonus, a.host, lo, hi, a.least, a.sets,
                a.anchor_start, a.anchor_set, a.group_start, a.group_member, a.member_start, a.member_group,
                a.fits, a.no_go, a.no_go_start, a.heads,
                *self.state, *self.best,
            )  # fmt: skip
            self.seed += 1
            self.steps += STEPS

    def finish(self) -> None:
        """Let nobody stand beside a circle that has room for them and something they look for."""
        a = self.arrays
        lo, hi = a.town.size
        fill(a.weight, a.bonus, a.host, lo, hi, a.fits, a.no_go, a.no_go_start, a.heads, *self.best)
        for _ in range(FINISHES):
            if not a.complete or sum(c.value for c in self.columns()) <= self._worth():
                return
            _cur, group, topics, members, number = self.best
            for c in np.flatnonzero(number):
                best = column_of(a, int(group[c]), members[c, : number[c]].tolist()).topics
                topics[c, : len(best)] = best
                spare = [t for t in range(a.weight.shape[1]) if t not in best]
                topics[c, len(best) :] = spare[: topics.shape[1] - len(best)]
            fill(a.weight, a.bonus, a.host, lo, hi, a.fits, a.no_go, a.no_go_start, a.heads, *self.best)

    def _worth(self) -> float:
        """Value of the best plan with its topics as they are, bonus left aside."""
        cur, _group, topics, _members, _number = self.best
        inside = np.flatnonzero(cur >= 0)
        return float(np.take_along_axis(self.arrays.weight[inside], topics[cur[inside]], axis=1).sum())

    def columns(self) -> list[Column]:
        """The circles of the best plan."""
        _cur, group, _topics, members, number = self.best
        return [column_of(self.arrays, int(group[c]), members[c, : number[c]].tolist()) for c in np.flatnonzero(number)]

    def contributions(self) -> Floats:
        """What each member finds in the best plan, bonus included; 0 when in none."""
        found = np.zeros(len(self.arrays.units))
        for column in self.columns():
            members = list(column.members)
            found[members] = self.arrays.weight[np.ix_(members, column.topics)].sum(axis=1) + self.arrays.bonus[members]
        return found
