"""Promises and tasks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kogge.outreach.models import Promise, Task
from kogge.outreach.widgets import OrganisationField, OrganisationsField
from kogge.places.models import Area

from .fields import AreaFormMixin, check_year, day_input


class PromiseForm(AreaFormMixin, forms.ModelForm):
    """Who promised what to whom, until when."""

    organisation = OrganisationField(label=_("to whom"))

    class Meta:
        model = Promise
        fields = ("organisation", "what", "promised_by", "due", "made_on")
        widgets = {"due": day_input(), "made_on": day_input()}
        help_texts = {"what": _("One thing, in words that both sides would use.")}

    def __init__(self, *args: Any, area: Area, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.area, self.user = area, user
        self.instance.area = area
        if self.instance.organisation_id:
            del self.fields["organisation"]
        else:
            self.limit_organisations("organisation")
        if self.instance.visit_id:
            del self.fields["made_on"]
        self.limit_people("promised_by", self.instance.promised_by_id)
        if self.instance.pk is None and not self.initial.get("promised_by") and (person := self.me()):
            self.initial["promised_by"] = person.pk

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        due, made_on = cleaned.get("due"), cleaned.get("made_on") or self.instance.made_on
        for name, value in (("due", due), ("made_on", cleaned.get("made_on"))):
            try:
                check_year(value)
            except ValidationError as error:
                self.add_error(name, error)
        if due and made_on and due < made_on:
            self.add_error("due", _("This day lies before the day the promise was given."))
        return cleaned


class ClosePromiseForm(forms.Form):
    """What became of a promise."""

    status = forms.ChoiceField(choices=Promise.Status.choices)
    result = forms.CharField(label=_("what became of it"), max_length=250, required=False)


class TaskForm(AreaFormMixin, forms.ModelForm):
    """What is to be done, by whom, until when, for which organisations."""

    organisations = OrganisationsField(
        label=_("organisations"),
        required=False,
    )

    class Meta:
        model = Task
        fields = ("title", "reason", "assignee", "due", "kind", "organisations")
        widgets = {"due": day_input(), "reason": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, area: Area, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.area, self.user = area, user
        self.instance.area = area
        self.limit_organisations("organisations")
        self.limit_people("assignee", self.instance.assignee_id)
        if self.instance.pk is None and not self.initial.get("assignee") and (person := self.me()):
            self.initial["assignee"] = person.pk

    def clean_due(self) -> Any:
        check_year(self.cleaned_data["due"])
        return self.cleaned_data["due"]
