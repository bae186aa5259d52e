"""Relations: thick in each district's civic life, thin between shops, few bridges, one rift."""

from __future__ import annotations

from datetime import date

from kogge.actors.models import Organisation, Relation

from ..texts import story
from .world import Actor, World, store, written

BUSINESS, CIVIC = Organisation.Kind.BUSINESS, Organisation.Kind.CIVIC
T = Relation.Type
# Who supplies or sends customers to whom, by archetype.
SUPPLIES = {
    "baker": ("cafe", "kindergarten", "center", "snack"),
    "greengrocer": ("snack", "restaurant", "kindergarten"),
    "drinks": ("pub", "restaurant", "snack", "sports-club"),
    "butcher": ("snack", "caterer"),
    "cleaning": ("gp", "dentist", "tax", "housing", "commercial-landlord"),
    "laundry": ("restaurant", "hair", "care"),
    "caterer": ("kindergarten", "primary", "day-care-elderly", "after-school"),
    "copy-shop": ("center", "church", "culture-club"),
    "print-textile": ("sports-club",),
    "caretaker": ("housing", "commercial-landlord"),
    "flowers": ("funeral", "restaurant", "church"),
}
REFERS = {
    "gp": ("pharmacy", "physio", "care", "hearing", "specialist"),
    "specialist": ("pharmacy", "ergo", "optician"),
    "dentist": ("dental-lab", "pharmacy"),
    "hair": ("cosmetics", "tailor"),
    "driving-school": ("optician", "photo"),
    "plumber": ("electrician", "floor", "painter"),
    "painter": ("floor", "joiner"),
    "car-repair": ("insurance", "car-parts"),
    "estate": ("moving", "painter", "lawyer"),
    "tax": ("lawyer", "insurance", "consult"),
    "kiosk": ("phone-shop", "shoe-repair"),
    "charity": ("second-hand", "lawyer"),
    "bike-shop": ("volunteer-agency",),
}
NOTES = {
    T.SUPPLIES: ("wöchentlich", "zweimal die Woche", "auf Rechnung", "seit Jahren auf Zuruf"),
    T.REFERS: ("schickt Kundschaft rüber", "gegenseitige Empfehlung", "Karten liegen am Tresen", ""),
    T.PARTNER: ("gemeinsames Fest", "helfen sich aus", "teilen Räume", "kennen sich gut", ""),
    T.SUPPORTS: ("Sachspenden", "kleiner Zuschuss im Jahr", "Preise für die Tombola"),
    T.HOSTS: ("Gruppenraum dienstags", "Saal nach Absprache", "Turnhalle freitags", "Küche einmal im Monat"),
    T.LETS: ("Laden im Erdgeschoss", "Vertrag bis nächstes Jahr", "Gewerbemietvertrag, fünf Jahre", ""),
    T.BELONGS: ("Mitglied", "Träger"),
}  # fmt: skip


class Ties:
    """Collects relations and keeps each pair to one relation of a type."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.rows: list[Relation] = []
        self.seen: set[tuple[int, int, str]] = set()

    def add(self, source: Actor, target: Actor, kind: T, *, mutual: bool = False, note: str = "") -> None:
        world, rng = self.world, self.world.rng
        first, second = sorted((source.row.pk, target.row.pk))
        if first == second or (first, second, kind) in self.seen:
            return
        self.seen.add((first, second, kind))
        start = world.day_between(world.months_ago(rng.choice([36, 90, 160])), world.months_ago(1))
        start = max([start, *(actor.opened for actor in (source, target) if actor.opened)])
        row = Relation(
            area=world.area,
            source=source.row,
            target=target.row,
            type=kind,
            is_mutual=mutual,
            strength=rng.choices([1, 2, 3], [4, 4, 2])[0],
            start=start,
            note=note or rng.choice(NOTES[kind]),
        )
        row.end = self._end(source, target, start)
        entered = max(source.row.created_at.date(), target.row.created_at.date(), min(start, world.today))
        worker = world.worker_on(entered, source.district)
        self.rows.append(written(row, entered, rng, worker.user if worker else None))

    def _end(self, source: Actor, target: Actor, start: date) -> date | None:
        """A tie ends with a shop that closes; one in fourteen just faded."""
        closed = [actor.row.closed_on for actor in (source, target) if actor.row.closed_on]
        if closed:
            return max(start, min(closed))
        if self.world.rng.random() < 0.07:
            return max(start, self.world.day_between(self.world.months_ago(24), self.world.months_ago(1)))
        return None


def build_ties(world: World) -> None:
    ties = Ties(world)
    _trade(world, ties, SUPPLIES, T.SUPPLIES, 0.55)
    _trade(world, ties, REFERS, T.REFERS, 0.42)
    _neighbours(world, ties)
    _civic_life(world, ties)
    _landlords(world, ties)
    _bridges(world, ties)
    world.relations = store(ties.rows)
    _rift(world)


def _trade(world: World, ties: Ties, rules: dict[str, tuple[str, ...]], kind: T, share: float) -> None:
    for actor in world.actors:
        for archetype in rules.get(actor.archetype, ()):
            near = [
                other
                for other in world.actors
                if other.archetype == archetype and other.district == actor.district and other is not actor
            ]
            if near and world.rng.random() < share:
                ties.add(actor, world.rng.choice(near), kind, mutual=kind is T.REFERS and world.rng.random() < 0.4)


def _neighbours(world: World, ties: Ties) -> None:
    """Some shop owners of one street help each other out; most know each other only by sight."""
    streets: dict[str, list[Actor]] = {}
    for actor in world.open_actors(BUSINESS):
        streets.setdefault(actor.row.street, []).append(actor)
    for shops in streets.values():
        for _tie in range(len(shops) // 5):
            first, second = world.rng.sample(shops, 2)
            ties.add(first, second, T.PARTNER, mutual=True)


def _civic_life(world: World, ties: Ties) -> None:
    """Carriers of one district know each other; schools lend halls, the churches rooms."""
    rng = world.rng
    kinds = (CIVIC, Organisation.Kind.EDUCATION, Organisation.Kind.PUBLIC)
    for district in world.districts:
        carriers = world.open_actors(*kinds, district=district)
        hubs = [actor for actor in carriers if actor.archetype in {"center", "quarter-management", "church"}]
        for index, first in enumerate(carriers):
            for second in carriers[index + 1 :]:
                likely = 0.38 if first in hubs or second in hubs else 0.09
                if rng.random() < likely:
                    ties.add(first, second, T.PARTNER, mutual=True)
        for club in carriers:
            rooms = [a for a in carriers if a.archetype in {"primary", "secondary", "church", "center"}]
            if club.archetype.endswith("-club") and rooms and rng.random() < 0.6:
                ties.add(rng.choice(rooms), club, T.HOSTS)
            if club.archetype in {"sports-club", "culture-club", "kindergarten"} and rng.random() < 0.4:
                ties.add(rng.choice(world.open_actors(BUSINESS, district=district)), club, T.SUPPORTS)


def _landlords(world: World, ties: Ties) -> None:
    landlords = world.open_actors(Organisation.Kind.HOUSING)
    for shop in world.open_actors(BUSINESS):
        if shop.sector in "LGKTF" and world.rng.random() < 0.2:
            near = [a for a in landlords if a.district == shop.district] or landlords
            ties.add(world.rng.choice(near), shop, T.LETS)
    for landlord in landlords:
        clubs = world.open_actors(CIVIC, district=landlord.district) or world.open_actors(CIVIC)
        for club in world.choose(clubs, 3):
            ties.add(landlord, club, T.SUPPORTS)


def _bridges(world: World, ties: Ties) -> None:
    """Few ties lead from one district into another, and fewer across the river."""
    east = world.open_actors(CIVIC, district="toitenwinkel"), world.open_actors(CIVIC, district="dierkow")
    west = world.open_actors(CIVIC, district="gross-klein"), world.open_actors(CIVIC, district="schmarl")
    for sides, count in ((east, 6), (west, 6), ((east[0] + east[1], west[0] + west[1]), 3)):
        for _tie in range(count):
            ties.add(world.rng.choice(sides[0]), world.rng.choice(sides[1]), T.PARTNER, mutual=True)


def _rift(world: World) -> None:
    """The traders' association that broke over a Christmas market: two groups that avoid each other."""
    shops = [
        actor
        for actor in world.open_actors(BUSINESS)
        if actor.district in {"gross-klein", "schmarl"}
        and actor.sector in "LGKH"
        and actor.opened
        and actor.opened < world.months_ago(72)
    ]
    chosen = world.choose(shops, 13)
    world.rift = chosen[:5], chosen[5:]
    since = world.months_ago(35)
    rows = []
    for first in world.rift[0][:3]:
        for second in world.choose(world.rift[1], 3):
            row = Relation(
                area=world.area,
                source=first.row,
                target=second.row,
                type=T.RIFT,
                is_mutual=True,
                strength=3,
                start=since,
                note=story()["rift_note"],
            )
            rows.append(written(row, world.months_ago(12), world.rng, world.users["coordinator"]))
    store(rows)
