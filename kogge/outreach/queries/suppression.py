"""Which counts must not be shown to somebody who may not read what was said: small ones, and what gives them away.

A count from 1 to below the area's smallest number is hidden. Counts that add up to a total that is known give a
single hidden one away by subtraction, so others are hidden with it until every hidden one could as well be large.
"""

from __future__ import annotations

from collections.abc import Sequence


def hidden(counts: Sequence[int], smallest: int) -> frozenset[int]:
    """Positions of the counts to hide, of parts whose sum is known. Zeros are shown, unless all must be hidden.

    What is hidden is so chosen that each hidden count may be anything from 1 to at least `smallest` for all that
    the shown ones tell. The sum itself must not be small (`enough`).

    >>> sorted(hidden([1, 9, 4, 0], 3)), sorted(hidden([1, 1, 5, 9], 3)), sorted(hidden([4, 6], 3))
    ([0, 2], [0, 1, 2], [])
    """
    chosen = {at for at, count in enumerate(counts) if 0 < count < smallest}
    if not chosen:
        return frozenset()
    spare = sorted((count, at) for at, count in enumerate(counts) if count >= smallest)
    while not _safe([counts[at] for at in chosen], smallest):
        if not spare:
            return frozenset(range(len(counts)))
        chosen.add(spare.pop(0)[1])
    return frozenset(chosen)


def _safe(counts: Sequence[int], smallest: int) -> bool:
    """Could each of these, all at least 1 and of a known sum, be as large as `smallest`? Alone it could be computed."""
    return len(counts) > 1 and sum(counts) - (len(counts) - 1) >= smallest


def hides_share(count: int, total: int, smallest: int) -> bool:
    """Must a part of a known total be hidden, because it or what is left of the total is small?

    >>> hides_share(2, 20, 3), hides_share(19, 20, 3), hides_share(10, 20, 3), hides_share(0, 20, 3)
    (True, True, False, False)
    """
    return bool(hidden([count, total - count], smallest))


def enough(total: int, smallest: int) -> bool:
    """Are there so many that parts of them can be shown at all?"""
    return total >= 2 * max(smallest, 1)
