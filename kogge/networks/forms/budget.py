"""Form of the purse: money in or out, with its receipt."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kogge.core.numbers import number
from kogge.networks.models import BudgetEntry
from kogge.networks.queries.budget import lowest_with
from kogge.outreach.forms.fields import day_input

from .files import RECEIPTS, OneFileForm
from .parts import decimal_input, past_day


class BudgetForm(OneFileForm):
    """Money in or out. Below zero only when somebody says that they advance it."""

    folder = "networks/receipts"
    allowed = RECEIPTS
    refusal = gettext_lazy("Only receipts as PDF or picture (JPEG, PNG, WebP) can be kept here.")

    upload = forms.FileField(
        label=gettext_lazy("Receipt"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("PDF or photo, at most 10 megabytes."),
    )
    advanced = forms.BooleanField(
        label=gettext_lazy("Somebody advances the money: the purse may be below zero"), required=False
    )

    class Meta:
        model = BudgetEntry
        fields = ("direction", "amount", "on", "text")
        widgets = {"on": day_input(), "direction": forms.RadioSelect, "amount": decimal_input()}
        localized_fields = ("amount",)

    field_order = ("direction", "amount", "on", "text", "upload", "without", "advanced")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["on"] = self.initial.get("on") or timezone.localdate()
        self.fields["direction"].choices = BudgetEntry.Direction.choices  # type: ignore[attr-defined]
        if not self.is_bound:
            del self.fields["advanced"]

    def clean_on(self) -> dt.date | None:
        return past_day(self.cleaned_data["on"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        amount, day = cleaned.get("amount"), cleaned.get("on")
        if self.errors or amount is None or day is None:
            del self.fields["advanced"]
            return cleaned
        signed = amount if cleaned["direction"] == BudgetEntry.Direction.IN else -amount
        before, after = lowest_with(self.network, self.instance.pk, signed, day)
        if after >= 0 or after >= before:  # it does not make it worse
            del self.fields["advanced"]
        elif not cleaned.get("advanced"):
            text = _("Then the purse would hold %(amount)s €. Check the amount, or tick that somebody advances it.")
            self.add_error("advanced", text % {"amount": number(after, 2)})
        return cleaned


def total(entries: Any) -> Decimal:
    """What entries come to."""
    return sum((entry.signed for entry in entries), Decimal(0))
