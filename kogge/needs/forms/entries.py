"""A need or an offer, coded to a topic."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kogge.actors.models import Organisation
from kogge.core.meanwhile import MeanwhileMixin
from kogge.needs.models import Need, Offer
from kogge.needs.widgets import TopicField
from kogge.outreach.widgets import OrganisationField, bind_picker
from kogge.places.models import Area

MOST_TIMES = 100


class EntryForm(MeanwhileMixin, forms.ModelForm):
    """What needs and offers ask for alike. Without words of their own, the topic's name stands for them."""

    organisation = OrganisationField(label=_("organisation"))
    topic = TopicField(label=_("topic"))
    text = forms.CharField(
        label=_("in their words"),
        max_length=300,
        required=False,
        widget=forms.TextInput,
        help_text=_("As they said it; empty takes the name of the topic."),
    )

    def __init__(self, *args: Any, area: Area, rows: Any = None, **kwargs: Any) -> None:
        """`rows`: the organisations this person may write for; unused where the instance has one."""
        super().__init__(*args, **kwargs)
        self.area = area
        self.instance.area = area
        if self.instance.organisation_id and not self.instance.pk:
            del self.fields["organisation"]
        else:
            found = rows if rows is not None else Organisation.objects.filter(area=area)
            bind_picker(self.fields["organisation"], found, area)
        topic: Any = self.fields["topic"]
        topic.bind(area, self.instance.topic if self.instance.topic_id else None)

    def clean_valid_until(self) -> Any:
        day = self.cleaned_data["valid_until"]
        if day is not None and day < timezone.localdate() and "valid_until" in self.changed_data:
            raise ValidationError(_("This day has passed. Leave the field empty if there is no last day."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("text") and cleaned.get("topic"):
            cleaned["text"] = cleaned["topic"].name
        return cleaned


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class NeedForm(EntryForm):
    """What an organisation lacks."""

    class Meta:
        model = Need
        fields = ("organisation", "topic", "text", "urgency", "valid_until")
        widgets = {"valid_until": _day(), "urgency": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        urgency: Any = self.fields["urgency"]
        urgency.choices = [choice for choice in urgency.choices if choice[0]]


class OfferForm(EntryForm):
    """What an organisation would give."""

    class Meta:
        model = Offer
        fields = ("organisation", "topic", "text", "capacity", "asks_nothing", "valid_until")
        widgets = {
            "valid_until": _day(),
            "capacity": forms.NumberInput(attrs={"min": 1, "inputmode": "numeric"}),
        }

    def clean_capacity(self) -> int:
        times: int = self.cleaned_data["capacity"]
        if not 1 <= times <= MOST_TIMES:
            raise ValidationError(
                _("How many times lies between 1 and %(most)s. Withdraw the offer if it has come to an end.")
                % {"most": MOST_TIMES}
            )
        return times


def form_class(kind: str) -> type[EntryForm]:
    """The form of a "need" or an "offer"."""
    return {"need": NeedForm, "offer": OfferForm}[kind]
