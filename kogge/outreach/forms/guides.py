"""Forms around guides: the file, and what an area calls a guide."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kogge.core.meanwhile import MeanwhileMixin
from kogge.outreach.models import Guide


class GuideUploadForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("An XLSForm: .xlsx, .xls, .csv or .md."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv,.md"}),
        allow_empty_file=True,  # the reader says what is wrong with an empty file, and how to mend it
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        # What a browser sends as a name may carry a path; only its last part is a name.
        file.name = PurePosixPath(file.name.replace("\\", "/")).name[-150:] or "file"
        return file


class GuideForm(MeanwhileMixin, forms.ModelForm):
    class Meta:
        model = Guide
        fields = ("name", "minutes")
        widgets = {"minutes": forms.NumberInput(attrs={"min": 1, "inputmode": "numeric"})}
        help_texts = {"minutes": _("How long a talk by this guide takes.")}
