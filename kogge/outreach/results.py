"""Results back: what people of a street, a district or a sector said, as counts that betray nobody.

Later rooms add what they know of the same organisations (needs: topics): `register`, in their AppConfig.ready.
"""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass
from typing import Any

from kogge.places.models import Area


@dataclass(frozen=True)
class Answer:
    """Something that several organisations said: `section` groups answers on the sheet, `said` are their ids."""

    section: str
    label: str
    said: Set[int]


Source = Callable[[Area, Set[int]], list[Answer]]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Add answers of another room: `source(area, ids of organisations)`; its sections come first, in this order."""
    _sources[name] = source


def answers_of_others(area: Area, organisations: Set[int]) -> list[Answer]:
    """What other rooms know of these organisations."""
    found: list[Answer] = []
    for source in _sources.values():
        found += source(area, organisations)
    return found


# Sections in the order of the sheet; their headings are worded where they are drawn.
SECTIONS: tuple[Any, ...] = ("need", "offer", "join", "when", "how", "cost")
