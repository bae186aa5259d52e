"""Forms of meetings: when and where, who came, what was decided, hours that were given."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kogge.networks.models import Decision, Effort, Meeting
from kogge.outreach.forms.fields import check_year, day_input
from kogge.outreach.widgets import OrganisationField

from .parts import PartForm, decimal_input, past_day


def time_input() -> forms.TimeInput:
    """A native field for a time of day."""
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class MeetingForm(PartForm):
    """When and where the members meet, and what for."""

    host = OrganisationField(label=gettext_lazy("At which organisation"), required=False)

    class Meta:
        model = Meeting
        fields = ("date", "start", "end", "host", "place", "agenda")
        widgets = {
            "date": day_input(),
            "start": time_input(),
            "end": time_input(),
            "agenda": forms.Textarea(attrs={"rows": 6}),
        }
        help_texts = {
            "place": gettext_lazy("A room, a floor; or the whole place, if no organisation is chosen."),
            "agenda": gettext_lazy("One item a line."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit_organisations("host")

    def clean_date(self) -> dt.date:
        day: dt.date = self.cleaned_data["date"]
        check_year(day)
        ended = self.instance.network.ended_on
        if ended and day > ended:
            raise forms.ValidationError(
                _("The network ended on %(day)s. Choose a day until then, or take the end of the network back.")
                % {"day": date_format(ended, "SHORT_DATE_FORMAT")}
            )
        return day

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        start, end = cleaned.get("start"), cleaned.get("end")
        if end and not start:
            self.add_error("start", _("An end needs a beginning."))
        elif start and end and end <= start:
            self.add_error("end", _("The end lies before the start."))
        return cleaned


class HeldForm(PartForm):
    """What is noted after a meeting: who came, how many guests, the minutes."""

    class Meta:
        model = Meeting
        fields = ("attendees", "guests", "minutes")
        widgets = {"attendees": forms.CheckboxSelectMultiple, "minutes": forms.Textarea(attrs={"rows": 10})}
        labels = {"attendees": gettext_lazy("Which members came?")}
        help_texts = {"guests": gettext_lazy("Everybody else who was there, staff of the project included.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = list(self.instance.attendances.values_list("organisation_id", flat=True))
        self.limit_members("attendees", *here, day=self.instance.date)

    def clean_guests(self) -> int:
        return self.cleaned_data["guests"] or 0

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.instance.date > timezone.localdate():
            self.add_error(None, _("The meeting is still to come: note afterwards who came."))
        return cleaned


class DecisionForm(PartForm):
    """What was decided, who does it until when."""

    class Meta:
        model = Decision
        fields = ("text", "owner", "due")
        widgets = {"due": day_input()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit_members("owner", self.instance.owner_id, empty=_("those who lead the network"))

    def clean_due(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["due"]
        check_year(day)
        return day


class SettleForm(forms.Form):
    """A decision is carried out, or dropped with the reason."""

    done_on = forms.DateField(label=gettext_lazy("Carried out on"), required=False, widget=day_input())
    dropped_why = forms.CharField(label=gettext_lazy("Why it was dropped"), required=False, max_length=200)

    def __init__(self, *args: Any, drop: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.drop = drop
        del self.fields["done_on" if drop else "dropped_why"]
        if not drop:
            self.initial["done_on"] = timezone.localdate()

    def clean_done_on(self) -> dt.date:
        day = past_day(self.cleaned_data["done_on"])
        if day is None:
            raise ValidationError(_("Say on which day it was carried out."))
        return day

    def clean_dropped_why(self) -> str:
        why: str = self.cleaned_data["dropped_why"].strip()
        if not why:
            raise ValidationError(_("Say why it was dropped: the next meeting will ask."))
        return why


class EffortForm(PartForm):
    """Hours that a member or staff of the project gave."""

    class Meta:
        model = Effort
        fields = ("organisation", "on", "hours", "text", "action")
        widgets = {"on": day_input(), "hours": decimal_input()}
        localized_fields = ("hours",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit_members("organisation", self.instance.organisation_id, empty=_("staff of the project"))
        action: Any = self.fields["action"]
        action.queryset = self.network.joint_actions.order_by("-on")
        action.empty_label = _("none")
        self.initial["on"] = self.initial.get("on") or timezone.localdate()

    def clean_on(self) -> dt.date | None:
        return past_day(self.cleaned_data["on"])
