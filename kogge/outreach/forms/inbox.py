"""To whom does a filled guide belong, when was the talk, in which language?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kogge.actors.models import Organisation
from kogge.outreach.guides.preview import Language
from kogge.outreach.widgets import OrganisationField, bind_picker
from kogge.places.models import Area

from .fields import check_year, day_input


class TalkForm(forms.Form):
    """When the talk was held, and in which of the guide's languages."""

    date = forms.DateField(label=_("day of the talk"), widget=day_input())
    language = forms.ChoiceField(label=_("language of the talk"), required=False)

    def __init__(self, *args: Any, languages: list[Language], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["language"]
        field.choices = [(language.code[:5], language.name) for language in languages if language.code]
        if not field.choices:
            del self.fields["language"]

    def clean_date(self) -> Any:
        day = self.cleaned_data["date"]
        check_year(day)
        if day > timezone.localdate():
            raise ValidationError(_("A talk cannot have been held in the future."))
        return day


class FileForm(TalkForm):
    """The same, and which organisation of the register it was."""

    organisation = OrganisationField(label=_("Another organisation"))
    field_order = ("organisation", "date", "language")

    def __init__(self, *args: Any, area: Area, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Organisation.objects.visible_to(user).in_area(area).current()
        bind_picker(self.fields["organisation"], rows, area)
