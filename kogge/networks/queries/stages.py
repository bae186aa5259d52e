"""What a network needs for its next stage: each point with what is there and what is missing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kogge.core.numbers import number
from kogge.networks.models import BudgetEntry, Charter, Leader, Meeting, Network

from .hours import hours_of
from .life import members_on

LEAST_MEMBERS = 5  # a circle below that falls apart with the first two who are ill
LEAST_MEETINGS = 3  # in a year, for a network that members carry
HALF_YEAR = dt.timedelta(days=183)
YEAR = dt.timedelta(days=365)
ORDER = list(Network.Stage)


@dataclass(frozen=True)
class Need:
    """One thing that the next stage asks for: whether it is there, in a sentence, and where to see to it."""

    is_met: bool
    text: str
    url: str


def next_stage(network: Network) -> Network.Stage | None:
    """The stage after the one a network is in."""
    index = ORDER.index(Network.Stage(network.stage))
    return ORDER[index + 1] if index + 1 < len(ORDER) else None


def stage_before(network: Network) -> Network.Stage | None:
    index = ORDER.index(Network.Stage(network.stage))
    return ORDER[index - 1] if index else None


class Needs:
    """The points that stages ask for, read when they are asked."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.slug = network.area.slug
        self.today = timezone.localdate()

    def _url(self, name: str) -> str:
        return reverse(f"networks:{name}", args=[self.slug, self.network.pk])

    def purpose(self) -> Need:
        is_met = bool(self.network.purpose.strip())
        text = _("What it is for is written down.") if is_met else _("It is not written down what it is for.")
        return Need(is_met, text, self._url("edit"))

    def members(self) -> Need:
        count = members_on(self.network).count()
        text = ngettext("%(count)s member (at least %(least)s)", "%(count)s members (at least %(least)s)", count)
        return Need(count >= LEAST_MEMBERS, text % {"count": count, "least": LEAST_MEMBERS}, self._url("network"))

    def planned(self) -> Need:
        found = Meeting.objects.filter(network=self.network).order_by("-date").first()
        text = _("The first meeting has a day.") if found else _("The first meeting has no day yet.")
        return Need(found is not None, text, self._url("meetings"))

    def held(self) -> Need:
        first = Meeting.objects.filter(network=self.network, guests__isnull=False).order_by("date").first()
        if first is None:
            return Need(False, _("No meeting was held so far, or nobody noted who came."), self._url("meetings"))
        day = date_format(first.date, "SHORT_DATE_FORMAT")
        return Need(True, _("The kick-off was held on %(day)s.") % {"day": day}, self._url("meetings"))

    def regular(self) -> Need:
        rows = Meeting.objects.filter(network=self.network, guests__isnull=False, date__gte=self.today - YEAR)
        count = rows.count()
        text = ngettext(
            "%(count)s meeting in twelve months (at least %(least)s)",
            "%(count)s meetings in twelve months (at least %(least)s)",
            count,
        )
        return Need(count >= LEAST_MEETINGS, text % {"count": count, "least": LEAST_MEETINGS}, self._url("meetings"))

    def charter(self) -> Need:
        rows = Charter.objects.filter(network=self.network, agreed_on__isnull=False)
        agreed = rows.order_by("-number").first()
        if agreed is None:
            return Need(False, _("The members have not agreed on a charter yet."), self._url("charter"))
        day = date_format(agreed.agreed_on, "SHORT_DATE_FORMAT")
        return Need(True, _("The charter was agreed on %(day)s.") % {"day": day}, self._url("charter"))

    def _leaders(self) -> tuple[int, int]:
        """How many lead it, and how many of them are paid by a project today."""
        rows = Leader.objects.filter(network=self.network).values_list("person__project__end", flat=True)
        ends = list(rows)
        return len(ends), sum(1 for end in ends if end is not None and end >= self.today)

    def some_leader(self) -> Need:
        leaders, paid = self._leaders()
        if leaders > paid:
            return Need(True, _("Somebody leads it who is not paid by the project."), self._url("network"))
        return Need(False, _("Nobody leads it who is not paid by the project."), self._url("network"))

    def all_leaders(self) -> Need:
        leaders, paid = self._leaders()
        if leaders and not paid:
            return Need(True, _("Nobody who leads it is paid by the project."), self._url("network"))
        if not leaders:
            return Need(False, _("Nobody leads it."), self._url("network"))
        text = ngettext(
            "%(count)s of those who lead it is paid by the project.",
            "%(count)s of those who lead it are paid by the project.",
            paid,
        )
        return Need(False, text % {"count": paid}, self._url("network"))

    def half_carried(self) -> Need:
        found = hours_of(self.network, self.today - HALF_YEAR, self.today)
        if found.share is None:
            return Need(False, _("No hours are noted for the last six months."), self._url("hours"))
        text = _("Members gave %(share)s %% of the hours of six months (at least 50 %%).")
        return Need(
            2 * found.members >= found.total,
            text % {"share": number(100 * found.share, 0)},
            self._url("hours"),
        )

    def all_carried(self) -> Need:
        found = hours_of(self.network, self.today - HALF_YEAR, self.today)
        if found.share is None:
            return Need(False, _("No hours are noted for the last six months."), self._url("hours"))
        if found.staff:
            text = _("Staff of the project gave %(hours)s hours in six months.")
            return Need(False, text % {"hours": number(found.staff, 1)}, self._url("hours"))
        return Need(True, _("For six months members have given all hours."), self._url("hours"))

    def solvent(self) -> Need:
        balance = sum(entry.signed for entry in BudgetEntry.objects.filter(network=self.network))
        is_met = balance >= 0
        text = _("The purse is not below zero.") if is_met else _("The purse is below zero.")
        return Need(is_met, text, self._url("budget"))


def needs_for(network: Network, stage: Network.Stage) -> list[Need]:
    """What a network needs to enter a stage; a constant number of queries."""
    read = Needs(network)
    asked = {
        Network.Stage.KICKOFF: (read.purpose, read.members, read.planned),
        Network.Stage.ACTIVE: (read.held, read.charter, read.some_leader),
        Network.Stage.SELF_RUN: (read.all_leaders, read.half_carried, read.regular),
        Network.Stage.INDEPENDENT: (read.charter, read.all_carried, read.solvent),
    }
    return [read_one() for read_one in asked.get(stage, ())]
