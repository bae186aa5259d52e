"""Builds the demonstration area: three years of a fictional neighbourhood. Seeded, repeatable."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from django.db import transaction
from django.utils import timezone

from kogge.accounts.models import User
from kogge.actors.importing.store import replace_keys
from kogge.core.history import change
from kogge.core.statistics import refresh_statistics
from kogge.networks.models import Meeting
from kogge.places.models import Area

from ..names import Names
from . import (
    board,
    care,
    exchange,
    ground,
    guides,
    handover,
    life,
    networks,
    organisations,
    outreach,
    people,
    places,
    promises,
    surveys,
    ties,
    weeks,
)
from .world import World

SLUG = "demo"
SEED = 20170509


@dataclass(frozen=True, slots=True)
class Built:
    """What stands in the demonstration area. `users`: an account for each role."""

    area: Area
    fresh: bool  # False: it was there already and nothing was touched
    users: dict[str, User]
    counts: dict[str, int]


def build(*, slug: str = SLUG, seed: int = SEED, today: date | None = None) -> Built:
    """The demonstration area, built when there is none of that name.

    All dates are counted from `today` (the running project ends nine months later). The same seed and day
    give the same area, on the same base map. Everything is written in one transaction: a killed process leaves
    nothing behind.
    Raises `ValueError` when an area of that name exists that is not a demonstration.
    """
    area = Area.objects.filter(slug=slug).first()
    if area is not None:
        if not area.is_demo:
            raise ValueError(f"the area {slug!r} exists and is no demonstration")
        if not area.has_basemap:  # built by an older version, or its file was lost
            with ground.drawing() as tiles, change(ground.LABEL, by=None, area=area):
                ground.keep(area, tiles.wait())
        return Built(area, False, accounts(), counts(area))
    with ground.drawing() as tiles, transaction.atomic():
        area = _build(slug, Random(seed), today or timezone.localdate())
        ground.keep(area, tiles.wait())
    return Built(area, True, accounts(), counts(area))


def _build(slug: str, rng: Random, today: date) -> Area:
    world = World(rng=rng, today=today, area=places.build_area(slug), names=Names(rng))
    places.build_users(world)
    places.build_districts(world)
    ground.keep_addresses(world.area)
    places.build_facts(world)
    places.build_projects(world)
    people.build_workers(world)
    places.build_memberships(world)
    organisations.build_organisations(world)
    people.build_people(world)
    people.build_accounts(world)
    organisations.build_checks(world)
    ties.build_ties(world)
    networks.build_networks(world)
    outreach.build_visits(world)
    guides.build_guides(world)
    people.build_consents(world)
    promises.build_promises(world)
    promises.build_tasks(world)
    outreach.build_planned_visits(world)
    care.build_care(world)
    board.build_board(world)
    exchange.build_agreements(world)
    board.settle_board(world)
    life.build_life(world)
    surveys.build_surveys(world)
    handover.build_coordination(world)
    twins = organisations.build_twins(world)
    replace_keys(world.area, [*(actor.row for actor in world.actors), *twins])
    weeks.build_weeks(world)
    refresh_statistics()
    return world.area


def accounts() -> dict[str, User]:
    """The demonstration's accounts by role."""
    users = {user.email: user for user in User.objects.filter(email__endswith="@demo.example")}
    return {role: users[email] for role, (email, _name) in places.ACCOUNTS.items() if email in users}


def counts(area: Area) -> dict[str, int]:
    """How many records of each sort an area holds."""
    return {
        "organisations": area.organisations.count(),
        "persons": area.persons.count(),
        "relations": area.relations.count(),
        "visits": area.visits.count(),
        "interviews": area.interviews.count(),
        "needs": area.needs.count(),
        "offers": area.offers.count(),
        "promises": area.promises.count(),
        "agreements": area.agreements.count(),
        "networks": area.networks.count(),
        "meetings": Meeting.objects.filter(network__area=area).count(),
        "coordination_tasks": area.coordination_tasks.count(),
        "weeks": area.day_after_records.count(),
    }
