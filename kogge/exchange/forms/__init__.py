"""The forms of exchange."""

from .agreements import (
    AgreementFilter,
    AgreementForm,
    CancelForm,
    ContributionFormSet,
    HandmadeForm,
    RedemptionForm,
)
from .proposals import ChangeForm, ProposalFilter, RejectForm

__all__ = [
    "AgreementFilter",
    "AgreementForm",
    "CancelForm",
    "ChangeForm",
    "ContributionFormSet",
    "HandmadeForm",
    "ProposalFilter",
    "RedemptionForm",
    "RejectForm",
]
