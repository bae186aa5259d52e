"""About four hundred organisations: name, address on a street of the district, hours, ways to reach them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from kogge.accounts.roles import Role
from kogge.actors.actions.duplicates import look_for_duplicates
from kogge.actors.models import Organisation, Tag, Tagging
from kogge.core.jobs import Progress

from ..names import LANGUAGES, LEGAL_NAMES, host, telling_culture
from ..texts import Archetype, archetypes, grouped, say, table
from .places import SOURCE
from .world import Actor, World, rewrite, store, written

# Weights of the size classes 1, 2-9, 10-49, 50-249 by the archetype's own word for its size.
SIZE_CLASSES = ("1", "2-9", "10-49", "50-249")
SIZES = {
    "solo": (80, 20, 0, 0),
    "micro": (22, 74, 4, 0),
    "small": (0, 55, 45, 0),
    "mid": (0, 5, 75, 20),
}
TAGS = {
    "Ausbildungsbetrieb": ("GHKMB", 0.16),
    "Barrierefreier Eingang": ("LGKMBVEWA", 0.28),
    "Bringdienst": ("LGD", 0.14),
    "Legt Zettel aus": ("LGKM", 0.35),
    "Praktikumsplatz": ("LGHKMBT", 0.18),
    "Nachfolge offen": ("LGHKM", 0.09),
    "Sprachmittlung hilft": ("LGKDT", 0.1),
    "Gruppenraum": ("VE", 0.5),
    "Hat einen Transporter": ("HDL", 0.2),
}
METRES_PER_DEGREE = 111_195.0  # of latitude, Earth radius 6,371,008.8 m


@dataclass(frozen=True, slots=True)
class Street:
    name: str
    start: tuple[float, float]
    end: tuple[float, float]
    weight: int
    highest: int

    def point(self, number: int) -> tuple[float, float]:
        """(lon, lat) of a house number: odd ones stand left of the street's middle, even ones right."""
        share = number / self.highest
        lon = self.start[0] + share * (self.end[0] - self.start[0])
        lat = self.start[1] + share * (self.end[1] - self.start[1])
        shrink = math.cos(math.radians(lat))
        east = (self.end[0] - self.start[0]) * shrink
        north = self.end[1] - self.start[1]
        aside = (18.0 if number % 2 else -18.0) / METRES_PER_DEGREE / math.hypot(east, north)
        return round(lon - north * aside / shrink, 6), round(lat + east * aside, 6)


@cache
def streets() -> dict[str, tuple[Street, ...]]:
    found: dict[str, list[Street]] = {}
    for row in table("streets"):
        street = Street(
            row["street"],
            (float(row["lon1"]), float(row["lat1"])),
            (float(row["lon2"]), float(row["lat2"])),
            int(row["weight"]),
            int(row["highest"]),
        )
        found.setdefault(row["district"], []).append(street)
    return {district: tuple(rows) for district, rows in found.items()}


def build_organisations(world: World) -> None:
    sizes = {"toitenwinkel": 27, "dierkow": 26, "gross-klein": 29, "schmarl": 18}
    for kind in archetypes():
        # Places of one sort are spread over the districts: nobody opens four pharmacies in one street.
        keys = list(sizes)
        order = sorted(keys, key=lambda key: -sizes[key] * world.rng.random())
        for index in range(kind.count):
            fallback = order[index] if index < 4 else world.rng.choices(keys, list(sizes.values()))[0]
            world.actors.append(_organisation(world, kind, index, fallback))
    _store_backdated([actor.row for actor in world.actors])
    _tags(world)


def _organisation(world: World, kind: Archetype, index: int, fallback: str) -> Actor:
    rng = world.rng
    culture = world.names.culture(kind.culture)
    name, family = world.names.organisation(kind, index, culture)
    culture = culture if family else telling_culture(name) or (culture if kind.kind == "business" else "de")
    place = _told_place(name) or fallback
    told = [street for street in streets()[place] if street.name in name]
    street = rng.choices(told or streets()[place], [one.weight for one in told or streets()[place]])[0]
    number = rng.randint(1, street.highest)
    lon, lat = street.point(number)
    legal = rng.choices(kind.legal, [4 if form == "sole" else 2 for form in kind.legal])[0]
    form = LEGAL_NAMES[legal]
    full = f"{name} {form}" if legal in {"gmbh", "ug", "ggmbh"} and "fiktiv" not in name else name
    business = kind.kind == "business"
    opened = world.months_ago(rng.choice([rng.uniform(2, 60), rng.uniform(30, 200), rng.uniform(60, 400)]))
    registered = max(opened, world.months_ago(rng.choice([33, 34, 35, 26, 25, 24, rng.uniform(1, 36)])))
    row = Organisation(
        area=world.area,
        district=world.districts[place],
        name=full,
        kind=kind.kind,
        wz_code=kind.wz,
        legal_form=form,
        # Clubs have members, not people who work there.
        size_class="" if kind.hours == "club" else rng.choices(list(SIZE_CLASSES), SIZES[kind.size])[0],
        languages=list(LANGUAGES[culture]),
        opening_hours=rng.choice(grouped("hours", "key", "hours")[kind.hours]),
        street=street.name,
        housenumber=str(number) + ("a" if rng.random() < 0.06 else ""),
        postcode=grouped("districts", "key", "postcode")[place][0],
        city="Rostock",
        lat=lat,
        lon=lon,
        phone=world.names.phone(mobile=kind.size == "solo" and rng.random() < 0.35),
        email=f"info@{host(name)}" if rng.random() < (0.5 if business else 0.9) else "",
        website=f"https://{host(name)}" if rng.random() < (0.28 if business else 0.6) else "",
        source=SOURCE,
    )
    if rng.random() < 0.22:
        row.note = say(rng, "note", kind.sector, kind.code)
    if business and rng.random() < 0.055:
        row.closed_on = world.day_between(max(registered, world.months_ago(30)), world.months_ago(0.5))
    row.search = row.search_text()
    editor = world.users[Role.COORDINATOR]
    written(row, registered, rng, editor if registered > world.months_ago(15) else None)
    precarious = business and kind.sector in "LGKDT" and rng.random() < 0.5
    return Actor(row, kind.code, kind.sector, place, culture, family, precarious, opened=opened)


def _told_place(name: str) -> str:
    """The district that a name written in full speaks of; "" for most."""
    hints = grouped("districts", "key", "hints")
    return next((key for key, (words,) in hints.items() if any(word in name for word in words.split())), "")


def _store_backdated(rows: list[Organisation]) -> None:
    """The day of entry belongs to the record too, which a plain save would set to today."""
    Organisation.objects.bulk_create(rows)
    for row in rows:
        row.created_at = row._history_date
    Organisation.objects.bulk_update(rows, ["created_at"])
    Organisation.history.bulk_history_create(rows, custom_historical_attrs={"change": None})


def build_twins(world: World) -> list[Organisation]:
    """Three shops came in twice, from the list of the project before: spelt otherwise, with an old number."""
    shops = [actor for actor in world.open_actors("business") if "ü" in actor.row.name or "ö" in actor.row.name]
    twins = []
    for actor in world.choose(shops, 3):
        row = actor.row
        twin = Organisation(
            area=world.area,
            district=row.district,
            name=row.name.replace("ü", "ue").replace("ö", "oe").replace(" GmbH", ""),
            kind=row.kind,
            street=row.street.replace("straße", "str.").replace("Straße", "Str."),
            housenumber=row.housenumber,
            postcode=row.postcode,
            city=row.city,
            lat=row.lat,
            lon=row.lon,
            phone=world.names.phone(),
            source=f"Liste {world.projects[1].name} (fiktiv)",
        )
        twin.search = twin.search_text()
        twins.append(written(twin, world.months_ago(26), world.rng))
    _store_backdated(twins)
    look_for_duplicates(Progress(), world.area.pk)
    return twins


def build_checks(world: World) -> None:
    """Two thirds were looked after since: some moved their hours, got a new number, changed hands."""
    rng = world.rng
    checked = []
    for actor in world.actors:
        row = actor.row
        entered = row.created_at.date()
        if rng.random() > 0.68 or row.closed_on:
            continue
        day = world.workday_between(max(entered, world.months_ago(30)), world.months_ago(0.2))
        worker = world.worker_on(day, actor.district)
        if worker is None or day < entered:
            continue
        row.verified_on, row.verified_by = day, worker.user
        if rng.random() < 0.2:
            hours = next(kind.hours for kind in archetypes() if kind.code == actor.archetype)
            row.opening_hours = rng.choice(grouped("hours", "key", "hours")[hours])
        if rng.random() < 0.12:
            row.phone = world.names.phone()
        checked.append(written(row, day, rng, worker.user))
    rewrite(checked, "verified_on", "verified_by", "opening_hours", "phone")
    closed = [actor.row for actor in world.actors if actor.row.closed_on]
    for row in closed:
        written(row, row.closed_on + timedelta(days=rng.randint(0, 12)), rng, world.users[Role.FIELD_WORKER])
    rewrite(closed, "closed_on")


def _tags(world: World) -> None:
    start, editor = world.projects[-1].start, world.users[Role.COORDINATOR]
    tags = store(written(Tag(area=world.area, name=name), start, world.rng, editor) for name in TAGS)
    taggings = []
    for tag in tags:
        sectors, share = TAGS[tag.name]
        for actor in world.actors:
            if actor.sector in sectors and world.rng.random() < share:
                tagging = Tagging(organisation=actor.row, tag=tag)
                day = max(start, actor.row.created_at.date())
                taggings.append(written(tagging, day, world.rng, editor))
    store(taggings)
