"""What the answers say, question by question of a guide."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from statistics import median, quantiles
from typing import Any

from django.db.models import Count, FloatField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from kogge.outreach.guides.answers import FILES, chosen
from kogge.outreach.guides.definition import Choice, Definition, Question, text_in
from kogge.outreach.guides.meaning import NUMBERS
from kogge.outreach.models import DAYS, FORMATS, TIMES, GuideVersion, Interview

from .joining import LISTS, as_text, list_of, slot_name

STANDARD = "standard"  # the form of Kogge itself, which is no guide of the area
STANDARD_FIELDS = (
    "situation",
    "motivation",
    "expectation",
    "would_join",
    "slots",
    "hours_per_month",
    "max_fee",
    "formats",
    "languages",
    "max_walk_m",
    "experience",
    "experience_note",
)
# Read as floating point: of thousands of decimal numbers, making each exact costs more than all else.
DECIMALS = ("hours_per_month", "max_fee")
# What tells nothing when it is counted: places and drawings are looked at one by one, in the talk they belong to.
UNCOUNTED = FILES | {"geopoint", "geotrace", "geoshape", "barcode"}


@dataclass(slots=True)
class Talk:
    """An interview as far as it is counted: `given` holds what was entered, by the path of the question."""

    interview: int
    organisation: int
    date: dt.date
    is_practice: bool
    figures: str  # JSON as stored
    given: dict[str, Any]


class Texts(Sequence[tuple[Talk, Sequence[str]]]):
    """Answers in words (several where the question was repeated), each with the talk it was said in.

    A page shows a few of thousands: they are looked up in the talks when they are asked for.
    """

    def __init__(self, talks: Sequence[Talk] = (), path: str = "", count: int = 0) -> None:
        self._talks, self._path, self._count = talks, path, count

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[tuple[Talk, Sequence[str]]]:
        return ((talk, said) for talk in self._talks if (said := _texts(talk.given.get(self._path))))

    def __getitem__(self, place: Any) -> Any:
        first, last, _step = place.indices(self._count) if isinstance(place, slice) else (place, place + 1, 1)
        found = list(islice(self, first, last))
        return found if isinstance(place, slice) else found[0]


@dataclass
class Answers:
    """A question with what was answered to it. `kind`: choices, number, text or files."""

    question: Question
    label: str
    kind: str
    count: int = 0  # interviews in which it was answered
    bars: list[tuple[str, int]] = field(default_factory=list)
    low: float | None = None
    quarter: float | None = None
    middle: float | None = None
    three_quarters: float | None = None
    high: float | None = None
    texts: Texts = field(default_factory=Texts)

    @property
    def is_quote(self) -> bool:
        return self.question.kogge == "quote"

    @property
    def top(self) -> int:
        return max((number for _label, number in self.bars), default=0)


def standard_questions() -> list[Question]:
    """The questions of Kogge's own form as those of a guide."""
    found = []
    for name in STANDARD_FIELDS:
        model_field: Any = Interview._meta.get_field(name)
        pairs: Iterable[tuple[str, Any]] = model_field.choices or ()
        if name == "slots":
            pairs = [(f"{day}-{time}", slot_name(f"{day}-{time}")) for day, _d in DAYS for time, _t in TIMES]
        elif name == "formats":
            pairs = FORMATS
        elif name == "languages":
            pairs = ()
        kind = "select all that apply" if name in {"slots", "formats", "languages"} else "text"
        if name in {"hours_per_month", "max_fee", "max_walk_m"}:
            kind = "decimal"
        elif model_field.choices:
            kind = "select one"
        listed = tuple(Choice(key, {"": str(label)}) for key, label in pairs)
        found.append(Question(name, kind, {"": str(model_field.verbose_name)}, choices=listed))
    return found


def questions_of(version: GuideVersion | None) -> tuple[list[Question], Definition | None]:
    """What a version asks, in its order; without a version the form of Kogge itself."""
    if version is None:
        return standard_questions(), None
    definition = version.read()
    return list(definition.answerable()), definition


def latest_of(interviews: Any, *, is_standard: bool) -> list[Talk]:
    """The newest of the interviews of each organisation, the newest first (one query)."""
    common = ["pk", "organisation_id", "date", "is_practice", "figures_text"]
    rows = interviews.order_by("-date", "-pk").annotate(**as_text("figures"))
    if is_standard:
        cast = as_text(*LISTS) | {f"{name}_float": Cast(name, FloatField()) for name in DECIMALS}
        listed = [next((key for key in cast if key.rpartition("_")[0] == name), name) for name in STANDARD_FIELDS]
        rows = rows.annotate(**cast).values_list(*common, *listed)
    else:
        rows = rows.values_list(*common, "answers")
    seen: set[int] = set()
    found = []
    for pk, organisation, date, is_practice, numbers, *given in rows:
        if organisation in seen:
            continue
        seen.add(organisation)
        if is_standard:
            said = dict(zip(STANDARD_FIELDS, given, strict=True))
            for name in LISTS:
                said[name] = list_of(said[name])
        else:
            said = given[0]
        found.append(Talk(pk, organisation, date, is_practice, numbers, said))
    return found


def _texts(stored: Any) -> Sequence[str]:
    """What was entered, as texts: one, or several where the question was repeated; none where nothing was said."""
    if type(stored) is tuple:  # a list of codes, as most answers that are looked at
        return stored
    if stored is None or stored == "" or stored == []:
        return ()
    return tuple(map(str, stored)) if isinstance(stored, list) else (str(stored),)


def answers(
    questions: Sequence[Question], talks: Sequence[Talk], *, language: str, default: str, is_standard: bool
) -> list[Answers]:
    """Each question with its answers counted or listed (no query: the talks are read)."""
    found = []
    columns = _columns(talks)
    for question in questions:
        label = text_in(question.label, language, default) or question.name
        said = columns.get(question.path, [])
        entry = Answers(question, label, _kind(question), len(said))
        if entry.kind == "choices":
            _count(entry, said, language, default, is_standard)
        elif entry.kind == "number":
            _measure(entry, said)
        elif entry.kind == "text":
            entry.texts = Texts(talks, question.path, len(said))
        found.append(entry)
    return found


def _columns(talks: Sequence[Talk]) -> dict[str, list[Any]]:
    """What was entered, by the path of the question; nothing where nothing was said."""
    columns: dict[str, list[Any]] = defaultdict(list)
    for talk in talks:
        for path, said in talk.given.items():
            if said or said == 0:
                columns[path].append(said)
    return columns


def _alike(said: Sequence[Any]) -> Counter[Any]:
    """How often each was said: of thousands of answers few are different, and each of those is read once."""
    try:
        return Counter(said)
    except TypeError:  # lists, where a question was repeated
        return Counter(one if isinstance(one, str) else _texts(one) for one in said)


def _kind(question: Question) -> str:
    if question.choices or question.takes_several:
        return "choices"
    if question.type in NUMBERS:
        return "number"
    return "files" if question.type in UNCOUNTED else "text"


def _count(entry: Answers, said: Sequence[Any], language: str, default: str, is_standard: bool) -> None:
    """Choices in the order of the sheet; what is on no list any more, or was written in, stands below."""
    from kogge.actors.queries import languages

    counts: Counter[str] = Counter()
    for one, number in _alike(said).items():
        values = _texts(one)
        for name in set(values if is_standard else chosen(entry.question, values)):
            counts[name] += number
    labels = {choice.name: text_in(choice.label, language, default) or choice.name for choice in entry.question.choices}
    bars = [(label, counts.pop(name, 0)) for name, label in labels.items()]
    named = languages.name if entry.question.name == "languages" else str
    others = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    entry.bars = bars + [(named(name), number) for name, number in others]


def _measure(entry: Answers, said: Sequence[Any]) -> None:
    counts: Counter[float] = Counter()
    for one, number in _alike(said).items():
        for text in _texts(one):
            with suppress(ValueError):  # words where a number was asked for
                counts[float(text.replace(",", "."))] += number
    # Beyond this, or where it is not comparable at all, it is no number that somebody meant.
    numbers = sorted(value for value in counts.elements() if abs(value) < 1e12)
    entry.count = len(numbers)
    if numbers:
        entry.low, entry.middle, entry.high = numbers[0], median(numbers), numbers[-1]
        if len(numbers) > 3:
            entry.quarter, _half, entry.three_quarters = quantiles(numbers, n=4, method="inclusive")


@dataclass(frozen=True)
class Figure:
    """A number that guides ask for by name (`figure:NAME`), over all of them."""

    name: str
    count: int
    total: float
    middle: float
    low: float
    high: float


@lru_cache(maxsize=4096)
def _figures(text: str | None) -> tuple[tuple[str, float], ...]:
    """Figures as they are stored: of thousands few are different."""
    return tuple((name, float(value)) for name, value in json.loads(text or "{}").items())


def figures(talks: Iterable[Talk]) -> list[Figure]:
    """The figures of some talks, by name."""
    said: dict[str, list[float]] = {}
    for talk in talks:
        for name, value in _figures(talk.figures):
            said.setdefault(name, []).append(value)
    return [
        Figure(name, len(values), sum(values), median(values), min(values), max(values))
        for name, values in sorted(said.items())
    ]


def versions_asked(user: Any, area: Any) -> list[tuple[str, str, int]]:
    """What was asked so far: key, name and number of interviews of each guide version, the newest first; Kogge's own
    form last. One query."""
    rows = (
        Interview.objects.visible_to(user)
        .in_area(area)
        .order_by()
        .values_list("guide_version", "guide_version__guide__name", "guide_version__version")
        .annotate(number=Count("pk"))
    )
    found = []
    for pk, name, version, number in rows:
        if pk is None:
            found.append((STANDARD, str(_("Talks noted in Kogge itself")), number))
        else:
            found.append((str(pk), f"{name} ({version})", number))
    return sorted(found, key=lambda row: (row[0] == STANDARD, -int(row[0]) if row[0].isdecimal() else 0))
