"""Forms of the networks that were founded, and which ties count."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kogge.actors.models import Person
from kogge.networks.models import Network, NetworkMember
from kogge.networks.queries import KINDS
from kogge.networks.queries.founded import possible_leaders
from kogge.outreach.forms.fields import AreaFormMixin, check_year, day_input
from kogge.outreach.widgets import OrganisationField
from kogge.places.models import Area


class KindsForm(forms.Form):
    """Which ties count; nothing ticked means all."""

    is_filter = True  # its fields are not called optional
    kinds = forms.MultipleChoiceField(
        label=_("Ties that count"), choices=list(KINDS.items()), required=False, widget=forms.CheckboxSelectMultiple
    )

    def chosen(self) -> list[str]:
        """The kinds that were asked for; all where none or an unknown one was."""
        picked = self.cleaned_data.get("kinds") if self.is_valid() else None
        return picked or list(KINDS)


class NetworkForm(AreaFormMixin, forms.ModelForm):
    """What a network is for, and how far it is."""

    class Meta:
        model = Network
        fields = ("name", "purpose", "stage", "founded_on", "district", "project", "ended_on", "ended_why")
        labels = {"district": _("district"), "project": _("founded within the project")}
        widgets = {
            "purpose": forms.Textarea(attrs={"rows": 3}),
            "ended_why": forms.Textarea(attrs={"rows": 2}),
            "founded_on": day_input(),
            "ended_on": day_input(),
        }
        help_texts = {
            "purpose": _("What do the members get out of it, in their own words?"),
            "stage": _("Self-run: members carry it. Independent: it has its own legal form or house."),
        }

    def __init__(self, *args: Any, area: Area, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.area, self.user = area, user
        self.instance.area = area
        self.fields["district"].queryset = area.districts.all()
        self.fields["project"].queryset = area.projects.all()
        self.fields["district"].empty_label = _("the whole area")
        self.fields["project"].empty_label = _("none")
        if self.instance.ended_on is None:
            del self.fields["ended_on"], self.fields["ended_why"]

    def clean_founded_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["founded_on"]
        if day and day > timezone.localdate():  # old associations exist, founded long ago
            check_year(day)
        return day

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        founded, ended = cleaned.get("founded_on"), cleaned.get("ended_on")
        if founded and ended and ended < founded:
            self.add_error("ended_on", _("The end lies before the founding."))
        return cleaned


class EndForm(forms.ModelForm):
    """A network ends: since when, and why. What went wrong is worth more than the date."""

    class Meta:
        model = Network
        fields = ("ended_on", "ended_why")
        widgets = {"ended_on": day_input(), "ended_why": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"ended_why": _("The next team reads this before it founds the next network.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = True
        self.initial["ended_on"] = self.initial.get("ended_on") or timezone.localdate()

    def clean_ended_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["ended_on"]
        check_year(day)
        if self.instance.founded_on and day < self.instance.founded_on:
            raise forms.ValidationError(_("The end lies before the founding."))
        return day


class LeaderForm(forms.Form):
    """Somebody more leads the network."""

    person = forms.ModelChoiceField(label=_("Who else leads it?"), queryset=Person.objects.none())

    def __init__(self, *args: Any, network: Network, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = possible_leaders(network)  # type: ignore[attr-defined]


class MemberForm(AreaFormMixin, forms.ModelForm):
    """An organisation in a network: joins, changes its role, leaves with a reason."""

    organisation = OrganisationField(label=_("organisation"))

    class Meta:
        model = NetworkMember
        fields = ("organisation", "role", "start", "end", "why_left")
        widgets = {"start": day_input(), "end": day_input()}
        help_texts = {"why_left": _("In their words. Nobody has to give a reason.")}

    def __init__(self, *args: Any, area: Area, user: Any, leaving: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.area, self.user = area, user
        if self.instance.pk:
            del self.fields["organisation"]
            if leaving and not self.instance.end:
                self.initial["end"] = timezone.localdate()
        else:
            self.limit_organisations("organisation")
            del self.fields["end"], self.fields["why_left"]
            self.initial["start"] = self.initial.get("start") or timezone.localdate()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end < start:
            self.add_error("end", _("The end lies before the start."))
        organisation = cleaned.get("organisation")
        if organisation is not None:
            there = NetworkMember.objects.filter(network=self.instance.network, organisation=organisation)
            if there.filter(end__isnull=True).exists():
                self.add_error("organisation", _("This organisation is in the network already."))
        return cleaned
