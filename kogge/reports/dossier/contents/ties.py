"""The network and the day after."""

from __future__ import annotations

from typing import Any

from django.utils.translation import ngettext

from kogge.actors.models import Organisation
from kogge.engine.ties import Figures
from kogge.handover.actions import Outlook
from kogge.handover.pairs import telling
from kogge.handover.reasons import lacking, worded
from kogge.outreach.models import Promise, Visit
from kogge.places.models import Area

from .wording import number, percent

NAMED = 12  # who holds the network together


def summary(area: Area, outlook: Outlook) -> list[dict[str, str]]:
    """The six figures of the first page: value, what it is."""
    organisations = Organisation.objects.current().filter(area=area).count()
    visits = Visit.objects.done().filter(area=area).count()
    promises = Promise.objects.open().filter(area=area).count()
    alone = None if outlook.lacks else len(outlook.orphans)
    idle = len(outlook.tasks_orphaned)
    lines = [
        (organisations, ngettext("organisation is known here", "organisations are known here", organisations)),
        (
            outlook.organisations,
            ngettext("of them is tied into the network", "of them are tied into the network", outlook.organisations),
        ),
        (visits, ngettext("visit was made", "visits were made", visits)),
        (promises, ngettext("promise is open", "promises are open", promises)),
        (
            alone,
            ngettext(
                "organisation would stand alone on the day after",
                "organisations would stand alone on the day after",
                alone or 0,
            ),
        ),
        (idle, ngettext("coordination task would have nobody", "coordination tasks would have nobody", idle)),
    ]
    return [{"value": number(value), "what": what} for value, what in lines]


def weightiest(net: Figures) -> list[str]:
    """The nodes on most shortest paths, as the table of the document names them; none in a large network."""
    return sorted(net.betweenness, key=lambda node: -net.betweenness[node])[:NAMED]


def ties(outlook: Outlook, net: Figures) -> dict[str, Any]:
    label = {node.id: node.label for node in outlook.network.nodes}
    staff = {node.id for node in outlook.network.nodes if node.staff}
    # The share that the network page shows too: of the pairs of others, those whose shortest paths pass here.
    pairs = max(1.0, (net.nodes - 1) * (net.nodes - 2) / 2)
    joints = set(net.articulation_points)
    return {
        "nodes": number(net.nodes),
        "edges": number(net.edges),
        "density": number(net.density, 3),
        "centralisation": number(net.degree_centralisation, 2),
        "components": number(net.components),
        "fragmentation": number(net.fragmentation, 2),
        "cohesion": number(net.vertex_connectivity),
        "holders": [
            {
                "name": label[node],
                "share": percent(net.betweenness[node] / pairs, 1),
                "ties": number(net.degree[node]),
                "joint": node in joints,
                "staff": node in staff,
            }
            for node in weightiest(net)
        ],
    }


def day_after(outlook: Outlook) -> dict[str, Any]:
    found = outlook.found
    label = {node.id: node.label for node in outlook.network.nodes}
    return {
        "leavers": [label[node] for node in outlook.leavers],
        "today": number(found.fragmentation_today, 2),
        "why": lacking(outlook.lacks),
        "after": number(None if outlook.lacks else found.fragmentation_after, 2),
        "components": number(None if outlook.lacks else found.components_after),
        "staffonly": percent(found.staff_only_ties),
        "orphans": [] if outlook.lacks else sorted(label[node] for node in outlook.orphans)[:60],
        "orphancount": number(len(outlook.orphans)),
        "introductions": [
            {
                "a": label[pair.a],
                "b": label[pair.b],
                "reasons": [worded(reason, label) for reason in telling(pair)][:3],
                "gain": number(pair.gain, 3),
            }
            for pair in found.introductions
        ],
    }
