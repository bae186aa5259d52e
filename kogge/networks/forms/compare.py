"""Two days of the network."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kogge.networks.queries.ties import KINDS
from kogge.outreach.forms.fields import day_input

from .founded import KindsForm
from .parts import past_day


class CompareForm(KindsForm):
    """An earlier and a later day, neither in the future."""

    first = forms.DateField(label=_("Earlier day"), widget=day_input())
    second = forms.DateField(label=_("Later day"), widget=day_input())
    field_order = ("first", "second", "kinds")

    def clean_first(self) -> dt.date | None:
        return past_day(self.cleaned_data["first"])

    def clean_second(self) -> dt.date | None:
        return past_day(self.cleaned_data["second"])

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        first, second = found.get("first"), found.get("second")
        if first and second and first >= second:
            raise ValidationError({"second": _("The later day must come after the earlier one.")})
        return found

    @classmethod
    def for_last_year(cls) -> CompareForm:
        """What the page begins with: a year ago and today, all ties."""
        today = timezone.localdate()
        return cls({"first": today - dt.timedelta(days=365), "second": today, "kinds": list(KINDS)})
