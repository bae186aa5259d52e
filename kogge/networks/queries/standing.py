"""How a network stands: its figures, who holds it together, its parts and groups, who is hardly tied in."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils import timezone

from kogge.engine.ties import Figures, Network, Node, figures
from kogge.networks.pillars import Pillars, parts, pieces, pillars
from kogge.places.models import Area

from .attributes import About, about_of
from .nodes import KIND_WORDS, is_organisation, key_of
from .ties import KINDS, area_network, existing_on

# Exact betweenness takes about two seconds of processor time up to here (`python -m bench ties`).
MOST_FOR_BETWEENNESS = 12_000
MOST_DRAWN = 2500
LISTED = 300  # rows of the ranked list on the page; the lists behind the figures have all
FEW = 1  # ties, up to which somebody is called hardly tied in
ADDRESS_KEY = 9_876_543_210
NAMED_GROUPS = 3  # groups that a row names


@dataclass(frozen=True)
class Row:
    """One node of the ranked list. `share` is None where betweenness was left out; `pieces`: without them."""

    node: Node
    url: str
    degree: int
    share: float | None
    pieces: tuple[int, ...]
    group: str
    connects: tuple[str, ...]

    @property
    def kind(self) -> Any:
        return KIND_WORDS[self.node.kind]

    @property
    def percent(self) -> float | None:
        """The share of shortest paths in per cent."""
        return None if self.share is None else 100 * self.share

    @property
    def lost(self) -> int:
        """How many would no longer reach the largest piece without them."""
        return sum(self.pieces[1:])


@dataclass(frozen=True)
class Group:
    """Nodes that are tied more closely among themselves; named after whoever has the most ties in it."""

    hub: Node
    members: tuple[Node, ...]

    @property
    def size(self) -> int:
        return len(self.members)


@dataclass(frozen=True)
class Standing:
    """Everything the page on a network shows, computed from today's ties."""

    slug: str
    network: Network
    figures: Figures
    pillars: Pillars
    neighbours: list[list[int]]  # positions of those each node has a tie to
    without_ties: int  # organisations of the register without any of the ties looked at
    about: dict[str, About]  # what is known of the organisations
    day: dt.date

    @property
    def is_ranked_by_paths(self) -> bool:
        return bool(self.figures.betweenness)

    @cached_property
    def cuts(self) -> dict[int, tuple[int, ...]]:
        return pieces(self.neighbours)

    @cached_property
    def groups(self) -> list[Group]:
        """Communities of at least two, largest first."""
        nodes, index, degree = self.network.nodes, self.network.index, self.figures.degree
        found = []
        for members in self.figures.communities:
            if len(members) > 1:
                hub = max(members, key=lambda node: (is_organisation(node), degree[node], node))
                found.append(Group(nodes[index[hub]], tuple(nodes[index[node]] for node in members)))
        return found

    @cached_property
    def group_of(self) -> dict[str, int]:
        return {node.id: number for number, group in enumerate(self.groups) for node in group.members}

    @cached_property
    def parts(self) -> list[list[Node]]:
        """The parts that hang together, largest first."""
        return [[self.network.nodes[i] for i in part] for part in parts(self.neighbours)]

    @cached_property
    def ranking(self) -> list[int]:
        """Positions, those first on whom most depends: shortest paths, then what falls apart, then ties."""
        nodes, found = self.network.nodes, self.figures

        def weight(i: int) -> tuple[float, int, int, int]:
            name = nodes[i].id
            lost = sum(self.cuts.get(i, ())[1:])
            return found.betweenness.get(name, 0.0), lost, found.degree[name], -i

        return sorted(range(len(nodes)), key=weight, reverse=True)

    @cached_property
    def drawn(self) -> list[Row]:
        """Those in the picture, in the order of the ranking."""
        return [self.row(i) for i in self.ranking[:MOST_DRAWN]]

    @property
    def listed(self) -> list[Row]:
        """Those in the ranked list beside the picture."""
        return self.drawn[:LISTED]

    @cached_property
    def few(self) -> list[Node]:
        """Those with hardly a tie, by name."""
        degree = self.figures.degree
        found = [node for node in self.network.nodes if degree[node.id] <= FEW]
        return sorted(found, key=lambda node: node.label.casefold())

    @cached_property
    def holders(self) -> list[int]:
        """Positions of those without whom a part falls apart, those first who would cost most."""
        nodes, degree = self.network.nodes, self.figures.degree
        return sorted(self.cuts, key=lambda i: (-sum(self.cuts[i][1:]), -degree[nodes[i].id], i))

    @property
    def chosen(self) -> list[Row]:
        """The pillars that the sentence names."""
        return [self.row(i) for i in self.pillars.chosen]

    def url(self, node: Node) -> str:
        before, after = self._address
        return f"{before}{key_of(node.id)}{after}" if is_organisation(node.id) else ""

    @cached_property
    def _address(self) -> tuple[str, str]:
        """What stands before and after the key of an organisation: thousands of addresses are made from it."""
        before, _key, after = reverse("actors:detail", args=[self.slug, ADDRESS_KEY]).rpartition(str(ADDRESS_KEY))
        return before, after

    def row(self, i: int) -> Row:
        node = self.network.nodes[i]
        n = self.figures.nodes
        share = None
        if self.is_ranked_by_paths:
            pairs = (n - 1) * (n - 2) / 2
            share = self.figures.betweenness[node.id] / pairs if pairs else 0.0
        own = self.group_of.get(node.id)
        met = Counter(self.group_of.get(self.network.nodes[j].id) for j in self.neighbours[i])
        others = [
            self.groups[number].hub.label
            for number, _ties in sorted(met.items(), key=lambda item: (-item[1], item[0] or 0))
            if number is not None and number != own
        ]
        return Row(
            node,
            self.url(node),
            self.figures.degree[node.id],
            share,
            self.cuts.get(i, ()),
            self.groups[own].hub.label if own is not None and self.groups[own].hub.id != node.id else "",
            tuple(others[:NAMED_GROUPS]),
        )


def neighbours_of(network: Network) -> list[list[int]]:
    """For each node the positions of those it has a tie to, each once."""
    found: list[dict[int, None]] = [{} for _ in network.nodes]
    for edge in network.edges:
        i, j = network.index[edge.source], network.index[edge.target]
        if i != j:
            found[i][j] = found[j][i] = None
    return [list(those) for those in found]


def standing_of(
    area: Area, *, kinds: Collection[str] = tuple(KINDS), named: bool = True, day: dt.date | None = None
) -> Standing:
    """Read and compute, today or as it was on a day; a constant number of queries."""
    day = day or timezone.localdate()
    network = area_network(area, kinds=kinds, named=named, day=day)
    neighbours = neighbours_of(network)
    tied = sum(1 for node in network.nodes if is_organisation(node.id))
    return Standing(
        slug=area.slug,
        network=network,
        figures=figures(network, slow=len(network.nodes) <= MOST_FOR_BETWEENNESS),
        pillars=pillars(neighbours),
        neighbours=neighbours,
        without_ties=existing_on(area, day).count() - tied,
        about=about_of(area, network),
        day=day,
    )
