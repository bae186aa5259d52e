"""Meetings of a network: who came, what was decided, who does it until when; hours that were given; calendar links."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kogge.accounts.roles import Permission
from kogge.actors.models import Organisation
from kogge.core.links import Link
from kogge.core.models import Recorded
from kogge.places.access import AreaOwnedQuerySet

from .networks import Network
from .parts import PartQuerySet


class Meeting(Recorded):
    """The members of a network meet: on a day, at a place, with an agenda; afterwards with minutes."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="meetings")
    date = models.DateField(_("day"))
    start = models.TimeField(_("begins at"), null=True, blank=True)
    end = models.TimeField(_("ends at"), null=True, blank=True)
    host = models.ForeignKey(
        Organisation,
        verbose_name=_("at which organisation"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="hosted_meetings",
    )
    place = models.CharField(_("place"), max_length=200, blank=True)
    agenda = models.TextField(_("agenda"), max_length=5000, blank=True)  # one item a line
    minutes = models.TextField(_("minutes of the meeting"), max_length=20_000, blank=True)
    # Who came without being a member; set with the attendance, so it also says that it was noted.
    guests = models.PositiveSmallIntegerField(_("guests"), null=True, blank=True, validators=[MaxValueValidator(1000)])
    attendees = models.ManyToManyField(
        Organisation, through="Attendance", blank=True, related_name="attended_meetings", verbose_name=_("who came")
    )

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["-date", "-start", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(start__isnull=True) | Q(end__gt=F("start")),
                name="meeting_ends_after_its_start",
            )
        ]
        indexes = [models.Index(fields=["network", "-date"])]
        verbose_name = _("meeting of the network")
        verbose_name_plural = _("meetings of the network")

    def __str__(self) -> str:
        return f"{self.network}, {self.date:%d.%m.%Y}"

    @property
    def hours(self) -> Decimal | None:
        """How long it takes, in hours; None where nobody noted it."""
        if self.start is None or self.end is None:
            return None
        length = dt.datetime.combine(self.date, self.end) - dt.datetime.combine(self.date, self.start)
        return Decimal(int(length.total_seconds())) / 3600

    @property
    def is_over(self) -> bool:
        return self.date < timezone.localdate()

    @property
    def where(self) -> str:
        """Place in words: the house, its address, what was typed."""
        parts = [self.host.name, self.host.street_line] if self.host else []
        return ", ".join(part for part in [*parts, self.place] if part)

    @property
    def items(self) -> list[str]:
        """The items of the agenda."""
        return [line.strip() for line in self.agenda.splitlines() if line.strip()]


class Attendance(Link):
    """That an organisation came to a meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="attendances")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "organisation"], name="came_to_a_meeting_once")]
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")

    def __str__(self) -> str:
        return f"{self.organisation}: {self.meeting}"


class DecisionQuerySet(AreaOwnedQuerySet):
    view_permission = Permission.VIEW_NETWORKS
    area_path = "meeting__network__area"

    def open(self) -> Any:
        return self.filter(done_on__isnull=True, dropped_on__isnull=True)


class Decision(Recorded):
    """What a meeting decided: who does it until when, and whether it was carried out or dropped."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="decisions")
    text = models.CharField(_("what was decided"), max_length=300)
    # Empty: those who lead the network.
    owner = models.ForeignKey(
        Organisation,
        verbose_name=_("who does it"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="decisions",
    )
    due = models.DateField(_("until"), null=True, blank=True)
    done_on = models.DateField(_("carried out on"), null=True, blank=True)
    dropped_on = models.DateField(_("dropped on"), null=True, blank=True)
    dropped_why = models.CharField(_("why it was dropped"), max_length=200, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | Q(dropped_on__isnull=True), name="decision_done_or_dropped"
            )
        ]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        return self.done_on is None and self.dropped_on is None

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due is not None and self.due < timezone.localdate()


class Effort(Recorded):
    """Hours that somebody gave the network besides sitting in a meeting: a member, or staff of the project."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="efforts")
    # Empty: paid by the project.
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("who gave them"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="efforts",
    )
    on = models.DateField(_("day"))
    hours = models.DecimalField(
        _("hours"),
        max_digits=5,
        decimal_places=1,
        validators=[MinValueValidator(Decimal("0.1")), MaxValueValidator(Decimal(500))],
    )
    text = models.CharField(_("what for"), max_length=160, blank=True)
    action = models.ForeignKey(
        "JointAction",
        verbose_name=_("joint action"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="efforts",
    )

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("effort")
        verbose_name_plural = _("efforts")

    def __str__(self) -> str:
        return f"{self.hours} h, {self.on:%d.%m.%Y}"


class CalendarLinkQuerySet(PartQuerySet):
    view_permission = Permission.EDIT_NETWORKS

    def valid(self) -> Any:
        return self.filter(revoked_at__isnull=True)


class CalendarLink(models.Model):
    """A secret address where a calendar finds the meetings of a network. Only its SHA-256 is kept: it is long and
    random, no one guesses it.

    No `Recorded`: a link that was taken back does not come back by an undo.
    """

    network = models.ForeignKey(
        Network, verbose_name=_("network"), on_delete=models.CASCADE, related_name="calendar_links"
    )
    label = models.CharField(_("for whom"), max_length=80)
    digest = models.CharField(_("checksum"), max_length=64, unique=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = CalendarLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("calendar link")
        verbose_name_plural = _("calendar links")

    def __str__(self) -> str:
        return self.label
