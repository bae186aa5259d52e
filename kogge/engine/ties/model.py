"""What goes into the ties engine and what comes out: frozen dataclasses, no behaviour beyond checking.

A `Network` may hold parallel edges and self-loops, because real lists do. Every figure is computed on its
*simple* form, as `networkx.Graph` (or `DiGraph`) would hold it: parallel edges are one tie (weights add up),
and an edge from a node to itself is no tie at all and is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Node:
    """An organisation or a person. `staff` marks those paid by a project: they leave when it ends."""

    id: str
    label: str = ""
    kind: str = ""
    staff: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """A relationship between two nodes, named by their ids.

    `directed` is read in a directed network only: False there means "both ways". `through` names those who
    carry the relationship (for instance the project worker who is the only contact): it ends when the last
    of them leaves. An empty `through` means that the two ends carry it themselves.
    """

    source: str
    target: str
    weight: float = 1.0
    kind: str = ""
    directed: bool = True
    through: tuple[str, ...] = ()


@dataclass(frozen=True)
class Network:
    """Nodes and edges. `ValueError` for a repeated id, an unknown end or a weight that is not above zero."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...] = ()
    directed: bool = False

    def __post_init__(self) -> None:
        index = self.index
        if len(index) != len(self.nodes):
            twice = Counter(node.id for node in self.nodes).most_common(1)[0][0]
            raise ValueError(f"the node {twice!r} appears twice")
        for edge in self.edges:
            if edge.source not in index or edge.target not in index:
                unknown = edge.target if edge.source in index else edge.source
                raise ValueError(f"an edge names the node {unknown!r}, which is not in the network")
            if not 0 < edge.weight < float("inf"):
                raise ValueError(f"the edge {edge.source!r}-{edge.target!r} has the weight {edge.weight}")

    @cached_property
    def index(self) -> dict[str, int]:
        """Position of each node id in `nodes`."""
        return {node.id: position for position, node in enumerate(self.nodes)}

    @classmethod
    def of(cls, *pairs: tuple[str, str], alone: tuple[str, ...] = (), directed: bool = False) -> Network:
        """A network from pairs of ids, for examples and tests; `alone` adds nodes without ties.

        >>> [node.id for node in Network.of(("a", "b"), alone=("c",)).nodes]
        ['a', 'b', 'c']
        """
        ids = dict.fromkeys([end for pair in pairs for end in pair] + list(alone))
        return cls(tuple(Node(name) for name in ids), tuple(Edge(a, b) for a, b in pairs), directed)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is proposed: a code that the interface translates, and the values for its sentence."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of a network. None means "not enough data": fewer than two nodes (three for centralisation).

    `nodes`, `edges`: counts in the simple network. `degree`: different neighbours, in either direction.
    Direction counts for density and betweenness; what holds together is asked without it (components,
    fragmentation, vertex connectivity, articulation points, centralisation, communities): a tie joins,
    whoever began it. `component_sizes`: largest first. `betweenness`, `constraint`, `degree`: node id → value
    (a node without ties has no constraint: None). `communities`: ids, largest community first.
    `betweenness` and `distance_fragmentation` are empty and None when they were not asked for.
    """

    directed: bool
    nodes: int
    edges: int
    parallel_edges: int
    self_loops: int
    density: float | None
    degree_centralisation: float | None
    components: int
    component_sizes: tuple[int, ...]
    fragmentation: float | None
    distance_fragmentation: float | None
    vertex_connectivity: int | None
    articulation_points: tuple[str, ...]
    betweenness: Mapping[str, float]
    constraint: Mapping[str, float | None]
    degree: Mapping[str, int]
    communities: tuple[tuple[str, ...], ...]
    modularity: float | None


class Candidate(NamedTuple):
    """A pair that could plausibly be introduced; among equal gains the higher `score` wins."""

    a: str
    b: str
    score: float = 0.0
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Introduction:
    """One proposed tie. `gain`: by how much it lowers day-after fragmentation, given those listed before it.

    `joins`: how many organisations the two groups have that it joins, the larger group first.
    """

    a: str
    b: str
    gain: float
    joins: tuple[int, int]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class DayAfter:
    """What would remain of a network without those who leave.

    `fragmentation_today`, `fragmentation_after`: Borgatti's F (None below two nodes); `fragmentation_change`
    is after minus today. `component_sizes_after`: largest first.
    `orphans`: stay, have a tie today and none after. `cut_off`: stay, keep a tie, belong to the largest
    component today and are no longer joined to its largest remaining part. The two never overlap.
    `staff_only_ties`: ties with a staying end that exist only through leavers (an end leaves, or all who
    carry the tie leave), as a share of all `ties_today`; None without ties. `staff_only`: those ties.
    `introductions_gain`: sum of the gains. `introductions_bound`: a proven upper bound on what that many
    introductions could gain; equal means the plan is proven best (`introductions_optimal`).
    """

    leavers: tuple[str, ...]
    nodes_after: int
    fragmentation_today: float | None
    fragmentation_after: float | None
    fragmentation_change: float | None
    components_today: int
    components_after: int
    component_sizes_after: tuple[int, ...]
    orphans: tuple[str, ...]
    cut_off: tuple[str, ...]
    ties_today: int
    ties_after: int
    staff_only: tuple[tuple[str, str], ...]
    staff_only_ties: float | None
    introductions: tuple[Introduction, ...]
    introductions_gain: float
    introductions_bound: float
    introductions_optimal: bool
