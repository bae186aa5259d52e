"""A walk: visits of one person on one day, in the order of the doors."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kogge.accounts.roles import Permission
from kogge.actors.models import Person
from kogge.core.models import Recorded
from kogge.places.access import AreaOwnedQuerySet
from kogge.places.models import Area


class WalkQuerySet(AreaOwnedQuerySet):
    view_permission = Permission.VIEW_VISITS


class Walk(Recorded):
    """Visits that one person makes on one day from door to door. Its planned visits are reserved for it."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="walks")
    name = models.CharField(_("name"), max_length=120)
    person = models.ForeignKey(
        Person, verbose_name=_("who"), null=True, blank=True, on_delete=models.SET_NULL, related_name="walks"
    )
    date = models.DateField(_("day"))
    # From the first to the last door, as planned: with the visits, and on foot.
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    metres = models.PositiveIntegerField(_("metres on foot"))

    objects = WalkQuerySet.as_manager()

    class Meta:
        ordering = ["-date", "-pk"]
        verbose_name = _("walk")
        verbose_name_plural = _("walks")

    def __str__(self) -> str:
        return f"{self.name}, {self.date:%d.%m.%Y}"
