"""The fields for typing a visit sheet in: one line a question, in the sheet's order and with its numbers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kogge.outreach.guides import Definition, Question
from kogge.outreach.guides.definition import text_in
from kogge.outreach.models import Visit
from kogge.outreach.paper.guide import condition, numbered
from kogge.outreach.paper.typing import NUMBERS, NotUnderstood, not_asked, questions, understood

from .fields import day_input

OUTCOMES = [Visit.Outcome.MET, Visit.Outcome.AWAY, Visit.Outcome.LATER, Visit.Outcome.REFUSED]


class TypingForm(forms.Form):
    """Day, what became of the visit, and an answer for each question. `answers()` gives them by path."""

    date = forms.DateField(label=gettext_lazy("Day of the talk"), widget=day_input())
    outcome = forms.CharField(label=gettext_lazy("Ticked above the questions"), required=False, max_length=1)
    come_back_on = forms.DateField(label=gettext_lazy("Come back on"), required=False, widget=day_input())
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), required=False, min_value=1, max_value=600)

    def __init__(self, *args: Any, definition: Definition, language: str, day: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.definition, self.language = definition, language
        self.fields["date"].initial = day
        self.fields["outcome"].help_text = " · ".join(
            f"{index} {outcome.label}" for index, outcome in enumerate(OUTCOMES, start=1)
        )
        self.fields["outcome"].widget.attrs |= {"inputmode": "numeric", "data-one": "4"}
        numbers = numbered(definition)
        self.by_field: dict[str, Question] = {}
        for question in questions(definition):
            name = f"q{numbers[question.path]}"
            self.by_field[name] = question
            self.fields[name] = self._field(question, numbers)

    def _field(self, question: Question, numbers: dict[str, int]) -> forms.CharField:
        default = self.definition.default_language
        label = text_in(question.label, self.language, default) or question.name
        only = condition(question, self.definition, self.language, numbers)
        choices = " · ".join(
            f"{index} {text_in(choice.label, self.language, default) or choice.name}"
            for index, choice in enumerate(question.choices, start=1)
        )
        long = not question.choices and question.type in {"string", "text"}
        field = forms.CharField(
            label=f"{numbers[question.path]}. {label}",
            required=False,
            max_length=4000,
            help_text=" – ".join(part for part in (choices, only) if part),
            widget=forms.Textarea(attrs={"rows": 1}) if long else forms.TextInput(),
        )
        if question.choices and not question.takes_several and len(question.choices) < 10:
            field.widget.attrs["data-one"] = str(len(question.choices))
        if question.choices or question.type in NUMBERS:
            field.widget.attrs["inputmode"] = "text" if question.choices else "decimal"
        field.widget.attrs["autocomplete"] = "off"
        return field

    @property
    def questions(self) -> list[forms.BoundField]:
        return [self[name] for name in self.by_field]

    def clean_date(self) -> dt.date:
        day: dt.date = self.cleaned_data["date"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day lies in the future."))
        return day

    def clean_outcome(self) -> str:
        typed = self.cleaned_data["outcome"].strip() or "1"
        if typed not in {"1", "2", "3", "4"}:
            raise forms.ValidationError(_("There are the answers 1 to %(most)s.") % {"most": 4})
        return str(OUTCOMES[int(typed) - 1].value)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        values: dict[str, str] = {}
        for name, question in self.by_field.items():
            try:
                values[question.path] = understood(
                    question, data.get(name) or "", self.language, self.definition.default_language
                )
            except NotUnderstood as error:
                self.add_error(name, str(error))
        names = {question.path: name for name, question in self.by_field.items()}
        wrong = not_asked(self.definition, values) if not self.errors else []
        for path in wrong:
            self.add_error(
                names[path],
                _("By the answers above this was not to be asked. Leave it empty, or mend the answer it hangs on."),
            )
        outcome = data.get("outcome")
        if outcome and outcome != Visit.Outcome.MET and any(values.values()):
            self.add_error("outcome", _("There are answers, so somebody was talked with: type 1 or nothing."))
        if outcome == Visit.Outcome.LATER and not data.get("come_back_on"):
            self.add_error("come_back_on", _("Type the day on which to come back."))
        if outcome == Visit.Outcome.MET and not self.errors and not any(values.values()):
            self.add_error(None, _("Nothing is typed in yet."))
        self.values = values
        return data

    def answers(self) -> dict[str, str]:
        """Path of a question → its answer as a form holds it; no empty ones."""
        return {path: value for path, value in self.values.items() if value}
