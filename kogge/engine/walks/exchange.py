"""Walks trade doors: a door moves, two doors change places, two walks swap their ends; as long as it shortens them.

Cutting two walks and joining their ends anew is 2-opt* (Potvin and Rousseau 1995).
"""

from __future__ import annotations

from collections.abc import Sequence

from kogge.engine.walks.cutting import added
from kogge.engine.walks.orders import GAIN, Rows, length, shorten

ROUNDS = 30


def trade(walks: list[list[int]], metres: Rows, near: list[list[int]], budgets: Sequence[float]) -> list[list[int]]:
    """Walks with the same doors, together no longer than before, none over its budget; never more walks."""
    state = _State([shorten(walk, metres, near) for walk in walks], metres, near, budgets)
    count = sum(len(walk) for walk in walks)
    waiting = list(range(count))
    for _ in range(ROUNDS):
        moved: set[int] = set()
        for door in waiting:
            while changed := state.better(door):
                moved.update(changed)
        if not moved:
            break
        waiting = sorted(moved)
    return [walk for walk in state.walks if walk]


class _State:
    def __init__(self, walks: list[list[int]], metres: Rows, near: list[list[int]], budgets: Sequence[float]) -> None:
        self.walks, self.metres, self.near, self.budgets = walks, metres, near, budgets
        self.lengths = [length(walk, metres) for walk in walks]
        self.of = {door: index for index, walk in enumerate(walks) for door in walk}

    def fits(self, doors: int, walked: float) -> bool:
        return doors < len(self.budgets) and walked <= self.budgets[doors] + GAIN

    def put(self, index: int, walk: list[int]) -> None:
        self.walks[index] = walk = shorten(walk, self.metres, self.near)
        self.lengths[index] = length(walk, self.metres)
        for door in walk:
            self.of[door] = index

    def better(self, door: int) -> list[int]:
        """Make the first trade with a near door of another walk that shortens; the doors of both walks, or nothing."""
        mine = self.of[door]
        for other in self.near[door]:
            theirs = self.of[other]
            if theirs == mine:
                continue
            if self.move(door, mine, other, theirs) or self.ends(door, mine, other, theirs):
                return [*self.walks[mine], *self.walks[theirs]]
        return []

    def without(self, walk: list[int], at: int) -> float:
        """Metres that leaving out the door at a place saves."""
        metres = self.metres
        before = metres[walk[at - 1]][walk[at]] if at else 0.0
        after = metres[walk[at]][walk[at + 1]] if at + 1 < len(walk) else 0.0
        over = metres[walk[at - 1]][walk[at + 1]] if 0 < at < len(walk) - 1 else 0.0
        return before + after - over

    def move(self, door: int, mine: int, other: int, theirs: int) -> bool:
        """`door` goes beside `other`; where there is no room, in exchange for a door of that walk."""
        one, two = self.walks[mine], self.walks[theirs]
        at, beside = one.index(door), two.index(other)
        saved = self.without(one, at)
        if saved <= GAIN:
            return False
        rest = [*one[:at], *one[at + 1 :]]
        for spot in (beside, beside + 1):
            cost = added(two, spot, door, self.metres)
            if saved - cost <= GAIN:
                continue
            longer = self.lengths[theirs] + cost
            if self.fits(len(two) + 1, longer):
                self.put(mine, rest)
                self.put(theirs, [*two[:spot], door, *two[spot:]])
                return True
            grown = [*two[:spot], door, *two[spot:]]
            for index, given in enumerate(grown):
                if given == door:
                    continue
                back = self.without(grown, index)
                place = min(range(len(rest) + 1), key=lambda i, d=given: added(rest, i, d, self.metres))  # type: ignore[misc]
                price = added(rest, place, given, self.metres)
                if saved - cost + back - price <= GAIN:
                    continue
                if self.fits(len(one), self.lengths[mine] - saved + price) and self.fits(len(two), longer - back):
                    self.put(mine, [*rest[:place], given, *rest[place:]])
                    self.put(theirs, [*grown[:index], *grown[index + 1 :]])
                    return True
        return False

    def ends(self, door: int, mine: int, other: int, theirs: int) -> bool:
        """Cut each walk beside its door and join the parts anew: `door` to `other` (2-opt*)."""
        metres = self.metres
        link = metres[door][other]
        for one in (self.walks[mine], self.walks[mine][::-1]):
            at = one.index(door) + 1
            cut_one = metres[door][one[at]] if at < len(one) else 0.0
            for two in (self.walks[theirs], self.walks[theirs][::-1]):
                beside = two.index(other)
                cut_two = metres[two[beside - 1]][other] if beside else 0.0
                join = metres[one[at]][two[beside - 1]] if at < len(one) and beside else 0.0
                if cut_one + cut_two - link - join <= GAIN:
                    continue
                first = [*one[:at], *two[beside:]]
                second = [*one[at:][::-1], *two[:beside][::-1]]
                if self.fits(len(first), length(first, metres)) and self.fits(len(second), length(second, metres)):
                    self.put(mine, first)
                    self.put(theirs, second)
                    return True
        return False
