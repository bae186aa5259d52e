"""The figures of a network as the page shows them: value in words, rule, records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kogge.core import numbers

from .queries.overview import Overview


@dataclass(frozen=True)
class Card:
    """What the figure component takes. `value` None: not enough data, `note` says why."""

    value: Any
    label: str
    rule: str
    records: str
    note: str = ""
    trend: tuple[float, ...] = ()


def number(value: float | None, places: int = 2) -> str | None:
    """A number as people write it; None stays None."""
    return None if value is None else numbers.number(value, places)


def cards(standing: Overview, query: str) -> list[Card]:
    """The figures of formulas.md "Network"; `query` carries the choice of ties into the records."""
    found = standing.figures
    few = _("There are too few in the network for this figure.")

    def records(what: str) -> str:
        return reverse("networks:records", args=[standing.slug, what]) + query

    return [
        Card(
            number(found.nodes, 0),
            _("in the network"),
            _(
                "Organisations that exist today and have at least one tie, and persons who hold ties themselves: "
                "project staff and volunteers. Who acts in an organisation stands for it and is not counted apart."
            ),
            records("nodes"),
        ),
        Card(
            number(found.edges, 0),
            _("ties"),
            _(
                "Pairs joined by a relation that holds today, by an agreement that was not broken or cancelled, by "
                "a network (each member with those who lead, host or speak for it), or by a talk within the last "
                "two years. Several kinds between the same two are one tie."
            ),
            records("ties"),
        ),
        Card(
            number(found.density, 3),
            _("Density"),
            _("Ties that exist ÷ ties that are possible: 2m / (n(n−1)). Source: Wasserman and Faust 1994."),
            records("ties"),
            "" if found.density is not None else few,
        ),
        Card(
            number(found.degree_centralisation),
            _("Centralisation"),
            _(
                "How far everything hangs on one: Σ(dmax − d) / ((n−1)(n−2)), d = ties of each. A star has 1, "
                "a ring 0. Source: Freeman 1979."
            ),
            records("nodes"),
            "" if found.degree_centralisation is not None else few,
        ),
        Card(
            number(found.components, 0),
            _("Parts"),
            _("Parts between which there is no tie at all."),
            records("parts"),
        ),
        Card(
            number(found.fragmentation),
            _("Fragmentation"),
            _(
                "Share of pairs that cannot reach each other: 1 − Σ s(s−1) / (n(n−1)), s = size of each part. "
                "0: all reach all; 1: nobody reaches anybody. Source: Borgatti 2006."
            ),
            records("parts"),
            "" if found.fragmentation is not None else few,
        ),
        Card(
            number(found.vertex_connectivity, 0),
            _("Cohesion"),
            _(
                "The fewest whose leaving would break the network apart; 0 when it is in parts already. The "
                "records list those who alone would do it. Source: Moody and White 2003."
            ),
            records("holders"),
            "" if found.vertex_connectivity is not None else few,
        ),
        Card(
            number(found.modularity),
            _("Modularity"),
            _(
                "How clearly the network divides into groups with closer ties among themselves than chance would "
                "give: 0 not at all, from about 0.3 clearly. Groups by the Leiden method. "
                "Source: Traag, Waltman and van Eck 2019."
            ),
            records("groups"),
            few if found.modularity is None else _("%(count)s groups") % {"count": standing.group_count},
        ),
        Card(
            number(standing.without_ties, 0),
            _("without a known tie"),
            _(
                "Organisations of the register that exist today and have none of the ties counted here. They are "
                "in no other figure of this page."
            ),
            records("alone"),
        ),
    ]
