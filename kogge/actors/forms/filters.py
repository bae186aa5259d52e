"""The filter of the register: the same for list, map and export."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kogge.actors.models import Organisation
from kogge.actors.queries import languages, sectors
from kogge.actors.queries.register import Criteria
from kogge.places.models import District


class RegisterFilter(forms.Form):
    """A GET form; a value that no longer exists (a deleted tag in a saved address) filters nothing."""

    text = forms.CharField(label=_("Name, street, tag"), required=False, max_length=100, widget=forms.SearchInput())
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    district = forms.ChoiceField(label=_("District"), required=False)
    section = forms.ChoiceField(label=_("Sector"), required=False)
    tag = forms.TypedChoiceField(label=_("Tag"), required=False, coerce=int, empty_value=None)
    language = forms.ChoiceField(label=_("Language"), required=False)
    verified = forms.ChoiceField(
        label=_("Checked"),
        required=False,
        choices=[
            ("", _("all")),
            ("yes", _("checked")),
            ("due", _("should be checked")),
            ("never", _("never checked")),
        ],
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("existing")), ("closed", _("closed")), ("all", _("existing and closed"))],
    )

    MORE = ("section", "tag", "language", "verified", "state")

    def __init__(self, *args: Any, area: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = ("", _("all"))
        choices = {
            "kind": [everything, *Organisation.Kind.choices],
            "district": [
                everything,
                *District.objects.filter(area=area).values_list("pk", "name"),
                ("none", _("without a district")),
            ],
            "section": [everything, *((letter, f"{letter} {title}") for letter, title in sectors.sections())],
            "tag": [everything, *area.tags.values_list("pk", "name")],
            "language": [everything, *languages.choices()],
        }
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]

    def criteria(self) -> Criteria:
        """What is asked for; fields that cannot be read are left out."""
        self.is_valid()
        said = self.cleaned_data
        return Criteria(
            text=said.get("text", ""),
            kind=said.get("kind", ""),
            district=said.get("district", ""),
            section=said.get("section", ""),
            tag=said.get("tag"),
            language=said.get("language", ""),
            verified=said.get("verified", ""),
            state=said.get("state", "") or "current",
        )
