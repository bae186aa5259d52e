"""Results back: what people of a street, a district or a sector said, as counts that betray nobody.

Later rooms add what they know of the same organisations (needs: topics): `register`, in their AppConfig.ready.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from kogge.places.models import Area


@dataclass(frozen=True)
class Answer:
    """Something that several organisations said: `section` groups answers on the sheet, `said` are their ids."""

    section: str
    label: str
    said: Set[int]


Source = Callable[[Area, Set[int]], list[Answer]]
_sources: dict[str, tuple[Source, Sequence[type[Model]]]] = {}


def register(name: str, source: Source, tables: Sequence[type[Model]]) -> None:
    """Add answers of another room: `source(area, ids of organisations)`; its sections come first, in this order.

    `tables`: what the answers are read from; a sheet is made anew when one of them changed.
    """
    _sources[name] = source, tables


def tables_of_others() -> list[type[Model]]:
    """What the answers of other rooms are read from."""
    return [table for _source, tables in _sources.values() for table in tables]


def answers_of_others(area: Area, organisations: Set[int]) -> list[Answer]:
    """What other rooms know of these organisations."""
    found: list[Answer] = []
    for source, _tables in _sources.values():
        found += source(area, organisations)
    return found


# Sections in the order of the sheet; their headings are worded where they are drawn.
SECTIONS: tuple[Any, ...] = ("need", "offer", "join", "when", "how", "cost")
