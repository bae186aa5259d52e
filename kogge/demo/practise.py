"""Training mode: practice talks with an area's real organisations, marked as such and removable at once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kogge.actors.models import Organisation, Person
from kogge.core.history import bulk_create, change
from kogge.core.statistics import refresh_statistics
from kogge.exchange.models import Agreement, Proposal
from kogge.needs.actions import install_topics
from kogge.needs.models import Need, Offer, Topic
from kogge.networks.models import FoundingCircle, FoundingRest
from kogge.outreach.models import Interview, Promise, Task, Visit
from kogge.places.models import Area, Project

from .talk import interview, wishes
from .texts import archetypes, say, table

# A project by this programme was made for practising and goes with it.
PROGRAMME = "kogge-practice"
NOTE = "Übung: "
# First and last division of WZ 2008 and the sector letter, for classes that no archetype stands for.
DIVISIONS = (
    (10, 11, "G"), (12, 33, "H"), (41, 45, "H"), (46, 47, "L"), (49, 53, "D"), (55, 56, "G"), (58, 63, "T"),
    (64, 74, "B"), (75, 75, "M"), (77, 82, "D"), (84, 84, "A"), (85, 85, "E"), (86, 87, "M"), (88, 88, "V"),
    (90, 93, "F"), (94, 94, "V"), (95, 95, "H"), (96, 96, "K"),
)  # fmt: skip
SECTORS = {"business": "L", "civic": "V", "public": "A", "housing": "W", "education": "E", "other": "V"}


@dataclass(frozen=True, slots=True)
class Practice:
    """How many practice records were made, or removed."""

    interviews: int
    visits: int
    needs: int
    offers: int
    promises: int


def practise(
    area: Area, *, interviews: int = 100, seed: int = 1, by: Any = None, today: date | None = None
) -> Practice:
    """Give `interviews` organisations an invented talk: visit, conditions, needs, offers, some promises.

    Chosen among those that exist and have no practice talk yet; fewer when the area has fewer. The same seed, day
    and register give the same talks. Every record is marked as practice; where no running project has staff, a
    practice project with two invented workers is made, so that the day after has somebody to lose.
    Raises `ValueError` for a negative number and for an area without organisations.
    """
    if interviews < 0:
        raise ValueError("the number of interviews cannot be negative")
    day, rng = today or timezone.localdate(), Random(seed)
    done = Interview.objects.filter(area=area, is_practice=True).values("organisation")
    rows = list(Organisation.objects.current().filter(area=area).exclude(pk__in=done).order_by("pk"))
    if not rows and not done.exists():
        raise ValueError(f"the area {area.slug!r} has no organisations to practise with")
    chosen = rng.sample(rows, min(interviews, len(rows)))
    install_topics(area, by=by)
    with change(_("Practice talks added"), by=by, area=area):
        workers = _workers(area, day)
        made = _write(area, chosen, workers, rng, day)
    refresh_statistics()
    return made


def _write(area: Area, chosen: list[Organisation], workers: list[Person], rng: Random, day: date) -> Practice:
    topics = {topic.code: topic for topic in Topic.objects.filter(area=area)}
    said: Counter[str] = Counter()
    visits, talks, needs, offers, promises = [], [], [], [], []
    for row in chosen:
        actor = speaker(row)
        visit = _visit(area, row, actor, rng.choice(workers), rng, day)
        talk = _talk(area, row, actor, visit, rng)
        visits.append(visit)
        talks.append(talk)
        common = {"area": area, "organisation": row, "interview": talk, "created_on": visit.date}
        wanted = wishes(rng, actor, "need", rng.randint(1, 4), said)
        needs += [
            Need(**common, topic=topics[wish.topic], text=wish.text, urgency=rng.randint(1, 3), is_practice=True)
            for wish in wanted
        ]
        lacking = {wish.topic for wish in wanted}
        offers += [
            Offer(
                **common,
                topic=topics[wish.topic],
                text=wish.text,
                capacity=rng.choice([1, 1, 2]),
                asks_nothing=rng.random() < 0.15,
                is_practice=True,
            )
            for wish in wishes(rng, actor, "offer", rng.randint(1, 3), said)
            if wish.topic not in lacking
        ]
        if rng.random() < 0.3:
            promises.append(_promise(area, row, visit, rng, day))
    for rows in (visits, talks, needs, offers, promises):
        bulk_create(rows)
    return Practice(len(talks), len(visits), len(needs), len(offers), len(promises))


@cache
def _by_sector() -> dict[str, tuple[str, str]]:
    """WZ 2008 code → (sector letter, archetype); the commonest archetype of a code stands for it."""
    found: dict[str, tuple[str, str]] = {}
    for kind in sorted(archetypes(), key=lambda one: one.count):
        found[kind.wz] = (kind.sector, kind.code)
    return found


def speaker(row: Organisation) -> tuple[str, str]:
    """(sector letter, archetype) that an organisation talks like: by its class of WZ, else by its kind.

    >>> speaker(Organisation(kind="business", wz_code="10.71"))
    ('G', 'baker')
    >>> speaker(Organisation(kind="education"))
    ('E', '')
    """
    code = row.wz_code
    while len(code) >= 4:  # at least a group such as 10.7
        for wz, actor in _by_sector().items():
            if wz.startswith(code):
                return actor
        code = code[:-1].rstrip(".")
    if row.kind == Organisation.Kind.BUSINESS and row.wz_code[:2].isdigit():
        division = int(row.wz_code[:2])
        for first, last, sector in DIVISIONS:
            if first <= division <= last:
                return sector, ""
    return SECTORS.get(row.kind, "V"), ""


def _visit(area: Area, row: Organisation, actor: tuple[str, str], worker: Person, rng: Random, day: date) -> Visit:
    visited = day - timedelta(days=rng.randint(1, 300))
    return Visit(
        area=area,
        organisation=row,
        visitor=worker,
        status=Visit.Status.DONE,
        date=visited,
        channel=Visit.Channel.VISIT,
        outcome=Visit.Outcome.MET,
        minutes=rng.choice([20, 30, 40]),
        mood=rng.randint(2, 5),
        note=NOTE + say(rng, "visit_met", *actor),
        next_step=NOTE + say(rng, "next_step", *actor) if rng.random() < 0.3 else "",
        next_step_due=visited + timedelta(days=14),
        is_practice=True,
    )


def _talk(area: Area, row: Organisation, actor: tuple[str, str], visit: Visit, rng: Random) -> Interview:
    told = interview(rng, actor)
    year = visit.date.year
    return Interview(
        area=area,
        organisation=row,
        visit=visit,
        date=visit.date,
        situation=NOTE + told.situation,
        motivation=told.motivation,
        expectation=told.expectation,
        would_join=told.would_join,
        slots=told.slots,
        hours_per_month=told.hours_per_month,
        max_fee=told.max_fee,
        formats=told.formats,
        languages=row.languages or ["de"],
        max_walk_m=told.max_walk_m,
        experience=told.experience,
        experience_note=told.experience_note.format(year1=year - 8, year2=year - 4),
        is_practice=True,
    )


def _promise(area: Area, row: Organisation, visit: Visit, rng: Random, day: date) -> Promise:
    lines = rng.choice(table("promises"))
    status = rng.choice(["open", "kept", "kept", "broken"])
    promise = Promise(
        area=area,
        organisation=row,
        promised_by=visit.visitor,
        visit=visit,
        what=NOTE + lines["what"],
        made_on=visit.date,
        due=visit.date + timedelta(days=rng.choice([14, 28, 60])),
        status=status,
        is_practice=True,
    )
    if status != "open":
        promise.closed_on = min(day, promise.due)
        promise.result = lines[status]
    return promise


def _workers(area: Area, day: date) -> list[Person]:
    """Who made the visits: staff of running projects, or two invented ones of a practice project."""
    staff = list(Person.objects.filter(area=area, project__start__lte=day, project__end__gte=day).order_by("pk"))
    if staff:
        return staff
    project = Project(
        area=area,
        name=_("Practice project"),
        programme=PROGRAMME,
        start=day - timedelta(days=400),
        end=day + timedelta(days=270),
        note=_("Made for practising; removed with the practice talks."),
    )
    project.save()
    names = [_("Practice worker %(number)s") % {"number": number} for number in (1, 2)]
    return bulk_create([Person(area=area, name=name, project=project) for name in names])


def remove_practice(area: Area, *, by: Any = None) -> Practice:
    """Remove everything that practising left in an area, proposals and agreements made of it included.

    One change in the history: what was removed by mistake is undone from there.
    """
    marked = {"area": area, "is_practice": True}
    counts = Practice(
        interviews=Interview.objects.filter(**marked).count(),
        visits=Visit.objects.filter(**marked).count(),
        needs=Need.objects.filter(**marked).count(),
        offers=Offer.objects.filter(**marked).count(),
        promises=Promise.objects.filter(**marked).count(),
    )
    with change(_("Practice talks removed"), by=by, area=area):
        Agreement.objects.filter(**marked).delete()
        made_of_it = Q(transfers__offer__is_practice=True) | Q(transfers__need__is_practice=True)
        Proposal.objects.filter(pk__in=Proposal.objects.filter(made_of_it, plan__area=area).values("pk")).delete()
        FoundingCircle.objects.filter(plan__scenario__area=area, is_practice=True).delete()
        FoundingRest.objects.filter(plan__scenario__area=area, is_practice=True).delete()
        for model in (Task, Promise, Offer, Need, Interview, Visit):
            model.objects.filter(**marked).delete()
        for project in Project.objects.filter(area=area, programme=PROGRAMME):
            Person.objects.filter(project=project).delete()
            project.delete()
    return counts
