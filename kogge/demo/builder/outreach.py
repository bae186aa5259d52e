"""Three years of visits with a gap between two projects, and 120 interviews with their conditions."""

from __future__ import annotations

from datetime import date, time, timedelta

from kogge.outreach.models import Interview, NoGo, Visit

from ..names import LANGUAGES
from ..talk import interview
from ..texts import say, story
from .world import Actor, Worker, World, store, written

INTERVIEWS = 120
# Visits a working month of the staff that was there, by month before today: the running project speeds up.
MONTHLY = {
    **dict.fromkeys(range(31, 37), 17),
    **dict.fromkeys(range(27, 31), 0),
    **dict.fromkeys(range(27), 30),
}
QUIET = (7, 8, 12)  # holidays and Advent: nobody has time
MOODS = {"met": (4, 14, 34, 36, 12), "refused": (40, 45, 15, 0, 0)}


def build_visits(world: World) -> None:
    for months, count in sorted(MONTHLY.items(), reverse=True):
        first, last = world.months_ago(months + 1), world.months_ago(months) - timedelta(days=1)
        quiet = 0.6 if first.month in QUIET else 1.0
        for _visit in range(round(count * quiet)):
            day = world.workday_between(first, last)
            actor = _whom(world, day)
            worker = world.worker_on(day, actor.district)
            if worker:
                world.visits.append(_visit_made(world, actor, worker, day))
    world.visits.sort(key=lambda visit: visit.date)
    no_gos = _interviews(world)
    store(world.visits)
    store(world.interviews)
    store(no_gos)


def _whom(world: World, day: date) -> Actor:
    """Civic carriers and those who have time are seen more often; closed shops not after closing."""
    rng = world.rng
    while True:
        actor = rng.choice(world.actors)
        there = actor.row.closed_on is None or actor.row.closed_on > day
        there = there and (actor.opened is None or not actor.is_business or actor.opened <= day)
        if there and (not actor.is_business or not actor.precarious or rng.random() < 0.75):
            return actor


def _visit_made(world: World, actor: Actor, worker: Worker, day: date) -> Visit:
    rng = world.rng
    channel = rng.choices(["visit", "phone", "mail", "event"], [70, 17, 6, 7])[0]
    outcome = "met"
    if channel == "visit":
        outcome = rng.choices(["met", "away", "later", "refused"], [72, 12, 12, 4])[0]
    part = f"visit_{outcome}" if outcome != "met" or channel == "visit" else f"visit_{channel}"
    minutes = {"away": 5, "later": 5, "refused": 10}.get(outcome) or rng.choice([10, 15, 20, 20, 30, 45])
    visit = Visit(
        area=world.area,
        organisation=actor.row,
        visitor=worker.person,
        status=Visit.Status.DONE,
        date=day,
        time=time(rng.randint(8, 17), rng.choice([0, 15, 30, 45])),
        channel=channel,
        outcome=outcome,
        minutes=rng.choice([5, 5, 10]) if channel in {"phone", "mail"} else minutes,
        mood=rng.choices([1, 2, 3, 4, 5], MOODS[outcome])[0] if outcome in MOODS else None,
        note=say(rng, part, actor.sector, actor.archetype),
    )
    if outcome in {"met", "later"} and rng.random() < (0.4 if outcome == "met" else 0.9):
        visit.next_step = say(rng, "next_step", actor.sector, actor.archetype)
        visit.next_step_due = day + timedelta(days=rng.choice([7, 10, 14, 21, 30]))
    # A tenth was written down only days later.
    noted = min(world.today, day + timedelta(days=rng.choice([0] * 9 + [4])))
    return written(visit, noted, rng, worker.user)


def build_planned_visits(world: World) -> None:
    """Today's and the coming three weeks' visits, and two whose day passed unnoticed."""
    rng = world.rng
    days = [world.today] * 5 + [world.today - timedelta(days=3), world.today - timedelta(days=6)]
    days += [
        world.workday_between(world.today + timedelta(days=1), world.today + timedelta(days=21)) for _ in range(16)
    ]
    rows = []
    for day, actor in zip(days, world.choose(world.open_actors("business", "civic"), len(days)), strict=True):
        worker = world.worker_on(world.today, actor.district)
        visit = Visit(
            area=world.area,
            organisation=actor.row,
            visitor=worker.person if worker else None,
            date=day,
            time=time(9 + len(rows) % 7, rng.choice([0, 30])),
            channel="visit" if rng.random() < 0.8 else "phone",
        )
        planned = world.today - timedelta(days=rng.randint(4, 12))
        rows.append(written(visit, min(planned, day), rng, worker.user if worker else None))
    world.visits += store(rows)


def _interviews(world: World) -> list[NoGo]:
    """One interview each for a third of the actors, at a visit that went well; returns what they said in
    confidence: with whom not. Nothing is stored yet."""
    rng = world.rng
    avoiding = {actor.row.pk: other for side, other in (world.rift, world.rift[::-1]) for actor in side}
    met: dict[int, list[Visit]] = {}
    for visit in world.visits:
        if (
            visit.outcome == "met"
            and visit.channel in {"visit", "phone"}
            and visit.date >= world.projects[2].start
            and world.actor_of(visit.organisation).is_open
        ):
            met.setdefault(visit.organisation_id, []).append(visit)
    first = [pk for pk in met if pk in avoiding]
    others = [pk for pk in met if pk not in avoiding]
    rng.shuffle(others)
    # Three quarters businesses: they are who the project is for.
    others.sort(key=lambda pk: not world.actor_of(met[pk][0].organisation).is_business)
    firms = sum(world.actor_of(met[pk][0].organisation).is_business for pk in others)
    share = min(firms, 90 - len(first))
    chosen = first + others[:share] + others[firms : firms + INTERVIEWS - len(first) - share]
    no_gos: list[NoGo] = []
    for pk in chosen:
        visit = rng.choice(met[pk])
        visit.minutes = max(visit.minutes or 0, rng.choice([30, 40, 45, 60]))
        row = _interview(world, world.actor_of(visit.organisation), visit, quarrel=pk in avoiding)
        world.interviews.append(written(row, visit.date, rng, visit._history_user))
        for other in world.choose(avoiding.get(pk, []), rng.randint(1, 3)):
            no_gos.append(NoGo(interview=row, organisation=other.row))
    for row in world.choose([i for i in world.interviews if i.organisation_id not in avoiding], 6):
        actor = world.actor_of(row.organisation)
        near = [a for a in world.open_actors("business", district=actor.district) if a.sector == actor.sector]
        no_gos += [NoGo(interview=row, organisation=a.row) for a in world.choose(near, 1) if a is not actor]
    for no_go in no_gos:
        written(no_go, no_go.interview.date, rng, no_go.interview._history_user)
    return no_gos


def _interview(world: World, actor: Actor, visit: Visit, *, quarrel: bool) -> Interview:
    members = {member.organisation_id for member in world.members if member.network.ended_on}
    talk = interview(
        world.rng,
        (actor.sector, actor.archetype),
        burnt=actor.row.pk in members,
        precarious=actor.precarious,
    )
    year1, year2 = world.projects[0].start.year + 1, world.projects[1].end.year - 1
    experience, note = talk.experience, talk.experience_note.format(year1=year1, year2=year2)
    if quarrel:
        first = any(actor is one for one in world.rift[0])
        experience = Interview.Experience.BAD
        note = story()["rift_experience_other" if first else "rift_experience"]
    return Interview(
        area=world.area,
        organisation=actor.row,
        visit=visit,
        date=visit.date,
        language=actor.culture if actor.culture != "de" and world.rng.random() < 0.4 else "de",
        situation=talk.situation,
        motivation=talk.motivation,
        expectation=talk.expectation,
        would_join=talk.would_join,
        slots=talk.slots,
        hours_per_month=talk.hours_per_month,
        max_fee=talk.max_fee,
        formats=talk.formats,
        languages=list(LANGUAGES[actor.culture]),
        max_walk_m=talk.max_walk_m,
        experience=experience,
        experience_note=note,
    )
