"""What an interview says: situation, wishes, and conditions that fit the trade. For demo and practice."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from .texts import Sentence, say, sentences

# When people of a sector could meet, likeliest first.
SLOTS = {
    "L": ("mo-early", "tu-early", "we-early", "we-afternoon", "th-early", "sa-afternoon", "tu-evening"),
    "G": ("mo-morning", "mo-afternoon", "tu-afternoon", "we-afternoon", "th-afternoon"),
    "K": ("mo-morning", "mo-afternoon", "mo-early", "we-early", "th-early"),
    "H": ("tu-evening", "we-evening", "th-evening", "fr-afternoon", "tu-early", "we-early"),
    "M": ("we-afternoon", "fr-afternoon", "we-noon", "tu-early"),
    "B": ("tu-early", "tu-morning", "we-morning", "th-early", "th-evening"),
    "D": ("mo-noon", "tu-noon", "th-early", "tu-evening", "fr-noon"),
    "T": ("tu-early", "tu-morning", "we-morning", "th-evening", "mo-morning"),
    "F": ("tu-morning", "we-morning", "th-morning", "tu-early", "mo-morning"),
    "V": ("tu-morning", "we-morning", "th-morning", "tu-afternoon", "we-afternoon", "tu-early"),
    "E": ("we-afternoon", "tu-afternoon", "th-afternoon", "mo-afternoon"),
    "W": ("tu-morning", "we-morning", "th-morning", "tu-early", "th-afternoon"),
    "A": ("tu-morning", "th-morning", "th-afternoon", "we-morning"),
}
FORMATS = {
    "L": ("breakfast", "bilateral", "messenger", "festival"),
    "G": ("bilateral", "messenger", "festival", "regulars"),
    "K": ("bilateral", "messenger", "breakfast"),
    "H": ("regulars", "bilateral", "messenger", "breakfast"),
    "M": ("bilateral", "workshop", "breakfast"),
    "B": ("breakfast", "workshop", "regulars", "bilateral"),
    "D": ("messenger", "regulars", "bilateral"),
    "T": ("breakfast", "regulars", "workshop", "messenger"),
    "F": ("festival", "breakfast", "regulars"),
    "V": ("breakfast", "workshop", "walk", "festival"),
    "E": ("workshop", "walk", "festival", "bilateral"),
    "W": ("breakfast", "workshop", "walk"),
    "A": ("workshop", "walk", "breakfast"),
}
BUSINESS_SECTORS = frozenset("LGHKMBDTF")


@dataclass(frozen=True, slots=True)
class Talk:
    """The answers of one interview, as `outreach.Interview` names them."""

    situation: str
    motivation: str
    expectation: str
    would_join: str
    slots: list[str]
    hours_per_month: Decimal | None
    max_fee: Decimal | None
    formats: list[str]
    max_walk_m: int | None
    experience: str
    experience_note: str


def interview(rng: Random, actor: tuple[str, str], *, burnt: bool = False, precarious: bool = False) -> Talk:
    """One plausible talk with somebody of this (sector, archetype). `burnt`: was in a network that
    ended badly; `precarious`: no energy to spare.

    `experience_note` may hold `{year1}` and `{year2}`, years of earlier projects: the caller fills them in.
    """
    sector = actor[0]
    if burnt:
        experience = rng.choices(["bad", "mixed", "good"], [6, 3, 1])[0]
    else:
        experience = rng.choices(["none", "mixed", "bad", "good"], [45, 22, 18, 15])[0]
    gloom = (2 if experience == "bad" else 0) + (1 if precarious else 0)
    join = rng.choices(["yes", "maybe", "no"], [max(1, 4 - gloom), 5, 1 + gloom])[0]
    slots = SLOTS[sector]
    hours = rng.choice([1, 1, 2, 2, 3, 4] if sector in BUSINESS_SECTORS else [2, 3, 4, 6])
    fee = rng.choice([0, 5, 5, 10, 15] if precarious else [5, 10, 10, 15, 20, 25])
    return Talk(
        situation=say(rng, "situation", *actor),
        motivation=say(rng, "motivation", *actor) if join != "no" else "",
        expectation=say(rng, "expectation", *actor) if join != "no" else "",
        would_join=join,
        slots=sorted({slots[0], *rng.sample(slots, rng.randint(1, min(4, len(slots))))}),
        hours_per_month=Decimal(hours) if rng.random() < 0.9 else None,
        max_fee=Decimal(fee) if rng.random() < 0.75 else None,
        formats=rng.sample(FORMATS[sector], rng.randint(1, 2)),
        max_walk_m=rng.choice([300, 500, 500, 700, 1000, 1500]) if rng.random() < 0.6 else None,
        experience=experience,
        experience_note=say(rng, f"experience_{experience}", *actor),
    )


def wishes(
    rng: Random, actor: tuple[str, str], side: str, count: int, said: Counter[str] | None = None
) -> list[Sentence]:
    """`count` needs or offers, on different topics, that somebody of this (sector, archetype) could name.

    `said` counts sentences already spoken: those spoken least come first, and it is brought up to date.
    """
    said = Counter() if said is None else said
    found: list[Sentence] = []
    pool = [one for one in sentences() if one.side == side and one.fits(*actor)]
    rng.shuffle(pool)
    pool.sort(key=lambda one: said[one.text])
    for one in pool:
        if len(found) == count:
            break
        if one.topic not in {other.topic for other in found}:
            found.append(one)
            said[one.text] += 1
    return found
