"""What people said, by street, district or sector, with small numbers suppressed."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from django.db.models import FloatField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kogge.actors.models import Consent, Organisation
from kogge.actors.queries import sectors
from kogge.core.kept import kept, stamp_of
from kogge.outreach.models import DAYS, FORMATS, TIMES, Interview
from kogge.outreach.results import SECTIONS, Answer, answers_of_others, tables_of_others
from kogge.outreach.suppression import Part, entangled, hidden, is_most
from kogge.places.models import Area, District

from .joining import as_text, list_of

TALKS_OF_DAYS = 730  # older talks say little about today
MOST_LINES = 8  # of a section: one page holds them all
MOST_QUOTES = 4
Scope = tuple[str, str]  # ("street", "<district>:<street>"), ("district", "<id>"), ("sector", "<letter>")


@dataclass(frozen=True)
class Line:
    """An answer and how many gave it; None: most of them, the exact number would tell who did not."""

    label: str
    count: int | None
    share: float | None  # of those asked, 0 to 1, for the bar


@dataclass(frozen=True)
class Sheet:
    """The results of one group. `asked` None: at least `least`, the exact number would tell of others."""

    scope: Scope
    title: str
    asked: int | None
    least: int
    sections: list[tuple[str, list[Line]]] = field(default_factory=list)
    quotes: list[str] = field(default_factory=list)
    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(slots=True)
class Talk:
    """What is counted of the newest talk with an organisation."""

    organisation: int
    interview: int
    date: dt.date
    join: str
    slots: tuple[str, ...]
    formats: tuple[str, ...]
    is_free: bool  # it must not cost anything


@dataclass
class Talks:
    """The newest real talk of every organisation that may be counted, and the groups they fall into."""

    area: Area
    talks: list[Talk]
    everybody: set[int] = field(default_factory=set)
    groups: dict[Scope, set[int]] = field(default_factory=dict)
    titles: dict[Scope, str] = field(default_factory=dict)
    home: dict[Scope, Scope] = field(default_factory=dict)  # street → district
    nameless: set[Scope] = field(default_factory=set)  # no sheet: without a district, a street or a sector
    barred: set[Scope] = field(default_factory=set)  # no sheet: beside the others it would tell about a few

    @property
    def least(self) -> int:
        return max(1, int(self.area.small_number))

    @cached_property
    def tables(self) -> dict[Any, dict[Scope, set[int]]]:
        """The groups that together are a whole: all districts, all sectors, the streets of each district."""
        found: dict[Any, dict[Scope, set[int]]] = defaultdict(dict)
        for scope, members in self.groups.items():
            found[self.home.get(scope, scope[0])][scope] = members
        return found

    def available(self, scope: Scope) -> bool:
        """Did enough people talk, and would the sheet tell nothing about a few others?"""
        return scope not in self.nameless and scope not in self.barred and len(self.groups.get(scope, ())) >= self.least

    def choices(self, kind: str) -> list[tuple[str, str]]:
        """Key and title of the groups of a kind that have a sheet."""
        found = [(scope[1], self.titles[scope]) for scope in self.groups if scope[0] == kind and self.available(scope)]
        return sorted(found, key=lambda choice: _alphabetical(choice[1]))


def _alphabetical(title: str) -> str:
    """Umlauts beside their vowels (DIN 5007-1): Öhmweg before Zollgasse.

    >>> sorted(["Zeile", "Öhmweg", "Ofen"], key=_alphabetical)
    ['Ofen', 'Öhmweg', 'Zeile']
    """
    return "".join(sign for sign in unicodedata.normalize("NFKD", title.casefold()) if not unicodedata.combining(sign))


class Results:
    """The sheets of an area: which there are, and each of them. Made anew when a record behind them has changed."""

    def __init__(self, area: Area) -> None:
        self.area = area
        self._stamp = (*stamp_of([Interview, Organisation, District, Consent, *tables_of_others()]), area.small_number)

    @cached_property
    def _talks(self) -> Talks:
        return talks(self.area)

    @cached_property
    def _choices(self) -> dict[str, list[tuple[str, str]]]:
        def make() -> dict[str, list[tuple[str, str]]]:
            return {kind: self._talks.choices(kind) for kind in ("street", "district", "sector")}

        return kept(f"results-{self.area.pk}", self._stamp, make, large=False)

    def choices(self, kind: str) -> list[tuple[str, str]]:
        """Key and title of the groups of a kind that have a sheet."""
        return self._choices[kind]

    def sheet(self, scope: Scope) -> Sheet | None:
        """The results of one group; None where it has no sheet."""
        if scope[1] not in {key for key, _title in self._choices.get(scope[0], ())}:
            return None
        return kept(
            f"results-{self.area.pk}-{scope[0]}-{scope[1]}",
            self._stamp,
            lambda: sheet(self._talks, scope),
            large=False,
        )


OF_THE_TALK = ("organisation_id", "pk", "date", "would_join", "max_fee_float", "slots_text", "formats_text")
OF_THE_PLACE = ("organisation__district_id", "organisation__street", "organisation__wz_code")


def talks(area: Area) -> Talks:
    """Read the talks of the last two years and sort them into groups: three queries.

    Practice talks are left out, and so are organisations that withdrew their consent to our keeping what they say.
    """
    rows = Interview.objects.filter(
        area=area,
        is_practice=False,
        date__gte=timezone.localdate() - dt.timedelta(days=TALKS_OF_DAYS),
        organisation__closed_on__isnull=True,
    ).order_by("date", "pk")
    rows = rows.annotate(**as_text("slots", "formats"), max_fee_float=Cast("max_fee", FloatField()))
    newest = {row[0]: row for row in rows.values_list(*OF_THE_TALK, *OF_THE_PLACE)}
    contact = Consent.objects.filter(area=area, purpose=Consent.Purpose.CONTACT)
    given, ended = set(), set()
    for organisation, withdrawn in contact.values_list("organisation_id", "withdrawn_on"):
        (given if withdrawn is None else ended).add(organisation)
    names = dict(District.objects.filter(area=area).values_list("pk", "name"))
    found = Talks(area, [])
    groups: dict[Scope, set[int]] = defaultdict(set)
    places: dict[int, list[Scope]] = {}
    sections: dict[int, list[Scope]] = {}
    for pk in newest.keys() - (ended - given):
        organisation, interview, date, join, fee, slots, formats, district, street, code = newest[pk]
        found.talks.append(Talk(organisation, interview, date, join, list_of(slots), list_of(formats), fee == 0))
        street, home, section = _scopes(district, street.strip(), code)
        found.home[street] = home
        places[pk], sections[pk] = [street, home], [section]
        for scope in (street, home, section):
            groups[scope].add(pk)
    found.groups = dict(groups)
    found.everybody = set(places)
    found.titles = {scope: _title(scope, names) for scope in groups}
    # They only protect others.
    found.nameless = {scope for scope in groups if not scope[1] or scope[1].startswith(":") or scope[1] == "0"}
    for table in (places, sections):
        for pk, scopes in table.items():
            table[pk] = [scope for scope in scopes if found.available(scope)]
    found.barred = entangled((places, sections), found.least)
    return found


def _scopes(district: int | None, street: str, code: str) -> tuple[Scope, Scope, Scope]:
    """Street, district and sector. A nameless street is a group too: the streets of a district add up to it."""
    home = ("district", str(district or 0))
    key = f"{district or 0}:{street}" if street else f":{district or 0}"
    return ("street", key), home, ("sector", sectors.section_of(code))


def _title(scope: Scope, districts: Mapping[int, str]) -> str:
    kind, key = scope
    if kind == "sector":
        return dict(sectors.sections()).get(key, "")
    district, _colon, street = key.partition(":")
    name = districts.get(int(district), "") if district else ""
    if kind == "district":
        return name
    return f"{street} ({name})" if name else street


def _answers(found: Talks) -> list[Answer]:
    """All that was said, by section."""
    said: dict[tuple[str, str], set[int]] = defaultdict(set)
    for row in found.talks:
        pk = row.organisation
        if row.join in {Interview.Join.YES, Interview.Join.MAYBE}:
            said["join", ""].add(pk)
        for slot in row.slots:
            said["when", slot].add(pk)
        for code in row.formats:
            said["how", code].add(pk)
        if row.is_free:
            said["cost", ""].add(pk)
    labels = {("join", ""): _("would take part, some under conditions"), ("cost", ""): _("it must not cost anything")}
    labels |= {("when", f"{day}-{time}"): f"{day_name}, {name}" for day, day_name in DAYS for time, name in TIMES}
    labels |= {("how", code): str(name) for code, name in FORMATS}
    own = [Answer(key[0], labels[key], members) for key, members in said.items() if key in labels]
    return answers_of_others(found.area, found.everybody) + own


def is_hidden(found: Talks, scope: Scope, said: Set[int] | None = None) -> bool:
    """Must the number of those in a group who gave an answer stay hidden? Without an answer: the number of them all."""

    def parts(table: Mapping[Scope, Set[int]]) -> dict[Scope, Part]:
        if said is None:
            return {scope: (len(members),) for scope, members in table.items()}
        return {scope: (yes := len(members & said), len(members) - yes) for scope, members in table.items()}

    def gone(table: Mapping[Scope, Set[int]], *, whole_known: bool = True) -> set[Scope]:
        return hidden(parts(table), found.least, barred=found.barred, spare=found.nameless, whole_known=whole_known)

    if scope[0] != "street":
        return scope in gone(found.tables[scope[0]])
    district = found.home[scope]
    return scope in gone(found.tables[district], whole_known=not is_hidden(found, district, said))


def sheet(found: Talks, scope: Scope) -> Sheet | None:
    """The results of one group; None where it has no sheet. Two queries besides those of other rooms."""
    if not found.available(scope):
        return None
    members, least = found.groups[scope], found.least
    by_section: dict[str, list[tuple[int, Line]]] = defaultdict(list)
    for answer in _answers(found):
        count = len(members & answer.said)
        missing = len(members) - count
        if count < least:
            continue
        if is_most(count, missing, least):
            line = Line(answer.label, None, None)
        elif is_hidden(found, scope, answer.said):
            continue
        else:
            line = Line(answer.label, count, count / len(members))
        by_section[answer.section].append((count, line))
    sections = []
    for section in SECTIONS:
        lines = sorted(
            by_section.get(section, []), key=lambda pair: (pair[1].count is not None, -pair[0], pair[1].label)
        )
        if lines:
            sections.append((headings()[section], [line for _count, line in lines[:MOST_LINES]]))
    days = [row.date for row in found.talks if row.organisation in members]
    return Sheet(
        scope,
        found.titles[scope],
        None if is_hidden(found, scope) else len(members),
        least,
        sections,
        _quotes(found, members),
        min(days),
        max(days),
    )


def headings() -> Mapping[str, str]:
    """What the sections of a sheet are called."""
    return {
        "need": _("What is needed"),
        "offer": _("What is offered"),
        "join": _("Who would take part"),
        "when": pgettext("results", "When people have time"),
        "how": _("Which kind of meeting suits"),
        "cost": _("What it may cost"),
    }


def _quotes(found: Talks, members: Set[int]) -> list[str]:
    """Word for word, from those who agreed to publication; the newest first, without a name."""
    consents = Consent.objects.filter(area=found.area, purpose=Consent.Purpose.PUBLICATION).valid()
    agreed = set(consents.values_list("organisation_id", flat=True)) & members
    wanted = [row.interview for row in found.talks if row.organisation in agreed]
    rows = Interview.objects.filter(pk__in=wanted).order_by("-date", "-pk").values_list("expectation", "motivation")
    texts = [(expectation or motivation).strip() for expectation, motivation in rows]
    # The same sentence from two people would read like a mistake.
    return list(dict.fromkeys(text for text in texts if text))[:MOST_QUOTES]
