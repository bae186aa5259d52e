"""Exchange rings: what fits what (`match`), and the best plan of rings and chains with a proof (`solve`).

The numeric libraries are loaded when a verb is first called: the records alone cost nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kogge.engine.rings.model import Arc, BadProblem, Node, Plan, Problem, Ring
from kogge.engine.rings.offers import Board, Match, Need, Offer, Party, Reason, Rejection, Topic

if TYPE_CHECKING:
    from kogge.engine.rings.matching import match, problem_of
    from kogge.engine.rings.plan import solve

__all__ = [
    "Arc",
    "BadProblem",
    "Board",
    "Match",
    "Need",
    "Node",
    "Offer",
    "Party",
    "Plan",
    "Problem",
    "Reason",
    "Rejection",
    "Ring",
    "Topic",
    "match",
    "problem_of",
    "solve",
]


def __getattr__(name: str) -> Any:
    if name == "solve":
        from kogge.engine.rings.plan import solve

        return solve
    if name in ("match", "problem_of"):
        from kogge.engine.rings import matching

        return getattr(matching, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
