"""The life of the running network: its breakfasts, what was decided, its charter, a small win, its purse."""

from __future__ import annotations

from collections import Counter
from datetime import date, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from kogge.actors.models import Organisation, Relation
from kogge.needs.models import Topic
from kogge.networks.models import (
    Attendance,
    Benefit,
    BudgetEntry,
    Charter,
    Decision,
    Effort,
    Invitation,
    JointAction,
    Meeting,
    NetworkMember,
    WorkingGroup,
    WorkingGroupMember,
)

from .world import Actor, World, store, written

SEED = 730  # chance of its own: the rest of the story does not change with it
MEETINGS = 6  # held, one a month
SHARES = (0.62, 0.58, 0.6, 0.5, 0.42, 0.38)  # of the members who came: it falls
AGENDAS = (
    ("Wer ist neu?", "Drei Fragen: Was fehlt? Was ist übrig? Was stört?", "Was tun wir bis zum nächsten Mal?"),
    ("Wer ist neu?", "Gemeinsame Bestellung Verpackung", "Ortsbeirat: Parkplätze am Boulevard"),
    ("Was wurde aus den Beschlüssen?", "Faltblatt mit allen Öffnungszeiten", "Wer lädt zum nächsten Mal ein?"),
)
MINUTES = (
    "Es ging schnell, eine Stunde genügte. Das Faltblatt wollen alle, die Verpackung nur die Imbisse. "
    "Wer zum nächsten Mal einlädt, blieb offen: Es macht wieder das Projektbüro."
)
DECISIONS = (
    # meeting counted from the last, what, days until due after the meeting, what became of it after so many days
    (1, "Preise für das Faltblatt einholen", 14, "done", 10),
    (1, "Beim Vermieter nach Stromanschlüssen auf dem Platz fragen", 20, "late", 0),
    (1, "Gemeinsame Bestellung von Verpackung", 21, "dropped", 25),
    (0, "Faltblatt in den Läden auslegen", 40, "open", 0),
)
BENEFITS = (
    "Drei neue Kundinnen haben das Faltblatt auf den Tisch gelegt.",
    "Jetzt wissen die Nachbarn, dass mittwochs lange offen ist.",
    "Zum ersten Mal mit dem Laden gegenüber gesprochen.",
    "Kein Anruf mehr wegen der Öffnungszeiten.",
)
CHARTER = {
    "purpose": "Wir helfen einander, bevor wir um Hilfe bitten: Bedarfe und Angebote auf den Tisch, einmal im Monat.",
    "rules": "Eine Stunde, pünktlich Schluss.\nWas im Raum gesagt wird, bleibt im Raum.\n"
    "Wer dreimal fehlt, wird angerufen, nicht gestrichen.",
    "fees": "Nichts. Wer kann, gibt zwei Euro für Kaffee.",
    "decides": "Eine Stimme je Mitglied, die Mehrheit der Anwesenden. Bis 50 Euro entscheidet, wer die Kasse führt.",
}


def build_life(world: World) -> None:
    """Everything is dated back from today; the same seed and day give the same records."""
    rng = Random(SEED)
    network = world.networks[2]
    by = world.users["coordinator"]

    def note(row: Any, day: date) -> Any:
        return written(row, min(day, world.today), rng, by)

    members = [row for row in world.members if row.network_id == network.pk]
    houses = world.open_actors("civic")
    host = houses[0].row if houses else None
    held, came = _meetings(world, rng, note, members, host)
    today = [row.organisation for row in members if row.end is None]
    decisions = []
    for back, text, due, end, after in DECISIONS:
        meeting = held[-1 - back]
        there = came[meeting.pk]
        row = Decision(meeting=meeting, text=text, owner=rng.choice(there), due=meeting.date + timedelta(days=due))
        if end == "done":
            row.done_on = meeting.date + timedelta(days=after)
        elif end == "dropped":
            row.dropped_on = meeting.date + timedelta(days=after)
            row.dropped_why = "Nur zwei brauchten dieselbe Größe."
        decisions.append(note(row, meeting.date))
    store(decisions)
    first = held[0]
    store([note(Charter(network=network, number=1, agreed_on=first.date, agreed_at=first, **CHARTER), first.date)])
    _win(world, rng, note, held[-1].date, came[held[-1].pk])
    _group(world, rng, note, today)
    _invitations(world, rng, note, members)


def _meetings(
    world: World, rng: Random, note: Any, members: list[NetworkMember], host: Organisation | None
) -> tuple[list[Meeting], dict[int, list[Organisation]]]:
    """The breakfasts that were, and the next one: on Tuesdays before the doors open."""
    network = world.networks[2]
    last = world.today - timedelta(days=9)
    last -= timedelta(days=(last.weekday() - 1) % 7)
    days = [last - timedelta(days=28 * number) for number in range(MEETINGS)][::-1]
    held = []
    for number, day in enumerate([*days, last + timedelta(days=28)]):
        is_over = number < MEETINGS
        row = Meeting(
            network=network, date=day, start=time(7, 30), end=time(8, 30), host=host,
            agenda="\n".join(AGENDAS[number % len(AGENDAS)]),
            minutes=MINUTES if number == MEETINGS - 1 else "",
            guests=rng.randint(1, 3) if is_over else None,
        )  # fmt: skip
        held.append(note(row, day if is_over else last))
    store(held)
    came: dict[int, list[Organisation]] = {}
    rows = []
    for meeting, share in zip(held, SHARES, strict=False):
        there = [row for row in members if row.start <= meeting.date and (row.end is None or row.end >= meeting.date)]
        chosen = rng.sample(there, max(1, round(share * len(there))))
        came[meeting.pk] = [row.organisation for row in chosen]
        rows += [note(Attendance(meeting=meeting, organisation=row.organisation), meeting.date) for row in chosen]
    store(rows)
    # Inviting and preparing is what the staff does; a member sometimes brings the bread rolls.
    efforts = [
        Effort(network=network, on=meeting.date, hours=Decimal(rng.choice([5, 6, 7])), text="Einladen, Raum, Protokoll")
        for meeting in held[:MEETINGS]
    ]
    efforts += [
        Effort(
            network=network, organisation=rng.choice(came[meeting.pk]), on=meeting.date, hours=Decimal("0.5"),
            text="Brötchen gebracht",
        )
        for meeting in held[1:MEETINGS:2]
    ]  # fmt: skip
    store(note(row, row.on) for row in efforts)
    return held[:MEETINGS], came


def _win(world: World, rng: Random, note: Any, last: date, there: list[Organisation]) -> None:
    """The small win: a leaflet with all opening hours; the next one is planned."""
    network = world.networks[2]
    topic = Topic.objects.filter(area=world.area, code="joint-advertising").first()
    day = last - timedelta(days=5)
    won, planned = store(
        [
            note(
                JointAction(
                    network=network, title="Faltblatt mit allen Öffnungszeiten", topic=topic, on=day, outcome="won",
                    result="2.000 Stück gedruckt, in 14 Läden ausgelegt. Nach einer Woche waren drei Stapel leer.",
                ),
                day,
            ),
            note(JointAction(network=network, title="Lichter im Advent", on=world.today + timedelta(days=21)), last),
        ]
    )  # fmt: skip
    assert planned.outcome == "planned"
    store(
        note(Benefit(action=won, organisation=organisation, text=text), last)
        for organisation, text in zip(there, BENEFITS, strict=False)
    )
    store(
        note(Effort(network=network, organisation=one, on=day, hours=Decimal(hours), text=text, action=won), day)
        for one, hours, text in zip(there, (3, 2, 2), ("Gestaltet", "Abgeholt", "Verteilt"), strict=False)
    )
    store(
        note(BudgetEntry(network=network, on=on, direction=direction, amount=Decimal(amount), text=text), on)
        for on, direction, amount, text in (
            (day - timedelta(days=30), "in", "140.00", "14 Mitglieder, je 10 Euro für das Faltblatt"),
            (day - timedelta(days=2), "out", "118.40", "Druck des Faltblatts"),
            (last, "in", "16.00", "Kaffeekasse"),
        )
    )


def _group(world: World, rng: Random, note: Any, members: list[Organisation]) -> None:
    chosen = rng.sample(members, min(4, len(members)))
    group = WorkingGroup(
        network=world.networks[2], name="Lichter im Advent", lead=chosen[0],
        purpose="Eine Lichterkette über dem Platz, die bis zum nächsten Jahr im Lager eines Mitglieds liegt.",
    )  # fmt: skip
    day = world.today - timedelta(days=20)
    store([note(group, day)])
    store(note(WorkingGroupMember(group=group, organisation=one), day) for one in chosen)


def _invitations(world: World, rng: Random, note: Any, members: list[NetworkMember]) -> None:
    """Two to ask, one asked, one who said no."""
    inside = {row.organisation_id for row in members}
    broken = {actor.row.pk for side in world.rift for actor in side}
    free: list[Actor] = [actor for actor in world.open_actors("business") if actor.row.pk not in inside | broken]
    day = world.today - timedelta(days=8)
    known: Counter[int] = Counter()
    for row in world.relations:
        if row.type == Relation.Type.RIFT or (row.end is not None and row.end < world.today):
            continue
        for one, other in ((row.source_id, row.target_id), (row.target_id, row.source_id)):
            known[one] += other in inside
    free.sort(key=lambda actor: (-known[actor.row.pk], actor.row.name))
    rows = []
    for actor, state in zip(free, ("to_ask", "to_ask", "asked", "no"), strict=False):
        row = Invitation(network=world.networks[2], organisation=actor.row, state=state)
        if state != "to_ask":
            row.by_organisation = rng.choice(members).organisation
            row.asked_on = day
        if state == "no":
            row.answered_on, row.why_not = day + timedelta(days=3), "Morgens steht er allein im Laden."
        rows.append(note(row, day))
    store(rows)
