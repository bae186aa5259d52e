"""A survey round and its assembly."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kogge.outreach.models import SurveyRound
from kogge.places.models import Area, District

from .fields import AreaFormMixin, check_year, day_input


class SurveyRoundForm(AreaFormMixin, forms.ModelForm):
    class Meta:
        model = SurveyRound
        fields = ("name", "district", "begin", "end", "assembly_on", "place", "held_on")
        widgets = {name: day_input() for name in ("begin", "end", "assembly_on", "held_on")}

    def __init__(self, *args: Any, area: Area, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.area, self.user = area, user
        self.instance.area = area
        district: Any = self.fields["district"]
        district.queryset = District.objects.filter(area=area)
        district.empty_label = _("whole area")
        self.fields["assembly_on"].help_text = _("In time within %(days)s days after the last talk.") % {
            "days": area.assembly_days
        }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in ("begin", "end", "assembly_on", "held_on"):
            try:
                check_year(cleaned.get(name))
            except ValidationError as error:
                self.add_error(name, error)
        begin, end = cleaned.get("begin"), cleaned.get("end")
        if begin and end and end < begin:
            self.add_error("end", _("The round ends before it begins. Check both days."))
        for name in ("assembly_on", "held_on"):
            if begin and (day := cleaned.get(name)) and day < begin:
                self.add_error(name, _("This day lies before the first talk."))
        if (held := cleaned.get("held_on")) and held > timezone.localdate():
            self.add_error("held_on", _("This day is still to come."))
        return cleaned
