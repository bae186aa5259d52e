"""Flags, apologies and survey rounds: what the team looks after, and what it owes."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from kogge.outreach.models import Apology, Flag, Promise, Referral, SurveyRound, Visit

from .world import World, rewrite, store, written

SEED = 1365  # a chance of its own: what was built before stays as it is
# What about, level, what was said, what became of it.
TALES = (
    (
        "eviction",
        "red",
        "Der Vermieter hat zum Quartalsende gekündigt, neue Räume sind nicht in Sicht.",
        "Neue Räume zwei Häuser weiter, Umzug im Sommer.",
    ),
    (
        "closing",
        "red",
        "Rechnet mit spitzem Bleistift: Wenn die Heizung noch einmal teurer wird, ist Schluss.",
        "Energieberatung der Kammer, Abschlag gesenkt, macht weiter.",
    ),
    (
        "succession",
        "red",
        "Möchte in zwei Jahren aufhören, in der Familie will niemand.",
        "Über die Nachfolgebörse gibt es zwei Gespräche.",
    ),
    (
        "moving",
        "red",
        "Hat ein Angebot aus dem Einkaufszentrum und überlegt.",
        "Ist geblieben, die Miete wurde angepasst.",
    ),
    (
        "staff",
        "yellow",
        "Sucht seit Monaten eine Aushilfe für den Nachmittag.",
        "Praktikantin aus der Schule, danach Ausbildung.",
    ),
    (
        "money",
        "yellow",
        "Die Rechnung einer großen Kundin ist seit acht Wochen offen.",
        "Zahlung in zwei Raten vereinbart.",
    ),
    (
        "premises",
        "yellow",
        "Der Keller ist bei Starkregen feucht, Ware musste weg.",
        "Die Wohnungsgesellschaft hat abgedichtet.",
    ),
    (
        "regulation",
        "yellow",
        "Der Außenausschank wurde noch nicht wieder genehmigt.",
        "Genehmigung kam nach einem Anruf im Amt.",
    ),
)
SORRY = (
    "Wir hatten es versprochen und nicht gehalten. Das war unser Fehler.",
    "Es tut uns leid: Das Formular blieb bei uns liegen. Nächste Woche ist es da.",
    "Der Kollege ist nicht mehr im Projekt, aber die Zusage galt. Dafür haben wir um Verzeihung gebeten.",
)


def build_care(world: World) -> None:
    rng = Random(SEED)
    _flags(world, rng)
    _apologies(world, rng)
    _rounds(world)


def _flags(world: World, rng: Random) -> None:
    """Eight that are open, two of them overdue, and a dozen closed: with helpers where the business agreed."""
    talks = [talk for talk in world.interviews if world.actor_of(talk.organisation).is_business]
    chosen = rng.sample(talks, min(20, len(talks)))
    helpers = [actor.row for actor in world.open_actors("public", "civic", "housing")]
    flags, referrals, closings = [], [], []
    for number, talk in enumerate(chosen):
        kind, level, text, result = TALES[number % len(TALES)]
        is_open = number < 8
        opened = world.today - timedelta(days=rng.randint(1, 9)) if is_open else talk.date
        due = opened + timedelta(days=2 if level == "red" else 42)
        consent = ("agreed", "not_asked", "agreed", "declined")[number % 4]
        asked = min(world.today, opened + timedelta(days=1))
        flag = Flag(
            area=world.area,
            organisation=talk.organisation,
            interview=talk,
            visit=talk.visit,
            level=level,
            kind=kind,
            text=text,
            owner=talk.visit.visitor if talk.visit else None,
            opened_on=opened,
            due=due,
            consent=consent,
            consent_by="" if consent == "not_asked" else "Inhaber am Telefon",
            consent_on=None if consent == "not_asked" else asked,
        )
        flags.append(written(flag, opened, rng))
        if consent == "agreed" and helpers:
            told = min(world.today, asked + timedelta(days=1))
            referral = Referral(flag=flag, helper=rng.choice(helpers), told_on=told)
            if not is_open:
                referral.result, referral.result_on = "Beratung vor Ort", min(world.today, told + timedelta(days=5))
            referrals.append(written(referral, told, rng))
        if not is_open:
            day = min(
                world.today, opened + timedelta(days=rng.choice([1, 2, 2, 3, 6] if level == "red" else [10, 25, 50]))
            )
            closings.append((flag, day, result))
    store(flags)
    store(referrals)
    for flag, day, result in closings:
        flag.closed_on, flag.result, flag.feedback_on = day, result, day
        written(flag, day, rng)
    rewrite([flag for flag, *_rest in closings], "closed_on", "result", "feedback_on")


def _apologies(world: World, rng: Random) -> None:
    """Most broken promises were followed by a talk at which somebody said sorry; a few are still owed."""
    broken: dict[int, list[Promise]] = {}
    rows = Promise.objects.filter(area=world.area, status=Promise.Status.BROKEN).order_by("pk")
    for promise in rows:
        broken.setdefault(promise.organisation_id, []).append(promise)
    apologies, covered = [], []
    for organisation, promises in broken.items():
        talk = _talk_after(world, organisation, max(promise.closed_on or promise.due for promise in promises))
        if talk is None or rng.random() < 0.15:
            continue
        apology = Apology(
            area=world.area,
            organisation=talk.organisation,
            said_on=talk.date,
            said_by=talk.visitor,
            text=rng.choice(SORRY),
        )
        apologies.append(written(apology, talk.date, rng))
        covered += [(promise, apology) for promise in promises]
    store(apologies)
    for promise, apology in covered:
        promise.apology = apology
        written(promise, apology.said_on, rng)
    rewrite([promise for promise, _apology in covered], "apology")


def _talk_after(world: World, organisation: int, day: date) -> Visit | None:
    for visit in world.visits:
        if visit.organisation_id == organisation and visit.outcome == Visit.Outcome.MET and visit.date > day:
            return visit
    return None


def _rounds(world: World) -> None:
    """One round of last year whose assembly was held, one that is running and whose assembly would come too late."""
    first = world.months_ago(14)
    last = world.today - timedelta(days=35)
    rows = [
        SurveyRound(
            area=world.area,
            name="Was fehlt vor der Tür?",
            begin=first,
            end=first + timedelta(days=45),
            assembly_on=first + timedelta(days=80),
            held_on=first + timedelta(days=80),
            place="Stadtteilzentrum",
        ),
        SurveyRound(
            area=world.area,
            name="Wer macht beim Händlerfrühstück mit?",
            begin=last - timedelta(days=60),
            end=last,
            assembly_on=world.today + timedelta(days=25),
            place="Mehrgenerationenhaus",
        ),
    ]
    rng = Random(SEED)
    store([written(row, row.begin, rng) for row in rows])
