"""Plan a visit; record one; say with one gesture how it went."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from kogge.core.addresses import number
from kogge.outreach.models import Visit
from kogge.outreach.queries import refusals
from kogge.outreach.widgets import OrganisationField
from kogge.places.models import Area

from .fields import AreaFormMixin, check_year, day_input

LONGEST_MINUTES = 480


class PlanForm(AreaFormMixin, forms.ModelForm):
    """Whom to visit, who goes, when and how."""

    organisation = OrganisationField(label=_("organisation"))
    despite_refusal = forms.BooleanField(
        label=_("Plan it all the same: they asked us to come, or there is another good reason"),
        required=False,
    )

    class Meta:
        model = Visit
        fields = ("organisation", "date", "time", "visitor", "channel", "note")
        widgets = {
            "date": day_input(),
            "time": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "note": forms.Textarea(attrs={"rows": 2}),
        }
        labels = {"note": _("What is it about?")}

    def __init__(self, *args: Any, area: Area, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.area, self.user = area, user
        self.instance.area = area
        self.limit_organisations("organisation")
        self.limit_people("visitor", self.instance.visitor_id)
        if self.instance.pk is None and not self.initial.get("visitor") and (person := self.me()):
            self.initial["visitor"] = person.pk
        self._hide_warning()

    def _hide_warning(self) -> None:
        """The box that overrides a refusal shows itself only where there is one."""
        data = self.data if self.is_bound else {}
        asked = self.initial.get("organisation") or self.instance.organisation_id
        pk = number(str((data.get("organisation") if self.is_bound else asked) or ""))
        self.refused_on = refusals([pk]).get(pk) if pk else None
        if self.refused_on is None and "despite_refusal" not in data:
            self.fields["despite_refusal"].widget = forms.HiddenInput()

    def clean_date(self) -> Any:
        day = self.cleaned_data["date"]
        check_year(day)
        if day < timezone.localdate() and "date" in self.changed_data:
            raise ValidationError(
                _("This day has passed. Choose today or later; a visit already made is recorded instead.")
            )
        return day

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        organisation, day = cleaned.get("organisation"), cleaned.get("date")
        if organisation is None:
            return cleaned
        refused = refusals([organisation.pk]).get(organisation.pk)
        if refused is not None and not cleaned.get("despite_refusal"):
            self.fields["despite_refusal"].widget = forms.CheckboxInput()
            self.add_error(
                "despite_refusal",
                _(
                    "On %(day)s, %(organisation)s said that they do not want visits. Please respect that. "
                    "Tick the box if you have a good reason to go all the same."
                )
                % {"day": date_format(refused, "SHORT_DATE_FORMAT"), "organisation": organisation},
            )
        same_day = Visit.objects.filter(organisation=organisation, date=day).planned()
        other = same_day.exclude(pk=self.instance.pk).select_related("visitor").first() if day else None
        if other is not None:
            self.add_error(
                "date",
                _("A visit there is already planned on this day (%(who)s). Nobody wants to be asked twice.")
                % {"who": other.visitor or _("nobody yet")},
            )
        return cleaned


class RecordForm(AreaFormMixin, forms.ModelForm):
    """Step 1: who was where, for how long, how it felt, and what comes next."""

    organisation = OrganisationField(label=_("organisation"))
    come_back_on = forms.DateField(label=_("Come back on"), required=False, widget=day_input())

    class Meta:
        model = Visit
        fields = (
            "organisation",
            "outcome",
            "date",
            "visitor",
            "channel",
            "minutes",
            "mood",
            "note",
            "next_step",
            "next_step_due",
        )
        widgets = {
            "outcome": forms.RadioSelect,
            "date": day_input(),
            "channel": forms.RadioSelect,
            "minutes": forms.NumberInput(attrs={"min": 1, "inputmode": "numeric"}),
            "mood": forms.RadioSelect,
            "note": forms.Textarea(attrs={"rows": 4}),
            "next_step_due": day_input(),
        }
        labels = {"outcome": _("How did it go?"), "mood": _("How was the mood?"), "note": _("What was said?")}
        help_texts = {
            "next_step": _("What did you agree on? It becomes a task."),
            "next_step_due": _("Needed as soon as there is a next step."),
            "note": _("No names of third persons, nothing about health or family."),
        }

    def __init__(self, *args: Any, area: Area, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.area, self.user = area, user
        self.instance.area = area
        if self.instance.organisation_id:
            del self.fields["organisation"]
        else:
            self.limit_organisations("organisation")
        self.limit_people("visitor", self.instance.visitor_id)
        outcome: Any = self.fields["outcome"]
        outcome.choices = Visit.Outcome.choices
        outcome.required = True
        mood: Any = self.fields["mood"]
        mood.choices = [choice for choice in mood.choices if choice[0]]
        minutes: Any = self.fields["minutes"]
        minutes.max_value = None
        if self.instance.status != Visit.Status.DONE:
            self.initial["outcome"] = Visit.Outcome.MET
            self.initial["date"] = timezone.localdate()
            if not self.initial.get("visitor") and (person := self.me()):
                self.initial["visitor"] = person.pk

    def clean_date(self) -> Any:
        day = self.cleaned_data["date"]
        check_year(day)
        if day > timezone.localdate():
            raise ValidationError(_("This day is still to come. A visit is recorded on the day it was made, or later."))
        return day

    def clean_minutes(self) -> Any:
        minutes = self.cleaned_data["minutes"]
        if minutes == 0:
            raise ValidationError(_("Zero minutes: leave the field empty if you do not know."))
        if minutes is not None and minutes > LONGEST_MINUTES:
            raise ValidationError(
                _("%(minutes)s minutes are more than eight hours. Enter the minutes of the talk, say 20.")
                % {"minutes": minutes}
            )
        return minutes

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        day, due, step = (
            cleaned.get("date"),
            cleaned.get("next_step_due"),
            cleaned.get("next_step", "").strip(),
        )
        if cleaned.get("outcome") != Visit.Outcome.LATER:
            cleaned["come_back_on"] = None
        back = cleaned.get("come_back_on")
        if step and not due and "next_step_due" not in self.errors:
            self.add_error("next_step_due", _("Until when? A next step without a day is soon forgotten."))
        if due and not step and "next_step" not in self.errors:
            self.add_error("next_step", _("There is a day but no step. What was agreed?"))
        if due and day and due < day:
            self.add_error("next_step_due", _("This day lies before the visit. Choose the visit's day or later."))
        if cleaned.get("outcome") == Visit.Outcome.LATER and not back and "come_back_on" not in self.errors:
            self.add_error("come_back_on", _("When shall somebody come back? Enter the day."))
        if back and day and back <= day:
            self.add_error("come_back_on", _("Come back after the visit: choose a later day."))
        for name, value in (("next_step_due", due), ("come_back_on", back)):
            try:
                check_year(value)
            except ValidationError as error:
                self.add_error(name, error)
        return cleaned


class OutcomeForm(forms.Form):
    """One gesture on the list: nobody there, come back on a day, does not want to."""

    outcome = forms.ChoiceField(choices=[choice for choice in Visit.Outcome.choices if choice[0] != Visit.Outcome.MET])
    come_back_on = forms.DateField(required=False, widget=day_input())

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        back = cleaned.get("come_back_on")
        if cleaned.get("outcome") == Visit.Outcome.LATER:
            if not back:
                raise ValidationError(_("When shall somebody come back? Enter the day."))
            if back <= timezone.localdate():
                raise ValidationError(_("Come back on a later day than today."))
            check_year(back)
        return cleaned
