"""Quick search: every app registers what it finds; the page shows one list in groups."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Hit:
    """One line of the results: what it is, what tells it apart, where it leads, its icon."""

    title: str
    note: str
    url: str
    icon: str = "search"


@dataclass(frozen=True)
class Group:
    """The hits of one kind of record."""

    label: Any
    results: list[Hit]


Finder = Callable[[Any, Any, str, int], list[Hit]]  # (user, area, text, limit)
_finders: dict[str, tuple[Any, Finder]] = {}


def register(name: str, label: Any, finder: Finder) -> None:
    """Add a finder under a heading; an app does so in its AppConfig.ready, in the story's order."""
    _finders[name] = (label, finder)


def find(user: Any, area: Any, text: str, limit: int = 8) -> list[Group]:
    """Hits of all apps, `limit` of each; nothing for fewer than two letters."""
    text = text.strip()
    if len(text) < 2:
        return []
    groups = [Group(label, finder(user, area, text, limit)) for label, finder in _finders.values()]
    return [group for group in groups if group.results]
