"""What people said, by street, district or sector, with small numbers suppressed."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kogge.actors.models import Consent
from kogge.actors.queries import sectors
from kogge.outreach.models import DAYS, FORMATS, TIMES, Interview
from kogge.outreach.results import SECTIONS, Answer, answers_of_others
from kogge.outreach.suppression import hidden, overlapping
from kogge.places.models import Area

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


@dataclass
class Talks:
    """The newest real talk of every organisation that may be counted, and the groups they fall into."""

    area: Area
    interviews: list[Interview]
    everybody: set[int] = field(default_factory=set)
    groups: dict[Scope, set[int]] = field(default_factory=dict)
    titles: dict[Scope, str] = field(default_factory=dict)
    districts_of: dict[Scope, Scope] = field(default_factory=dict)  # street → district
    barred: set[Scope] = field(default_factory=set)

    @property
    def least(self) -> int:
        return max(1, int(self.area.small_number))

    def of_kind(self, kind: str) -> dict[Scope, set[int]]:
        return {scope: members for scope, members in self.groups.items() if scope[0] == kind}

    def streets_in(self, district: Scope) -> dict[Scope, set[int]]:
        return {scope: self.groups[scope] for scope, home in self.districts_of.items() if home == district}

    def available(self, scope: Scope) -> bool:
        """Did enough people talk, and would the sheet tell nothing about a few others?"""
        return scope in self.groups and scope not in self.barred and len(self.groups[scope]) >= self.least

    def choices(self, kind: str) -> list[tuple[str, str]]:
        """Key and title of the groups of a kind that have a sheet."""
        found = [(scope[1], self.titles[scope]) for scope in self.of_kind(kind) if self.available(scope)]
        return sorted(found, key=lambda choice: _alphabetical(choice[1]))


def _alphabetical(title: str) -> str:
    """Umlauts beside their vowels (DIN 5007-1): Öhmweg before Zollgasse.

    >>> sorted(["Zeile", "Öhmweg", "Ofen"], key=_alphabetical)
    ['Ofen', 'Öhmweg', 'Zeile']
    """
    return "".join(sign for sign in unicodedata.normalize("NFKD", title.casefold()) if not unicodedata.combining(sign))


def talks(area: Area) -> Talks:
    """Read the talks of the last two years and sort them into groups: three queries.

    Practice talks are left out, and so are organisations that withdrew their consent to our keeping what they say.
    """
    rows = Interview.objects.filter(
        area=area, is_practice=False, date__gte=timezone.localdate() - dt.timedelta(days=TALKS_OF_DAYS)
    ).order_by("date", "pk")
    newest = {row.organisation_id: row for row in rows.select_related("organisation__district")}
    contact = Consent.objects.filter(area=area, purpose=Consent.Purpose.CONTACT)
    given, ended = set(), set()
    for organisation, withdrawn in contact.values_list("organisation_id", "withdrawn_on"):
        (given if withdrawn is None else ended).add(organisation)
    kept = [row for pk, row in newest.items() if pk not in ended - given and row.organisation.closed_on is None]
    found = Talks(area, kept, {row.organisation_id for row in kept})
    groups: dict[Scope, set[int]] = defaultdict(set)
    for row in kept:
        for scope, title, home in _scopes(row.organisation):
            groups[scope].add(row.organisation_id)
            found.titles[scope] = title
            if home is not None:
                found.districts_of[scope] = home
    found.groups = dict(groups)
    # Those without a district, a street or a sector have no sheet: they only protect others.
    found.barred = {scope for scope in found.groups if not scope[1] or scope[1].startswith(":") or scope[1] == "0"}
    on_paper = {scope: members for scope, members in groups.items() if found.available(scope)}
    by_sector = {scope: members for scope, members in on_paper.items() if scope[0] == "sector"}
    places = {scope: members for scope, members in on_paper.items() if scope[0] != "sector"}
    found.barred |= overlapping(by_sector, places, found.least)
    return found


def _scopes(organisation: Any) -> Iterable[tuple[Scope, str, Scope | None]]:
    district: Scope = ("district", str(organisation.district_id or 0))
    name = organisation.district.name if organisation.district else ""
    yield district, name, None
    street = organisation.street.strip()
    # A nameless street is a group too: the streets of a district add up to it.
    title = f"{street} ({name})" if name else street
    yield ("street", f"{organisation.district_id or 0}:{street}" if street else f":{district[1]}"), title, district
    letter = sectors.section_of(organisation.wz_code)
    yield ("sector", letter), dict(sectors.sections()).get(letter, ""), None


def _answers(found: Talks) -> list[Answer]:
    """All that was said, by section."""
    said: dict[tuple[str, str], set[int]] = defaultdict(set)
    days, times, formats = dict(DAYS), dict(TIMES), dict(FORMATS)
    for row in found.interviews:
        pk = row.organisation_id
        if row.would_join in {Interview.Join.YES, Interview.Join.MAYBE}:
            said["join", _("would take part, some under conditions")].add(pk)
        for slot in row.slots:
            day, _dash, time = slot.partition("-")
            if day in days and time in times:
                said["when", f"{days[day]}, {times[time]}"].add(pk)
        for code in row.formats:
            if code in formats:
                said["how", str(formats[code])].add(pk)
        if row.max_fee is not None and row.max_fee == 0:
            said["cost", _("it must not cost anything")].add(pk)
    own = [Answer(section, label, members) for (section, label), members in said.items()]
    return answers_of_others(found.area, found.everybody) + own


def unshown(found: Talks, said: Set[int]) -> set[Scope]:
    """The groups whose count of an answer is not shown as a number, over all three kinds of sheet."""
    least, gone = found.least, set[Scope]()
    districts = found.of_kind("district")
    for table in (districts, found.of_kind("sector")):
        gone |= hidden(table, said, least, barred=found.barred)
    for district in districts:
        streets = found.streets_in(district)
        gone |= hidden(streets, said, least, barred=found.barred, total_shown=district not in gone)
    return gone


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
        if 0 < missing < least:
            line = Line(answer.label, None, None)
        elif scope in unshown(found, answer.said):
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
    days = sorted(row.date for row in found.interviews if row.organisation_id in members)
    return Sheet(
        scope,
        found.titles[scope],
        None if scope in unshown(found, found.everybody) else len(members),
        least,
        sections,
        _quotes(found, members),
        days[0],
        days[-1],
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
    agreed = set(
        Consent.objects.filter(area=found.area, organisation__in=members, purpose=Consent.Purpose.PUBLICATION)
        .valid()
        .values_list("organisation_id", flat=True)
    )
    rows = sorted((row for row in found.interviews if row.organisation_id in agreed), key=lambda row: row.date)
    texts = [row.expectation or row.motivation for row in reversed(rows)]
    # The same sentence from two people would read like a mistake.
    return list(dict.fromkeys(text.strip() for text in texts if text.strip()))[:MOST_QUOTES]
