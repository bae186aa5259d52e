"""Whom to introduce to whom: pairs of organisations with a reason to meet, for engine.ties.day_after.

A pair without any reason is never proposed. The engine asks for two groups at a time; what the organisations
have in common stands in an index made once, so that an answer costs what the smaller group costs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from kogge.actors.models import Organisation
from kogge.engine.ties import Candidate, Network, Reason
from kogge.needs.models import Need, Offer
from kogge.networks.models import NetworkMember
from kogge.networks.queries import organisation_node
from kogge.places.models import Area

# How much a reason weighs when several pairs would help equally.
WEIGHTS = {
    "need_meets_offer": 4.0,
    "same_need": 1.5,
    "same_network": 2.0,
    "same_contact": 1.5,
    "same_district": 1.0,
}
LARGEST_CROWD = 60  # members of one group looked at behind one thing in common: a crowd says little


@dataclass
class Common:
    """What organisations have in common, by node id, and who shares it."""

    network: Network
    labels: dict[str, str] = field(default_factory=dict)  # of topics, districts, networks and leavers
    keys: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    holders: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    degree: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, node: str, kind: str, value: str) -> None:
        self.keys[node].append((kind, value))
        self.holders[kind, value].append(node)

    def between(self, one: tuple[str, ...], other: tuple[str, ...]) -> Iterable[Candidate]:
        """Candidates between two groups; work grows with the smaller group."""
        small, large = (one, set(other)) if len(one) <= len(other) else (other, set(one))
        scores: dict[tuple[str, str], float] = defaultdict(float)
        reasons: dict[tuple[str, str], list[Reason]] = defaultdict(list)
        for node in small:
            for kind, value in self.keys.get(node, ()):
                counterpart, code = COUNTERPARTS[kind]
                met = (
                    other_node
                    for other_node in self.holders.get((counterpart, value), ())
                    if other_node in large
                )
                for _count, partner in zip(range(LARGEST_CROWD), met):  # noqa: B905 - a crowd is cut on purpose
                    scores[node, partner] += WEIGHTS[code]
                    reasons[node, partner].append(Reason(code, {"what": self.labels.get(value, value)}))
        for (a, b), score in scores.items():
            # Among equals those who already know many: an introduction reaches further through them.
            reach = min(self.degree[a], 20) / 100 + min(self.degree[b], 20) / 100
            yield Candidate(a, b, score + reach, tuple(reasons[a, b]))


# A thing one side has → the thing the other side must have, and what the pair is then told.
COUNTERPARTS = {
    "need": ("offer", "need_meets_offer"),
    "offer": ("need", "need_meets_offer"),
    "wish": ("wish", "same_need"),
    "network": ("network", "same_network"),
    "contact": ("contact", "same_contact"),
    "district": ("district", "same_district"),
}


def common_ground(area: Area, network: Network, leavers: Iterable[str]) -> Common:
    """Read what the organisations of a network have in common (five queries, linear in the rows)."""
    common = Common(network)
    nodes = {node.id for node in network.nodes if node.id.startswith("o")}
    gone = set(leavers)
    for edge in network.edges:
        for node, partner in ((edge.source, edge.target), (edge.target, edge.source)):
            common.degree[node] += 1
            if partner in gone and node in nodes:
                common.add(node, "contact", partner)
    common.labels.update({node.id: node.label for node in network.nodes if node.id in gone})
    for pk, district, name in Organisation.objects.filter(area=area, district__isnull=False).values_list(
        "pk", "district_id", "district__name"
    ):
        if (node := organisation_node(pk)) in nodes:
            common.add(node, "district", f"d{district}")
            common.labels[f"d{district}"] = name
    _add_board(area, common, nodes)
    members = NetworkMember.objects.current().filter(network__area=area)
    for pk, network_id, name in members.values_list("organisation_id", "network_id", "network__name"):
        if (node := organisation_node(pk)) in nodes:
            common.add(node, "network", f"n{network_id}")
            common.labels[f"n{network_id}"] = name
    return common


def _add_board(area: Area, common: Common, nodes: set[str]) -> None:
    def rows(model: Any) -> Any:
        return model.objects.live().filter(area=area).select_related("topic").only("organisation_id", "topic")

    for need in rows(Need):
        node, topic = organisation_node(need.organisation_id), f"t{need.topic_id}"
        if node in nodes:
            common.labels[topic] = need.topic.name
            common.add(node, "need", topic)
            common.add(node, "wish", topic)
    for offer in rows(Offer):
        node, topic = organisation_node(offer.organisation_id), f"t{offer.topic_id}"
        if node in nodes:
            common.labels[topic] = offer.topic.name
            common.add(node, "offer", topic)
