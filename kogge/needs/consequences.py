"""What follows on the board when an organisation no longer agrees to matching."""

from __future__ import annotations

from typing import Any

from kogge.actors.models import Consent, Organisation

from .models import BoardEntry, Need, Offer


def consent_withdrawn(sender: Any, *, organisation: Organisation, purpose: str, **kwargs: Any) -> None:
    """Its open needs and offers leave the board; practice entries, which nobody said, stay."""
    if purpose != Consent.Purpose.MATCHING:
        return
    for model in (Need, Offer):
        rows: Any = model.objects.filter(organisation=organisation, is_practice=False)
        for entry in rows.filter(status=BoardEntry.Status.OPEN):
            entry.status = BoardEntry.Status.WITHDRAWN
            entry.save()
