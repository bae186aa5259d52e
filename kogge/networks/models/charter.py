"""The charter of a network in versions: what holds is what a meeting agreed on."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kogge.core.models import Recorded

from .meetings import Meeting
from .networks import Network
from .parts import PartQuerySet


class Charter(Recorded):
    """One version of what the members agreed on. Once agreed it never changes: what comes next is a new version."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="charters")
    number = models.PositiveSmallIntegerField(_("version"))
    purpose = models.TextField(_("what we are there for"), max_length=5000)
    rules = models.TextField(_("how we treat each other"), max_length=5000, blank=True)
    fees = models.TextField(_("what it costs"), max_length=2000, blank=True)
    decides = models.TextField(_("who decides, and how"), max_length=5000, blank=True)
    agreed_on = models.DateField(_("agreed by the members on"), null=True, blank=True)
    agreed_at = models.ForeignKey(
        Meeting,
        verbose_name=_("agreed by the meeting"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="charters",
    )

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["network", "-number"]
        constraints = [models.UniqueConstraint(fields=["network", "number"], name="one_charter_of_a_number")]
        verbose_name = _("charter")
        verbose_name_plural = _("charters")

    def __str__(self) -> str:
        return f"{self.network}, {self.number}"
