"""The groups into which a network falls, as introductions join them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


class Groups:
    """Components of the day after. `label[i]` is the group of node i (−1: not there), `members` its nodes.

    >>> groups = Groups([0, 0, 2, -1]); groups.size(0), groups.size(2)
    (2, 1)
    >>> groups.join(1, 2); groups.label
    [0, 0, 0, -1]
    """

    def __init__(self, label: Sequence[int]) -> None:
        self.label = list(label)
        self.members: dict[int, list[int]] = {}
        for node, group in enumerate(self.label):
            if group >= 0:
                self.members.setdefault(group, []).append(node)

    def size(self, group: int) -> int:
        return len(self.members[group])

    def product(self, a: int, b: int) -> int:
        """How many pairs of nodes a tie between a and b would newly connect; 0 inside a group."""
        here, there = self.label[a], self.label[b]
        return 0 if here == there else self.size(here) * self.size(there)

    def join(self, a: int, b: int) -> None:
        """Join the groups of nodes a and b; the larger keeps its label (of equals, the lower one)."""
        keep, give = sorted((self.label[a], self.label[b]), key=lambda group: (-self.size(group), group))
        for node in self.members[give]:
            self.label[node] = keep
        self.members[keep] += self.members.pop(give)


def most_pairs_connected(classes: Iterable[Sequence[int]], ties: int) -> int:
    """An upper bound on the pairs of nodes that `ties` new ties can connect; reached if all groups may join.

    `classes`: sizes of the groups, sorted into classes between which no new tie is possible.

    Within one class the best use of t ties is to join its t+1 largest groups into one. Proof: t ties make
    merged groups A, B, … If two of them have a ≥ b nodes, take a group of c nodes out of B and into A with
    the same number of ties: Σ size² changes by (a+c)² + (b−c)² − a² − b² = 2c(a−b) + 2c² > 0, so all ties in
    one merged group is best, and exchanging a part of it for a larger group outside, y for x > y, changes Σ
    size² by 2(x−y)(merged size − y) ≥ 0. Over several classes the ties are divided by dynamic programming.

    >>> most_pairs_connected([[5, 3, 1]], 1), most_pairs_connected([[5, 3, 1]], 2)
    (15, 23)
    >>> most_pairs_connected([[2, 2], [3, 1]], 2)
    7
    """
    best = [0] * (ties + 1)
    for sizes in classes:
        gains = [0]
        joined = 0
        for size in sorted(sizes, reverse=True)[: ties + 1]:
            if joined:
                gains.append(gains[-1] + joined * size)
            joined += size
        best = [
            max(best[total - here] + gains[here] for here in range(min(total, len(gains) - 1) + 1))
            for total in range(ties + 1)
        ]
    return best[ties]
