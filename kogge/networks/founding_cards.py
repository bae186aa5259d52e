"""Founding circles as the page shows them: each with its reasons, its first small win, and what stands in the way."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from kogge.actors.models import Organisation
from kogge.core.numbers import number
from kogge.exchange.queries import standing
from kogge.needs.models import TopicGroup

from .founding_words import AGAINST, FOR, LEFT_OUT, MISSING, NOTES, OPENING, Names, in_a_row, language_name, sentences
from .founding_words import slot_words as words_of
from .models import FoundingCircle, FoundingPlan, FoundingRest, FoundingSeat, FoundingWish
from .queries.founding.page import obstacles
from .queries.founding.wins import Win, board_of, win_of


@dataclass(frozen=True)
class Seat:
    """A member of a circle with what speaks for and against it."""

    row: FoundingSeat
    short: str  # topics in a few words
    pro: list[str]
    contra: list[str]
    is_pinned: bool


@dataclass(frozen=True)
class Card:
    """A circle, ready to be shown."""

    circle: FoundingCircle
    when: str
    language: str
    topics: str
    host: str
    win: str
    seats: list[Seat]
    districts: list[str]
    obstacles: list[str]
    is_kept: bool


@dataclass(frozen=True)
class Left:
    """Somebody in no circle: why, what to ask, what would bring them in."""

    row: FoundingRest
    reasons: list[str] = field(default_factory=list)
    openings: list[str] = field(default_factory=list)


def names_of(area: Any, plan: FoundingPlan, circles: Iterable[FoundingCircle]) -> Names:
    """What fields and organisations of a plan are called (two queries)."""
    known = {seat.organisation_id: seat.organisation.name for circle in circles for seat in circle.seats.all()}
    wanted = {note["params"]["party"] for note in plan.notes if "party" in note["params"]} - set(known)
    if wanted:
        known |= dict(Organisation.objects.filter(pk__in=wanted, area=area).values_list("pk", "name"))
    return Names({group.code: group.name for group in TopicGroup.objects.filter(area=area)}, known)


def cards(circles: list[FoundingCircle], names: Names, wishes: list[FoundingWish], area: Any) -> list[Card]:
    """The circles of a plan in words; a constant number of queries."""
    board = board_of(circles)
    now = standing(area)
    kept = {one.circle_id for one in wishes if one.kind == FoundingWish.Kind.KEEP}
    pinned = {one.organisation_id for one in wishes if one.kind == FoundingWish.Kind.PIN}
    found = []
    for circle in circles:
        rows = sorted(circle.seats.all(), key=lambda seat: (not seat.is_host, seat.organisation.name.casefold()))
        seats = [
            Seat(
                row=seat,
                short=in_a_row(names.topic(code) for code in seat.topics),
                pro=sentences(seat.reasons, names, FOR),
                contra=sentences(seat.against, names, AGAINST),
                is_pinned=seat.organisation_id in pinned,
            )
            for seat in rows
        ]
        districts = sorted({str(seat.organisation.district) for seat in rows if seat.organisation.district})
        found.append(
            Card(
                circle=circle,
                when=words_of(circle.slot),
                language=language_name(circle.language),
                topics=in_a_row(map(names.topic, circle.topics)),
                host=next((seat.organisation.name for seat in rows if seat.is_host), ""),
                win=win_words(win_of(circle, board)),
                seats=seats,
                districts=districts,
                obstacles=[] if circle.network_id else obstacles(circle, rows, now),
                is_kept=circle.pk in kept,
            )
        )
    return found


def win_words(win: Win | None) -> str:
    """The first small thing in one sentence; "" when nothing is shared."""
    if win is None:
        return ""
    if win.needing:
        return _("%(names)s need the same (%(topic)s): arrange it together once.") % {
            "names": in_a_row(win.needing),
            "topic": win.topic,
        }
    return _("%(giver)s has “%(offer)s”, %(taker)s needs “%(need)s”: try it once within six weeks.") % {
        "giver": win.giver,
        "offer": win.offer.rstrip("."),
        "taker": win.taker,
        "need": win.need.rstrip("."),
    }


def rest_words(rows: Iterable[FoundingRest], names: Names) -> tuple[list[Left], list[Left]]:
    """Those left out, and those of whom too little is known."""
    left, missing = [], []
    for one in rows:
        if one.kind == FoundingRest.Kind.MISSING:
            missing.append(Left(one, sentences(one.reasons, names, MISSING)))
        else:
            left.append(Left(one, sentences(one.reasons, names, LEFT_OUT), sentences(one.openings, names, OPENING)))
    return left, missing


def notes(plan: FoundingPlan, names: Names) -> list[str]:
    return sentences(plan.notes, names, NOTES)


def shortfall(plan: FoundingPlan) -> str:
    """Percent below the best possible at most, one digit, rounded up; "" when the plan is proven best."""
    return "" if plan.is_optimal else number(max(1, math.ceil(1000 * plan.gap)) / 10, 1)
