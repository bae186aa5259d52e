"""What the builder's steps share: one seeded source of chance, the day of building, what exists so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from kogge.accounts.models import User
from kogge.actors.models import Organisation, Person, Position, Relation
from kogge.core.history import bulk_create, bulk_update
from kogge.exchange.models import Agreement, Contribution
from kogge.handover.models import CoordinationTask
from kogge.needs.models import Need, Offer
from kogge.networks.models import Network, NetworkMember
from kogge.outreach.models import Interview, Visit
from kogge.places.models import Area, District, Project

from ..names import Names

BERLIN = ZoneInfo("Europe/Berlin")


@dataclass(eq=False)
class Actor:
    """An organisation with what the story knows about it beyond its record."""

    row: Organisation
    archetype: str
    sector: str  # one letter, see texts.Sentence
    district: str  # key of the district
    culture: str
    family: str  # family name on the door, "" for most institutions
    precarious: bool = False
    people: list[Person] = field(default_factory=list)
    opened: date | None = None

    @property
    def is_business(self) -> bool:
        return self.row.kind == Organisation.Kind.BUSINESS

    @property
    def is_open(self) -> bool:
        return self.row.closed_on is None


@dataclass(eq=False)
class Worker:
    """Somebody paid by a project, from when until when; `user` signs their entries."""

    person: Person
    project: Project
    user: User
    start: date
    end: date
    beat: tuple[str, ...]  # keys of the districts they walk

    def on_duty(self, day: date) -> bool:
        return self.start <= day <= self.end


@dataclass
class World:
    """Everything built so far. `today` is the day of building: all dates are counted from it."""

    rng: Random
    today: date
    area: Area
    names: Names
    users: dict[str, User] = field(default_factory=dict)  # by role
    districts: dict[str, District] = field(default_factory=dict)  # by key
    projects: list[Project] = field(default_factory=list)  # oldest first
    actors: list[Actor] = field(default_factory=list)
    workers: list[Worker] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    interviews: list[Interview] = field(default_factory=list)
    needs: list[Need] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    agreements: list[Agreement] = field(default_factory=list)
    networks: list[Network] = field(default_factory=list)  # two of the past, then the running one
    members: list[NetworkMember] = field(default_factory=list)
    leaders: dict[int, list[int]] = field(default_factory=dict)  # ids: network → persons
    relations: list[Relation] = field(default_factory=list)
    positions: list[Position] = field(default_factory=list)
    contributions: list[Contribution] = field(default_factory=list)
    coordination: list[CoordinationTask] = field(default_factory=list)
    said: Counter[str] = field(default_factory=Counter)  # needs and offers by their wording
    rift: tuple[list[Actor], list[Actor]] = field(default_factory=lambda: ([], []))

    def months_ago(self, months: float) -> date:
        return self.today - timedelta(days=round(months * 30.44))

    def day_between(self, first: date, last: date) -> date:
        return first + timedelta(days=self.rng.randint(0, max(0, (last - first).days)))

    def workday_between(self, first: date, last: date) -> date:
        """A Monday to Friday; the last Friday before it when the chosen day is on a weekend."""
        day = self.day_between(first, last)
        return max(first, day - timedelta(days=max(0, day.weekday() - 4)))

    def worker_on(self, day: date, district: str) -> Worker | None:
        """Who walked this district on that day; the running project's people help each other out."""
        here = [worker for worker in self.workers if worker.on_duty(day)]
        beat = [worker for worker in here if district in worker.beat]
        return self.rng.choice(beat or here) if here else None

    def choose(self, rows: Sequence[Any], count: int) -> list[Any]:
        return self.rng.sample(list(rows), min(count, len(rows)))

    def actor_of(self, organisation: Organisation) -> Actor:
        if not hasattr(self, "_actors"):
            self._actors = {actor.row.pk: actor for actor in self.actors}
        return self._actors[organisation.pk]

    def open_actors(self, *kinds: str, district: str = "") -> list[Actor]:
        return [
            actor
            for actor in self.actors
            if actor.is_open and (not kinds or actor.row.kind in kinds) and (not district or actor.district == district)
        ]


def moment(day: date, rng: Random) -> datetime:
    """Some minute of that day in which an office works, Rostock time."""
    return datetime.combine(day, time(rng.randint(8, 17), rng.randint(0, 59)), tzinfo=BERLIN)


def written(row: Any, day: date, rng: Random, by: User | None = None) -> Any:
    """Say when, and by whom, the next history row of a record was written."""
    row._history_date = moment(day, rng)
    if by is not None:
        row._history_user = by
    return row


def store(rows: Iterable[Any]) -> list[Any]:
    """Create rows with their first history row, dated as `written` says."""
    return bulk_create(list(rows))


def rewrite(rows: Iterable[Any], *fields: str) -> None:
    """Update rows and leave a second history row, dated as `written` says."""
    bulk_update(list(rows), fields)
