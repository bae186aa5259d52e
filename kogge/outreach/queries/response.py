"""Of those asked: who talked, who refused, where was nobody; and who was never asked."""

from __future__ import annotations

import calendar
import datetime as dt
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from kogge.actors.models import Organisation
from kogge.actors.queries import sectors
from kogge.outreach.models import Visit
from kogge.places.models import Area

# What became of asking, the most telling first: whoever talked once has talked, however often nobody was there.
STATES = [
    ("talked", Visit.Outcome.MET, _("talked")),
    ("refused", Visit.Outcome.REFUSED, _("does not want to")),
    ("later", Visit.Outcome.LATER, _("come back later")),
    ("away", Visit.Outcome.AWAY, _("nobody there")),
    ("unsaid", "", _("outcome not noted")),
]
RANK = {str(outcome): len(STATES) - at for at, (_key, outcome, _label) in enumerate(STATES)}
TALKED = RANK[Visit.Outcome.MET]
KEY = {len(STATES) - at: key for at, (key, _outcome, _label) in enumerate(STATES)}
DIMENSIONS = {
    "district": "organisation__district_id",
    "section": "organisation__wz_code",
    "kind": "organisation__kind",
    "who": "visitor_id",
    "month": "date",
}
OF_THE_REGISTER = {"district": "district_id", "section": "wz_code", "kind": "kind"}  # those that all organisations have


@dataclass
class Line:
    """A line of the table: how many organisations by what became of asking them.

    `known`: how many there are in the register, None where a line is no part of it (a person, a month).
    """

    key: Any
    known: int | None = None
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def asked(self) -> int:
        return self.counts.total()

    @property
    def rate(self) -> float | None:
        """Those who talked, of those asked; None where nobody was."""
        return self.counts["talked"] / self.asked if self.asked else None

    @property
    def unasked(self) -> int | None:
        return None if self.known is None else self.known - self.asked


def made_visits(user: Any, area: Area, condition: Q) -> Any:
    """Visits by which somebody was asked: made, and not by letter or mail, which ask nobody."""
    rows = Visit.objects.visible_to(user).in_area(area).filter(condition, status=Visit.Status.DONE)
    return rows.exclude(channel=Visit.Channel.MAIL)


@dataclass
class Response:
    """What became of asking: the whole, line by line, and the day of the first talk with each that talked."""

    total: Line
    lines: list[Line]
    first_talks: list[dt.date]


def response(visits: Any, organisations: Any, by: str = "") -> Response:
    """All together, and line by line of a dimension (two queries).

    `organisations`: those of the register that are looked at; `visits`: made_visits at them. An organisation counts
    once a line, with the most telling of its outcomes there. The visits are read once, whatever is counted of them.
    """
    column = DIMENSIONS.get(by, "organisation_id")
    whole: dict[int, int] = {}
    parts: dict[tuple[Any, int], int] = {}
    firsts: dict[int, dt.date] = {}
    keys: dict[Any, Any] = {}  # thousands of visits, few different values
    for pk, outcome, day, value in visits.order_by().values_list("organisation_id", "outcome", "date", column):
        rank = RANK[outcome]
        if rank > whole.get(pk, 0):
            whole[pk] = rank
        if rank == TALKED and (pk not in firsts or day < firsts[pk]):
            firsts[pk] = day
        if by:
            if value not in keys:
                keys[value] = _key(by, value)
            place = (keys[value], pk)
            if rank > parts.get(place, 0):
                parts[place] = rank
    total = Line("", None, Counter({KEY[rank]: count for rank, count in Counter(whole.values()).items()}))
    lines: dict[Any, Line] = {}
    for (key, rank), count in Counter((key, rank) for (key, _pk), rank in parts.items()).items():
        lines.setdefault(key, Line(key)).counts[KEY[rank]] += count
    if by in OF_THE_REGISTER:
        known: Counter[Any] = Counter()
        for value, number in organisations.order_by().values_list(OF_THE_REGISTER[by]).annotate(n=Count("pk")):
            known[_key(by, value)] += number
        for key, number in known.items():
            lines.setdefault(key, Line(key)).known = number
        total.known = known.total()
    else:
        total.known = organisations.count()
    return Response(total, list(lines.values()), sorted(firsts.values()))


def _key(by: str, value: Any) -> Any:
    if by == "section":
        return sectors.section_of(value)
    return value.replace(day=1) if by == "month" else value


def in_state(organisations: Any, visits: Any, state: str) -> Any:
    """The organisations with whom it came to this: a key of STATES, "asked" or "unasked"."""
    if state in {"asked", "unasked"}:
        asked = Q(pk__in=visits.order_by().values("organisation"))
        return organisations.filter(asked if state == "asked" else ~asked)
    for key, outcome, _label in STATES:
        reached = Q(pk__in=visits.filter(outcome=outcome).order_by().values("organisation"))
        if key == state:
            return organisations.filter(reached)
        organisations = organisations.filter(~reached)
    return organisations


def with_planned(organisations: Any) -> Any:
    """`is_planned`: is a visit planned there already?"""
    return organisations.annotate(is_planned=Exists(Visit.objects.planned().filter(organisation=OuterRef("pk"))))


def reached_over_time(firsts: Sequence[dt.date], count: int, today: dt.date) -> list[tuple[dt.date, float]]:
    """Share of today's register, in percent, with whom somebody had talked by the end of each month (no query).

    `firsts`: the days of first talks, sorted; `count`: how many are in the register. At most the last 24 months; the
    last point is today. Empty while nobody was reached.
    """
    firsts = firsts[: bisect_right(firsts, today)]
    if not firsts or not count:
        return []
    days = _month_ends(max(firsts[0], _months_before(today, 24)), today)
    return [(day, round(100 * bisect_right(firsts, day) / count, 1)) for day in days]


def _months_before(day: dt.date, months: int) -> dt.date:
    at = day.year * 12 + day.month - 1 - months
    return dt.date(at // 12, at % 12 + 1, 1)


def _month_ends(first: dt.date, today: dt.date) -> Iterable[dt.date]:
    day = first
    while True:
        end = day.replace(day=calendar.monthrange(day.year, day.month)[1])
        if end >= today:
            yield today
            return
        yield end
        day = end + dt.timedelta(days=1)


def names_of(by: str, keys: Iterable[Any], districts: dict[int, str], people: dict[int, str]) -> dict[Any, str]:
    """What a person reads for each key of a dimension."""
    titles = dict(sectors.sections()) if by == "section" else {}
    kinds = dict(Organisation.Kind.choices) if by == "kind" else {}
    found: dict[Any, str] = defaultdict(str)
    for key in keys:
        if by == "district":
            found[key] = districts.get(key, "") or str(_("without a district"))
        elif by == "section":
            found[key] = f"{key} {titles[key]}" if key else str(_("not known"))
        elif by == "kind":
            found[key] = str(kinds.get(key, key))
        elif by == "who":
            found[key] = people.get(key, "") or str(_("nobody named"))
    return found
