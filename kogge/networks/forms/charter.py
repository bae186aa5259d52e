"""Forms of the charter: its words, and the meeting that agreed on it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kogge.networks.models import Charter
from kogge.outreach.forms.fields import day_input

from .parts import PartForm, past_day


class CharterForm(PartForm):
    """The words of a version that is not agreed on yet."""

    class Meta:
        model = Charter
        fields = ("purpose", "rules", "fees", "decides")
        widgets = {
            "purpose": forms.Textarea(attrs={"rows": 3}),
            "rules": forms.Textarea(attrs={"rows": 6}),
            "fees": forms.Textarea(attrs={"rows": 2}),
            "decides": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "rules": gettext_lazy("Short sentences. What stays in the room? What happens when somebody stops coming?"),
            "fees": gettext_lazy("What a member pays or brings; “nothing” is an answer too."),
            "decides": gettext_lazy("Who has a vote, how many must be there, who may spend how much alone."),
        }


class AgreeForm(PartForm):
    """A meeting agreed on a version."""

    class Meta:
        model = Charter
        fields = ("agreed_at", "agreed_on")
        widgets = {"agreed_on": day_input()}
        help_texts = {"agreed_on": gettext_lazy("Empty: the day of the meeting.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["agreed_at"]
        field.queryset = self.network.meetings.filter(guests__isnull=False).order_by("-date")
        field.label_from_instance = lambda row: f"{row.date:%d.%m.%Y}"
        field.empty_label = _("without a meeting")

    def clean_agreed_on(self) -> dt.date | None:
        return past_day(self.cleaned_data["agreed_on"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        meeting = cleaned.get("agreed_at")
        if not cleaned.get("agreed_on") and "agreed_on" not in self.errors:
            if meeting is None:
                raise ValidationError(_("Say which meeting agreed, or on which day."))
            cleaned["agreed_on"] = meeting.date
        return cleaned
