"""Who could plausibly be introduced to whom: three sources of pairs, one question.

Each source answers `best(groups)`: the allowed pair of nodes whose tie would connect the most pairs, and
among equals the most plausible one; None when no allowed pair joins two groups. `reachable(groups)` divides
the groups into classes between which no introduction is possible.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple, Protocol

from kogge.engine.ties.graphs import component_labels
from kogge.engine.ties.groups import Groups
from kogge.engine.ties.model import Candidate, Reason

Asks = Callable[[tuple[str, ...], tuple[str, ...]], Iterable[Candidate]]
Pair = tuple[int, int]


class Choice(NamedTuple):
    a: int
    b: int
    reasons: tuple[Reason, ...] = ()


class Source(Protocol):
    def best(self, groups: Groups) -> Choice | None: ...

    def reachable(self, groups: Groups) -> list[list[int]]: ...


def ordered(a: int, b: int) -> Pair:
    return (a, b) if a < b else (b, a)


class Listed:
    """The caller's own list of candidates, and no other pair."""

    def __init__(self, candidates: Iterable[Candidate], index: Mapping[str, int]) -> None:
        self.choices: list[tuple[float, Choice]] = []
        for candidate in candidates:
            a, b, score, reasons = Candidate(*candidate)
            self.choices.append((score, Choice(index[a], index[b], tuple(reasons))))

    def best(self, groups: Groups) -> Choice | None:
        found: tuple[int, float] = (0, 0.0)
        chosen = None
        for score, choice in self.choices:
            key = (groups.product(choice.a, choice.b), score)
            if key[0] and (chosen is None or key > found):
                found, chosen = key, choice
        return chosen

    def reachable(self, groups: Groups) -> list[list[int]]:
        pairs = [(groups.label[choice.a], groups.label[choice.b]) for _, choice in self.choices]
        classes: dict[int, list[int]] = {}
        label = component_labels(len(groups.label), pairs)
        for group in groups.members:
            classes.setdefault(label[group], []).append(groups.size(group))
        return list(classes.values())


class Asked:
    """The caller answers for two groups at a time; asked only as far down as needed, once for each two."""

    def __init__(
        self,
        asks: Asks,
        groups: Groups,
        ids: Sequence[str],
        index: Mapping[str, int],
        no_go: Collection[Pair],
    ) -> None:
        self.asks = asks
        self.index = index
        self.no_go = no_go
        self.first = list(groups.label)
        self.names = {group: tuple(ids[node] for node in nodes) for group, nodes in groups.members.items()}
        self.answers: dict[Pair, list[tuple[float, Choice]]] = {}

    def answer(self, one: int, two: int) -> list[tuple[float, Choice]]:
        """Allowed candidates between two of the groups at the start."""
        key = ordered(one, two)
        if key not in self.answers:
            listed = Listed(self.asks(self.names[key[0]], self.names[key[1]]), self.index).choices
            self.answers[key] = [
                (score, choice)
                for score, choice in listed
                if ordered(self.first[choice.a], self.first[choice.b]) == key
                and ordered(choice.a, choice.b) not in self.no_go
            ]
        return self.answers[key]

    def best(self, groups: Groups) -> Choice | None:
        parts: dict[int, set[int]] = {
            group: {self.first[node] for node in nodes} for group, nodes in groups.members.items()
        }
        by_size: dict[int, list[int]] = {}
        for group in groups.members:
            by_size.setdefault(groups.size(group), []).append(group)
        for _, size_pairs in products_descending({size: len(those) for size, those in by_size.items()}):
            found = [
                entry
                for p, q in size_pairs
                for one in by_size[p]
                for two in by_size[q]
                if p != q or one < two
                for part in parts[one]
                for other in parts[two]
                for entry in self.answer(part, other)
            ]
            if found:
                return max(found, key=lambda entry: entry[0])[1]
        return None

    def reachable(self, groups: Groups) -> list[list[int]]:
        return [[groups.size(group) for group in groups.members]]


def products_descending(count: Mapping[int, int]) -> Iterable[tuple[int, list[Pair]]]:
    """Sizes p ≥ q of two different groups by falling product; equal products together. `count`: groups per
    size.

    >>> list(products_descending({4: 1, 2: 2, 1: 1}))
    [(8, [(4, 2)]), (4, [(4, 1), (2, 2)]), (2, [(2, 1)])]
    """
    pairs = sorted(
        ((p, q) for p in count for q in count if p > q or (p == q and count[p] > 1)),
        key=lambda pair: (-pair[0] * pair[1], -pair[0]),
    )
    for product, those in groupby(pairs, key=lambda pair: pair[0] * pair[1]):
        yield product, list(those)


class Anyone:
    """Any two organisations that stay, except no-go pairs.

    Among equal gains: who shares most leavers (both know the one who leaves), then whoever has fewer
    introductions in this plan so far, then the better connected.
    """

    def __init__(
        self,
        eligible: Sequence[bool],
        knows: Sequence[Collection[int]],
        known_by: Mapping[int, Sequence[int]],
        degree: Sequence[int],
        no_go: Collection[Pair],
    ) -> None:
        """`knows[i]`: the leavers node i has a tie to; `known_by[s]`: the nodes with a tie to leaver s."""
        import numpy as np

        self.np: Any = np
        self.eligible = eligible
        self.knows = knows
        self.known_by = {leaver: np.array(those, dtype=np.int64) for leaver, those in known_by.items()}
        self.degree = np.array(degree, dtype=np.int64)
        self.used = np.zeros(len(degree), dtype=np.int64)
        self.refuses: dict[int, list[int]] = {}
        for a, b in no_go:
            self.refuses.setdefault(a, []).append(b)
            self.refuses.setdefault(b, []).append(a)
        profiles: dict[object, int] = {}
        # nodes that know the same leavers are interchangeable, unless they refuse somebody
        self.profile = [
            profiles.setdefault((frozenset(those), node if node in self.refuses else None), len(profiles))
            for node, those in enumerate(knows)
        ]

    def best(self, groups: Groups) -> Choice | None:
        np = self.np
        by_size: dict[int, list[int]] = {}
        count: dict[int, int] = {}
        for nodes in groups.members.values():
            those = [node for node in nodes if self.eligible[node]]
            if those:
                by_size.setdefault(len(nodes), []).extend(those)
                count[len(nodes)] = count.get(len(nodes), 0) + 1
        n = len(self.degree)
        label = np.array(groups.label)
        # rank of each node for the tie-break: fewest introductions, then most ties, then first in the input
        rank = np.empty(n, dtype=np.int64)
        rank[np.lexsort((-np.arange(n), self.degree, -self.used))] = np.arange(n)
        for _, size_pairs in products_descending(count):
            found = [
                pair
                for p, q in size_pairs
                if (pair := self._most_plausible(by_size[p], by_size[q], label, rank)) is not None
            ]
            if found:
                _, a, b = max(found)
                self.used[[a, b]] += 1
                return Choice(a, b)
        return None

    def _most_plausible(
        self, one: Sequence[int], two: Sequence[int], label: Any, rank: Any
    ) -> tuple[int, int, int] | None:
        """(key, a, b) of the most plausible allowed pair between two lists of nodes; the key orders."""
        np = self.np
        n = len(rank)
        few, many = sorted((one, two), key=len)
        partners = np.array(many)
        partner_rank, partner_label = rank[partners], label[partners]
        best: tuple[int, int, int] | None = None
        for node in self._representatives(few, label, rank):
            # nodes come with falling numbers of known leavers: nobody later can share more than that
            if best is not None and best[0] // (2 * n) > len(self.knows[node]):
                break
            shared = np.zeros(n, dtype=np.int64)
            for leaver in self.knows[node]:
                shared[self.known_by[leaver]] += 1
            key = shared[partners] * (2 * n) + partner_rank + rank[node]
            key[partner_label == label[node]] = -1
            if node in self.refuses:
                key[np.isin(partners, self.refuses[node])] = -1
            top = int(key.argmax())
            if key[top] >= 0 and (best is None or key[top] > best[0]):
                best = (int(key[top]), int(node), int(partners[top]))
        return best

    def _representatives(self, nodes: Sequence[int], label: Any, rank: Any) -> list[int]:
        """Of each profile the highest-ranked node and the highest-ranked of another group: no other wins."""
        top: dict[int, int] = {}
        second: dict[int, int] = {}
        for node in sorted(nodes, key=rank.__getitem__, reverse=True):
            first = top.setdefault(self.profile[node], node)
            if label[first] != label[node]:
                second.setdefault(self.profile[node], node)
        return sorted([*top.values(), *second.values()], key=lambda node: (-len(self.knows[node]), -rank[node]))

    def reachable(self, groups: Groups) -> list[list[int]]:
        return [[len(nodes) for nodes in groups.members.values() if any(self.eligible[node] for node in nodes)]]
