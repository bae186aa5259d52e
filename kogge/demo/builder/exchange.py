"""Agreements out of needs and offers that fit; about seventy in a hundred are redeemed."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

from kogge.exchange.models import Agreement, Contribution
from kogge.needs.models import Need, Offer

from ..texts import say
from .world import World, rewrite, store, written

DUE, OPEN, OVERDUE = 60, 14, 3
# Of a hundred that fell due: 64 redeemed, 12 partly, 20 not, 4 called off. Partly counts half: 70 of 96 are
# 73 %, and the open ones past their day bring it to about 70.
ENDS = {"redeemed": 64, "partly": 12, "failed": 20, "cancelled": 4}
STATES = {"redeemed": "yes", "partly": "partly", "failed": "no", "cancelled": "open"}
Pair = tuple[Need, Offer]


def build_agreements(world: World) -> None:
    """The wheel of pairs that fit, at most one agreement a need, as often as an offer can be used."""
    rng = world.rng
    pairs = _pairs(world)
    plan = _ends(world)
    contributions: list[Contribution] = []
    closed: list[tuple[Agreement, str, date]] = []
    partners = {(need.organisation_id, offer.organisation_id): (need, offer) for need, offer in pairs}
    taken: set[int] = set()
    uses: Counter[int] = Counter()
    for need, offer in pairs:
        if len(world.agreements) == DUE + OPEN:
            break
        if need.pk in taken or uses[offer.pk] >= offer.capacity:
            continue
        back = partners.get((offer.organisation_id, need.organisation_id))
        end = plan[len(world.agreements)]
        agreement = _agreement(world, need, offer, end, len(world.agreements) - len(closed))
        parts = [_part(agreement, need, offer)]
        taken.add(need.pk)
        uses[offer.pk] += 1
        if back and back[0].pk not in taken and uses[back[1].pk] < back[1].capacity:
            parts.append(_part(agreement, *back))
            taken.add(back[0].pk)
            uses[back[1].pk] += 1
        elif not offer.asks_nothing and rng.random() < 0.62:
            parts.append(_return(world, agreement, need, offer))
        world.agreements.append(agreement)
        contributions += parts
        if end:
            day = min(world.today, agreement.due + timedelta(days=rng.randint(-20, 15)))
            closed.append((agreement, end, max(day, agreement.agreed_on)))
    for part in contributions:
        written(part, part.agreement.agreed_on, rng, part.agreement._history_user)
    store(world.agreements)
    world.contributions = store(contributions)
    _close(world, closed, contributions)


def _pairs(world: World) -> list[Pair]:
    """Needs with offers of the same topic, or a related one, by somebody who is not avoided; shuffled."""
    side = {actor.row.pk: number for number, group in enumerate(world.rift) for actor in group}
    related: dict[int, set[int]] = {}
    for first, second in (
        world.offers[0]
        .topic.related.through.objects.filter(from_topic__area=world.area)
        .values_list("from_topic_id", "to_topic_id")
    ):
        related.setdefault(first, set()).add(second)
    exact, near = [], []
    for need in world.rng.sample(world.needs, len(world.needs)):
        for offer in world.rng.sample(world.offers, len(world.offers)):
            giver, taker = offer.organisation_id, need.organisation_id
            if giver == taker:
                continue
            if side.get(giver, 2) + side.get(taker, 2) == 1:
                continue  # the two groups of the old quarrel
            if offer.topic_id == need.topic_id:
                exact.append((need, offer))
            elif offer.topic_id in related.get(need.topic_id, ()):
                near.append((need, offer))
    return exact + near


def _ends(world: World) -> list[str]:
    """How each agreement ended; "" for those still open."""
    ends = [end for end, share in ENDS.items() for _one in range(round(share * DUE / 100))]
    plan = ends[:DUE] + [""] * OPEN
    world.rng.shuffle(plan)
    return plan + [""] * 5


def _agreement(world: World, need: Need, offer: Offer, end: str, number: int) -> Agreement:
    """Agreed some time after both talks; of the open ones the first few (`number`) are past their day."""
    rng = world.rng
    both = max(need.created_on, offer.created_on) + timedelta(days=3)
    last = world.today - timedelta(days=70 if end else 10)
    agreed = world.workday_between(min(both, last), last)
    if not end:
        agreed = max(min(both, last), world.today - timedelta(days=rng.randint(12, 70)))
    due = agreed + timedelta(days=rng.choice([28, 42, 56, 60]))
    if not end:
        days = -rng.randint(3, 25) if number < OVERDUE else rng.randint(5, 60)
        due = max(agreed, world.today + timedelta(days=days))
    giver, taker = offer.organisation.name, need.organisation.name
    row = Agreement(
        area=world.area, title=f"{offer.topic.name_de}: {giver} und {taker}"[:200], agreed_on=agreed, due=due
    )
    worker = world.worker_on(agreed, world.actor_of(offer.organisation).district)
    return written(row, agreed, rng, worker.user if worker else None)


def _part(agreement: Agreement, need: Need, offer: Offer) -> Contribution:
    return Contribution(
        agreement=agreement,
        giver=offer.organisation,
        receiver=need.organisation,
        offer=offer,
        need=need,
        text=offer.text,
    )


def _return(world: World, agreement: Agreement, need: Need, offer: Offer) -> Contribution:
    """What is given back when the two have no second match: hours, goods, a favour."""
    favour = world.rng.choice(
        [
            "Dafür zwei Stunden Hilfe beim Aufbau, wenn das Fest ist",
            "Dafür Kuchen und Kaffee für die Belegschaft",
            "Dafür ein Jahr lang den Aushang am Tresen",
            "Dafür einen Nachmittag Hilfe beim Räumen",
            "Dafür ein Dankeschön mit Foto in der Stadtteilzeitung",
            "Dafür den Gruppenraum an zwei Abenden",
            "Dafür einen Gutschein über 30 Euro",
        ]
    )
    return Contribution(
        agreement=agreement,
        giver=need.organisation,
        receiver=offer.organisation,
        text=favour,
        hours=Decimal(world.rng.choice([1, 2, 3, 4])),
    )


def _close(world: World, closed: list[tuple[Agreement, str, date]], contributions: list[Contribution]) -> None:
    rng = world.rng
    parts: dict[int, list[Contribution]] = {}
    for part in contributions:
        parts.setdefault(part.agreement_id, []).append(part)
    changed = []
    for agreement, end, day in closed:
        agreement.status, agreement.closed_on = end, day
        words = {"redeemed": "redeemed_yes", "partly": "redeemed_partly", "failed": "redeemed_no"}
        agreement.result = say(rng, words.get(end, "redeemed_cancelled"), "V")
        worker = world.worker_on(day, "")
        written(agreement, day, rng, worker.user if worker else None)
        mine = parts[agreement.pk]
        for number, part in enumerate(mine):
            part.redeemed = STATES[end]
            if end == "partly" and len(mine) > 1:
                part.redeemed = "no" if number else "yes"
            if part.redeemed == "no":
                part.why_not = say(rng, "redeemed_no", "V")
            changed.append(written(part, day, rng, worker.user if worker else None))
    rewrite([agreement for agreement, *_rest in closed], "status", "closed_on", "result")
    rewrite(changed, "redeemed", "why_not")
