"""What follows for proposals when an organisation no longer agrees to matching."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from kogge.actors.models import Consent, Organisation

from .models import Proposal, Transfer


def consent_withdrawn(sender: Any, *, organisation: Organisation, purpose: str, **kwargs: Any) -> None:
    """Open proposals with it end; those of practice entries, which nobody said, stay. Agreements are theirs."""
    if purpose != Consent.Purpose.MATCHING:
        return
    part = Transfer.objects.filter(Q(giver=organisation) | Q(receiver=organisation))
    part = part.exclude(offer__is_practice=True).exclude(need__is_practice=True)
    for proposal in Proposal.objects.open().filter(pk__in=part.values("proposal")):
        proposal.status = Proposal.Status.SUPERSEDED
        proposal.save()
