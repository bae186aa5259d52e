"""Which doors, how long, who and when."""

from __future__ import annotations

import math
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from shapely.geometry import Polygon

from kogge.actors.models import Organisation, Person
from kogge.outreach.queries import person_of, team
from kogge.outreach.queries.walks import streets
from kogge.places.models import Area, District

from .fields import check_year, day_input

MOST_CORNERS = 500
MOST_DOORS = 200


class WalkFilter(forms.Form):
    """Whom to visit: by street, district, what was before, or an outline drawn on the map; and how long a walk is."""

    district = forms.ChoiceField(label=pgettext_lazy("of a town", "District"), required=False)
    streets = forms.MultipleChoiceField(
        label=_("Streets"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("None chosen: all streets. With the keyboard: Ctrl and the space bar choose several."),
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    which = forms.ChoiceField(
        label=_("Who is visited?"),
        required=False,
        choices=[
            ("", _("everybody")),
            ("never", _("those never visited")),
            ("before", _("those not visited since a day")),
            ("promise", _("those with an open promise")),
        ],
    )
    before = forms.DateField(label=_("Not visited since"), required=False, widget=day_input())
    minutes = forms.IntegerField(label=_("Minutes of a walk"), min_value=10, max_value=480, initial=90)
    visit = forms.IntegerField(label=_("Minutes at each door"), min_value=1, max_value=120, initial=8)
    drawn = forms.CharField(required=False, widget=forms.HiddenInput)

    is_filter = True

    def __init__(self, data: Any, *, area: Area) -> None:
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        names = District.objects.filter(area=area).values_list("pk", "name")
        fields["district"].choices = [("", _("all")), *((str(pk), name) for pk, name in names)]
        fields["streets"].choices = [(name, name) for name in streets(area)]
        fields["kind"].choices = [("", _("all")), *Organisation.Kind.choices]

    def clean_before(self) -> Any:
        check_year(self.cleaned_data["before"])
        return self.cleaned_data["before"]

    def clean_drawn(self) -> Polygon | None:
        """An outline of corners "lon,lat;lon,lat;…" as a polygon."""
        text = self.cleaned_data["drawn"]
        if not text:
            return None
        try:
            corners = [tuple(float(part) for part in corner.split(",")) for corner in text.split(";")]
        except ValueError:
            corners = []
        sound = 3 <= len(corners) <= MOST_CORNERS and all(
            len(corner) == 2 and math.isfinite(corner[0]) and abs(corner[0]) <= 180 and abs(corner[1]) <= 90
            for corner in corners
        )
        outline = Polygon(corners) if sound else None
        if outline is None or not outline.is_valid or outline.area == 0:
            raise ValidationError(_("The outline drawn on the map crosses itself or is no area. Please draw it again."))
        return outline

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("which") == "before" and not cleaned.get("before") and "before" not in self.errors:
            self.add_error("before", _("Since which day? Enter it, or choose another group."))
        minutes, visit = cleaned.get("minutes"), cleaned.get("visit")
        if minutes and visit and visit > minutes:
            self.add_error("visit", _("One visit is longer than the whole walk. Shorten it or walk longer."))
        return cleaned


class TakeForm(forms.Form):
    """Walks become somebody's: who and when for the page, the doors in their order from the button of each walk."""

    visit = forms.IntegerField(min_value=1, max_value=120, widget=forms.HiddenInput)
    person = forms.ModelChoiceField(
        label=_("Who walks?"), queryset=Person.objects.none(), required=False, empty_label=_("nobody yet")
    )
    date = forms.DateField(label=_("Day"), widget=day_input())
    doors = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, area: Area, user: Any, visit: int = 0) -> None:
        me = person_of(user, area)
        initial = {"person": me.pk if me else None, "date": timezone.localdate(), "visit": visit}
        super().__init__(data, initial=initial, auto_id="take_%s")
        person: Any = self.fields["person"]
        person.queryset = team(area)

    def clean_date(self) -> Any:
        day = self.cleaned_data["date"]
        check_year(day)
        if day < timezone.localdate():
            raise ValidationError(_("This day has passed. Choose today or later."))
        return day

    def clean_doors(self) -> list[int]:
        """Ids of organisations in the order of walking, each once."""
        text = self.cleaned_data["doors"]
        parts = text.split(",")
        if not all(part.isascii() and part.isdigit() and len(part) < 16 for part in parts) or len(parts) > MOST_DOORS:
            raise ValidationError(_("The walk has no doors that can be read. Please plan it again."))
        return list(dict.fromkeys(int(part) for part in parts))
