"""Which records of a file are already in the register, which are new, which a person should look at."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import log2
from typing import Any

from kogge.actors.importing.records import OrganisationRecord
from kogge.actors.models import Organisation
from kogge.actors.queries.similar import CERTAIN, LIKELY, reasons_of
from kogge.engine import linkage
from kogge.engine.linkage.compare import score_if
from kogge.engine.linkage.normal import house_key, register_key, street_key
from kogge.engine.linkage.text import fold

LIKELY_BITS = log2(LIKELY / (1 - LIKELY))
Say = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Two sides that look like one: an organisation's id, or ("new", position in the file)."""

    one: int | tuple[str, int]
    other: int | tuple[str, int]
    probability: float
    reasons: list[dict[str, Any]]


@dataclass(slots=True)
class Plan:
    """What an import would do. Positions count the file's records from 0.

    `same` maps a position to the organisation it is, `twice` a position to an earlier one of the same file,
    `new` lists the others; `suspicions` are for a person.
    """

    stock: dict[int, Organisation] = field(default_factory=dict)
    same: dict[int, int] = field(default_factory=dict)
    twice: dict[int, int] = field(default_factory=dict)
    new: list[int] = field(default_factory=list)
    suspicions: list[Suspicion] = field(default_factory=list)
    # The blocking keys of the file's records: computed for the comparison, stored by the import.
    keys: defaultdict[int, list[str]] = field(default_factory=lambda: defaultdict(list))

    def counts(self) -> Counter[str]:
        return Counter(known=len(self.same), twice=len(self.twice), new=len(self.new), likely=len(self.suspicions))


def linkage_record(record: OrganisationRecord, number: int) -> linkage.Record:
    """A record of a file as engine.linkage compares it."""
    return linkage.Record(
        id=f"new-{number}",
        name="" if record.unnamed else record.name,
        street=record.street,
        housenumber=record.housenumber,
        postcode=record.postcode,
        city=record.city,
        phone=record.phone,
        email=record.email,
        website=record.website,
        register_no=record.register_no,
        lat=record.lat,
        lon=record.lon,
    )


def make_plan(area: Any, records: Sequence[OrganisationRecord], say: Say = lambda done, of: None) -> Plan:
    """Compare the records with the area's stock and with each other. One statement, then only memory.

    The same for sure: the same id in the same source, the same register number, the very same name and
    address, or the same or a similar name with a probability of at least CERTAIN, unless both sides carry
    different ids of one source or different register numbers (a list that names two shops at one door means
    two). Pairs from LIKELY on are listed for a person.
    """
    stock = list(Organisation.objects.filter(area=area))
    return _Matcher(stock, records).plan_all(say)


_Identity = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class _Ids:
    source_id: str
    register_no: str

    def exclude(self, other: _Ids) -> bool:
        """Do both sides carry ids that say they are two?"""
        mine, theirs = self.source_id.split(":")[0], other.source_id.split(":")[0]
        if self.source_id and other.source_id and mine == theirs and self.source_id != other.source_id:
            return True
        return bool(self.register_no and other.register_no and self.register_no != other.register_no)


def _ids(side: Organisation | OrganisationRecord) -> _Ids:
    return _Ids(side.source_id, register_key(side.register_no) if side.register_no else "")


def _identity(side: Organisation | OrganisationRecord) -> _Identity:
    """Name and whole address: what a list without numbers is known by when it comes again."""
    return fold(side.name), street_key(side.street), house_key(side.housenumber), side.postcode, fold(side.city)


class _Matcher:
    """Stock and records in one row of positions: the stock from 0, the file's records from `border` on."""

    def __init__(self, stock: list[Organisation], records: Sequence[OrganisationRecord]) -> None:
        self.stock, self.records, self.border = stock, records, len(stock)
        self.plan = Plan(stock={row.pk: row for row in stock})
        self.index = linkage.Index(
            [*(row.linkage_record() for row in stock), *(linkage_record(r, n) for n, r in enumerate(records))]
        )
        self.ids = [_ids(side) for side in (*stock, *records)]
        # Where something was seen first, by what it is known by.
        self.by_source: dict[str, int] = {}
        self.by_register: dict[str, int] = {}
        self.by_name: dict[_Identity, int] = {}
        for position, row in enumerate(stock):
            self._see(position, row)
        self.near = self._neighbours()

    def _neighbours(self) -> dict[int, set[int]]:
        """For each record of the file the earlier positions that share a usable key with it."""
        near: dict[int, set[int]] = defaultdict(set)
        for key, block in self.index.blocks.items():
            for position in block:
                if position >= self.border:
                    self.plan.keys[position - self.border].append(key)
            if 1 < len(block) <= self.index.max_block and block[-1] >= self.border:
                for at, position in enumerate(block):
                    if position >= self.border:
                        near[position].update(block[:at])
        return near

    def _see(self, position: int, side: Organisation | OrganisationRecord) -> None:
        ids = self.ids[position]
        if ids.source_id:
            self.by_source.setdefault(ids.source_id, position)
        if ids.register_no:
            self.by_register.setdefault(ids.register_no, position)
        if not getattr(side, "unnamed", False):
            self.by_name.setdefault(_identity(side), position)

    def plan_all(self, say: Say) -> Plan:
        for number, record in enumerate(self.records):
            if number % 500 == 0:
                say(number, len(self.records))
            position = self.border + number
            likely: list[tuple[int, linkage.Comparison]] = []
            found = self._by_ids(position, record)
            if found is None:
                likely = self._likely(position)
                found = self._certain(position, likely)
            if found is not None:
                self._same(number, found)
            else:
                self.plan.new.append(number)
                self._suspect(number, likely)
            self._see(position, record)
        return self.plan

    def _by_ids(self, position: int, record: OrganisationRecord) -> int | None:
        ids = self.ids[position]
        found = self.by_source.get(ids.source_id) if ids.source_id else None
        if found is None and ids.register_no:
            found = self.by_register.get(ids.register_no)
        if found is None and not record.unnamed:
            found = self.by_name.get(_identity(record))
            if found is not None and self.ids[found].exclude(ids):
                return None
        return found

    def _likely(self, position: int) -> list[tuple[int, linkage.Comparison]]:
        """Earlier positions that are at least LIKELY the same body, most probable first."""
        item, found = self.index.items[position], []
        for other in self.near.pop(position, ()):
            if other - self.border in self.plan.twice:
                continue
            comparison = score_if(self.index.items[other], item, self.index.names, LIKELY_BITS)
            if comparison is not None and comparison.probability >= LIKELY:
                found.append((other, comparison))
        return sorted(found, key=lambda pair: (-pair[1].probability, pair[0]))

    def _certain(self, position: int, likely: list[tuple[int, linkage.Comparison]]) -> int | None:
        """The first that is surely the same. Two at one door may share a word: the name must fit as a whole."""
        for other, comparison in likely:
            whole = any(r.field == "name" and r.outcome in ("same", "similar") for r in comparison.reasons)
            if comparison.probability >= CERTAIN and whole and not self.ids[other].exclude(self.ids[position]):
                return other
        return None

    def _same(self, number: int, found: int) -> None:
        earlier = found - self.border
        if earlier < 0:
            self.plan.same[number] = self.stock[found].pk
        elif earlier in self.plan.same:
            self.plan.same[number] = self.plan.same[earlier]
        else:
            self.plan.twice[number] = self.plan.twice.get(earlier, earlier)

    def _suspect(self, number: int, likely: list[tuple[int, linkage.Comparison]]) -> None:
        for position, comparison in likely:
            earlier = position - self.border
            other: int | tuple[str, int] = ("new", earlier)
            if earlier < 0:
                other = self.stock[position].pk
            elif earlier in self.plan.same:
                other = self.plan.same[earlier]
            reasons = reasons_of(comparison)
            self.plan.suspicions.append(Suspicion(("new", number), other, comparison.probability, reasons))
