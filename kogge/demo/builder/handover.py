"""Coordination tasks: most of them led by project staff, some with a deputy, few handed over."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from kogge.handover.models import CoordinationTask

from ..texts import table
from .world import World, store, written

# The tasks by their place in the table: led by somebody who stays; with a deputy; whose deputy did it once.
LOCAL = {16, 18, 21, 23}
DEPUTY = {0, 1, 2, 5, 9, 12, 15, 19}
DID_IT = {0, 5, 12}


def build_coordination(world: World) -> None:
    staff = [w for w in world.workers if w.project == world.projects[2] and w.end >= world.today]
    locals_ = [a.people[0] for a in world.open_actors("civic") if a.archetype in {"center", "volunteer-agency"}]
    members = [
        world.actor_of(member.organisation).people[0]
        for member in world.networks[2].members.select_related("organisation").filter(end__isnull=True)
    ]
    rows = []
    for number, line in enumerate(table("coordination")):
        leader = world.rng.choice(locals_) if number in LOCAL else staff[(0, 0, 1, 2)[number % 4]].person
        row = CoordinationTask(
            area=world.area,
            network=world.networks[2] if line["network"] else None,
            name=line["name"],
            how_to=line["how"],
            hours_per_month=Decimal(line["hours"]),
            leader=leader,
        )
        if number in DEPUTY:
            row.deputy = world.rng.choice([one for one in members + locals_ if one.pk != leader.pk])
            row.deputy_did_it_once = number in DID_IT
        if number in DEPUTY or number % 5 == 0:
            ahead = world.rng.randint(20, 240) if number % 7 else -12
            row.handover_due = world.today + timedelta(days=ahead)
        day = world.workday_between(world.projects[2].start, world.months_ago(5))
        rows.append(written(row, day, world.rng, staff[0].user))
    world.coordination = store(rows)
