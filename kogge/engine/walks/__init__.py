"""Walks from door to door: addresses in, clusters that one person walks in the minutes given, and their order out.

The verb is `plan`. Distances are those of a path network where there is one, else straight lines times a factor for
the bends of streets. `docs/reference/walks.md` says what is computed and what is proven.
"""

from .distances import DETOUR, matrix
from .model import Address, BadWalks, Door, LeftOut, Network, Plan, Reason, Walk
from .planning import METRES_PER_MINUTE, MINUTES_PER_VISIT, MOST_ADDRESSES, plan

__all__ = [
    "DETOUR",
    "METRES_PER_MINUTE",
    "MINUTES_PER_VISIT",
    "MOST_ADDRESSES",
    "Address",
    "BadWalks",
    "Door",
    "LeftOut",
    "Network",
    "Plan",
    "Reason",
    "Walk",
    "matrix",
    "plan",
]
