"""A contact with an organisation: planned, or made."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kogge.accounts.roles import Permission
from kogge.actors.models import Organisation, Person
from kogge.core.models import Recorded
from kogge.places.access import AreaOwnedQuerySet
from kogge.places.models import Area

from .walks import Walk


class VisitQuerySet(AreaOwnedQuerySet):
    view_permission = Permission.VIEW_VISITS

    def planned(self) -> Any:
        return self.filter(status=Visit.Status.PLANNED)

    def done(self) -> Any:
        return self.filter(status=Visit.Status.DONE)


class Visit(Recorded):
    """A contact with an organisation: planned, or made; at the counter, by phone, on the street."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        DONE = "done", _("made")
        CANCELLED = "cancelled", pgettext_lazy("visit", "cancelled")

    class Channel(models.TextChoices):
        VISIT = "visit", _("on site")
        PHONE = "phone", _("by phone")
        MAIL = "mail", _("by e-mail or letter")
        VIDEO = "video", _("by video")
        EVENT = "event", _("at an event")

    class Outcome(models.TextChoices):
        MET = "met", _("talked")
        AWAY = "away", _("nobody there")
        LATER = "later", _("come back later")
        REFUSED = "refused", _("does not want to")

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="visits")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="visits"
    )
    visitor = models.ForeignKey(
        Person, verbose_name=_("who"), null=True, blank=True, on_delete=models.SET_NULL, related_name="visits"
    )
    # The walk it belongs to, and its place in it from 1 on.
    walk = models.ForeignKey(
        Walk, verbose_name=_("walk"), null=True, blank=True, on_delete=models.SET_NULL, related_name="visits"
    )
    walk_order = models.PositiveSmallIntegerField(_("place in the walk"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.PLANNED)
    date = models.DateField(_("day"), default=timezone.localdate)
    time = models.TimeField(_("time"), null=True, blank=True)
    channel = models.CharField(_("channel"), max_length=6, choices=Channel.choices, default=Channel.VISIT)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    mood = models.PositiveSmallIntegerField(
        _("mood"),
        choices=[
            (1, _("bad")),
            (2, _("strained")),
            (3, pgettext_lazy("mood", "neutral")),
            (4, _("good")),
            (5, _("very good")),
        ],
        null=True,
        blank=True,
    )
    note = models.TextField(_("note"), blank=True)
    next_step = models.CharField(_("next step"), max_length=200, blank=True)
    next_step_due = models.DateField(_("until"), null=True, blank=True)
    is_practice = models.BooleanField(default=False, db_index=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["-date", "-time"]
        indexes = [
            models.Index(fields=["area", "status", "date"]),
            models.Index(fields=["organisation", "-date"]),
        ]
        constraints = [
            # Two workers who take walks at the same moment never both get a shop.
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(status="planned", walk__isnull=False),
                name="one_walk_for_a_shop",
            )
        ]
        verbose_name = _("visit")
        verbose_name_plural = _("visits")

    def __str__(self) -> str:
        return f"{self.organisation}, {self.date:%d.%m.%Y}"
