"""Forms of tie surveys: the wave, who is asked, what is said of one organisation."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kogge.actors.models import Organisation
from kogge.core.meanwhile import MeanwhileMixin
from kogge.networks.models import Frequency, Network, SurveyRespondent, TieAnswer, TieSurvey
from kogge.networks.models.surveys import DIMENSIONS, FEWEST_RATERS, KINDS
from kogge.outreach.forms.fields import check_year, day_input
from kogge.outreach.widgets import OrganisationField, bind_picker

SCALE = [
    (1, gettext_lazy("not at all")),
    (2, gettext_lazy("somewhat")),
    (3, gettext_lazy("fairly")),
    (4, gettext_lazy("very much")),
]


class TieSurveyForm(MeanwhileMixin, forms.ModelForm):
    """A wave: which network, until when, from which point on single ones are spoken of."""

    class Meta:
        model = TieSurvey
        fields = ("name", "network", "until", "gate", "raters")
        widgets = {"until": day_input()}
        labels = {"network": gettext_lazy("Whose members are asked")}
        help_texts = {
            "gate": gettext_lazy("With fewer answers no single organisation is spoken of; 80 is usual."),
            "raters": gettext_lazy("What others think of an organisation is shown from so many of them; 3 at least."),
        }

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        network: Any = self.fields["network"]
        network.queryset = Network.objects.visible_to(user).in_area(self.instance.area).alive()
        network.empty_label = _("of all networks, each once")
        if self.instance.pk:
            del self.fields["network"]  # who is asked follows from it
        if self.instance.opened_at:
            # Whoever answered was promised these.
            del self.fields["gate"], self.fields["raters"]
        elif not self.instance.pk:
            self.initial.setdefault("raters", max(FEWEST_RATERS, min(8, self.instance.area.small_number)))

    def clean_until(self) -> dt.date:
        day: dt.date = self.cleaned_data["until"]
        check_year(day)
        if day < timezone.localdate():
            raise forms.ValidationError(_("This day has passed: choose one that is still to come."))
        return day


class RespondentForm(forms.Form):
    """One more who is asked."""

    organisation = OrganisationField(label=gettext_lazy("One more who is asked"))

    def __init__(self, *args: Any, area: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Organisation.objects.visible_to(user).in_area(area).current()
        bind_picker(self.fields["organisation"], rows, area)


class AnswerForm(forms.ModelForm):
    """What is said of one organisation. Who does not work with it says nothing else of it."""

    frequency = forms.TypedChoiceField(
        label=gettext_lazy("How often do you work together?"),
        choices=Frequency.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose how often, or “not at all”.")},
    )

    class Meta:
        model = TieAnswer
        fields = ("frequency", *KINDS, *DIMENSIONS)

    def __init__(self, *args: Any, blank: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in DIMENSIONS:
            label = self.fields[name].label
            self.fields[name] = forms.TypedChoiceField(
                label=label, choices=[*SCALE, ("", _("don't know"))], coerce=int, empty_value=None, required=False,
                widget=forms.RadioSelect,
            )  # fmt: skip
        if blank:  # a sheet that staff type in may leave lines empty, and never shows what somebody answered
            self.fields["frequency"].required = False
            self.initial = {}

    @property
    def kinds(self) -> list[Any]:
        return [self[name] for name in KINDS]

    @property
    def ratings(self) -> list[Any]:
        return [self[name] for name in DIMENSIONS]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        often = cleaned.get("frequency")
        more = [name for name in (*KINDS, *DIMENSIONS) if cleaned.get(name)]
        if often in (None, "") and more and "frequency" not in self.errors:
            self.add_error("frequency", _("Something is said of them, but not how often you work together."))
        cleaned["frequency"] = None if often == "" else often
        if not often:
            cleaned |= dict.fromkeys(KINDS, False) | dict.fromkeys(DIMENSIONS)
        return cleaned


class SendForm(forms.Form):
    """The last page: who was not on the list."""

    others = forms.CharField(
        label=gettext_lazy("Who else in the district do you work with?"),
        help_text=gettext_lazy("Names of businesses or associations; may stay empty."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SheetForm(SendForm):
    """The head of a sheet that staff type in: on paper, or while they talk."""

    channel = forms.ChoiceField(
        label=gettext_lazy("How it was answered"),
        choices=[
            (SurveyRespondent.Channel.PAPER, SurveyRespondent.Channel.PAPER.label),
            (SurveyRespondent.Channel.INTERVIEW, SurveyRespondent.Channel.INTERVIEW.label),
        ],
        widget=forms.RadioSelect,
        initial=SurveyRespondent.Channel.PAPER,
    )
    field_order = ["channel", "others"]
