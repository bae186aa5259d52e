"""What the pages of the founding circles read: a constant number of queries, however many circles there are."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from kogge.exchange.queries import standing
from kogge.needs.models import Need, Offer
from kogge.networks.models import FoundingCircle, FoundingPlan, FoundingRest, FoundingScenario, FoundingSeat


def scenarios_of(area: Any, user: Any) -> list[FoundingScenario]:
    """The scenarios of an area, the first first (one query)."""
    return list(FoundingScenario.objects.visible_to(user).in_area(area).select_related("area").order_by("pk"))


def latest_plan(scenario: FoundingScenario) -> FoundingPlan | None:
    """The newest plan of a scenario, or None."""
    return scenario.plans.select_related("scenario", "made_by").first()


def circles_of(plan: FoundingPlan) -> list[FoundingCircle]:
    """Circles with place, network and seats (two queries)."""
    rows = plan.circles.select_related("place", "network").order_by("number")
    return list(rows.prefetch_related("seats__organisation__district", "wishes"))


def seats_of(circle: FoundingCircle) -> list[FoundingSeat]:
    """The seats, the host first."""
    rows = circle.seats.select_related("organisation__district").order_by("-is_host", "organisation__name")
    return list(rows)


def obstacles(circle: FoundingCircle, seats: list[FoundingSeat], now: Any = None) -> list[str]:
    """Why no network can be founded from a circle as things stand, a sentence each; empty when it can."""
    now = now or standing(circle.plan.scenario.area)
    found: list[str] = []
    if circle.is_practice:
        found.append(_("These are practice talks: nobody said this."))
    least = max(2, circle.plan.inputs.get("least", 2))
    if len(seats) < least or not any(seat.is_host for seat in seats):
        found.append(_("Somebody of this circle is no longer there: look for circles anew."))
    for seat in seats:
        if seat.organisation.closed_on is not None:
            found.append(_("%(name)s has closed.") % {"name": seat.organisation})
        elif seat.organisation_id not in now.consenting and not circle.is_practice:
            found.append(_("%(name)s has not agreed to matching.") % {"name": seat.organisation})
    if now.are_apart(seat.organisation_id for seat in seats):
        found.append(_("Not all of them can be brought together any longer."))
    return found


@dataclass(frozen=True)
class Win:
    """A first small thing to do together: one gives what another needs, or several need the same."""

    topic: str  # code
    giver: str = ""
    offer: str = ""
    taker: str = ""
    need: str = ""
    needing: tuple[str, ...] = ()


@dataclass
class Board:
    """Live needs and offers of everybody in the circles, real and practice apart."""

    needs: dict[tuple[int, bool], list[Need]] = field(default_factory=lambda: defaultdict(list))
    offers: dict[tuple[int, bool], list[Offer]] = field(default_factory=lambda: defaultdict(list))


def board_of(circles: list[FoundingCircle]) -> Board:
    """Two queries for all circles."""
    everybody = {seat.organisation_id for circle in circles for seat in circle.seats.all()}
    board = Board()
    for model, rows in ((Need, board.needs), (Offer, board.offers)):
        for one in (
            model.objects.live().filter(organisation__in=everybody).select_related("topic__group").order_by("pk")
        ):
            rows[one.organisation_id, one.is_practice].append(one)  # type: ignore[attr-defined]
    return board


def win_of(circle: FoundingCircle, board: Board) -> Win | None:
    """What this circle could do first: the most urgent need that one of them can meet; else what most of them lack."""
    names = {seat.organisation_id: seat.organisation.name for seat in circle.seats.all()}
    best: tuple[Any, Win] | None = None
    for order, code in enumerate(circle.topics):
        needs = [
            (pk, one) for pk in names for one in board.needs[pk, circle.is_practice] if one.topic.group.code == code
        ]
        offers = [
            (pk, one) for pk in names for one in board.offers[pk, circle.is_practice] if one.topic.group.code == code
        ]
        pairs = [(n, o) for n in needs for o in offers if n[0] != o[0]]
        if pairs:
            (taker, need), (giver, offer) = max(pairs, key=lambda pair: (pair[0][1].urgency, -pair[0][1].pk))
            rank = (2, need.urgency, len(needs), -order)
            win = Win(code, names[giver], offer.text, names[taker], need.text)
        elif len({pk for pk, _need in needs}) > 1:
            needing = sorted({names[pk] for pk, _need in needs})
            rank, win = (1, 0, len(needing), -order), Win(code, needing=tuple(needing))
        else:
            continue
        if best is None or rank > best[0]:
            best = rank, win
    return best[1] if best else None


def rest_of(plan: FoundingPlan, user: Any) -> list[FoundingRest]:
    """Who is in no circle; nothing for those who may not read what was said in confidence (one query)."""
    rows = FoundingRest.objects.visible_to(user).filter(plan=plan).select_related("organisation__district")
    return sorted(rows, key=lambda one: (one.kind, not one.openings, one.organisation.name.casefold()))


@dataclass(frozen=True)
class Side:
    """A scenario beside others."""

    scenario: FoundingScenario
    plan: FoundingPlan
    circles: list[FoundingCircle]
    members: dict[int, str]

    @property
    def size(self) -> int:
        return len(self.members)


def sides(area: Any, user: Any, wanted: list[int], most: int = 3) -> list[Side]:
    """The newest plans of the scenarios asked for (else of the first ones), each with its circles."""
    rows = [one for one in scenarios_of(area, user) if not wanted or one.pk in wanted][:most]
    newest: dict[int, FoundingPlan] = {}
    plans = FoundingPlan.objects.filter(scenario__in=rows).select_related("scenario").order_by("made_at", "pk")
    for plan in plans:
        newest[plan.scenario_id] = plan
    circles: dict[int, list[FoundingCircle]] = defaultdict(list)
    found = FoundingCircle.objects.filter(plan__in=newest.values()).select_related("place").order_by("number")
    for circle in found.prefetch_related("seats__organisation"):
        circles[circle.plan_id].append(circle)
    return [
        Side(
            one,
            newest[one.pk],
            circles[newest[one.pk].pk],
            {s.organisation_id: s.organisation.name for c in circles[newest[one.pk].pk] for s in c.seats.all()},
        )
        for one in rows
        if one.pk in newest
    ]


def planned(area: Any) -> set[int]:
    """Ids of the scenarios for which there is a plan (one query)."""
    rows = FoundingScenario.objects.in_area(area).annotate(n=Count("plans")).filter(n__gt=0)
    return set(rows.values_list("pk", flat=True))
