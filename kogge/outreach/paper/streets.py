"""Addresses in the order in which a street is walked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from kogge.engine.linkage.text import fold

Side = Literal["odd", "even", "none"]
HOUSE = re.compile(r"\s*(\d+)\s*(.*)")
Row = TypeVar("Row")


@dataclass
class StreetSide:
    """One side of a street, its rows by house number."""

    street: str
    side: Side
    rows: list[Any] = field(default_factory=list)


def house(number: str) -> tuple[int, str]:
    """A house number to sort by: its figure, then what stands behind it.

    >>> sorted(["10", "5a", "5", "1", "5 b", "12-14"], key=house)
    ['1', '5', '5a', '5 b', '10', '12-14']
    """
    found = HOUSE.match(number)
    return (int(found[1][:9]), fold(found[2])) if found else (10**9, fold(number))


def side(number: str) -> Side:
    """The side of the street on which a house stands.

    >>> side("5a"), side("12-14"), side("Hof")
    ('odd', 'even', 'none')
    """
    found = HOUSE.match(number)
    if found is None:
        return "none"
    return "odd" if int(found[1][-1]) % 2 else "even"


def by_street(rows: Iterable[Row], address: Callable[[Row], tuple[str, str, str]]) -> list[StreetSide]:
    """Rows by street, odd numbers, then even ones, then those without. `address`: street, house number, name of a row.

    One street that is spelt in two ways ("Kaistr.", "Kaistraße") stands in one place, under its more usual name.
    """
    groups: dict[tuple[str, Side], list[tuple[tuple[int, str], str, str, Row]]] = {}
    for row in rows:
        street, number, name = address(row)
        groups.setdefault((_key(street), side(number) if street else "none"), []).append(
            (house(number), fold(name), street.strip(), row)
        )
    spellings: dict[str, list[str]] = {}
    for (key, _side), members in groups.items():
        spellings.setdefault(key, []).extend(street for _house, _name, street, _row in members)
    order = {"odd": 0, "even": 1, "none": 2}
    return [
        StreetSide(
            max(spellings[key], key=lambda street: (spellings[key].count(street), len(street))),
            which,
            [row for _house, _name, _street, row in sorted(members, key=lambda entry: entry[:2])],
        )
        for (key, which), members in sorted(
            groups.items(), key=lambda group: (not group[0][0], group[0][0], order[group[0][1]])
        )
    ]


def _key(street: str) -> str:
    return re.sub(r"str(asse)?\b", "str", fold(street)).replace(" ", "") or street.strip().casefold()
