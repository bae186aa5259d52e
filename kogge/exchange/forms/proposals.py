"""Forms for proposals: what the page shows, why one is rejected, what is changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kogge.exchange.models import Proposal, Rejection
from kogge.places.models import District


class ProposalFilter(forms.Form):
    """What the page of proposals shows; lives in the address."""

    q = forms.CharField(
        label=gettext_lazy("Organisation"), required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    district = forms.ModelChoiceField(
        label=gettext_lazy("District"),
        required=False,
        queryset=District.objects.none(),
        empty_label=gettext_lazy("all"),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        required=False,
        choices=[("", gettext_lazy("rings and chains")), *Proposal.Kind.choices],
    )
    status = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[
            ("", gettext_lazy("undecided")),
            ("accepted", gettext_lazy("accepted")),
            ("rejected", gettext_lazy("rejected")),
            ("all", gettext_lazy("all")),
        ],
    )

    def __init__(self, *args: Any, area: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].queryset = District.objects.filter(area=area)  # type: ignore[attr-defined]


class RejectForm(forms.Form):
    """Why not? One answer for all arrows, or one for those that are the trouble."""

    def __init__(self, *args: Any, arrows: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.arrows = arrows
        choices = [("", _("no answer")), *Rejection.Reason.choices]
        self.fields["all"] = forms.ChoiceField(label=_("For all of it"), choices=choices, required=False)
        for pk, label in arrows:
            self.fields[f"reason_{pk}"] = forms.ChoiceField(label=label, choices=choices, required=False)
        self.fields["note"] = forms.CharField(
            label=_("In your words"),
            required=False,
            max_length=200,
            help_text=_("Seen only by those who decide on proposals."),
        )

    def arrow_fields(self) -> list[forms.BoundField]:
        return [self[f"reason_{pk}"] for pk, _label in self.arrows]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not any(data[name] for name in self.fields if name != "note"):
            self.add_error(
                "all", _("Say why, for all of it or for one part: what is named here is not proposed again.")
            )
        return data

    @property
    def reasons(self) -> dict[int, tuple[str, str]]:
        """Reason and note for each transfer that was named, by its id."""
        data = self.cleaned_data
        named = {pk: data[f"reason_{pk}"] or data["all"] for pk, _label in self.arrows}
        return {pk: (reason, data["note"]) for pk, reason in named.items() if reason}


class ChangeForm(forms.Form):
    """Which of the options (key, words)?"""

    option = forms.CharField()
