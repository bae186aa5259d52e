"""Withdrawing a consent, with everything that follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from kogge.actors.models import Consent, Organisation
from kogge.actors.signals import consent_withdrawn
from kogge.core.history import change
from kogge.core.models import Change


def withdraw(consent: Consent, *, by: Any, area: Any, how: str = Consent.Channel.SPOKEN) -> Change:
    """Note that a consent was withdrawn today. The record stays: that it was given once is evidence too.

    With the last valid consent of an organisation to a purpose, those who listen to `consent_withdrawn` end what
    rested on it, in the same change.
    """
    with change(_("Consent withdrawn"), by=by, area=area) as made:
        consent.withdrawn_on, consent.withdrawn_by = timezone.localdate(), how
        consent.save()
        left = Consent.objects.filter(organisation=consent.organisation, purpose=consent.purpose).valid()
        if not left.exists():
            consent_withdrawn.send(
                sender=Consent,
                organisation=consent.organisation,
                purpose=consent.purpose,
                on=consent.withdrawn_on,
                by=by,
            )
    return made


def withdraw_purposes(organisation: Organisation, purposes: Sequence[str], *, by: Any, how: str) -> int:
    """Withdraw every valid consent of an organisation to these purposes; returns how many there were."""
    rows = Consent.objects.filter(organisation=organisation, purpose__in=purposes).valid().select_for_update()
    with change(_("Consent withdrawn"), by=by, area=organisation.area):
        found = list(rows)
        for consent in found:
            consent.organisation = organisation
            withdraw(consent, by=by, area=organisation.area, how=how)
    return len(found)


def taken_back_by_themselves(made: Change, by: Any) -> str:
    """Why a change is not undone: those who gave a consent withdrew it by their own link. "" for any other change."""
    rows = Consent.history.filter(change=made, withdrawn_by=Consent.Channel.LINK, withdrawn_on__isnull=False)
    if made.by_id is None and rows.exists():
        return _("They withdrew this consent themselves. Nobody takes that back for them: ask them anew.")
    return ""
