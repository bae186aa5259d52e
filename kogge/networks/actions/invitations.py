"""Somebody who was asked joins a network."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from kogge.core.history import change
from kogge.core.models import Change
from kogge.networks.models import Invitation, NetworkMember


def join(invitation: Invitation, *, by: Any) -> Change:
    """They said yes: from today on the organisation is a member, once."""
    today = timezone.localdate()
    network, organisation = invitation.network, invitation.organisation
    text = _("%(organisation)s joined %(network)s.") % {"organisation": organisation, "network": network}
    with change(text, by=by, area=network.area) as made:
        invitation.state, invitation.answered_on, invitation.why_not = Invitation.State.YES, today, ""
        invitation.asked_on = invitation.asked_on or today
        invitation.save()
        there = NetworkMember.objects.filter(network=network, organisation=organisation, end__isnull=True)
        if not there.exists():
            NetworkMember.objects.create(network=network, organisation=organisation, start=today)
    return made
