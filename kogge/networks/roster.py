"""Whom each respondent of a tie survey is asked about: few, well known, and everybody by enough others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum

MOST = 10  # organisations that one respondent is asked to rate
ENOUGH = 3  # raters from which a received score may be shown


class Closeness(IntEnum):
    """Why somebody stands on a list, the best reason last."""

    STRANGER = 0
    SHARED = 1  # a topic or the district
    SAME_NETWORK = 2
    KNOWN_TIE = 3


def rosters(
    asked: Sequence[int], close: Mapping[tuple[int, int], int], *, most: int = MOST, enough: int = ENOUGH
) -> dict[int, tuple[int, ...]]:
    """For each of `asked` whom to rate, closest first: at most `most`, never oneself.

    `close[a, b]` (read both ways, the closer counts) is a `Closeness`. Strangers are asked about only where somebody
    would otherwise be rated by fewer than `enough`. Everybody is rated by at least min(enough, n - 1): a full list
    exchanges whom more than enough others rate, and as `most` is at least `enough` + 2 such a list always exists.
    The same input gives the same lists, in whatever order it comes.
    """
    if most < enough + 2:
        raise ValueError("A list must be at least two longer than the number of raters wanted.")
    people = sorted(set(asked))

    def closeness(one: int, other: int) -> int:
        return max(close.get((one, other), 0), close.get((other, one), 0))

    chosen: dict[int, set[int]] = {rater: set() for rater in people}
    raters: dict[int, set[int]] = {rated: set() for rated in people}

    def put(rater: int, rated: int) -> None:
        chosen[rater].add(rated)
        raters[rated].add(rater)

    for level in (Closeness.KNOWN_TIE, Closeness.SAME_NETWORK, Closeness.SHARED):
        for rater in people:
            near = [other for other in people if other != rater and closeness(rater, other) == level]
            near.sort(key=lambda other: (len(raters[other]), other))
            for rated in near[: most - len(chosen[rater])]:
                put(rater, rated)

    wanted = min(enough, len(people) - 1)
    for rated in people:
        while len(raters[rated]) < wanted:
            options = []
            for rater in people:
                if rater == rated or rated in chosen[rater]:
                    continue
                gain = closeness(rater, rated)
                if len(chosen[rater]) < most:
                    options.append((-gain, len(chosen[rater]), rater, None))
                    continue
                spare = [other for other in chosen[rater] if len(raters[other]) > wanted]
                if spare:
                    away = min(spare, key=lambda other: (closeness(rater, other), -len(raters[other]), other))
                    options.append((closeness(rater, away) - gain, len(chosen[rater]), rater, away))
            *_, rater, away = min(options, key=lambda option: option[:3])
            if away is not None:
                chosen[rater].remove(away)
                raters[away].remove(rater)
            put(rater, rated)

    return {
        rater: tuple(sorted(rated, key=lambda other: (-closeness(rater, other), other)))
        for rater, rated in chosen.items()
    }
