"""The area, its four districts with their facts, and three generations of projects."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from kogge.accounts.models import User
from kogge.accounts.roles import Role
from kogge.places.models import Area, District, Fact, Membership, Project

from ..outlines import DISTRICTS, polygon
from ..texts import story, table
from .world import World, store, written

SOURCE = "fiktiv (Demonstration)"
ACCOUNTS = {
    Role.ADMINISTRATOR: ("verwaltung@demo.example", "Dr. Beate Hollenfels"),
    Role.COORDINATOR: ("koordination@demo.example", "Merle Thorwarth"),
    Role.FIELD_WORKER: ("unterwegs@demo.example", "Jonas Petrikat"),
    Role.STEWARD: ("kuemmerer@demo.example", "Wolf-Dieter Krahnsdorf"),
    Role.MEMBER: ("laden@demo.example", "Gesche Lorenzow"),
    Role.CIVIC_PARTNER: ("treff@demo.example", "Aylin Sommerkamp"),
    Role.VIEWER: ("ortsbeirat@demo.example", "Hartwig Brennecken"),
}


def build_area(slug: str) -> Area:
    text = story()
    return Area.objects.create(
        slug=slug, name=text["area_name"], note=text["area_note"], imprint=text["area_imprint"], is_demo=True
    )


def build_users(world: World) -> None:
    for role, (email, name) in ACCOUNTS.items():
        user = User.objects.filter(email=email).first()
        if user is None:
            user = User(email=email, name=name)
            user.set_unusable_password()
            user.save()
        world.users[role] = user


def build_districts(world: World) -> None:
    start = world.months_ago(108)
    editor = world.users[Role.ADMINISTRATOR]
    rows = [
        District(area=world.area, name=row["name"], code=row["code"], boundary=polygon(DISTRICTS[row["key"]]))
        for row in table("districts")
    ]
    store(written(row, start, world.rng, editor) for row in rows)
    world.districts = {row["key"]: made for row, made in zip(table("districts"), rows, strict=True)}


def build_facts(world: World) -> None:
    """Each figure for the last three years' ends: it drifts a little, counts stay whole."""
    facts = []
    for row in table("facts"):
        for key in world.districts:
            value = float(row[key])
            for years_back in (1, 2, 3):
                day = date(world.today.year - years_back, 12, 31)
                whole = value == int(value)
                drifted = value * (1 + world.rng.uniform(-0.025, 0.02) * (years_back - 1))
                fact = Fact(
                    district=world.districts[key],
                    name=row["name"],
                    value=Decimal(str(round(drifted) if whole else round(drifted, 1))),
                    unit=row["unit"],
                    date=day,
                    source=SOURCE,
                )
                told = min(day + timedelta(days=150), world.today)
                facts.append(written(fact, told, world.rng, world.users[Role.COORDINATOR]))
    store(facts)


def build_projects(world: World) -> None:
    """Two that are over, one that ends nine months from today."""
    text = story()
    spans = ((132, 96), (72, 30), (27, -9))
    rows = []
    for number, (begins, ends) in enumerate(spans, start=1):
        rows.append(
            Project(
                area=world.area,
                name=text[f"project{number}_name"],
                carrier=text[f"project{number}_carrier"],
                funder=text[f"project{number}_funder"],
                programme="Lokale Ökonomie (fiktiv)",
                start=world.months_ago(begins),
                end=world.months_ago(ends),
                goals=text[f"project{number}_goals"],
                note=text[f"project{number}_note"],
            )
        )
    for row in rows:
        written(row, row.start, world.rng, world.users[Role.ADMINISTRATOR])
    world.projects = store(rows)


def build_memberships(world: World) -> None:
    """What the seven accounts may do, and what the workers who left once could."""
    running = world.projects[-1]
    signed = {worker.user.pk: worker for worker in world.workers}
    rows = []
    for role, user in world.users.items():
        staff = role in {Role.COORDINATOR, Role.FIELD_WORKER}
        worker = signed.pop(user.pk, None)
        rows.append(
            Membership(
                area=world.area,
                user=user,
                role=role,
                project=running if staff else None,
                start=worker.start if worker else None,
            )
        )
    rows += [
        Membership(
            area=world.area,
            user=worker.user,
            role=Role.FIELD_WORKER,
            project=worker.project,
            start=worker.start,
            end=worker.end,
        )
        for worker in signed.values()
    ]
    for row in rows:
        written(row, row.start or running.start, world.rng, world.users[Role.ADMINISTRATOR])
    store(rows)
