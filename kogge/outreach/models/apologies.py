"""The apology for a promise that was not kept: before anything new is asked of that organisation."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kogge.accounts.roles import Permission
from kogge.actors.models import Organisation, Person
from kogge.core.models import Recorded
from kogge.places.access import AreaOwnedQuerySet
from kogge.places.models import Area


class ApologyQuerySet(AreaOwnedQuerySet):
    view_permission = Permission.VIEW_VISITS


class Apology(Recorded):
    """Somebody said sorry for promises that were broken or are overdue: when, who, in which words.

    The promises that it was about point to it (`Promise.apology`).
    """

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="apologies")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("to whom"), on_delete=models.CASCADE, related_name="apologies"
    )
    said_on = models.DateField(_("said on"), default=timezone.localdate)
    said_by = models.ForeignKey(
        Person,
        verbose_name=_("by whom"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="apologies",
    )
    text = models.TextField(_("What was said?"))
    is_practice = models.BooleanField(default=False, db_index=True)

    objects = ApologyQuerySet.as_manager()

    class Meta:
        ordering = ["-said_on", "-pk"]
        verbose_name = _("apology")
        verbose_name_plural = _("apologies")

    def __str__(self) -> str:
        return f"{self.organisation}, {self.said_on:%d.%m.%Y}"
