"""Small numbers: what of some counts may be shown, so that nothing about a few businesses can be computed.

The rule (formulas: "a cell that describes fewer than 3 businesses is suppressed, secondary suppression included").
A number is small when it describes somebody, but fewer than `least`. It is not shown; nor is anything from which
it follows. There are two ways in which it might, and a function for each:

- *Parts of a whole*, as the districts of an area: the shown ones subtracted from the whole leave what the hidden ones
  have together. `hidden` therefore hides further parts, the smallest first, until what they have together is not small
  and each of them could be another number for all that is shown (primary and secondary suppression).
- *Groups that cut across each other*, as sectors and streets: sums of some minus sums of others leave a few businesses,
  whatever they said. `entangled` names the groups that must not be shown beside the others.

What can be computed from the counts of `tables` is told by the cuts of a graph: its nodes are the groups, all
that is not shown is one node more, and each business is an edge between the group of either table that it is in. A
difference of sums that leaves each business 0 or 1 times is a set of nodes, and describes the edges that leave it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, TypeVar

Key = TypeVar("Key", bound=Hashable)
# How many gave each of some answers that exclude each other: (said so,) or (said so, did not).
Part = tuple[int, ...]
# For each business the groups that it is in, the innermost first; of two tables.
Tables = tuple[Mapping[int, Sequence[Key]], Mapping[int, Sequence[Key]]]


def is_small(number: int, least: int) -> bool:
    """Does a count describe somebody, but too few?

    >>> [is_small(number, 3) for number in (0, 1, 2, 3)]
    [False, True, True, False]
    """
    return 0 < number < least


def is_most(said: int, did_not: int, least: int) -> bool:
    """May it be told of a group, in place of a number, that most of them said so: all but a few?

    Where the few can only be one, that would be the number.

    >>> is_most(9, 1, 3), is_most(9, 0, 3), is_most(9, 1, 2)
    (True, False, False)
    """
    return said >= least > 2 and is_small(did_not, least)


def enough(total: int, least: int) -> bool:
    """Are there so many that parts of them can be shown at all?

    >>> enough(5, 3), enough(6, 3)
    (False, True)
    """
    return total >= 2 * max(least, 1)


def hidden(
    parts: Mapping[Key, Part],
    least: int,
    *,
    barred: Iterable[Key] = (),
    spare: Iterable[Key] = (),
    whole_known: bool = True,
) -> set[Key]:
    """The parts whose counts must not be shown.

    A part of one count is a number of businesses; zeros among them are shown, so that a hidden one is at least 1. A
    part of two counts is a group whose size, their sum, is known: neither what was said nor by how many it was not may
    be small. `barred`: parts that must not be known in any case. `spare`: parts that no page shows; what has to be
    hidden beside others is taken from them first. `whole_known`: the counts of all parts together may be known; else
    every part is hidden, since they would add up to them.

    >>> sorted(hidden({"a": (1,), "b": (9,), "c": (4,), "d": (0,)}, 3))  # 1 is small; without c it would be the rest
    ['a', 'c']
    >>> sorted(hidden({"a": (3, 3), "b": (1, 5), "c": (4, 3)}, 3))
    ['a', 'b']
    >>> sorted(hidden({"a": (4,), "b": (6,)}, 3))
    []
    """
    if not whole_known:
        return set(parts)
    gone = {key for key in barred if key in parts}
    gone |= {key for key, part in parts.items() if any(is_small(count, least) for count in (*part, sum(part)))}
    unshown = set(spare)
    while gone and not _safe([parts[key] for key in gone], least):
        left = [key for key, part in parts.items() if key not in gone and sum(part)]
        if not left:
            return set(parts)
        # One of which something is shown tells more than one of which nothing is; among them the smallest goes.
        gone.add(min(left, key=lambda key: (key not in unshown, parts[key][0] == 0, parts[key][0], str(key))))
    return gone


def _safe(rows: Sequence[Part], least: int) -> bool:
    """Do the hidden parts hold together what is not small, and can each be another number than it is?"""
    sums = [sum(column) for column in zip(*rows, strict=True)]
    if any(is_small(rest, least) for rest in (*sums, sum(sums))):
        return False
    if len(sums) == 1:
        return len(rows) > 1 and sums[0] - (len(rows) - 1) >= max(least, 2)
    bounds = [_bounds(part, least) for part in rows]
    lows, highs = (sum(column) for column in zip(*bounds, strict=True))
    for part, (low, high) in zip(rows, bounds, strict=True):
        fewest, most = max(low, sums[0] - (highs - high)), min(high, sums[0] - (lows - low))
        if sum(part) and fewest == most:
            return False
    return True


def _bounds(part: Part, least: int) -> tuple[int, int]:
    """Between which numbers a reader knows that of a hidden group so many said so."""
    size = sum(part)
    return (size - least + 1, size - 1) if is_most(*part, least) else (0, size)


def hides_share(count: int, total: int, least: int) -> bool:
    """Must a part of a known whole be hidden, because it or what is left of the whole is small?

    >>> hides_share(2, 20, 3), hides_share(19, 20, 3), hides_share(10, 20, 3), hides_share(0, 20, 3)
    (True, True, False, False)
    """
    return bool(hidden({"in": (count,), "out": (total - count,)}, least))


def entangled(tables: Tables[Key], least: int) -> set[Key]:
    """The groups that must not be shown beside the others, because sums of them differ by a few businesses alone.

    Each of two `tables` says for every business in which groups it is, the innermost first, as its street and its
    district; a group lies wholly in the one that follows it. A business that is in none of a table may be left out.

    >>> street, baker = {1: ["S"], 2: ["S"], 3: ["S"], 4: ["S"], 5: ["S"]}, {1: ["B"], 2: ["B"], 3: ["B"], 4: ["B"]}
    >>> entangled((street, baker), 3)  # the street without its bakers is a single shop
    {'B'}
    """
    sizes = Counter(group for table in tables for groups in table.values() for group in groups)
    barred: set[Key] = set()
    while (side := _small_cut(tables, barred, least)) is not None:
        outside = object()
        fallbacks: dict[Any, Any] = {}
        for table in tables:
            for groups in table.values():
                shown = [group for group in groups if group not in barred]
                fallbacks.update(pairwise([*shown, outside]))
        # Not shown, a group counts to what is around it: that closes the cut where it lies on the other side.
        apart = [group for group, after in fallbacks.items() if (group in side) != (after in side)]
        barred.add(min(apart, key=lambda group: (sizes[group], str(group))))
    return barred


def _small_cut(tables: Tables[Key], barred: set[Key], least: int) -> set[Key] | None:
    """One side of a cut that leaves a few businesses, the side without what is not shown; None where there is none.

    Stoer and Wagner 1997: of the last two nodes of a maximum adjacency order, the last alone is a smallest cut between
    them; where it is no small one they may be one node. So may the ends of an edge that is not small from the start.
    """
    outside: Any = object()  # all that is not shown

    def end(groups: Sequence[Key]) -> Any:
        for group in groups:
            if group not in barred:
                return group
        return outside

    first, second = tables
    edges = Counter((end(first.get(one, ())), end(second.get(one, ()))) for one in first.keys() | second.keys())
    near: dict[Any, Counter[Any]] = defaultdict(Counter)
    for (one, other), weight in edges.items():
        if one != other:
            near[one][other] += weight
            near[other][one] += weight
    inside: dict[Any, set[Any]] = {node: {node} for node in near}

    heavy = [ends for ends, weight in edges.items() if weight >= least]

    def merge(one: Any, other: Any) -> None:
        """Two nodes become one, at the cost of the one with fewer neighbours."""
        if len(near[one]) < len(near[other]):
            one, other = other, one
        inside[one] |= inside.pop(other)
        for node, weight in near.pop(other).items():
            del near[node][other]
            if node != one:
                near[one][node] += weight
                near[node][one] += weight
                if near[one][node] >= least:
                    heavy.append((one, node))

    while heavy:
        one, other = heavy.pop()
        if one != other and one in near and other in near:
            merge(one, other)
    while len(near) > 1:
        reached: Counter[Any] = Counter(dict.fromkeys(near, 0))
        order = []
        while reached:
            node = max(reached, key=reached.__getitem__)
            order.append((node, reached.pop(node)))
            for other, weight in near[node].items():
                if other in reached:
                    reached[other] += weight
        last, weight = order[-1]
        if is_small(weight, least):
            side = inside.pop(last)
            return set().union(*inside.values()) if outside in side else side
        merge(order[-2][0], last)
    return None
