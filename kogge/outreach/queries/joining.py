"""Conditions for joining, counted: when could how many, what may it cost, how far, in which form and language."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from statistics import median
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kogge.actors.queries import languages
from kogge.core.numbers import number
from kogge.outreach.models import DAYS, FORMATS, TIMES
from kogge.outreach.suppression import enough, hidden, hides_share

COLUMNS = ("organisation_id", "pk", "would_join", "hours_per_month", "max_fee", "max_walk_m")
LISTS = ("slots", "formats", "languages")
# Upper ends of the classes, in the unit of the question; the last class is open.
LIMITS = {"hours": (1, 2, 4, 8), "fee": (0, 5, 10, 20, 50), "walk": (300, 500, 800, 1000, 1500)}


@dataclass(slots=True)
class Wish:
    """What one organisation said in its newest talk. Empty or None: it was not asked, or there is no limit.

    `hours` a month, `fee` in euros a month, `walk` in metres.
    """

    organisation: int
    interview: int
    join: str
    slots: tuple[str, ...]
    hours: float | None
    fee: float | None
    walk: float | None
    formats: tuple[str, ...]
    languages: tuple[str, ...]


@lru_cache(maxsize=4096)
def list_of(text: str | None) -> tuple[str, ...]:
    """A list of codes as it is stored: there are thousands of rows, and few different lists."""
    found = json.loads(text) if text else None
    return tuple(str(value) for value in found) if isinstance(found, list) else ()


def as_text(*names: str) -> dict[str, Any]:
    """Annotations that read JSON columns as the text they are stored as: `NAME_text` each."""
    return {f"{name}_text": Cast(name, TextField()) for name in names}


def wishes(interviews: Any) -> list[Wish]:
    """The wishes of some interviews, one an organisation (one query)."""
    names = [f"{name}_text" for name in LISTS]
    found = []
    rows = interviews.order_by().annotate(**as_text(*LISTS)).values_list(*COLUMNS, *names)
    for pk, interview, join, hours, fee, walk, slots, formats, spoken in rows:
        found.append(
            Wish(
                pk,
                interview,
                join,
                list_of(slots),
                None if hours is None else float(hours),
                None if fee is None else float(fee),
                None if walk is None else float(walk),
                list_of(formats),
                list_of(spoken),
            )
        )
    return found


@dataclass(frozen=True)
class Bar:
    """A count with its name; `count` None: not shown. `still`: how many are in when this much is asked of them."""

    key: str
    label: str
    count: int | None
    still: int | None = None


@dataclass(frozen=True)
class Picture:
    """The answers to one question. `said`: how many answered, `unsaid`: how many said nothing or set no limit."""

    said: int
    unsaid: int | None
    bars: list[Bar]
    median: float | None = None
    shown: bool = True  # False: too few to be shown to this reader

    @property
    def top(self) -> int:
        return max((bar.count or 0 for bar in self.bars), default=0)

    @property
    def hides(self) -> bool:
        return any(bar.count is None for bar in self.bars)

    def at(self, key: str) -> Bar | None:
        return next((bar for bar in self.bars if bar.key == key), None)


def slot_name(slot: str) -> str:
    """ "tu-morning" → "Tuesday 9 to 12"."""
    day, _dash, time = slot.partition("-")
    return f"{dict(DAYS)[day]} {dict(TIMES)[time]}"


def times(rows: Sequence[Wish]) -> Picture:
    """How many named each time; those who named none are left out (nobody asked, or any time would do)."""
    named = [row for row in rows if row.slots]
    counts = Counter(slot for row in named for slot in set(row.slots))
    keys = [f"{day}-{time}" for time, _time in TIMES for day, _day in DAYS]
    bars = [Bar(key, slot_name(key), counts[key]) for key in keys]
    return Picture(len(named), len(rows) - len(named), bars)


def choices(rows: Sequence[Wish], name: str) -> Picture:
    """How many named each form of meeting or language; the most named first."""
    named = [row for row in rows if getattr(row, name)]
    counts = Counter(value for row in named for value in set(getattr(row, name)))
    if name == "formats":
        labels = {key: str(label) for key, label in FORMATS}
        keys = list(labels)
    else:
        labels = {key: languages.name(key) for key in counts}
        keys = list(counts)
    bars = [Bar(key, labels[key], counts[key]) for key in sorted(keys, key=lambda key: (-counts[key], labels[key]))]
    return Picture(len(named), len(rows) - len(named), bars)


UNITS: dict[str, Any] = {
    "hours": gettext_lazy("%(limit)s h"),
    "fee": gettext_lazy("%(limit)s €"),
    "walk": gettext_lazy("%(limit)s m"),
}


def with_unit(name: str, value: float, places: int = 0) -> str:
    return str(UNITS[name] % {"limit": number(value, places)})


def numbers(rows: Sequence[Wish], name: str) -> Picture:
    """How many set a limit in each class, how many are still in at the class's end, and the median."""
    said = sorted(value for row in rows if (value := getattr(row, name)) is not None)
    limits = LIMITS[name]
    classes = Counter(bisect_left(limits, value) for value in said)
    bars = []
    for at, limit in enumerate([*limits, None]):
        inside = classes[at]
        if limit is None:
            label = _("more than %(limit)s") % {"limit": with_unit(name, limits[-1])}
            bars.append(Bar(str(at), label, inside))
        else:
            label = _("nothing") if not limit else _("up to %(limit)s") % {"limit": with_unit(name, limit)}
            bars.append(Bar(str(at), label, inside, len(said) - bisect_left(said, limit)))
    return Picture(len(said), len(rows) - len(said), bars, median(said) if said else None)


def class_of(name: str, value: float) -> int:
    """The place of a value among the classes.

    >>> class_of("fee", 0), class_of("fee", 5), class_of("fee", 5.5), class_of("fee", 80)
    (0, 1, 2, 5)
    """
    return bisect_left(LIMITS[name], value)


def joins(rows: Sequence[Wish], labels: Iterable[tuple[str, Any]]) -> Picture:
    """How many would take part, would under conditions, would not."""
    counts = Counter(row.join for row in rows if row.join)
    bars = [Bar(key, str(label), counts[key]) for key, label in labels]
    return Picture(counts.total(), len(rows) - counts.total(), bars)


def guarded(picture: Picture, smallest: int, *, several: bool) -> Picture:
    """The picture for somebody who may not read what was said: small counts and what gives them away are hidden.

    `several`: an organisation may be in several bars, so that each bar and the rest of those who answered make up the
    known sum; else all bars together with those who said nothing do. How many are still in at a limit, and the median
    (one organisation's own answer), are left out. `unsaid` is None where it is small; then `said` must not be shown.
    """
    smallest = max(smallest, 1)
    if not enough(picture.said, smallest):
        return replace(picture, said=0, unsaid=None, bars=[], median=None, shown=False)
    counts = [bar.count or 0 for bar in picture.bars]
    unsaid = picture.unsaid or 0
    if several:
        away = {at for at, count in enumerate(counts) if hides_share(count, picture.said, smallest)}
        known = unsaid == 0 or unsaid >= smallest
    else:
        away = hidden({at: (count,) for at, count in enumerate([*counts, unsaid])}, smallest)
        known = len(counts) not in away
    bars = [Bar(bar.key, bar.label, None if at in away else bar.count) for at, bar in enumerate(picture.bars)]
    if several:  # the order of what is hidden would tell which is larger
        shown = [bar for bar in bars if bar.count is not None]
        bars = shown + sorted((bar for bar in bars if bar.count is None), key=lambda bar: bar.label)
    return replace(picture, bars=bars, median=None, unsaid=unsaid if known else None)


def named_only(picture: Picture) -> Picture:
    """Without the bars that are hidden: that a rare language is spoken at all would tell who speaks it."""
    return replace(picture, bars=[bar for bar in picture.bars if bar.count is not None])


def best_times(picture: Picture, count: int = 3) -> list[Bar]:
    """The times that most named, the best first; only those that are shown and that somebody named."""
    shown = [bar for bar in picture.bars if bar.count]
    return sorted(shown, key=lambda bar: -(bar.count or 0))[:count]


def tests_for(asked: str) -> Callable[[Wish], bool] | None:
    """Whether a wish is among those behind a number: "slot:tu-morning", "not-slot:…", "fee:2", "format:walk",
    "language:ar", "join:yes". None for what cannot be asked."""
    word, _colon, value = asked.partition(":")
    slots = {f"{day}-{time}" for day, _day in DAYS for time, _time in TIMES}
    if word == "slot" and value in slots:
        return lambda wish: value in wish.slots
    if word == "not-slot" and value in slots:
        return lambda wish: bool(wish.slots) and value not in wish.slots
    if word in LIMITS and value.isdecimal() and len(value) < 3:
        return lambda wish: (said := getattr(wish, word)) is not None and class_of(word, said) == int(value)
    if word == "format":
        return lambda wish: value in wish.formats
    if word == "language":
        return lambda wish: value in wish.languages
    if word == "join":
        return lambda wish: wish.join == value
    return None


def words_for(asked: str, labels: dict[str, str]) -> str:
    """What is behind a number, in words; `labels`: the names of the answers to "would you take part?"."""
    word, _colon, value = asked.partition(":")
    if word in {"slot", "not-slot"}:
        said = _("could come: %(slot)s") if word == "slot" else _("named other times than %(slot)s")
        return said % {"slot": slot_name(value)}
    if word in LIMITS:
        titles = {"hours": _("hours a month"), "fee": _("fee a month"), "walk": _("on foot")}
        bars = numbers([], word).bars
        return f"{titles[word]}: {bars[int(value)].label if int(value) < len(bars) else value}"
    if word == "format":
        return str(dict(FORMATS).get(value, value))
    return languages.name(value) if word == "language" else labels.get(value, value)
