"""What the forms of a network's records share: the network they belong to, and who is in it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from kogge.networks.models import Network
from kogge.networks.queries.life import members_on, with_records
from kogge.outreach.forms.fields import AreaFormMixin, check_year


class PartForm(AreaFormMixin, forms.ModelForm):
    """A record that belongs to a network."""

    network: Network

    def __init__(self, *args: Any, network: Network, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.network, self.area, self.user = network, network.area, user
        if hasattr(self.instance, "network_id") and self.instance.network_id is None:
            self.instance.network = network

    def limit_members(self, name: str, *current: int | None, empty: str | None = None, day: Any = None) -> None:
        """Offer the members of a day; those the record names already stay among them."""
        field: Any = self.fields[name]
        field.queryset = with_records(self.network, current, day).order_by("name")
        if empty is not None:
            field.empty_label = empty

    def is_member(self, pk: int, day: dt.date | None = None) -> bool:
        return bool(members_on(self.network, day).filter(pk=pk).exists())


def decimal_input() -> forms.TextInput:
    """For an amount or hours: written as in the reader's language, with a comma or a point."""
    return forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})


def past_day(day: dt.date | None) -> dt.date | None:
    """A day that was: today at the latest."""
    check_year(day)
    if day is not None and day > timezone.localdate():
        raise ValidationError(_("This day is still to come."))
    return day
