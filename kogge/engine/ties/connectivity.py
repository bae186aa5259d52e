"""Vertex connectivity for networks of any size.

igraph and networkx run a maximum flow for (nearly) every pair of nodes: 9 s at 400 nodes, out of reach at
10,000. Even's algorithm needs one small flow per node, and most of those end after one step.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from itertools import pairwise


def vertex_connectivity(neighbours: Sequence[Sequence[int]]) -> int | None:
    """The fewest nodes whose removal disconnects the graph (n−1 if complete); None below two nodes.

    `neighbours[i]`: the nodes tied to node i, undirected simple graph. Cohesion in the sense of Moody &
    White 2003.

    Source: Even 1975 (SIAM J. Comput. 4, 393): order the nodes v1 … vn. With k an upper bound of the answer,
    a separating set smaller than k either separates two of v1 … vk, or separates some vj (j > k) from *all*
    of v1 … v(j−1) outside it. So it is enough to count disjoint paths between the first k nodes pairwise,
    and from each later node to the set of those before it. Any count below k is itself the size of a
    separating set, so k drops to it, and what is left at the end is the answer.

    >>> vertex_connectivity([[1, 2], [0, 2], [0, 1]]), vertex_connectivity([[1], [0, 2], [1]])
    (2, 1)
    """
    if len(neighbours) < 2:
        return None
    k = min(map(len, neighbours))
    if k == 0:
        return 0
    order = _attachment_order(neighbours)
    first = order[:k]
    for position, a in enumerate(first):
        for b in first[:position]:
            if b not in neighbours[a]:
                k = min(k, _disjoint_paths(a, {b}, neighbours, k, one_sink=True))
    before = set(first)
    for node in order[len(first) :]:
        if k == 0:
            break
        k = min(k, _disjoint_paths(node, before, neighbours, k))
        before.add(node)
    return k


def _attachment_order(neighbours: Sequence[Sequence[int]]) -> list[int]:
    """Nodes so that each has many neighbours before it (maximum adjacency): most paths are then one step."""
    n = len(neighbours)
    attached = [0] * n
    done = [False] * n
    start = max(range(n), key=lambda v: len(neighbours[v]))
    buckets: list[list[int]] = [[] for _ in range(n)]
    buckets[0] = [*(v for v in range(n) if v != start), start]
    top = 0
    order: list[int] = []
    while len(order) < n:
        while not buckets[top]:
            top -= 1
        node = buckets[top].pop()
        if done[node] or attached[node] != top:
            continue
        done[node] = True
        order.append(node)
        for other in neighbours[node]:
            if not done[other]:
                attached[other] += 1
                buckets[attached[other]].append(other)
                top = max(top, attached[other])
    return order


State = tuple[int, bool]


def _disjoint_paths(
    source: int,
    sinks: Container[int],
    neighbours: Sequence[Sequence[int]],
    limit: int,
    *,
    one_sink: bool = False,
) -> int:
    """Paths from `source` to `sinks` that share no node but the source, up to `limit` of them.

    A path ends at the first sink it meets, and each sink takes one path; a single one (`one_sink`) takes all.
    """
    flow = _Flow(source, neighbours)
    # the common case first: neighbours that are sinks themselves
    found = 0
    for node in neighbours[source]:
        if found == limit:
            return found
        if node in sinks:
            flow.started.add(node)
            flow.preceding[node] = source
            found += 1
    while found < limit and flow.augment(sinks, one_sink):
        found += 1
    return found


class _Flow:
    """Disjoint paths found so far: a unit flow, with each node split into an entry and an exit.

    `following[v]` and `preceding[v]` are the nodes after and before v on the path through v; `started` are
    the first nodes of all paths.
    """

    def __init__(self, source: int, neighbours: Sequence[Sequence[int]]) -> None:
        self.source = source
        self.neighbours = neighbours
        self.following: dict[int, int] = {}
        self.preceding: dict[int, int] = {}
        self.started: set[int] = set()

    def augment(self, sinks: Container[int], one_sink: bool) -> bool:
        """Find one more path by breadth-first search in the residual graph and turn the flow along it."""
        # a state is (node, exit?): True = at its exit, free to go on; False = at the entry of a node that
        # already carries a path, from where the only way is back along that path
        first: State = (self.source, True)
        came: dict[State, State | None] = {first: None}
        queue = [first]
        for state in queue:
            node, at_exit = state
            options: list[State] = []
            if at_exit:
                for other in self.neighbours[node]:
                    if other == self.source or self.following.get(node) == other:
                        continue
                    if node == self.source and other in self.started:
                        continue
                    if other in sinks and (one_sink or other not in self.preceding):
                        self._turn([*self._path(came, state), (other, True)], ends_in_one=one_sink)
                        return True
                    options.append((other, other not in self.preceding))
                if node in self.preceding:
                    options.append((node, False))
            elif self.preceding[node] != self.source:
                options.append((self.preceding[node], True))
            for option in options:
                if option not in came:
                    came[option] = state
                    queue.append(option)
        return False

    @staticmethod
    def _path(came: dict[State, State | None], last: State) -> list[State]:
        path = [last]
        while (previous := came[path[-1]]) is not None:
            path.append(previous)
        return path[::-1]

    def _turn(self, path: list[State], *, ends_in_one: bool) -> None:
        for (node, at_exit), (other, _) in pairwise(path):
            if not at_exit:
                continue  # going back along a path: the next step from `other` overwrites where it leads
            if node == other:
                # the path through this node is given up here
                del self.following[node], self.preceding[node]
                continue
            if node == self.source:
                self.started.add(other)
            else:
                self.following[node] = other
            self.preceding[other] = node
        if ends_in_one:
            del self.preceding[path[-1][0]]
