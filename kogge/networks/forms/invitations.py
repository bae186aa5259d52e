"""Forms of invitations: who is asked, by whom, and why somebody said no."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kogge.networks.models import Invitation
from kogge.networks.queries.asking import kept_apart
from kogge.networks.queries.life import members_on
from kogge.outreach.forms.fields import day_input
from kogge.outreach.queries import team
from kogge.outreach.widgets import OrganisationField

from .parts import PartForm, past_day


class InvitationForm(PartForm):
    """An organisation that shall be asked."""

    organisation = OrganisationField(label=gettext_lazy("Who shall be asked?"))

    class Meta:
        model = Invitation
        fields = ("organisation",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit_organisations("organisation")

    def clean_organisation(self) -> Any:
        organisation = self.cleaned_data["organisation"]
        if members_on(self.network).filter(pk=organisation.pk).exists():
            raise forms.ValidationError(_("This organisation is in the network already."))
        if Invitation.objects.filter(network=self.network, organisation=organisation).exists():
            raise forms.ValidationError(_("This organisation is on the list already."))
        return organisation


class AskerForm(PartForm):
    """Who asks: a member, or somebody of the team."""

    class Meta:
        model = Invitation
        fields = ("by_organisation", "by_person")
        labels = {
            "by_organisation": gettext_lazy("A member asks"),
            "by_person": gettext_lazy("Or a person of the team"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = self.instance
        self.limit_members("by_organisation", row.by_organisation_id, empty=_("nobody yet"))
        member: Any = self.fields["by_organisation"]
        apart = kept_apart(self.network)[row.organisation_id]
        member.queryset = member.queryset.exclude(pk__in=[*apart, row.organisation_id])
        person: Any = self.fields["by_person"]
        person.queryset = team(self.area, with_persons=[row.by_person_id]).order_by("name")
        person.empty_label = _("nobody yet")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("by_organisation") and cleaned.get("by_person"):
            self.add_error("by_person", _("One asks: choose a member or a person of the team."))
        return cleaned


class RefusalForm(PartForm):
    """They said no: on which day, and why, in their words."""

    class Meta:
        model = Invitation
        fields = ("answered_on", "why_not")
        widgets = {"answered_on": day_input()}
        help_texts = {"why_not": gettext_lazy("In their words. Nobody has to give a reason.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answered_on"].required = True
        self.initial["answered_on"] = self.instance.answered_on or timezone.localdate()

    def clean_answered_on(self) -> dt.date | None:
        return past_day(self.cleaned_data["answered_on"])

    def save(self, commit: bool = True) -> Invitation:
        self.instance.state = Invitation.State.NO
        saved: Invitation = super().save(commit)
        return saved
