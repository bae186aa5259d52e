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
from kogge.needs.models import Need, Offer, Topic
from kogge.networks.models import NetworkMember
from kogge.networks.queries import is_organisation, organisation_node
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
Key = tuple[str, str]


@dataclass
class Common:
    """What organisations have in common, by node id, and who shares it."""

    labels: dict[str, str] = field(default_factory=dict)  # of topics, districts, networks and leavers
    keys: dict[str, list[Key]] = field(default_factory=lambda: defaultdict(list))
    holders: dict[Key, list[str]] = field(default_factory=lambda: defaultdict(list))
    degree: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    # Of a group that was asked about: who of it holds what. A large group is asked about hundreds of times.
    # By identity, kept alive here: the engine hands in the same tuple each time, and hashing it is not free.
    inside: dict[int, tuple[tuple[str, ...], dict[Key, list[str]]]] = field(default_factory=dict)

    def add(self, node: str, kind: str, value: str) -> None:
        """Note that a node has something; a second time changes nothing."""
        key = (kind, value)
        if key not in self.keys[node]:
            self.keys[node].append(key)
            self.holders[key].append(node)

    def members(self, group: tuple[str, ...]) -> dict[Key, list[str]]:
        """Who of a group holds what, at most a crowd of each."""
        if id(group) not in self.inside:
            found: dict[Key, list[str]] = defaultdict(list)
            for node in group:
                for key in self.keys.get(node, ()):
                    if len(found[key]) < LARGEST_CROWD:
                        found[key].append(node)
            self.inside[id(group)] = (group, dict(found))
        return self.inside[id(group)][1]

    def between(self, one: tuple[str, ...], other: tuple[str, ...]) -> Iterable[Candidate]:
        """Candidates between two groups; work grows with the smaller group."""
        small, large = (one, other) if len(one) <= len(other) else (other, one)
        theirs = self.members(large)
        reasons: dict[Key, dict[tuple[str, str], None]] = defaultdict(dict)
        for node in small:
            for kind, value in self.keys.get(node, ()):
                counterpart, code = COUNTERPARTS[kind]
                for partner in theirs.get((counterpart, value), ()):
                    reasons[node, partner][code, value] = None
        for (a, b), found in reasons.items():
            # Among equals those who already know many: an introduction reaches further through them.
            reach = min(self.degree[a], 20) / 100 + min(self.degree[b], 20) / 100
            score = sum(WEIGHTS[code] for code, _value in found) + reach
            heaviest = sorted(found, key=lambda entry: -WEIGHTS[entry[0]])
            named = tuple(Reason(code, {"what": self.labels.get(value, value)}) for code, value in heaviest)
            yield Candidate(a, b, score, named)


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
    common = Common()
    nodes = {node.id for node in network.nodes if is_organisation(node.id)}
    gone = set(leavers)
    pairs = {(edge.source, edge.target) for edge in network.edges}
    for source, target in pairs:
        common.degree[source] += 1
        common.degree[target] += 1
        for node, partner in ((source, target), (target, source)):
            if partner in gone and node in nodes:
                common.add(node, "contact", partner)
    common.labels.update({node.id: node.label for node in network.nodes if node.id in gone})
    districts = Organisation.objects.filter(area=area, district__isnull=False)
    for pk, district in districts.values_list("pk", "district_id"):
        if (node := organisation_node(pk)) in nodes:
            common.add(node, "district", f"d{district}")
    common.labels.update({f"d{pk}": name for pk, name in area.districts.values_list("pk", "name")})
    _add_board(area, common, nodes)
    members = NetworkMember.objects.current().filter(network__area=area)
    for pk, network_id, name in members.values_list("organisation_id", "network_id", "network__name"):
        if (node := organisation_node(pk)) in nodes:
            common.add(node, "network", f"n{network_id}")
            common.labels[f"n{network_id}"] = name
    return common


def _add_board(area: Area, common: Common, nodes: set[str]) -> None:
    def rows(model: Any) -> Any:
        return model.objects.live().filter(area=area).order_by("pk").values_list("organisation_id", "topic_id")

    for pk, topic in rows(Need):
        if (node := organisation_node(pk)) in nodes:
            common.add(node, "need", f"t{topic}")
            common.add(node, "wish", f"t{topic}")
    for pk, topic in rows(Offer):
        if (node := organisation_node(pk)) in nodes:
            common.add(node, "offer", f"t{topic}")
    common.labels.update({f"t{topic.pk}": topic.name for topic in Topic.objects.filter(area=area)})
