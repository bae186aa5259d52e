"""Who stands behind the counters, who works for the projects, and who agreed to what."""

from __future__ import annotations

from datetime import date, timedelta

from kogge.accounts.models import User
from kogge.accounts.roles import Role
from kogge.actors.models import Consent, Organisation, Person, Position

from ..names import LANGUAGES, Name
from ..texts import story
from .places import SOURCE
from .world import Actor, Worker, World, store, written

TITLES = {
    "business": ("Inhaberin", "Inhaber"),
    "civic": ("Leiterin", "Leiter"),
    "housing": ("Kundenbetreuerin Gewerbe", "Kundenbetreuer Gewerbe"),
    "education": ("Leiterin", "Leiter"),
    "public": ("Sachbearbeiterin", "Sachbearbeiter"),
}
CLUB_TITLES = ("Vorsitzende", "Vorsitzender")
CLUBS = {
    "sports-club", "garden-club", "culture-club", "migrant-club", "senior-club", "trade-association",
    "resident-group", "volunteer-agency",
}  # fmt: skip
SECOND_TITLES = {
    "business": ("Mitarbeiterin", "Mitarbeiter"),
    "civic": ("Stellvertreterin", "Stellvertreter"),
    "housing": ("Hauswartin", "Hauswart"),
    "education": ("Stellvertreterin", "Stellvertreter"),
    "public": ("Vertretung", "Vertretung"),
}
WOMEN_ONLY = ("Rechtsanwältin", "Hebamme", "Fußpflege", "Frauen", "Mütter", "Mädchentreff")


def build_people(world: World) -> None:
    """Everyone has a first contact; institutions and larger firms two, some gave their post to another."""
    positions: list[Position] = []
    persons: list[Person] = []
    for actor in world.actors:
        kind = actor.row.kind
        name, gender = _somebody(world, actor, actor.family)
        first = _person(world, actor, name)
        titles = _titles(actor)
        since = actor.opened if actor.is_business else None
        positions.append(_position(first, actor, titles, gender, since, contact=True))
        actor.people.append(first)
        two = actor.row.size_class in {"10-49", "50-249"}
        two = two or (actor.row.size_class == "2-9" and world.rng.random() < 0.18)
        if two or (not actor.is_business and actor.row.size_class != "1" and world.rng.random() < 0.5):
            name, gender = _somebody(world, actor, "")
            second = _person(world, actor, name)
            positions.append(_position(second, actor, SECOND_TITLES[kind], gender, None, contact=False))
            actor.people.append(second)
        if not actor.is_business and world.rng.random() < 0.3:
            name, gender = _somebody(world, actor, "")
            former = _person(world, actor, name)
            post = _position(former, actor, titles, gender, world.months_ago(80), contact=False)
            post.end = world.day_between(world.months_ago(30), world.months_ago(3))
            positions.append(post)
            persons.append(former)
        persons += actor.people
    for person in persons:
        written(person, person._entered, world.rng, None)
    store(persons)
    positions += _double_posts(world)
    for position in positions:
        written(position, position.organisation.created_at.date(), world.rng, None)
    world.positions += store(positions)


def _titles(actor: Actor) -> tuple[str, str]:
    if actor.archetype in CLUBS:
        return CLUB_TITLES
    if actor.archetype == "church":
        return "Gemeindepädagogin", "Gemeindepädagoge"
    if actor.row.legal_form in {"GmbH", "UG"} and actor.is_business:
        return "Geschäftsführerin", "Geschäftsführer"
    return TITLES[actor.row.kind]


def _somebody(world: World, actor: Actor, family: str) -> tuple[Name, str]:
    women = actor.sector == "K" and "Barber" not in actor.row.name and world.rng.random() < 0.85
    women = women or any(word in actor.row.name for word in WOMEN_ONLY)
    gender = "f" if women else world.rng.choice("fm")
    return world.names.person(actor.culture, gender, family), gender


def _person(world: World, actor: Actor, name: Name) -> Person:
    person = Person(area=world.area, name=name.full, languages=list(LANGUAGES[name.culture]))
    if world.rng.random() < 0.3:
        person.phone = world.names.phone()
    person._entered = actor.row.created_at.date()
    return person


def _position(
    person: Person, actor: Actor, titles: tuple[str, str], gender: str, since: date | None, *, contact: bool
) -> Position:
    title = titles[0 if gender == "f" else 1]
    return Position(person=person, organisation=actor.row, title=title, is_contact=contact, start=since)


def _double_posts(world: World) -> list[Position]:
    """A dozen people sit in two places: the baker on the parish council, the optician in the sports club."""
    clubs = [actor for actor in world.open_actors("civic") if actor.archetype.endswith(("club", "church"))]
    posts = []
    for club in world.choose(clubs, 14):
        shops = world.open_actors("business", district=club.district)
        person = world.rng.choice(shops).people[0]
        title = world.rng.choice(["Kassenwart", "Beisitz", "Vorstand", "Kirchgemeinderat", "Übungsleitung"])
        if title == "Kirchgemeinderat" and club.archetype != "church":
            title = "Beisitz"
        posts.append(Position(person=person, organisation=club.row, title=title))
        club.people.append(person)
    return posts


def build_workers(world: World) -> None:
    """One of the first project, two of the second, four of the running one: its lead changed after a year."""
    first, second, running = world.projects
    east, west = ("toitenwinkel", "dierkow"), ("gross-klein", "schmarl")
    office = _project_office(world)
    plan = [
        ("Reinhild Sauerbaum", "ehemals1@demo.example", first, first.start, first.end, east),
        ("Tilo Wegenast", "ehemals2@demo.example", second, second.start, world.months_ago(58), east + west),
        ("Sabrina Ostwaldt", "ehemals3@demo.example", second, world.months_ago(57), second.end, east + west),
        ("Kathleen Rohweder", "ehemals4@demo.example", running, running.start, world.months_ago(15), east),
        ("", Role.COORDINATOR, running, world.months_ago(14), running.end, east),
        ("", Role.FIELD_WORKER, running, running.start, running.end, west),
        ("Tamara Gurskaja", "nebenan@demo.example", running, world.months_ago(20), running.end, east + west),
    ]
    people, posts = [], []
    for name, login, project, start, end, beat in plan:
        user = world.users.get(login) or _account(login, name, active=end >= world.today)
        person = Person(area=world.area, name=user.name, email=user.email, languages=["de"], project=project, user=user)
        people.append(written(person, start, world.rng, None))
        world.workers.append(Worker(person, project, user, start, end, beat))
    store(people)
    for worker in world.workers:
        if worker.project == running:
            post = Position(person=worker.person, organisation=office, title="Projektmitarbeit")
            post.start, post.end = worker.start, worker.end
            posts.append(written(post, worker.start, world.rng, None))
    world.positions += store(posts)


def _account(email: str, name: str, *, active: bool) -> User:
    """A worker's account: it signs entries, and is closed when its owner left."""
    user = User.objects.filter(email=email).first() or User(email=email, name=name)
    user.is_active = active
    user.set_unusable_password()
    user.save()
    return user


def _project_office(world: World) -> Organisation:
    carrier = story()["project3_carrier"]
    office = Organisation(
        area=world.area,
        district=world.districts["toitenwinkel"],
        name=carrier,
        kind=Organisation.Kind.OTHER,
        legal_form="gGmbH",
        size_class="10-49",
        languages=["de"],
        street="Friedensring",
        housenumber="12",
        postcode="18147",
        city="Rostock",
        lat=54.11652,
        lon=12.14841,
        phone=world.names.phone(),
        source=SOURCE,
    )
    office.search = office.search_text()
    (made,) = store([written(office, world.projects[-1].start, world.rng, None)])
    return made


def build_accounts(world: World) -> None:
    """The accounts of the steward, the shop and the civic partner stand for people of real organisations."""
    hosts = {
        Role.STEWARD: next(a for a in world.open_actors("civic") if a.archetype == "volunteer-agency"),
        Role.MEMBER: next(a for a in world.open_actors("business") if a.archetype == "toys-paper"),
        Role.CIVIC_PARTNER: next(a for a in world.open_actors("civic") if a.archetype == "center"),
    }
    titles = {
        Role.STEWARD: "Kümmerer im Ehrenamt",
        Role.MEMBER: "Mitinhaberin",
        Role.CIVIC_PARTNER: "Leiterin",
    }
    day = world.months_ago(10)
    for role, actor in hosts.items():
        user = world.users[role]
        person = Person(area=world.area, name=user.name, email=user.email, languages=["de"], user=user)
        store([written(person, day, world.rng, None)])
        post = Position(
            person=person,
            organisation=actor.row,
            title=titles[role],
            start=day,
            opens_records=role != Role.STEWARD,
        )
        world.positions += store([written(post, day, world.rng, None)])
        actor.people.append(person)


def build_consents(world: World) -> None:
    """Whoever was interviewed agreed to be contacted and, mostly, to be matched; a few took it back."""
    rows = []
    for interview in world.interviews:
        actor = world.actor_of(interview.organisation)
        purposes = [Consent.Purpose.CONTACT]
        purposes += [Consent.Purpose.MATCHING] if world.rng.random() < 0.9 else []
        purposes += [Consent.Purpose.SHARING] if world.rng.random() < 0.4 else []
        purposes += [Consent.Purpose.PUBLICATION] if world.rng.random() < 0.15 else []
        for purpose in purposes:
            row = Consent(
                area=world.area,
                organisation=actor.row,
                person=actor.people[0],
                purpose=purpose,
                channel=world.rng.choices(["spoken", "signed", "mail"], [5, 3, 1])[0],
                given_on=interview.date,
            )
            if world.rng.random() < 0.03:
                row.withdrawn_on = min(world.today, interview.date + timedelta(days=90))
            rows.append(written(row, interview.date, world.rng, None))
    store(rows)
