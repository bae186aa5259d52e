"""Which records of a file are already in the register, which are new, which a person should look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from kogge.actors.importing.records import OrganisationRecord
from kogge.actors.models import Organisation
from kogge.actors.queries.similar import CERTAIN, LIKELY, reasons_of
from kogge.engine import linkage
from kogge.engine.linkage.normal import house_key, register_key, street_key
from kogge.engine.linkage.text import fold

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
    plan = Plan(stock={row.pk: row for row in stock})
    by_source = {row.source_id: row.pk for row in stock if row.source_id}
    by_name = {_identity(row): row.pk for row in reversed(stock)}
    by_register = {register_key(row.register_no): row.pk for row in stock if row.register_no}
    index = linkage.Index(
        [*(row.linkage_record() for row in stock), *(linkage_record(r, n) for n, r in enumerate(records))]
    )
    border = len(stock)
    ids: list[_Ids] = [_Ids(row.source_id, row.register_no) for row in stock]
    ids += [_Ids(record.source_id, record.register_no) for record in records]
    file_source: dict[str, int] = {}
    file_register: dict[str, int] = {}
    file_name: dict[_Identity, int] = {}
    stock_at = {row.pk: position for position, row in enumerate(stock)}
    for number, record in enumerate(records):
        if number % 500 == 0:
            say(number, len(records))
        register = register_key(record.register_no) if record.register_no else ""
        known = by_source.get(record.source_id) if record.source_id else None
        known = known or (by_register.get(register) if register else None)
        earlier = file_source.get(record.source_id) if record.source_id else None
        earlier = earlier if earlier is not None else (file_register.get(register) if register else None)
        if known is not None:
            plan.same[number] = known
        elif earlier is not None:
            plan.twice[number] = earlier
        elif not _by_name(plan, by_name, file_name, ids, border, number, record, stock_at):
            _by_likeness(plan, index, ids, border, number, stock)
        if not record.unnamed:
            file_name.setdefault(_identity(record), number)
        if record.source_id:
            file_source.setdefault(record.source_id, number)
        if register:
            file_register.setdefault(register, number)
    return plan


@dataclass(frozen=True, slots=True)
class _Ids:
    source_id: str
    register_no: str

    def exclude(self, other: _Ids) -> bool:
        """Do both sides carry ids that say they are two?"""
        mine, theirs = self.source_id.split(":")[0], other.source_id.split(":")[0]
        if self.source_id and other.source_id and mine == theirs and self.source_id != other.source_id:
            return True
        return bool(
            self.register_no and other.register_no and register_key(self.register_no) != register_key(other.register_no)
        )


_Identity = tuple[str, str, str, str, str]


def _identity(side: Organisation | OrganisationRecord) -> _Identity:
    """Name and whole address: what a list without numbers is known by when it comes again."""
    return fold(side.name), street_key(side.street), house_key(side.housenumber), side.postcode, fold(side.city)


def _by_name(
    plan: Plan,
    by_name: dict[_Identity, int],
    file_name: dict[_Identity, int],
    ids: list[_Ids],
    border: int,
    number: int,
    record: OrganisationRecord,
    stock_at: dict[int, int],
) -> bool:
    """The very same name and address, here or earlier in the file, is the same; true when one was found."""
    if record.unnamed:
        return False
    identity, own = _identity(record), ids[border + number]
    known = by_name.get(identity)
    if known is not None and not ids[stock_at[known]].exclude(own):
        plan.same[number] = known
        return True
    earlier = file_name.get(identity)
    if earlier is not None and not ids[border + earlier].exclude(own):
        plan.twice[number] = plan.twice.get(earlier, earlier)
        return True
    return False


def _same_name(comparison: linkage.Comparison) -> bool:
    """Two at one door may share a word of their names: only a whole name says that they are one."""
    return any(finding.field == "name" and finding.outcome in ("same", "similar") for finding in comparison.reasons)


def _by_likeness(
    plan: Plan,
    index: linkage.Index,
    ids: list[_Ids],
    border: int,
    number: int,
    stock: list[Organisation],
) -> None:
    own = border + number
    item = index.items[own]
    likely: list[tuple[float, int, linkage.Comparison]] = []
    for position in index.candidates(item):
        if position >= own:
            break
        if position >= border and (position - border) in plan.twice:
            continue
        comparison = linkage.score(index.items[position], item, index.names)
        if comparison.probability >= LIKELY:
            likely.append((comparison.probability, position, comparison))
    likely.sort(key=lambda found: (-found[0], found[1]))
    for probability, position, comparison in likely:
        if probability < CERTAIN:
            break
        if not _same_name(comparison):
            continue
        if ids[position].exclude(ids[own]):
            continue
        if position < border:
            plan.same[number] = stock[position].pk
        elif (position - border) in plan.same:
            plan.same[number] = plan.same[position - border]
        else:
            plan.twice[number] = position - border
        return
    plan.new.append(number)
    for probability, position, comparison in likely:
        other: int | tuple[str, int] = stock[position].pk if position < border else ("new", position - border)
        if position >= border and (position - border) in plan.same:
            other = plan.same[position - border]
        plan.suspicions.append(Suspicion(("new", number), other, probability, reasons_of(comparison)))
