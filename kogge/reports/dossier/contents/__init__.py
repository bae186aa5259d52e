"""What stands in the dossier: read from the records, worded in the reader's language, as plain data.

Nothing said in confidence is read here: no interview, no no-go, no rift. Persons are named where the reader
may see persons; else what they are stands in place of who they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kogge.actors.models import Organisation
from kogge.engine.ties import Figures, figures
from kogge.handover.actions import Outlook, compute
from kogge.handover.models import DayAfterRecord
from kogge.places.models import Area

from . import people, places, ties, work
from .wording import day

BIG_NETWORK = 2500  # nodes above which betweenness takes longer than a reader waits


FEW = 10  # organisations; below, chapters follow each other without new pages


@dataclass(frozen=True)
class Contents:
    """The data of the document, and what its pictures are drawn from."""

    data: dict[str, Any]
    outlook: Outlook
    net: Figures
    weightiest: list[str]  # nodes that the table names


def gather(area: Area, *, named: bool = True) -> Contents:
    """Read everything for the dossier of an area: a constant number of queries."""
    outlook = compute(area, named=named)
    net = figures(outlook.network, slow=len(outlook.network.nodes) <= BIG_NETWORK)
    organisations = Organisation.objects.current().filter(area=area).count()
    data = {
        "area": places.area(area),
        "flowing": organisations < FEW,
        "summary": ties.summary(area, outlook),
        "districts": places.districts(area),
        "facts": places.facts(area),
        "who": people.who(area, outlook, named),
        "networks": people.networks(area, named),
        "promises": work.promises(area, named),
        "agreements": work.agreements(area),
        "board": work.board(area),
        "ties": ties.ties(outlook, net),
        "dayafter": ties.day_after(outlook),
        "tasks": people.tasks(area, named),
        "projects": places.projects(area),
        "trend": [
            {"week": day(row.week), "after": row.fragmentation_after, "today": row.fragmentation_today}
            for row in DayAfterRecord.objects.filter(area=area).order_by("week")
        ],
    }
    return Contents(data, outlook, net, ties.weightiest(net))
