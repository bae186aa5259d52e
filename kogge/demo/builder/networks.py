"""Two networks of the past, one of which broke, and the running one that hangs on the project's staff."""

from __future__ import annotations

from datetime import date, timedelta

from kogge.networks.models import Leader, Network, NetworkMember

from ..texts import story
from .world import Actor, World, store, written

LEFT = (
    "Keine Zeit mehr",
    "Termin abends, das ging nie",
    "Zu viel Gerede",
    "Laden geschlossen",
    "Beitrag war zu hoch",
    "Nach dem Personalwechsel nicht mehr eingeladen",
)
QUARREL = "Ausgetreten im Streit um die Standgebühren"


def build_networks(world: World) -> None:
    text = story()
    rng = world.rng
    west = {"gross-klein", "schmarl"}
    _first, second, running = world.projects
    quarrel_day = world.months_ago(35)
    plan = [
        ("toitenwinkel", world.projects[0], Network.Stage.ACTIVE, 124, world.months_ago(90), False),
        ("", second, Network.Stage.ACTIVE, 66, quarrel_day + timedelta(days=70), False),
        ("", running, Network.Stage.ACTIVE, 24, None, True),
    ]
    for number, (district, project, stage, founded, ended, alive) in enumerate(plan, start=1):
        network = Network(
            area=world.area,
            district=world.districts.get(district),
            project=project,
            name=text[f"network{number}_name"],
            purpose=text[f"network{number}_purpose"],
            stage=stage,
            founded_on=world.months_ago(founded),
            ended_on=ended,
            ended_why="" if alive else text[f"network{number}_ended"],
        )
        entered = max(network.founded_on, running.start)
        world.networks.append(written(network, entered, rng, world.users["coordinator"]))
    store(world.networks)
    _lead(world)

    old = _candidates(world, {"toitenwinkel"}, before=world.networks[0].founded_on)
    members = _members(world, world.networks[0], world.choose(old, 15), leave=0.35)
    first, others = world.rift
    extra = [a for a in _candidates(world, west, before=world.networks[1].founded_on) if a not in first + others]
    broken = world.networks[1]
    members += _members(world, broken, first, leave=0)
    members += _members(world, broken, others, leave=1, left_on=quarrel_day, why=QUARREL)
    members += _members(world, broken, world.choose(extra, 8), leave=0.5)
    members += _members(world, world.networks[2], _breakfast(world), leave=0.12)
    world.members = store(members)


def _lead(world: World) -> None:
    """The running network is led by staff alone: that is what the day after is about."""
    third = [worker for worker in world.workers if worker.project == world.projects[2]]
    leaders = (
        [world.workers[0].person],
        [world.workers[2].person, world.rift[0][0].people[0]],
        [worker.person for worker in third if worker.end >= world.today],
    )
    for network, persons in zip(world.networks, leaders, strict=True):
        store(written(Leader(network=network, person=one), network._history_date.date(), world.rng) for one in persons)
        world.leaders[network.pk] = [person.pk for person in persons]


def _candidates(world: World, districts: set[str], *, before: date) -> list[Actor]:
    return [
        actor
        for actor in world.open_actors("business")
        if actor.district in districts and actor.opened and actor.opened < before
    ]


def _breakfast(world: World) -> list[Actor]:
    """Thirty members from all four districts: more from the east, one side of the old quarrel only."""
    first, others = world.rift
    shops = [a for a in world.open_actors("business") if a not in first + others]
    weights = {"toitenwinkel": 10, "dierkow": 9, "gross-klein": 4, "schmarl": 3}
    chosen = others[:3]
    for district, count in weights.items():
        chosen = chosen + world.choose([a for a in shops if a.district == district], count)
    chosen += world.choose(world.open_actors("civic"), 5)
    chosen += world.choose(world.open_actors("housing"), 2)
    return list(dict.fromkeys(chosen))


def _members(
    world: World,
    network: Network,
    actors: list[Actor],
    *,
    leave: float,
    left_on: date | None = None,
    why: str = "",
) -> list[NetworkMember]:
    rng = world.rng
    last = network.ended_on or world.today
    rows = []
    for index, actor in enumerate(actors):
        begin = network.founded_on
        joined = begin if index < len(actors) // 2 else world.day_between(begin, begin + (last - begin) / 2)
        role = NetworkMember.Role.HOST if index in {0, 6} else NetworkMember.Role.MEMBER
        if index == 1:
            role = NetworkMember.Role.SPEAKER
        row = NetworkMember(network=network, organisation=actor.row, role=role, start=joined)
        if rng.random() < leave:
            row.end = max(joined, left_on or world.day_between(joined, last))
            row.why_left = why or rng.choice(LEFT)
        elif network.ended_on:
            row.end = network.ended_on
        entered = max(joined, network._history_date.date(), actor.row.created_at.date())
        worker = world.worker_on(entered, actor.district)
        rows.append(written(row, min(entered, world.today), rng, worker.user if worker else None))
    return rows
