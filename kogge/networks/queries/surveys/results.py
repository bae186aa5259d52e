"""What a closed wave says: its ties as a network, how it differs from an earlier one, which relations follow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from kogge.actors.models import Organisation, Relation
from kogge.engine.ties import Comparison, Edge, Network, Node, compare
from kogge.networks.models import Frequency, TieAnswer, TieSurvey
from kogge.networks.models.surveys import KINDS

Pair = tuple[int, int]  # ids of two organisations, the smaller first


def pair_of(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)


def kind_labels() -> list[tuple[str, Any]]:
    """The ways of working together, with their words."""
    return [(kind, TieAnswer._meta.get_field(kind).verbose_name) for kind in KINDS]


@dataclass
class Tie:
    """Two who were asked about each other: how often by the one who says more, in which ways, and who says so."""

    frequency: int = 0
    kinds: set[str] = field(default_factory=set)
    asked: int = 0  # of the two, those who answered about the other
    said: int = 0  # of those, the ones who work with the other

    @property
    def is_confirmed(self) -> bool:
        return self.said == 2


def ties_of(survey: TieSurvey) -> dict[Pair, Tie]:
    """Every pair that at least one of the two answered about, ties and those who do not work together (one query)."""
    found: dict[Pair, Tie] = {}
    rows = TieAnswer.objects.filter(
        respondent__survey=survey, respondent__sent_at__isnull=False, frequency__isnull=False
    )
    for one, other, frequency, *ways in rows.values_list(
        "respondent__organisation_id", "organisation_id", "frequency", *KINDS
    ):
        if one == other:  # two that were made one
            continue
        tie = found.setdefault(pair_of(one, other), Tie())
        tie.asked += 1
        if frequency:
            tie.said += 1
            tie.frequency = max(tie.frequency, frequency)
            tie.kinds |= {kind for kind, told in zip(KINDS, ways, strict=True) if told}
    return found


def network_of(survey: TieSurvey, ties: dict[Pair, Tie], within: Iterable[Pair] | None = None) -> Network:
    """The ties of a wave as an undirected network over those asked; `within`: only between these pairs."""
    kept = set(ties) if within is None else set(within)
    ids = survey.respondents.order_by("organisation__name", "pk").values_list("organisation_id", "organisation__name")
    edges = tuple(
        Edge(str(one), str(other), float(tie.frequency), "survey", directed=False)
        for (one, other), tie in sorted(ties.items())
        if tie.frequency and (one, other) in kept
    )
    return Network(tuple(Node(str(pk), name) for pk, name in ids), edges)


@dataclass(frozen=True)
class Difference:
    """Two waves side by side. `compared`: pairs that were answered about in both; only these can come or break."""

    earlier: TieSurvey
    compared: int
    came: list[tuple[str, str]]
    broke: list[tuple[str, str]]
    kept: int
    new: list[str]
    gone: list[str]
    stability: float | None
    retention: float | None


def difference(earlier: TieSurvey, later: TieSurvey) -> Difference:
    """What came and what broke from one closed wave to the next.

    Who was not on a list in one of the two waves was not asked, so nothing is said of that pair.
    """
    before, after = ties_of(earlier), ties_of(later)
    both = before.keys() & after.keys()
    first, second = network_of(earlier, before, both), network_of(later, after, both)
    found: Comparison = compare(first, second)
    names = {node.id: node.label for network in (first, second) for node in network.nodes}

    def named(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        return sorted((names[one], names[other]) for one, other in pairs)

    return Difference(
        earlier=earlier,
        compared=len(both),
        came=named(found.came),
        broke=named(found.broke),
        kept=len(found.kept),
        new=[names[pk] for pk in found.new],
        gone=[names[pk] for pk in found.gone],
        stability=found.stability,
        retention=found.retention,
    )


def earlier_of(survey: TieSurvey, user: Any) -> TieSurvey | None:
    """The wave before this one, of the same network: closed, the latest."""
    rows = TieSurvey.objects.visible_to(user).filter(
        area=survey.area, network=survey.network_id, closed_at__lt=survey.closed_at
    )
    found: TieSurvey | None = rows.order_by("-closed_at").first()
    return found


STRENGTH = {Frequency.YEARLY: 1, Frequency.SOMETIMES: 1, Frequency.MONTHLY: 2, Frequency.WEEKLY: 3}


@dataclass(frozen=True)
class Followings:
    """What a closed wave means for the register's relations: to add with their strength, to end."""

    add: list[tuple[Organisation, Organisation, Tie]]
    end: list[Relation]
    there: int


def followings(survey: TieSurvey) -> Followings:
    """Ties that the register does not know as "works with" yet, and relations that nobody names any more.

    A relation ends only where both were asked and neither works with the other; other types are left alone.
    """
    ties = ties_of(survey)
    ids = {pk for pair in ties for pk in pair}
    rows = Relation.objects.on().filter(Q(source__in=ids), Q(target__in=ids), area=survey.area)
    known: dict[Pair, list[Relation]] = {}
    for row in rows.exclude(type=Relation.Type.RIFT).select_related("source", "target"):
        known.setdefault(pair_of(row.source_id, row.target_id), []).append(row)
    named = Organisation.objects.filter(area=survey.area).in_bulk(ids)
    add = [
        (named[pair[0]], named[pair[1]], tie)
        for pair, tie in ties.items()
        if tie.frequency and pair not in known and pair[0] in named and pair[1] in named
    ]
    end = [
        row
        for pair, tie in ties.items()
        if tie.asked == 2 and not tie.frequency
        for row in known.get(pair, [])
        if row.type == Relation.Type.PARTNER and row.end is None
    ]
    add.sort(key=lambda one: (one[0].name, one[1].name))
    end.sort(key=lambda row: (row.source.name, row.target.name))
    there = sum(1 for pair, tie in ties.items() if tie.frequency and pair in known)
    return Followings(add, end, there)
