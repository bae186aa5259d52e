"""The small purse of a network: money in and out, each with its receipt."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .networks import Network
from .parts import PartQuerySet, StoredFile


class BudgetEntry(StoredFile):
    """Money that came in or went out, in euros, on a day."""

    class Direction(models.TextChoices):
        IN = "in", _("money in")
        OUT = "out", _("money out")

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="budget_entries")
    on = models.DateField(_("day"))
    direction = models.CharField(_("in or out"), max_length=3, choices=Direction.choices)
    amount = models.DecimalField(
        _("amount in €"),
        max_digits=9,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(Decimal(999_999))],
    )
    text = models.CharField(_("from whom or what for"), max_length=200)

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="money_is_above_zero")]
        verbose_name = _("budget entry")
        verbose_name_plural = _("budget entries")

    def __str__(self) -> str:
        return self.text

    @property
    def signed(self) -> Decimal:
        """The amount, below zero when it went out."""
        return self.amount if self.direction == self.Direction.IN else -self.amount
