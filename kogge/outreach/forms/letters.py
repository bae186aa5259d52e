"""Texts of letters, and what is typed for one mailing."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kogge.outreach.models import LetterKind, LetterVersion, Mailing
from kogge.outreach.paper.texts import PLACEHOLDERS, unknown

from .fields import day_input


class TextForm(forms.ModelForm[LetterVersion]):
    """Subject and text; a placeholder that nobody fills is refused."""

    class Meta:
        model = LetterVersion
        fields = ("subject", "body")
        # Arabic begins on the right, whatever the language of the page.
        widgets = {
            "subject": forms.TextInput(attrs={"dir": "auto"}),
            "body": forms.Textarea(attrs={"rows": 18, "dir": "auto"}),
        }

    def _known(self, name: str) -> str:
        text: str = self.cleaned_data[name]
        if wrong := unknown(text):
            raise ValidationError(
                _("The placeholder %(wrong)s is not known. Possible are: %(known)s.")
                % {
                    "wrong": ", ".join(f"{{{entry}}}" for entry in wrong),
                    "known": ", ".join(f"{{{entry}}}" for entry in PLACEHOLDERS),
                }
            )
        return text.replace("\r\n", "\n")

    def clean_subject(self) -> str:
        return self._known("subject")

    def clean_body(self) -> str:
        return self._known("body")


class MailingForm(forms.Form):
    """What is typed for one mailing: results, or day and place; on paper or by e-mail."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    results = forms.CharField(
        label=gettext_lazy("What came of it"), widget=forms.Textarea(attrs={"rows": 6}), max_length=5000
    )
    meeting_date = forms.DateField(label=gettext_lazy("Day of the meeting"), widget=day_input())
    meeting_time = forms.CharField(label=gettext_lazy("Time of the meeting"), max_length=60)
    meeting_place = forms.CharField(label=gettext_lazy("Place"), max_length=200)
    language = forms.ChoiceField(label=gettext_lazy("Language of the poster"))
    channel = forms.ChoiceField(
        label=gettext_lazy("How"), choices=Mailing.Channel.choices, initial=Mailing.Channel.PAPER
    )

    def __init__(
        self, *args: Any, kind: str, mail: bool, languages: Sequence[tuple[str, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = uuid.uuid4
        if kind == LetterKind.RESULTS:
            gone = ["meeting_date", "meeting_time", "meeting_place"]
        else:
            gone = ["results"]
        if kind == LetterKind.POSTER:
            gone += ["channel", "token"]
            language: Any = self.fields["language"]
            language.choices = languages
        else:
            gone += ["language"]
        for name in gone:
            del self.fields[name]
        if not mail and "channel" in self.fields:
            channel: Any = self.fields["channel"]
            channel.choices = [choice for choice in Mailing.Channel.choices if choice[0] != Mailing.Channel.MAIL]

    def entries(self) -> dict[str, str]:
        """What fills the placeholders, as it is kept."""
        data = self.cleaned_data
        names = ("results", "meeting_date", "meeting_time", "meeting_place")
        return {name: str(data[name]).strip() for name in names if data.get(name)}
