"""Forms of joint actions: what is planned, what came of it, what each member got."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kogge.needs.models import Topic
from kogge.networks.models import Benefit, JointAction
from kogge.outreach.forms.fields import check_year, day_input

from .files import OneFileForm
from .parts import PartForm


class ActionForm(PartForm):
    """What the members do together, and when."""

    class Meta:
        model = JointAction
        fields = ("title", "topic", "on")
        widgets = {"on": day_input()}
        help_texts = {"title": gettext_lazy("Small enough to be done in six weeks.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topic: Any = self.fields["topic"]
        topic.queryset = Topic.objects.filter(area=self.area, is_active=True).select_related("group")
        topic.empty_label = _("none")

    def clean_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["on"]
        check_year(day)
        return day


class ResultForm(OneFileForm):
    """Afterwards: whether it worked, what came of it, a photo."""

    folder = "networks/photos"

    upload = forms.FileField(
        label=gettext_lazy("Photo"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Ask those who are on it. JPEG, PNG or WebP, at most 10 megabytes."),
    )

    class Meta:
        model = JointAction
        fields = ("outcome", "result")
        widgets = {"result": forms.Textarea(attrs={"rows": 3}), "outcome": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcome: Any = self.fields["outcome"]
        outcome.choices = [pair for pair in JointAction.Outcome.choices if pair[0] != JointAction.Outcome.PLANNED]
        self.fields["result"].required = True

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.instance.on > timezone.localdate():
            self.add_error(None, _("This is still to come: note afterwards what came of it."))
        return cleaned


class BenefitForm(PartForm):
    """What one member got out of it."""

    class Meta:
        model = Benefit
        fields = ("organisation", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = self.instance.action.benefits.values("organisation")
        field: Any = self.fields["organisation"]
        self.limit_members("organisation", day=self.instance.action.on)
        field.queryset = field.queryset.exclude(pk__in=told)
