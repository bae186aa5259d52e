"""What the forms of outreach share: days, the team, organisations, sentences for what is wrong."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kogge.actors.models import Organisation, Person
from kogge.core.meanwhile import MeanwhileMixin
from kogge.outreach.queries import person_of, team
from kogge.outreach.widgets import bind_picker
from kogge.places.models import Area

# Ten years either way catches a slip in the year ("0226", "2062") and nothing that people really plan.
YEARS_EITHER_WAY = 10


def day_input() -> forms.DateInput:
    """A native date field."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def check_year(day: dt.date | None) -> None:
    """Refuse a day that can only be a slip of the pen."""
    if day is not None and abs(day.year - timezone.localdate().year) > YEARS_EITHER_WAY:
        raise ValidationError(
            _("The year %(year)s cannot be right. Please look at the day again.") % {"year": day.year}
        )


class AreaFormMixin(MeanwhileMixin):
    """For model forms inside an area: `area` and `user` limit what can be chosen."""

    area: Area
    user: Any
    fields: dict[str, forms.Field]

    def limit_people(self, name: str, current: int | None = None) -> None:
        """Offer the team; the person the record names already stays among them."""
        field: Any = self.fields[name]
        field.queryset = team(self.area, with_persons=[current])
        field.empty_label = _("nobody yet")

    def limit_organisations(self, name: str) -> None:
        """Organisations of the area that exist today and that the user may see."""
        rows = Organisation.objects.visible_to(self.user).in_area(self.area).current()
        bind_picker(self.fields[name], rows, self.area)

    def me(self) -> Person | None:
        return person_of(self.user, self.area)
