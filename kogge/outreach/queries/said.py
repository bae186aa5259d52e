"""What the answers say, question by question of a guide; and what was said word for word and may be published."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from kogge.actors.models import Consent
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


# An answer in words (several where the question was repeated), with the talk it was said in.
Text = tuple[Talk, Sequence[str]]


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
    texts: list[Text] = field(default_factory=list)

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
        listed = [f"{name}_text" if name in LISTS else name for name in STANDARD_FIELDS]
        rows = rows.annotate(**as_text(*LISTS)).values_list(*common, *listed)
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


def _values(talk: Talk, path: str) -> Sequence[str]:
    stored = talk.given.get(path)
    if type(stored) is tuple:  # a list of codes, as most answers that are looked at
        return stored
    if stored is None or stored == "" or stored == []:
        return ()
    return [str(value) for value in stored] if isinstance(stored, list) else (str(stored),)


def answers(
    questions: Sequence[Question], talks: Sequence[Talk], *, language: str, default: str, is_standard: bool
) -> list[Answers]:
    """Each question with its answers counted or listed (no query: the talks are read)."""
    found = []
    for question in questions:
        label = text_in(question.label, language, default) or question.name
        given = [(talk, values) for talk in talks if (values := _values(talk, question.path))]
        entry = Answers(question, label, _kind(question), len(given))
        if entry.kind == "choices":
            _count(entry, given, language, default, is_standard)
        elif entry.kind == "number":
            _measure(entry, given)
        elif entry.kind == "text":
            entry.texts = given
        found.append(entry)
    return found


def _kind(question: Question) -> str:
    if question.choices or question.takes_several:
        return "choices"
    if question.type in NUMBERS:
        return "number"
    return "files" if question.type in UNCOUNTED else "text"


def _count(entry: Answers, given: Any, language: str, default: str, is_standard: bool) -> None:
    """Choices in the order of the sheet; what is on no list any more, or was written in, stands below."""
    from kogge.actors.queries import languages

    counts: Counter[str] = Counter()
    for _talk, values in given:
        counts.update(set(values if is_standard else chosen(entry.question, values)))
    labels = {choice.name: text_in(choice.label, language, default) or choice.name for choice in entry.question.choices}
    bars = [(label, counts.pop(name, 0)) for name, label in labels.items()]
    named = languages.name if entry.question.name == "languages" else str
    entry.bars = bars + [(named(name), number) for name, number in counts.most_common()]


def _measure(entry: Answers, given: Any) -> None:
    said = []
    for _talk, values in given:
        for value in values:
            try:
                said.append(float(value.replace(",", ".")))
            except ValueError:
                continue
    said = sorted(value for value in said if abs(value) < 1e12)  # also leaves out what is no number at all
    entry.count = len(said)
    if said:
        entry.low, entry.middle, entry.high = said[0], median(said), said[-1]
        if len(said) > 3:
            entry.quarter, _half, entry.three_quarters = quantiles(said, n=4, method="inclusive")


@dataclass(frozen=True)
class Figure:
    """A number that guides ask for by name (`figure:NAME`), over all of them."""

    name: str
    count: int
    total: float
    middle: float
    low: float
    high: float


def figures(talks: Iterable[Talk]) -> list[Figure]:
    """The figures of some talks, by name."""
    said: dict[str, list[float]] = {}
    for talk in talks:
        if talk.figures in {"", "{}", None}:
            continue
        for name, value in json.loads(talk.figures).items():
            said.setdefault(name, []).append(float(value))
    return [
        Figure(name, len(values), sum(values), median(values), min(values), max(values))
        for name, values in sorted(said.items())
    ]


@dataclass(frozen=True)
class Quote:
    """Word for word what may be published: where, when it was said, since when there is consent."""

    text: str
    question: str
    interview: int
    organisation: Any
    date: dt.date
    consent_on: dt.date


def quotes(interviews: Any, area: Any, language: str) -> list[Quote]:
    """Answers to the questions marked `quote`, of organisations whose consent to publication holds today.

    The newest first. Two queries: the versions, then the interviews. Practice records are no quotes.
    """
    asked: dict[int, list[tuple[str, str]]] = {}
    for version in GuideVersion.objects.filter(guide__area=area).only("pk", "guide", "definition").order_by():
        stored = version.definition
        marked = [row for row in stored.get("questions", ()) if row.get("kogge") == "quote"]
        if marked:
            default = stored.get("default_language", "")
            asked[version.pk] = [(row["path"], text_in(row["label"], language, default)) for row in marked]
    if not asked:
        return []
    consents = Consent.objects.filter(
        organisation=OuterRef("organisation"), person__isnull=True, purpose=Consent.Purpose.PUBLICATION
    ).valid()
    rows = (
        interviews.filter(guide_version__in=list(asked), is_practice=False)
        .annotate(consent_on=Subquery(consents.order_by("-given_on").values("given_on")[:1]))
        .filter(consent_on__isnull=False)
        .select_related("organisation__district")
        .order_by("-date", "-pk")
    )
    found = []
    for row in rows:
        for path, label in asked[row.guide_version_id]:
            said = row.answers.get(path)
            for text in said if isinstance(said, list) else [said]:
                if text and str(text).strip():
                    found.append(Quote(str(text).strip(), label, row.pk, row.organisation, row.date, row.consent_on))
    return found


def versions_asked(user: Any, area: Any) -> list[tuple[str, str, int]]:
    """What was asked so far: key, name and number of interviews of each guide version, the newest first; Kogge's own
    form last. One query."""
    from django.db.models import Count

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
