"""Forms for agreements: their words and days, and what became of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kogge.exchange.models import Agreement, Contribution
from kogge.exchange.queries import STATES
from kogge.places.models import District

from .fields import OrganisationField

DUE_WEEKS = 6


def day_widget() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def usual_day() -> dt.date:
    """Until when an agreement is to be redeemed if nobody says otherwise."""
    return timezone.localdate() + timedelta(weeks=DUE_WEEKS)


class AgreementFilter(forms.Form):
    """What the list of agreements shows; lives in the address."""

    q = forms.CharField(label=gettext_lazy("Search"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False, choices=[("", gettext_lazy("all")), *STATES])
    district = forms.ModelChoiceField(
        label=gettext_lazy("District"),
        required=False,
        queryset=District.objects.none(),
        empty_label=gettext_lazy("all"),
    )

    def __init__(self, *args: Any, area: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].queryset = District.objects.filter(area=area)  # type: ignore[attr-defined]


class AgreementForm(forms.ModelForm):
    """Title, day and the words of each contribution. `sides`: (key, heading, text, hours) in their order."""

    class Meta:
        model = Agreement
        fields = ["title", "due"]
        widgets = {"due": day_widget()}
        labels = {"due": gettext_lazy("To be redeemed by")}

    def __init__(self, *args: Any, sides: Sequence[tuple[Any, str, str, Decimal | None]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["due"] = self.initial.get("due") or usual_day()
        self.side_keys = [key for key, *_rest in sides]
        for key, heading, text, hours in sides:
            self.fields[f"text_{key}"] = forms.CharField(
                label=heading, max_length=300, initial=text, widget=forms.Textarea(attrs={"rows": 2})
            )
            self.fields[f"hours_{key}"] = forms.DecimalField(
                label=_("Hours of work in it, roughly"),
                required=False,
                initial=hours,
                min_value=0,
                max_digits=5,
                decimal_places=1,
            )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("due") and data["due"] < self.instance.agreed_on:
            self.add_error("due", _("This day lies before the day of the agreement."))
        return data

    @property
    def texts(self) -> dict[Any, tuple[str, Decimal | None]]:
        """What was written for each side, by its key."""
        data = self.cleaned_data
        return {key: (data[f"text_{key}"], data[f"hours_{key}"]) for key in self.side_keys}


class HandmadeForm(forms.ModelForm):
    """An agreement that came about without a proposal."""

    class Meta:
        model = Agreement
        fields = ["title", "agreed_on", "due"]
        widgets = {"agreed_on": day_widget(), "due": day_widget()}
        labels = {"due": gettext_lazy("To be redeemed by")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["due"] = self.initial.get("due") or usual_day()

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("due") and data.get("agreed_on") and data["due"] < data["agreed_on"]:
            self.add_error("due", _("This day lies before the day of the agreement."))
        return data


class ContributionForm(forms.Form):
    """Who gives what to whom."""

    text = forms.CharField(label=gettext_lazy("What"), max_length=300)
    hours = forms.DecimalField(
        label=gettext_lazy("Hours of work in it, roughly"),
        required=False,
        min_value=0,
        max_digits=5,
        decimal_places=1,
    )
    field_order = ["giver", "receiver", "text", "hours"]

    def __init__(self, *args: Any, area: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (("giver", _("Who gives")), ("receiver", _("Who gets it"))):
            field = OrganisationField(area=area, label=label)
            field.offer_list(f"{self.add_prefix(name)}-list")
            self.fields[name] = field
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("giver") and data.get("giver") == data.get("receiver"):
            self.add_error("receiver", _("Nobody gives something to themselves. Choose another organisation."))
        return data


class _Contributions(forms.BaseFormSet):
    def clean(self) -> None:
        if any(self.errors):
            return
        if not any(form.cleaned_data for form in self.forms):
            raise ValidationError(_("Write down at least one contribution: who gives what to whom."))


ContributionFormSet = forms.formset_factory(ContributionForm, formset=_Contributions, extra=2, max_num=12)


class RedemptionForm(forms.Form):
    """For each contribution: was it redeemed, and if not, why not?"""

    result = forms.CharField(
        label=gettext_lazy("What became of it, in a sentence"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contributions = list(agreement.contributions.all())
        self.initial["result"] = agreement.result
        for one in self.contributions:
            self.fields[f"redeemed_{one.pk}"] = forms.ChoiceField(
                label=_("Redeemed?"),
                choices=Contribution.Redeemed.choices,
                initial=one.redeemed,
                widget=forms.RadioSelect,
            )
            self.fields[f"why_not_{one.pk}"] = forms.CharField(
                label=_("Why not?"), required=False, max_length=200, initial=one.why_not
            )
        self.order_fields([*(name for name in self.fields if name != "result"), "result"])

    def rows(self) -> list[tuple[Contribution, forms.BoundField, forms.BoundField]]:
        """Each contribution with its two fields."""
        return [(one, self[f"redeemed_{one.pk}"], self[f"why_not_{one.pk}"]) for one in self.contributions]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for one in self.contributions:
            if data.get(f"redeemed_{one.pk}") == Contribution.Redeemed.NO and not data.get(f"why_not_{one.pk}"):
                self.add_error(f"why_not_{one.pk}", _("Say in a few words why not: others will learn from it."))
        return data

    @property
    def answers(self) -> dict[int, tuple[str, str]]:
        data = self.cleaned_data
        return {one.pk: (data[f"redeemed_{one.pk}"], data[f"why_not_{one.pk}"]) for one in self.contributions}


class CancelForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Why is it called off?"), max_length=300)
