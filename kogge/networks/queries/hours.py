"""Hours that a network costs, and who gives them: members or staff of the project."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Prefetch

from kogge.networks.models import Attendance, Effort, Meeting, Network


@dataclass
class Month:
    """Hours of one month by who gave them."""

    first: dt.date
    members: Decimal = Decimal(0)
    staff: Decimal = Decimal(0)


@dataclass
class Hours:
    """Hours since a day. A meeting of two hours with five members counts ten; one without times counts nothing."""

    members: Decimal = Decimal(0)
    staff: Decimal = Decimal(0)
    months: list[Month] = field(default_factory=list)
    by_member: list[tuple[str, Decimal]] = field(default_factory=list)
    timeless: int = 0  # meetings with attendance and without times

    @property
    def total(self) -> Decimal:
        return self.members + self.staff

    @property
    def share(self) -> Decimal | None:
        """Share of the members, 0 to 1; None without any hour."""
        return self.members / self.total if self.total else None


def hours_of(network: Network, since: dt.date | None = None, until: dt.date | None = None) -> Hours:
    """Hours of a network by month and by member, the latest month first (three queries)."""
    meetings = Meeting.objects.filter(network=network).prefetch_related(
        Prefetch("attendances", queryset=Attendance.objects.select_related("organisation"))
    )
    efforts = Effort.objects.filter(network=network).select_related("organisation")
    if since is not None:
        meetings, efforts = meetings.filter(date__gte=since), efforts.filter(on__gte=since)
    if until is not None:
        meetings, efforts = meetings.filter(date__lte=until), efforts.filter(on__lte=until)
    return _summed(meetings, efforts)


def _summed(meetings: Iterable[Meeting], efforts: Iterable[Effort]) -> Hours:
    found = Hours()
    months: dict[dt.date, Month] = {}
    names: dict[int, str] = {}
    members: dict[int, Decimal] = defaultdict(Decimal)

    def month(day: dt.date) -> Month:
        first = day.replace(day=1)
        return months.setdefault(first, Month(first))

    for meeting in meetings:
        came = list(meeting.attendances.all())
        if meeting.hours is None:
            found.timeless += bool(came)
            continue
        for row in came:
            names[row.organisation_id] = row.organisation.name
            members[row.organisation_id] += meeting.hours
            month(meeting.date).members += meeting.hours
    for effort in efforts:
        if effort.organisation_id is None:
            month(effort.on).staff += effort.hours
            continue
        names[effort.organisation_id] = effort.organisation.name  # type: ignore[union-attr]
        members[effort.organisation_id] += effort.hours
        month(effort.on).members += effort.hours
    found.months = sorted(months.values(), key=lambda entry: entry.first, reverse=True)
    found.members = sum((entry.members for entry in found.months), Decimal(0))
    found.staff = sum((entry.staff for entry in found.months), Decimal(0))
    ranked = sorted(members, key=lambda pk: (-members[pk], names[pk].casefold()))
    found.by_member = [(names[pk], members[pk]) for pk in ranked]
    return found
