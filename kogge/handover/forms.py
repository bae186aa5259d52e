"""Forms of the handover."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kogge.actors.models import Person, Position
from kogge.outreach.forms.fields import check_year, day_input
from kogge.places.models import Area

from .models import CoordinationTask


def people_of_area(area: Area, *keep: int | None) -> Any:
    """Who could do a task: everybody but those whose project is over; `keep` stay among them (two queries)."""
    past = Q(project__end__lt=timezone.localdate())
    rows = Person.objects.filter(Q(pk__in=[pk for pk in keep if pk]) | ~past, area=area).select_related("project")
    current = Position.objects.current().select_related("organisation")
    return rows.prefetch_related(Prefetch("positions", queryset=current, to_attr="now")).order_by("name")


class PersonField(forms.ModelChoiceField):
    """A person with what tells them apart: their organisation, or that a project pays them."""

    def label_from_instance(self, obj: Any) -> str:
        if obj.project is not None and obj.project.end >= timezone.localdate():
            return _("%(name)s (paid by the project)") % {"name": obj.name}
        if obj.now:
            return f"{obj.name} ({obj.now[0].organisation.name})"
        return str(obj.name)


class CoordinationTaskForm(forms.ModelForm):
    """A recurring task: what, how, how long, who, who stands in, until when it is handed over."""

    leader = PersonField(
        label=gettext_lazy("who does it"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=gettext_lazy("nobody yet"),
    )
    deputy = PersonField(
        label=gettext_lazy("who stands in"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=gettext_lazy("nobody yet"),
    )

    class Meta:
        model = CoordinationTask
        fields = (
            "name",
            "how_to",
            "hours_per_month",
            "network",
            "leader",
            "deputy",
            "deputy_did_it_once",
            "handover_due",
        )
        labels = {
            "network": gettext_lazy("for which network"),
            "deputy_did_it_once": gettext_lazy("The one who stands in has done it once"),
        }
        widgets = {"how_to": forms.Textarea(attrs={"rows": 5}), "handover_due": day_input()}
        help_texts = {
            "how_to": gettext_lazy("So that somebody can do it who has never seen it: steps, addresses, pitfalls."),
            "handover_due": gettext_lazy("When somebody who stays is to have taken it over."),
        }

    def __init__(self, *args: Any, area: Area, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.area = area
        people = people_of_area(area, self.instance.leader_id, self.instance.deputy_id)
        self.fields["leader"].queryset = people
        self.fields["deputy"].queryset = people
        self.fields["network"].queryset = area.networks.filter(
            Q(ended_on__isnull=True) | Q(pk=self.instance.network_id)
        )
        self.fields["network"].empty_label = gettext_lazy("none")
        self.fields["hours_per_month"].min_value = 0

    def clean_hours_per_month(self) -> Any:
        hours = self.cleaned_data["hours_per_month"]
        if hours is not None and not 0 <= hours <= 744:
            raise forms.ValidationError(_("A month has between 0 and 744 hours."))
        return hours

    def clean_handover_due(self) -> Any:
        check_year(self.cleaned_data["handover_due"])
        return self.cleaned_data["handover_due"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        leader, deputy = cleaned.get("leader"), cleaned.get("deputy")
        if leader is not None and leader == deputy:
            self.add_error("deputy", _("Who stands in must be somebody else."))
        if cleaned.get("deputy_did_it_once") and deputy is None:
            self.add_error("deputy", _("Who has done it once? Name who stands in."))
        return cleaned


class HandOverForm(forms.Form):
    """Who takes a task over."""

    to = PersonField(label=gettext_lazy("Who takes it over?"), queryset=Person.objects.none())
    former_stands_in = forms.BooleanField(label=gettext_lazy("Who did it so far stands in from now on"), required=False)

    def __init__(self, *args: Any, task: CoordinationTask, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = people_of_area(task.area).exclude(pk=task.leader_id or 0)
        self.fields["to"].queryset = people  # type: ignore[attr-defined]
        self.initial.setdefault("to", task.deputy_id)
        if task.leader_id is None:
            del self.fields["former_stands_in"]
