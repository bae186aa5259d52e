"""How healthy a network is: figures that open their records, and early warnings with what to do."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kogge.core.numbers import number
from kogge.networks.models import BudgetEntry, Decision, Leader, Meeting, Network, NetworkMember, TieSurvey

from .hours import hours_of
from .life import meetings_of, next_meeting
from .stages import HALF_YEAR, YEAR

SHOWN = 12  # meetings in the line
SILENT_DAYS = 90
LOW_ATTENDANCE = 0.4
FALLING = 0.75  # the last three meetings against the three before
LEAST_CARRIED = 0.5
OVERDUE = 3
LESS_TRUST = 0.3


@dataclass(frozen=True)
class Figure:
    """One figure: in words, how it is counted, and its records. `value` None: not enough data, `note` says why."""

    label: str
    value: str | None
    rule: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Alarm:
    """What to look at now, and what to do."""

    text: str
    advice: str
    url: str


@dataclass
class Health:
    """The figures of a network, what warns early, and attendance meeting by meeting (share in per cent)."""

    figures: list[Figure] = field(default_factory=list)
    warnings: list[Alarm] = field(default_factory=list)
    attendance: list[tuple[dt.date, float | None]] = field(default_factory=list)


class _Reader:
    def __init__(self, network: Network) -> None:
        self.network = network
        self.today = timezone.localdate()
        self.found = Health()
        self.members = list(
            NetworkMember.objects.filter(network=network).values_list("organisation_id", "start", "end")
        )

    def url(self, name: str) -> str:
        return reverse(f"networks:{name}", args=[self.network.area.slug, self.network.pk])

    def figure(self, label: str, value: str | None, rule: str, name: str, note: str = "") -> None:
        self.found.figures.append(Figure(label, value, rule, self.url(name), note))

    def warn(self, text: str, advice: str, name: str) -> None:
        self.found.warnings.append(Alarm(text, advice, self.url(name)))

    def count_on(self, day: dt.date) -> int:
        """Members on a day."""
        return len({pk for pk, start, end in self.members if (not start or start <= day) and (not end or end >= day)})

    def attendance(self) -> None:
        rows = [row for row in meetings_of(self.network) if row.guests is not None][:SHOWN][::-1]
        shares: list[tuple[dt.date, float | None]] = []
        for row in rows:
            members = self.count_on(row.date)
            shares.append((row.date, round(min(1, row.came / members), 3) if members else None))
        self.found.attendance = [(day, None if share is None else 100 * share) for day, share in shares]
        known = [share for _day, share in shares if share is not None]
        last, before = known[-3:], known[-6:-3]
        mean = sum(last) / len(last) if last else None
        self.figure(
            _("Attendance"),
            None if mean is None else f"{number(100 * mean)} %",
            _("Share of the members of that day who came, mean of the last three meetings with noted attendance."),
            "meetings",
            "" if known else _("No meeting with noted attendance."),
        )
        if len(last) == 3 and mean is not None and mean < LOW_ATTENDANCE:
            self.warn(
                _("Fewer than four in ten members come."),
                _("Ask three who stayed away: is it the time, the place, or that nothing comes of it?"),
                "meetings",
            )
        elif len(before) == 3 and mean is not None and mean < FALLING * sum(before) / 3:
            self.warn(
                _("Attendance falls: %(last)s %% after %(before)s %%.")
                % {"last": number(100 * mean), "before": number(100 * sum(before) / 3)},
                _("Ask those who stayed away, and put one item on the agenda that everybody has something of."),
                "meetings",
            )
        self._silence()

    def _silence(self) -> None:
        last = Meeting.objects.filter(network=self.network, date__lt=self.today).order_by("-date").first()
        if last and (self.today - last.date).days > SILENT_DAYS and next_meeting(self.network) is None:
            self.warn(
                _("They have not met for %(days)s days, and no meeting is planned.")
                % {"days": (self.today - last.date).days},
                _("Plan the next meeting today, and call each member."),
                "meetings",
            )

    def hours(self) -> None:
        hours = hours_of(self.network, self.today - HALF_YEAR, self.today)
        self.figure(
            _("Hours given by members"),
            None if hours.share is None else f"{number(100 * hours.share)} %",
            _("Share of the members in all hours of six months: meetings and what was noted besides."),
            "hours",
            _("No hours are noted for the last six months.") if hours.share is None else "",
        )
        if hours.share is not None and hours.share < LEAST_CARRIED:
            self.warn(
                _("Staff of the project give more hours than the members."),
                _("Hand over one task: inviting, minutes or the room. Who would do it at the next meeting?"),
                "hours",
            )

    def decisions(self) -> None:
        rows = list(Decision.objects.filter(meeting__network=self.network, meeting__date__gte=self.today - YEAR))
        late = [row for row in rows if row.is_late]
        carried = sum(1 for row in rows if row.done_on)
        counted = carried + len(late) + sum(1 for row in rows if row.dropped_on)
        self.figure(
            _("Decisions carried out"),
            f"{number(100 * carried / counted)} %" if counted else None,
            _("Of the decisions of twelve months that were carried out, dropped or are overdue."),
            "meetings",
            "" if counted else _("No decision of the last twelve months was due."),
        )
        if len(late) >= OVERDUE:
            text = ngettext("%(count)s decision is overdue.", "%(count)s decisions are overdue.", len(late))
            self.warn(
                text % {"count": len(late)},
                _("Begin the next meeting with them: carry out, give to somebody else, or drop with the reason."),
                "meetings",
            )

    def money(self) -> None:
        rows = list(BudgetEntry.objects.filter(network=self.network))
        balance = sum(row.signed for row in rows)
        self.figure(
            _("In the purse"),
            f"{number(balance, 2)} €" if rows else None,
            _("What came in less what went out."),
            "budget",
            "" if rows else _("Nothing is noted."),
        )
        if balance < 0:
            self.warn(_("The purse is below zero."), _("Settle who gets back how much, and when."), "budget")

    def renewal(self) -> None:
        since = self.today - YEAR
        joined = sum(1 for _pk, start, _end in self.members if start and since <= start <= self.today)
        left = sum(1 for _pk, _start, end in self.members if end and since <= end < self.today)
        self.figure(
            _("Joined and left"),
            f"+{joined} / −{left}" if self.members else None,
            _("Members who joined and who left in twelve months."),
            "network",
            "" if self.members else _("Nobody has joined yet."),
        )
        if left > joined:
            self.warn(
                _("More members leave than join: %(left)s and %(joined)s in twelve months.")
                % {"left": left, "joined": joined},
                _("Read why they left, and ask for one thing to change."),
                "network",
            )
        elif self.members and not joined and self.network.founded_on and self.network.founded_on < since:
            self.warn(
                _("Nobody new has joined for twelve months."),
                _("Choose two who fit, and ask by somebody they trust."),
                "network",
            )

    def trust(self) -> None:
        """What the last closed tie survey says of the group, beside the one before."""
        rows = list(TieSurvey.objects.filter(network=self.network, closed_at__isnull=False).order_by("-closed_at")[:2])
        told = [row.trust for row in rows if row.trust is not None]
        area = self.network.area.slug
        where = reverse("networks:survey_results", args=[area, rows[0].pk]) if rows else ""
        self.found.figures.append(
            Figure(
                _("Trust among the members"),
                _("%(value)s of 4") % {"value": number(rows[0].trust, 1)} if rows and rows[0].trust else None,
                _("Mean of reliability, support and openness in the last closed tie survey (PARTNER)."),
                where or reverse("networks:surveys", args=[area]),
                rows[0].name if rows else _("Nobody has been asked yet."),
            )
        )
        if len(told) == 2 and told[0] <= told[1] - LESS_TRUST:
            text = _("They trust each other less: %(now)s after %(before)s of 4.")
            self.found.warnings.append(
                Alarm(
                    text % {"now": number(told[0], 1), "before": number(told[1], 1)},
                    _("Look at which ties broke, and put one thing on the table that went wrong."),
                    where,
                )
            )

    def leaders(self) -> None:
        ends = list(Leader.objects.filter(network=self.network).values_list("person__project__end", flat=True))
        if not ends:
            self.warn(_("Nobody leads it."), _("Ask at the next meeting who invites next time."), "network")
        elif all(end is not None and end >= self.today for end in ends):
            self.warn(
                _("Only project staff lead it: when the project ends, nobody does."),
                _("Find one member who leads the next meeting together with you."),
                "network",
            )


def health_of(network: Network) -> Health:
    """Figures and warnings of a network; a constant number of queries."""
    reader = _Reader(network)
    reads = (
        reader.attendance, reader.hours, reader.decisions, reader.money, reader.renewal, reader.trust, reader.leaders,
    )  # fmt: skip
    for read in reads:
        read()
    return reader.found
