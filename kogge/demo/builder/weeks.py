"""What would have remained, had the project ended that week: a figure for each Monday since it began.

The rules are those of networks.queries.area_network, asked for a day of the past: a test compares the two for today.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations

from kogge.actors.models import Organisation
from kogge.engine import ties
from kogge.exchange.models import Agreement
from kogge.handover.models import DayAfterRecord
from kogge.networks.models import NetworkMember
from kogge.networks.queries import CONTACT_DAYS, organisation_node, person_node
from kogge.outreach.models import Visit

from .world import World, store, written

Pair = tuple[str, str]
BROKEN = {Agreement.Status.FAILED, Agreement.Status.CANCELLED}


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
    led = [task for task in world.coordination if task._history_date.date() <= day]
    record = DayAfterRecord(
        area=world.area,
        week=day,
        fragmentation_today=after.fragmentation_today or 0.0,
        fragmentation_after=after.fragmentation_after or 0.0,
        orphans=len(after.orphans),
        tasks_orphaned=sum(
            person_node(task.leader_id) in leavers
            and (task.deputy_id is None or person_node(task.deputy_id) in leavers)
            for task in led
        ),
        staff_only_ties=len(after.staff_only),
        ties=after.ties_today,
        organisations=sum(node.id.startswith("o") for node in network.nodes),
    )
    return written(record, day, world.rng)


def network_on(world: World, day: date) -> tuple[ties.Network, list[str]]:
    """The network as it was on a day, and the staff of the project that ran then."""
    there = {pk for pk, row in _organisations(world).items() if _existed(row, day)}
    inside = {organisation_node(pk) for pk in there}
    staff = {
        person_node(worker.person.pk) for worker in world.workers if worker.project.start <= day <= worker.project.end
    }
    pairs = {
        pair
        for source in (_relations, _agreements, _members, _contacts, _double_posts)
        for pair in source(world, day)
        if pair[0] != pair[1] and all(end in inside or end in staff for end in pair)
    }
    nodes = sorted({end for pair in pairs for end in pair})
    leavers = [node for node in nodes if node in staff]
    network = ties.Network(
        tuple(ties.Node(node, staff=node in staff) for node in nodes),
        tuple(ties.Edge(*pair) for pair in sorted(pairs)),
    )
    return network, leavers


def _organisations(world: World) -> dict[int, Organisation]:
    rows = [actor.row for actor in world.actors] + [post.organisation for post in world.positions]
    return {row.pk: row for row in rows}


def _existed(row: Organisation, day: date) -> bool:
    return row.created_at.date() <= day and (row.closed_on is None or row.closed_on > day)


def _relations(world: World, day: date) -> Iterator[Pair]:
    for row in world.relations:
        if (row.start is None or row.start <= day) and (row.end is None or row.end >= day):
            yield organisation_node(row.source_id), organisation_node(row.target_id)


def _agreements(world: World, day: date) -> Iterator[Pair]:
    for part in world.contributions:
        agreement = part.agreement
        failed = agreement.status in BROKEN and agreement.closed_on <= day
        if agreement.agreed_on <= day and not failed:
            yield organisation_node(part.giver_id), organisation_node(part.receiver_id)


def _members(world: World, day: date) -> Iterator[Pair]:
    """Members are tied to those who hold their network together: staff who lead it, its hosts and speakers."""
    leaders = {worker.person.pk: person_node(worker.person.pk) for worker in world.workers if worker.start <= day}
    for network in world.networks:
        if network.founded_on > day or (network.ended_on is not None and network.ended_on <= day):
            continue
        rows = [
            row
            for row in world.members
            if row.network_id == network.pk and row.start <= day and (row.end is None or row.end >= day)
        ]
        holders = {leaders[pk] for pk in world.leaders[network.pk] if pk in leaders}
        holders |= {organisation_node(row.organisation_id) for row in rows if row.role != NetworkMember.Role.MEMBER}
        for row in rows:
            for holder in holders:
                yield organisation_node(row.organisation_id), holder


def _contacts(world: World, day: date) -> Iterator[Pair]:
    since = day - timedelta(days=CONTACT_DAYS)
    for visit in world.visits:
        met = visit.status == Visit.Status.DONE and visit.outcome == Visit.Outcome.MET
        if met and since <= visit.date <= day:
            yield person_node(visit.visitor_id), organisation_node(visit.organisation_id)


def _double_posts(world: World, day: date) -> Iterator[Pair]:
    posts: dict[int, set[int]] = defaultdict(set)
    for post in world.positions:
        holds = (post.start is None or post.start <= day) and (post.end is None or post.end >= day)
        if holds and _existed(post.organisation, day):
            posts[post.person_id].add(post.organisation_id)
    for organisations in posts.values():
        for first, second in combinations(sorted(organisations), 2):
            if first == min(organisations):
                yield organisation_node(first), organisation_node(second)
