"""The single changes that would bring somebody left out into a circle of the plan."""

from __future__ import annotations

import math

from kogge.engine.circles.check import no_go_with
from kogge.engine.circles.model import Opening, Plan, Town, metres


def openings(town: Town, plan: Plan, member_id: str) -> tuple[Opening, ...]:
    """Changes of one condition each, the one that brings most first; empty when no single change is enough.

    A full circle counts as the change `size`. Walks are rounded up to 50 m.
    """
    members = {m.id: m for m in town.members}
    places = {p.id: p for p in town.places}
    m = members[member_id]
    found: list[Opening] = []
    for number, circle in enumerate(plan.circles):
        gain = sum(m.topics.get(t, 0) for t in circle.topics)
        if not gain or member_id in circle.members or no_go_with(m, (members[i] for i in circle.members)) is not None:
            continue
        needed: list[tuple[str, str | float]] = []
        if circle.slot not in m.slots:
            needed.append(("slot", circle.slot))
        if circle.language not in m.languages:
            needed.append(("language", circle.language))
        walk = metres(m, places[circle.place])
        if walk > m.max_walk_m:
            needed.append(("walk", 50.0 * math.ceil(walk / 50)))
        if m.hours_per_month < town.meeting.hours_per_month:
            needed.append(("hours", town.meeting.hours_per_month))
        if m.max_fee < town.meeting.fee:
            needed.append(("fee", town.meeting.fee))
        if len(circle.members) >= town.size[1]:
            needed.append(("size", float(len(circle.members) + 1)))
        if len(needed) == 1:
            found.append(Opening(needed[0][0], needed[0][1], number, gain))
    return tuple(sorted(found, key=lambda each: (-each.gain, each.change == "size", each.circle)))
