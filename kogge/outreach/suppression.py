"""Small numbers: which counts of a table may be shown so that nothing about a few businesses can be computed back.

Rule (formulas: "a cell that describes fewer than 3 businesses is suppressed, secondary suppression included"): a count
is hidden when it, or what is left over to the number asked, describes fewer than `least` organisations. Where the
hidden counts of a table together would still describe so few, the smallest shown one is hidden as well, and so on:
whoever subtracts what is shown from a total learns nothing about fewer than `least`.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Set
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def is_small(number: int, least: int) -> bool:
    """Does a count describe somebody, but too few?

    >>> [is_small(number, 3) for number in (0, 1, 2, 3)]
    [False, True, True, False]
    """
    return 0 < number < least


def hidden(
    groups: Mapping[Key, Set[int]], said: Set[int], least: int, *, barred: Iterable[Key] = (), total_shown: bool = True
) -> set[Key]:
    """Groups whose count of `said` must not be shown as a number. The groups share no member.

    `barred`: groups about which nothing is shown anyway. `total_shown`: the count over all groups may be known; else
    all of them are hidden, since they would add up to it.

    >>> groups = {"a": set(range(0, 6)), "b": set(range(6, 12)), "c": set(range(12, 19))}
    >>> sorted(hidden(groups, {0, 1, 2, 6, 12, 13, 14, 15}, 3))  # only one of b said so: the smallest other goes too
    ['a', 'b']
    """
    sizes = {key: (len(members), len(members & said)) for key, members in groups.items()}
    if not total_shown:
        return set(sizes)
    gone = {key for key in barred if key in sizes}
    gone |= {
        key
        for key, (asked, count) in sizes.items()
        if is_small(asked, least) or is_small(count, least) or is_small(asked - count, least)
    }
    while gone:
        asked = sum(sizes[key][0] for key in gone)
        count = sum(sizes[key][1] for key in gone)
        if not (is_small(asked, least) or is_small(count, least) or is_small(asked - count, least)):
            break
        left = [key for key in sizes if key not in gone]
        if not left:
            break
        # One of which something is shown tells more than one of which nothing is; among them the smallest goes.
        gone.add(min(left, key=lambda key: (sizes[key][1] == 0, sizes[key][1], str(key))))
    return gone


def overlapping(groups: Mapping[Key, Set[int]], others: Mapping[Key, Set[int]], least: int) -> set[Key]:
    """Groups of two tables that lie in one another but for a few: the smaller one is not shown at all.

    >>> sorted(overlapping({"street": {1, 2, 3}}, {"bakers": {1, 2, 3, 4}}, 3))
    ['street']
    """
    found: set[Key] = set()
    for one, members in groups.items():
        for other, theirs in others.items():
            if members < theirs and is_small(len(theirs) - len(members), least):
                found.add(one)
            elif theirs < members and is_small(len(members) - len(theirs), least):
                found.add(other)
    return found
