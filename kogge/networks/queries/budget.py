"""What is in the purse of a network, day by day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from kogge.networks.models import BudgetEntry, Network


@dataclass(frozen=True)
class Line:
    """An entry with what was in the purse after it."""

    entry: BudgetEntry
    balance: Decimal


def lines_of(entries: Iterable[BudgetEntry]) -> list[Line]:
    """Entries with the balance after each, the newest first."""
    found: list[Line] = []
    balance = Decimal(0)
    for entry in sorted(entries, key=lambda row: (row.on, row.pk)):
        balance += entry.signed
        found.append(Line(entry, balance))
    return found[::-1]


def lowest_with(network: Network, pk: int | None, signed: Decimal, day: dt.date) -> tuple[Decimal, Decimal]:
    """The lowest balance at the end of a day from `day` on: as it is stored, and with the entry `pk` (None: a new
    one) as it would be saved."""
    stored = [(row.on, row.signed, row.pk) for row in BudgetEntry.objects.filter(network=network)]
    changed = [(on, value, key) for on, value, key in stored if key != pk] + [(day, signed, pk or 0)]
    first = min([day, *(on for on, _value, key in stored if key == pk)])
    return _lowest(stored, first), _lowest(changed, first)


def _lowest(rows: list[tuple[dt.date, Decimal, int]], first: dt.date) -> Decimal:
    days: dict[dt.date, Decimal] = {}
    for on, value, _key in rows:
        days[on] = days.get(on, Decimal(0)) + value
    balance, lowest = Decimal(0), None
    for on in sorted(days):
        balance += days[on]
        if on >= first:
            lowest = balance if lowest is None else min(lowest, balance)
    return balance if lowest is None else lowest
