"""What is written in exchange, and what has to happen with it."""

from .agreements import (
    Side,
    cancel_agreement,
    create_agreement,
    edit_agreement,
    record_redemption,
    reopen_agreement,
)
from .decide import AlreadyDecided, accept, change_proposal, forget_rejection, reject
from .plan import make_plan, run_plan
from .refusal import Refused

__all__ = [
    "AlreadyDecided",
    "Refused",
    "Side",
    "accept",
    "cancel_agreement",
    "change_proposal",
    "create_agreement",
    "edit_agreement",
    "forget_rejection",
    "make_plan",
    "record_redemption",
    "reject",
    "reopen_agreement",
    "run_plan",
]
