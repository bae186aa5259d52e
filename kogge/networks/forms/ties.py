"""Which ties count, of which day."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from .founded import KindsForm

MOST_MONTHS = 60  # that the slider goes back


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day of a month before, or its last one.

    >>> months_before(dt.date(2026, 3, 31), 1)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(12 * day.year + day.month - 1 - months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


class TiesForm(KindsForm):
    """The kinds of ties, and the day: today, or some months before."""

    month = forms.IntegerField(
        label=_("State of the network"),
        required=False,
        min_value=-MOST_MONTHS,
        max_value=0,
        widget=forms.NumberInput(attrs={"type": "range", "step": 1, "id": "months"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = self.day() or timezone.localdate()
        self.fields["month"].widget.attrs |= {"min": -MOST_MONTHS, "max": 0, "aria-valuetext": date_format(day)}

    def day(self) -> dt.date | None:
        """The day asked for; None for today and for what is no month back."""
        if not self.is_bound:
            return None
        try:
            back = -int(self.data.get("month") or 0)
        except (TypeError, ValueError):
            return None
        return months_before(timezone.localdate(), back) if 0 < back <= MOST_MONTHS else None
