"""Founding circles of an area for the terminal: computed, stored as proposals, told in lines."""

from __future__ import annotations

from typing import Any

from kogge.cli.language import figure, ngettext
from kogge.cli.language import gettext as _


def founding_plan(area: Any) -> dict[str, Any]:
    """Look for the circles of the area's first scenario, store them, and answer with them."""
    from kogge.networks.actions import make_plan
    from kogge.networks.queries.founding.page import circles_of

    plan = make_plan(area=area)
    circles = circles_of(plan)
    seats = [seat for circle in circles for seat in circle.seats.all()]
    return {
        "plan": plan.pk,
        "scenario": plan.scenario.name,
        "objective": plan.objective,
        "bound": plan.bound,
        "gap": round(plan.gap, 6),
        "optimal": plan.is_optimal,
        "seconds": round(plan.seconds, 3),
        "members": len(seats),
        "considered": plan.inputs["members"],
        "places": plan.inputs["places"],
        "missing": plan.inputs["missing"],
        "without_consent": plan.inputs["without_consent"],
        "circles": [_circle(one) for one in circles],
    }


def _circle(circle: Any) -> dict[str, Any]:
    seats = list(circle.seats.all())
    return {
        "id": circle.pk,
        "slot": circle.slot,
        "place": circle.place.name,
        "language": circle.language,
        "topics": circle.topics,
        "members": [seat.organisation.name for seat in seats],
        "host": next((seat.organisation.name for seat in seats if seat.is_host), ""),
        "practice": circle.is_practice,
    }


def circle_lines(data: dict[str, Any]) -> list[str]:
    """The circles for a person at a terminal."""
    if data["optimal"]:
        proof = _("proven best possible")
    else:
        proof = _("at most %(gap)s %% below the best possible") % {"gap": figure(100 * data["gap"], 2)}
    said = ngettext(
        "Founding circles: %(number)s with %(members)s of %(considered)s business (%(proof)s).",
        "Founding circles: %(number)s with %(members)s of %(considered)s businesses (%(proof)s).",
        data["considered"],
    )
    lines = [said % {**data, "number": len(data["circles"]), "proof": proof}]
    for one in data["circles"]:
        practice = " " + _("(practice)") if one["practice"] else ""
        lines.append(f"  {one['slot']}, {one['place']}: {', '.join(one['members'])}{practice}")
    return lines
