"""Founding circles: businesses with conditions, put into circles they would really join (`solve`), with a proven bound.

The numeric libraries are loaded when the verb is first called: the records alone cost nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kogge.engine.circles.model import (
    BadTown,
    Circle,
    LeftOut,
    Meeting,
    Member,
    Opening,
    Place,
    Plan,
    Reason,
    Town,
    Wishes,
)

if TYPE_CHECKING:
    from kogge.engine.circles.plan import solve
    from kogge.engine.circles.ways_in import openings

__all__ = [
    "BadTown",
    "Circle",
    "LeftOut",
    "Meeting",
    "Member",
    "Opening",
    "Place",
    "Plan",
    "Reason",
    "Town",
    "Wishes",
    "openings",
    "solve",
]


def __getattr__(name: str) -> Any:
    if name == "solve":
        from kogge.engine.circles.plan import solve

        return solve
    if name == "openings":
        from kogge.engine.circles.ways_in import openings

        return openings
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
