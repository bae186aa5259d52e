"""Handover: who coordinates what, who could take it over, and what would remain on the day after."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kogge.accounts.roles import Permission
from kogge.actors.models import Person
from kogge.core.models import Recorded
from kogge.networks.models import Network
from kogge.places.access import AreaOwnedQuerySet
from kogge.places.models import Area


class HandoverQuerySet(AreaOwnedQuerySet):
    view_permission = Permission.VIEW_HANDOVER


class CoordinationTask(Recorded):
    """A recurring task that holds things together: inviting to the breakfast, keeping the list …"""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="coordination_tasks")
    network = models.ForeignKey(
        Network, null=True, blank=True, on_delete=models.SET_NULL, related_name="coordination_tasks"
    )
    name = models.CharField(_("task"), max_length=160)
    how_to = models.TextField(_("how it is done"), blank=True)
    hours_per_month = models.DecimalField(_("hours a month"), max_digits=5, decimal_places=1, default=1)
    leader = models.ForeignKey(
        Person,
        verbose_name=_("who does it"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="leads_tasks",
    )
    deputy = models.ForeignKey(
        Person,
        verbose_name=_("who stands in"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="deputy_for",
    )
    deputy_did_it_once = models.BooleanField(_("has done it once"), default=False)
    handover_due = models.DateField(_("hand over by"), null=True, blank=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(leader__isnull=True) | Q(deputy__isnull=True) | ~Q(leader=F("deputy")),
                name="deputy_is_somebody_else",
            )
        ]
        verbose_name = _("coordination task")
        verbose_name_plural = _("coordination tasks")

    def __str__(self) -> str:
        return self.name


class DayAfterRecord(Recorded):
    """What would remain, stored once a week: the figure that is drawn over time."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="day_after_records")
    week = models.DateField(_("week"))  # its Monday
    fragmentation_today = models.FloatField()
    fragmentation_after = models.FloatField()
    orphans = models.PositiveIntegerField()  # organisations without any tie on the day after
    tasks_orphaned = models.PositiveIntegerField()
    staff_only_ties = models.PositiveIntegerField()
    ties = models.PositiveIntegerField()
    organisations = models.PositiveIntegerField()

    objects = HandoverQuerySet.as_manager()

    class Meta:
        ordering = ["week"]
        constraints = [models.UniqueConstraint(fields=["area", "week"], name="one_figure_a_week")]
        verbose_name = _("day-after figure")
        verbose_name_plural = _("day-after figures")

    def __str__(self) -> str:
        return f"{self.area} {self.week}"
