"""What the pages of one network read: its members on a day, its meetings, its decisions, its hours."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from kogge.actors.models import Organisation
from kogge.networks.models import Decision, Meeting, Network, NetworkMember


def members_on(network: Network, day: dt.date | None = None) -> Any:
    """Organisations that are members on a day (today), by name."""
    day = day or timezone.localdate()
    rows = NetworkMember.objects.filter(
        Q(start__isnull=True) | Q(start__lte=day), Q(end__isnull=True) | Q(end__gte=day), network=network
    )
    return Organisation.objects.filter(pk__in=rows.values("organisation")).order_by("name")


def with_records(network: Network, current: Any = (), day: dt.date | None = None) -> Any:
    """Members of a day and those that a record names already, so that none is lost when the record is changed."""
    named = [pk for pk in current if pk]
    return Organisation.objects.filter(Q(pk__in=members_on(network, day).order_by().values("pk")) | Q(pk__in=named))


def meetings_of(network: Network) -> Any:
    """Meetings with `came`, the members that came, and `decided`, the number of decisions; the newest first."""
    rows = Meeting.objects.filter(network=network).select_related("host")
    return rows.annotate(came=Count("attendances", distinct=True), decided=Count("decisions", distinct=True)).order_by(
        "-date", "-start", "-pk"
    )


def next_meeting(network: Network) -> Meeting | None:
    """The next one from today on (one query)."""
    rows = Meeting.objects.filter(network=network, date__gte=timezone.localdate()).select_related("host")
    found: Meeting | None = rows.order_by("date", "start", "pk").first()
    return found


def was_held(meeting: Meeting) -> bool:
    """Whether somebody noted who came (asks for `came`)."""
    return meeting.guests is not None or bool(getattr(meeting, "came", 0))


def decisions_of(network: Network) -> Any:
    """Every decision of a network: the open ones first, by the day they are due (one query)."""
    rows = Decision.objects.filter(meeting__network=network).select_related("meeting", "owner")
    return rows.order_by("done_on", "dropped_on", "due", "meeting__date", "pk")
