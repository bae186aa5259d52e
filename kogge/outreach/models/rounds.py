"""Survey rounds: talks of a few weeks that end in an assembly, where those who were asked hear what came of it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kogge.accounts.roles import Permission
from kogge.core.models import Recorded
from kogge.places.access import AreaOwnedQuerySet
from kogge.places.models import Area, District


class SurveyRoundQuerySet(AreaOwnedQuerySet):
    view_permission = Permission.VIEW_VISITS

    def without_assembly(self) -> Any:
        """Begun, and nobody has met about its results so far."""
        return self.filter(held_on__isnull=True, begin__lte=timezone.localdate())


class SurveyRound(Recorded):
    """A round of talks, and the assembly at which its results are told. Its talks are those of its time and place."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="survey_rounds")
    name = models.CharField(_("What is it about?"), max_length=160)
    district = models.ForeignKey(
        District,
        verbose_name=pgettext_lazy("of a town", "District"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="survey_rounds",
    )
    begin = models.DateField(_("first day of talks"), default=timezone.localdate)
    end = models.DateField(_("last day of talks"))
    assembly_on = models.DateField(_("assembly planned for"), null=True, blank=True)
    place = models.CharField(_("where"), max_length=160, blank=True)
    held_on = models.DateField(_("assembly held on"), null=True, blank=True)

    objects = SurveyRoundQuerySet.as_manager()

    class Meta:
        ordering = ["-begin", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=F("begin")), name="a_round_ends_after_it_begins"),
        ]
        verbose_name = _("survey round")
        verbose_name_plural = _("survey rounds")

    def __str__(self) -> str:
        return self.name
