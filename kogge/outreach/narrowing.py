"""Ways to narrow a picture down to some organisations that apps further down the story bring along: a topic, for one.

Such an app registers its filter in its AppConfig.ready; outreach then offers it without knowing what it is about.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Narrowing:
    """A filter: its name in the address, its label, its choices in an area, and the organisations a choice leaves
    (a query set of their ids)."""

    name: str
    label: Any
    choices: Callable[[Any], list[Any]]
    organisations: Callable[[Any, str], Any]


_known: dict[str, Narrowing] = {}


def register(narrowing: Narrowing) -> None:
    """Offer a filter on the pages that say what was said."""
    _known[narrowing.name] = narrowing


def narrowings() -> list[Narrowing]:
    return list(_known.values())
