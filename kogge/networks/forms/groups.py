"""Form of a working group."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from kogge.networks.models import WorkingGroup
from kogge.outreach.forms.fields import day_input

from .parts import PartForm


class GroupForm(PartForm):
    """Who takes up what together, and who leads it."""

    class Meta:
        model = WorkingGroup
        fields = ("name", "purpose", "organisations", "lead", "ended_on")
        widgets = {
            "purpose": forms.Textarea(attrs={"rows": 3}),
            "organisations": forms.CheckboxSelectMultiple,
            "ended_on": day_input(),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        inside = list(self.instance.memberships.values_list("organisation_id", flat=True)) if self.instance.pk else []
        self.limit_members("organisations", *inside)
        self.limit_members("lead", self.instance.lead_id, *inside, empty=_("nobody yet"))
        if self.instance.pk is None:
            del self.fields["ended_on"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        lead, inside = cleaned.get("lead"), cleaned.get("organisations")
        if lead is not None and inside is not None and lead not in inside:
            self.add_error("lead", _("Who leads the group is in it: tick them above."))
        return cleaned
