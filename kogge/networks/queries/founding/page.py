"""What the pages of the founding circles read: a constant number of queries, however many circles there are."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from kogge.exchange.queries import standing
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
