"""When somebody apologised, and in which words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kogge.outreach.models import Apology
from kogge.places.models import Area

from .fields import AreaFormMixin, check_year, day_input


class ApologyForm(AreaFormMixin, forms.ModelForm):
    class Meta:
        model = Apology
        fields = ("text", "said_on", "said_by")
        widgets = {"text": forms.Textarea(attrs={"rows": 3}), "said_on": day_input()}
        help_texts = {
            "text": _("For example: the form did not come in time, that was our mistake; it comes on Friday.")
        }

    def __init__(self, *args: Any, area: Area, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.area, self.user = area, user
        self.limit_people("said_by", self.instance.said_by_id)
        if self.instance.pk is None and not self.initial.get("said_by") and (person := self.me()):
            self.initial["said_by"] = person.pk

    def clean_said_on(self) -> Any:
        day = self.cleaned_data["said_on"]
        check_year(day)
        if day > timezone.localdate():
            raise ValidationError(_("This day is still to come."))
        return day
