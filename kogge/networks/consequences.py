"""What follows for founding circles when a business no longer agrees to matching."""

from __future__ import annotations

from typing import Any

from kogge.actors.models import Consent, Organisation

from .models import FoundingRest, FoundingSeat, FoundingWish


def consent_withdrawn(sender: Any, *, organisation: Organisation, purpose: str, **kwargs: Any) -> None:
    """It leaves proposed circles, and nothing of why it was left out is kept. Networks that were founded are theirs."""
    if purpose != Consent.Purpose.MATCHING:
        return
    seats = FoundingSeat.objects.filter(organisation=organisation, circle__network__isnull=True)
    seats.exclude(circle__is_practice=True).delete()
    FoundingRest.objects.filter(organisation=organisation, is_practice=False).delete()
    FoundingWish.objects.filter(organisation=organisation).delete()
    FoundingWish.objects.filter(other=organisation).delete()
