"""What stands on a visit sheet: which guide, in which language."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kogge.outreach.guides.preview import languages
from kogge.outreach.models import GuideVersion
from kogge.places.models import Area


class SheetForm(forms.Form):
    """Guide and language of the sheets; no language: each organisation's own."""

    version = forms.ModelChoiceField(label=_("Guide"), queryset=GuideVersion.objects.none(), empty_label=None)
    language = forms.ChoiceField(label=_("Language of the questions"), required=False)

    def __init__(self, *args: Any, area: Area, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = GuideVersion.objects.in_area(area).current().filter(guide__is_active=True).select_related("guide")
        rows = rows.defer("xform", "itemsets").order_by("guide__minutes", "guide__name")
        version: Any = self.fields["version"]
        version.queryset = rows
        version.label_from_instance = lambda row: str(row.guide)
        known = {language.code: language.name for row in rows for language in languages(row.read())}
        language: Any = self.fields["language"]
        language.choices = [("", _("as spoken there")), *sorted(known.items(), key=lambda pair: pair[1])]
