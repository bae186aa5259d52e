"""What follows in outreach when an organisation withdraws a consent (receiver of `consent_withdrawn`)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from kogge.actors.models import Consent, Organisation

from .models import Flag, Visit


def consent_withdrawn(
    sender: Any, *, organisation: Organisation, purpose: str, on: dt.date, by: Any, **kwargs: Any
) -> None:
    """Contact: planned visits are called off (letters ask `refusals`). Sharing: no helper is told any more.

    Publication changes nothing here: quotes are shown only while a consent is valid.
    """
    if purpose == Consent.Purpose.CONTACT:
        for visit in Visit.objects.filter(organisation=organisation).planned():
            visit.status = Visit.Status.CANCELLED
            visit.save()
    elif purpose == Consent.Purpose.SHARING:
        for flag in Flag.objects.filter(organisation=organisation, consent=Flag.Consent.AGREED).open():
            flag.consent, flag.consent_on = Flag.Consent.DECLINED, on
            flag.consent_by = _("consent to passing on withdrawn")
            flag.save()
