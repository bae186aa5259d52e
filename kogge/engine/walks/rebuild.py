"""A neighbourhood's doors are taken out of their walks and put back where they cost least, many times over.

After "slack induction by string removals" (Christiaens and Vanden Berghe 2020): what was torn down at random places is
built up again greedily; the new state is kept when it has fewer walks, or as many and is hardly longer (annealing).
The random numbers begin the same each time, so the same addresses give the same plan.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

from kogge.engine.walks.cutting import added
from kogge.engine.walks.orders import Rows, length

TORN = (5, 18)  # doors taken out at a time, at least and at most
WARM, COLD = 60.0, 3.0  # metres: how much longer a state may become at the beginning and at the end


def rebuild(
    walks: list[list[int]], metres: Rows, near: list[list[int]], budgets: Sequence[float], tries: int
) -> list[list[int]]:
    """The best state met in so many tries, never worse than the one given. None of its walks is over its budget."""
    chance = random.Random(1)
    state = {index: walk[:] for index, walk in enumerate(walks)}
    lengths = {index: length(walk, metres) for index, walk in state.items()}
    of = {door: index for index, walk in state.items() for door in walk}
    fresh = len(walks)
    now = best = (len(state), sum(lengths.values()))
    kept = {index: walk[:] for index, walk in state.items()}
    for turn in range(tries):
        heat = WARM * (COLD / WARM) ** (turn / tries)
        centre = chance.randrange(len(near))
        torn = [centre, *near[centre][: chance.randint(*TORN)]]
        before: dict[int, list[int] | None] = {}
        torn_set = set(torn)
        for index in {of[door] for door in torn}:
            before[index] = state[index]
            state[index] = rest = [door for door in state[index] if door not in torn_set]
            lengths[index] = length(rest, metres)
            if not rest:
                del state[index], lengths[index]
        if chance.random() < 0.5:
            chance.shuffle(torn)
        else:  # the far ones first: they find it hardest to get in
            torn.reverse()
        open_doors = set(torn)
        for door in torn:
            cost, index, spot = math.inf, -1, 0
            for other in {of[one] for one in near[door] if one not in open_doors}:
                walk = state[other]
                if len(walk) + 1 >= len(budgets):
                    continue
                spare = budgets[len(walk) + 1] - lengths[other]
                for place in range(len(walk) + 1):
                    more = added(walk, place, door, metres)
                    if more < cost and more <= spare:
                        cost, index, spot = more, other, place
            if index < 0:
                index, fresh, cost = fresh, fresh + 1, 0.0
                state[index], lengths[index], before[index] = [], 0.0, None
            before.setdefault(index, state[index])
            state[index] = [*state[index][:spot], door, *state[index][spot:]]
            lengths[index] += cost
            of[door] = index
            open_doors.discard(door)
        found = (len(state), sum(lengths.values()))
        longer = found[1] - now[1]
        if found[0] < now[0] or (found[0] == now[0] and longer < -heat * math.log(1 - chance.random() + 1e-12)):
            now = found
            if found < best:
                best, kept = found, dict(state)
            continue
        for index, old in before.items():
            if old is None:
                del state[index], lengths[index]
            else:
                state[index], lengths[index] = old, length(old, metres)
                for door in old:
                    of[door] = index
    return list(kept.values())
