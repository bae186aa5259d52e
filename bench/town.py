"""A generated, seeded town for the benches: a list of organisations as CSV, and the life around them."""

from __future__ import annotations

import csv
import datetime as dt
import random
from pathlib import Path
from typing import Any

TRADES = (
    ("Bäckerei", "10.71"), ("Friseursalon", "96.02"), ("Fleischerei", "47.22"), ("Blumenhaus", "47.76"),
    ("Kfz-Werkstatt", "45.20"), ("Tischlerei", "43.32"), ("Elektro", "43.21"), ("Physiotherapie", "86.90"),
    ("Steuerberatung", "69.20"), ("Imbiss", "56.10"), ("Café", "56.10"), ("Spätkauf", "47.11"),
    ("Schneiderei", "95.29"), ("Fahrschule", "85.53"), ("Gebäudereinigung", "81.21"), ("Optik", "47.78"),
    ("Buchhandlung", "47.61"), ("Malerbetrieb", "43.34"), ("Dachdeckerei", "43.91"), ("Kosmetik", "96.02"),
    ("Pflegedienst", "88.10"), ("Getränkemarkt", "47.25"), ("Reisebüro", "79.11"), ("Fahrradladen", "47.64"),
    ("Förderverein", "94.99"), ("Sportverein", "93.12"), ("Nachbarschaftshaus", "88.99"), ("Kita", "88.91"),
)  # fmt: skip
CIVIC = ("Förderverein", "Sportverein", "Nachbarschaftshaus")
SYLLABLES = (("Ba", "Lüt", "Mar", "Ro", "Wen", "Sie", "Kla", "Döm", "Gra", "Het", "Pri", "Tes", "Vol", "Zar"),
             ("den", "tow", "ger", "bel", "min", "ke", "now", "sen", "lin", "wald", "dorf", "hagen"),
             ("", "mann", "ski", "er", "sen", "ow"))  # fmt: skip
STREETS = [
    f"{front}{word}{end}"
    for front in ("", "Alte ", "Neue ", "Obere ")
    for word in ("Linden", "Markt", "Hafen", "Schul", "Garten", "Kirch", "Mühlen", "Birken", "Rosen", "Eichen")
    for end in ("straße", "weg", "platz", "gasse", "allee", "ring")
]
DISTRICTS = [f"Stadtteil {number}" for number in range(1, 13)]
HEADERS = ("Firma", "Art", "Straße", "Hausnr.", "PLZ", "Ort", "Telefon", "E-Mail", "WZ", "Breite", "Länge", "Stadtteil")


def write_list(path: Path, count: int, seed: int = 1) -> int:
    """A CSV list as an office keeps it; one row in fifty is a copy with slips. Returns how many are copies."""
    dice = random.Random(seed)
    rows = [_row(dice, number) for number in range(count - count // 50)]
    copies = [_slip(dice, row) for row in dice.sample(rows, count // 50)]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADERS)
        writer.writerows([*rows, *copies])
    return len(copies)


def _row(dice: random.Random, number: int) -> list[str]:
    trade, code = dice.choice(TRADES)
    name = "".join(dice.choice(part) for part in SYLLABLES)
    title = f"{trade} {name}{dice.choice(('', '', ' GmbH', ' e.K.', f' & {name}er'))}"
    if trade in CIVIC:
        title = f"{trade} {name} e.V."
    at = number % len(DISTRICTS)
    lat = 54.0 + 0.03 * (at // 4) + dice.random() * 0.028
    lon = 12.0 + 0.05 * (at % 4) + dice.random() * 0.047
    return [
        title,
        "Verein" if trade in CIVIC else "Betrieb",
        dice.choice(STREETS),
        str(dice.randrange(1, 120)),
        f"181{dice.randrange(100):02}",
        "Rostock",
        f"0381 {dice.randrange(10**5, 10**7)}" if dice.random() < 0.6 else "",
        f"kontakt@{name.lower()}{number}.example" if dice.random() < 0.3 else "",
        code,
        f"{lat:.6f}",
        f"{lon:.6f}",
        DISTRICTS[at],
    ]


def _slip(dice: random.Random, row: list[str]) -> list[str]:
    """The same organisation as a colleague typed it: a letter missing, no number of the phone."""
    name = row[0]
    at = dice.randrange(1, len(name))
    return [name[: at - 1] + name[at:], *row[1:6], "", *row[7:]]


def square(number: int) -> dict[str, Any]:
    """The boundary of a district as GeoJSON geometry."""
    lat, lon = 54.0 + 0.03 * (number // 4), 12.0 + 0.05 * (number % 4)
    ring = [[lon, lat], [lon + 0.05, lat], [lon + 0.05, lat + 0.03], [lon, lat + 0.03], [lon, lat]]
    return {"type": "Polygon", "coordinates": [ring]}


def found(slug: str, users: int = 8) -> Any:
    """An empty area with districts, a running project and its people; needs Django. Returns the area."""
    from kogge.accounts.models import User
    from kogge.accounts.roles import Role
    from kogge.actors.models import Person
    from kogge.places.actions import create_area
    from kogge.places.models import District, Membership, Project

    today = dt.date.today()
    area = create_area(slug=slug, name=f"Bench {slug}")
    for number, name in enumerate(DISTRICTS):
        District.objects.create(area=area, name=name, boundary=square(number))
    project = Project.objects.create(
        area=area, name="Projekt", start=today - dt.timedelta(900), end=today + dt.timedelta(270)
    )
    for number in range(users):
        user = User.objects.filter(email=f"person{number}@bench.example").first()
        user = user or User.objects.create_user(f"person{number}@bench.example", name=f"Person {number}")
        Membership.objects.create(area=area, user=user, role=Role.COORDINATOR, project=project)
        Person.objects.create(area=area, user=user, name=user.name, project=project)
    return area


def furnish(area: Any, seed: int = 1) -> dict[str, int]:
    """Three years of work with the organisations of an area, as much of it as a busy team leaves behind.

    For each hundred organisations: 20 talks with their needs, offers and promises, 30 further visits, 40 tasks (most of
    them the answer to a visit, done), 40 relations, 20 persons with a position, and an agreement. At 30,000
    organisations that is what ten field workers do in three years. Written in bulk and without history.
    """
    from kogge.actors.models import Organisation
    from kogge.demo.practise import practise
    from kogge.needs.models import Need, Offer
    from kogge.outreach.models import Interview, Promise, Visit

    dice = random.Random(seed)
    keys = list(Organisation.objects.filter(area=area).order_by("pk").values_list("pk", flat=True))
    practise(area, interviews=len(keys) // 5, seed=seed)
    for model in (Visit, Interview, Promise, Need, Offer):
        model.objects.filter(area=area).update(is_practice=False)
    made = _contacts(area, keys, dice) | _ties(area, keys, dice)
    return made | {model.__name__: model.objects.filter(area=area).count() for model in (Interview, Need, Offer)}


def _contacts(area: Any, keys: list[int], dice: random.Random) -> dict[str, int]:
    from kogge.actors.models import Person
    from kogge.outreach.models import Task, Visit

    today = dt.date.today()
    staff = list(Person.objects.filter(area=area, project__isnull=False))
    visits = []
    for pk in dice.choices(keys, k=len(keys) * 3 // 10):
        day = today + dt.timedelta(dice.randrange(-900, 30))
        visit = Visit(area=area, organisation_id=pk, visitor=dice.choice(staff), date=day, minutes=30)
        if day < today:
            visit.status, visit.outcome = Visit.Status.DONE, dice.choice(["met", "met", "away", "later"])
            visit.note = "Im Laden gesprochen, viel zu tun, wenig Personal."
        visits.append(visit)
    Visit.objects.bulk_create(visits, batch_size=2000)
    answered = dice.sample(list(Visit.objects.filter(area=area, date__lt=today)), len(keys) * 2 // 5)
    tasks = [
        Task(
            area=area,
            title=f"Rückmeldung geben {number}",
            assignee=dice.choice(staff),
            visit=visit,
            due=visit.date + dt.timedelta(14),
            done_on=visit.date + dt.timedelta(dice.randrange(1, 30)) if number % 50 else None,
        )
        for number, visit in enumerate(answered)
    ]
    Task.objects.bulk_create(tasks, batch_size=2000)
    links = [
        Task.organisations.through(task_id=task.pk, organisation_id=visit.organisation_id)
        for task, visit in zip(tasks, answered, strict=True)
    ]
    Task.organisations.through.objects.bulk_create(links, batch_size=2000)
    return {"Visit": Visit.objects.filter(area=area).count(), "Task": len(tasks)}


def _ties(area: Any, keys: list[int], dice: random.Random) -> dict[str, int]:
    from kogge.actors.models import Person, Position, Relation
    from kogge.exchange.models import Agreement, Contribution

    today = dt.date.today()
    pairs = {tuple(sorted(dice.sample(keys, 2))) for _ in range(len(keys) * 2 // 5)} if len(keys) > 1 else set()
    kinds = ("partner", "supplies", "refers", "supports", "rift")
    Relation.objects.bulk_create(
        [Relation(area=area, source_id=a, target_id=b, type=dice.choice(kinds)) for a, b in sorted(pairs)],
        batch_size=2000,
    )
    persons = Person.objects.bulk_create(
        [Person(area=area, name=f"Inhaberin {number}") for number in range(len(keys) // 5)], batch_size=2000
    )
    owners = zip(dice.sample(keys, len(persons)), persons, strict=True)
    Position.objects.bulk_create(
        [Position(person=person, organisation_id=pk, title="Inhaberin") for pk, person in owners], batch_size=2000
    )
    agreements = Agreement.objects.bulk_create(
        [
            Agreement(area=area, title=f"Hilfe {number}", due=today + dt.timedelta(dice.randrange(-200, 90)))
            for number in range(len(keys) // 100)
        ]
    )
    Contribution.objects.bulk_create(
        Contribution(agreement=one, giver_id=a, receiver_id=b, text="Zwei Stunden Hilfe")
        for one in agreements
        for a, b in [dice.sample(keys, 2)]
    )
    return {"Relation": len(pairs), "Position": len(persons), "Agreement": len(agreements)}
