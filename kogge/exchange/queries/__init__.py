"""What the pages, and later apps, read from exchange."""

from .agreements import (
    STATES,
    Rate,
    agreement_ties,
    agreements_due,
    agreements_of,
    find_agreements,
    in_district,
    in_state,
    reciprocity,
    redemption_rate,
    search_agreements,
    with_contributions,
)
from .options import Changes, Option, changes
from .proposals import BoardState, Reach, board_state, filtered, latest_plan, plans, reach, with_arrows
from .shapes import Arrow, Shape
from .standing import Standing, obstacles, standing

__all__ = [
    "STATES",
    "Arrow",
    "BoardState",
    "Changes",
    "Option",
    "Rate",
    "Reach",
    "Shape",
    "Standing",
    "agreement_ties",
    "agreements_due",
    "agreements_of",
    "board_state",
    "changes",
    "filtered",
    "find_agreements",
    "in_district",
    "in_state",
    "latest_plan",
    "obstacles",
    "plans",
    "reach",
    "reciprocity",
    "redemption_rate",
    "search_agreements",
    "standing",
    "with_arrows",
    "with_contributions",
]
