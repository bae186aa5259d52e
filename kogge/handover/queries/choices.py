"""Who could leave: project staff first, then others who hold something."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from kogge.actors.models import Person
from kogge.engine.ties import Network
from kogge.networks.models import Leader
from kogge.networks.queries import is_organisation, key_of, person_node
from kogge.places.models import Area

from .tasks import tasks_of

MOST_ORGANISATIONS = 30


@dataclass(frozen=True)
class Choice:
    """One box: the node, what it is called, whether it is ticked, how many ties it has."""

    node: str
    label: str
    ticked: bool
    ties: int


@dataclass(frozen=True)
class Choices:
    """Boxes in their three groups."""

    staff: list[Choice]
    people: list[Choice]
    organisations: list[Choice]


def choices_of(
    area: Area, network: Network, labels: dict[int, str], staff: Collection[int], gone: Collection[str]
) -> Choices:
    """Staff; others who hold ties, lead a network or a task; organisations with the most ties (three queries)."""
    degree: dict[str, int] = {}
    for a, b in {(edge.source, edge.target) for edge in network.edges}:
        degree[a] = degree.get(a, 0) + 1
        degree[b] = degree.get(b, 0) + 1

    def choice(node: str, label: str) -> Choice:
        return Choice(node, label, node in gone, degree.get(node, 0))

    holding = {key_of(node.id) for node in network.nodes if not is_organisation(node.id)}
    holding |= set(Leader.objects.filter(network__area=area).values_list("person_id", flat=True))
    for task in tasks_of(area):
        holding |= {pk for pk in (task.leader_id, task.deputy_id) if pk is not None}
    holding |= {key_of(node) for node in gone if not is_organisation(node)}
    others = holding - set(staff)
    here = Person.objects.filter(pk__in=others, area=area, project__isnull=True).values_list("pk", flat=True)
    organisations = [node for node in network.nodes if is_organisation(node.id)]
    organisations.sort(key=lambda node: (node.id not in gone, -degree[node.id], node.label))
    return Choices(
        staff=[choice(person_node(pk), labels[pk]) for pk in staff],
        people=sorted(
            (choice(person_node(pk), labels[pk]) for pk in here), key=lambda one: (-one.ties, one.label.casefold())
        ),
        organisations=[choice(node.id, node.label) for node in organisations[:MOST_ORGANISATIONS]],
    )
