"""What would have remained, had the project ended that week: a figure for each Monday since it began."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations

from kogge.engine import ties
from kogge.handover.models import DayAfterRecord
from kogge.outreach.models import Visit

from .world import World, store, written

CONTACT_DAYS = 365  # how long a talk counts as a contact


def build_weeks(world: World) -> None:
    monday = world.today - timedelta(days=world.today.weekday())
    weeks = []
    while monday >= world.projects[2].start:
        weeks.append(monday)
        monday -= timedelta(days=7)
    store(_week(world, day) for day in reversed(weeks))


def _week(world: World, day: date) -> DayAfterRecord:
    network, leavers = network_on(world, day)
    after = ties.day_after(network, leavers, introductions=0)
    known = [task for task in world.coordination if task._history_date.date() <= day]
    record = DayAfterRecord(
        area=world.area,
        week=day,
        fragmentation_today=after.fragmentation_today or 0.0,
        fragmentation_after=after.fragmentation_after or 0.0,
        orphans=len(after.orphans),
        tasks_orphaned=sum(f"p{task.leader_id}" in leavers for task in known),
        staff_only_ties=len(after.staff_only),
        ties=after.ties_today,
        organisations=after.nodes_after,
    )
    return written(record, day, world.rng)


def network_on(world: World, day: date) -> tuple[ties.Network, list[str]]:
    """The network as it was on a day, and the project staff who would leave it.

    Organisations ("o…") are joined by relations, by agreements that were not broken and by joint membership,
    which the leaders carry; staff ("p…") are joined with whom they talked to within a year.
    """
    there = {
        actor.row.pk
        for actor in world.actors
        if actor.row.created_at.date() <= day and (actor.row.closed_on is None or actor.row.closed_on > day)
    }
    edges = [*_relations(world, day, there), *_agreements(world, day, there), *_members(world, day, there)]
    edges += _contacts(world, day, there)
    staff = sorted({f"p{worker.person.pk}" for worker in world.workers if worker.on_duty(day)})
    nodes = [ties.Node(f"o{pk}") for pk in sorted(there)] + [ties.Node(one, staff=True) for one in staff]
    return ties.Network(tuple(nodes), tuple(edges)), staff


def _relations(world: World, day: date, there: set[int]) -> Iterator[ties.Edge]:
    for row in world.relations:
        holds = (row.start is None or row.start <= day) and (row.end is None or row.end >= day)
        if holds and row.source_id in there and row.target_id in there:
            yield ties.Edge(f"o{row.source_id}", f"o{row.target_id}", kind="relation")


def _agreements(world: World, day: date, there: set[int]) -> Iterator[ties.Edge]:
    for part in world.contributions:
        agreement = part.agreement
        made = agreement.agreed_on <= day and (agreement.closed_on is None or part.redeemed != "no")
        if made and part.giver_id in there and part.receiver_id in there:
            yield ties.Edge(f"o{part.giver_id}", f"o{part.receiver_id}", kind="agreement")


def _members(world: World, day: date, there: set[int]) -> Iterator[ties.Edge]:
    leaders = tuple(f"p{worker.person.pk}" for worker in world.workers if worker.on_duty(day))
    for network in world.networks:
        inside = [
            row.organisation_id
            for row in world.members
            if row.network_id == network.pk
            and row.start <= day
            and (row.end is None or row.end >= day)
            and row.organisation_id in there
        ]
        if network.founded_on <= day and (network.ended_on is None or network.ended_on > day):
            for first, second in combinations(sorted(inside), 2):
                yield ties.Edge(f"o{first}", f"o{second}", kind="membership", through=leaders)


def _contacts(world: World, day: date, there: set[int]) -> Iterator[ties.Edge]:
    since = day - timedelta(days=CONTACT_DAYS)
    on_duty = {worker.person.pk for worker in world.workers if worker.on_duty(day)}
    pairs = {
        (visit.visitor_id, visit.organisation_id)
        for visit in world.visits
        if visit.status == Visit.Status.DONE and visit.outcome == Visit.Outcome.MET and since < visit.date <= day
    }
    for person, organisation in sorted(pairs):
        if person in on_duty and organisation in there:
            yield ties.Edge(f"p{person}", f"o{organisation}", kind="contact")
