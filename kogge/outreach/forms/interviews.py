"""Step 2: the talk by the standard guide, the conditions for joining, and what was agreed to."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kogge.actors import wording
from kogge.actors.models import Consent, Organisation
from kogge.actors.queries import languages
from kogge.outreach.models import FORMATS, SLOTS, Interview
from kogge.outreach.templatetags.outreach import slot_words
from kogge.outreach.widgets import OrganisationsField, SlotGrid
from kogge.places.models import Area

from .fields import AreaFormMixin

# Conditions are carried over from the last talk, so that only what changed has to be asked again.
CARRIED_OVER = (
    "would_join",
    "slots",
    "hours_per_month",
    "max_fee",
    "formats",
    "languages",
    "max_walk_m",
    "experience",
    "experience_note",
)
FIRST_LANGUAGES = 12
CONSENT_CHOICES = [
    ("", pgettext_lazy("consent", "no")),
    (Consent.Channel.SPOKEN, pgettext_lazy("consent", "spoken")),
    (Consent.Channel.SIGNED, pgettext_lazy("consent", "in writing")),
    (Consent.Channel.MAIL, pgettext_lazy("consent", "by e-mail")),
]


class InterviewForm(AreaFormMixin, forms.ModelForm):
    """Every question may stay empty: what was not asked is not answered."""

    slots = forms.MultipleChoiceField(
        label=_("When could you?"), choices=[(slot, slot) for slot in SLOTS], widget=SlotGrid, required=False
    )
    formats = forms.MultipleChoiceField(
        label=_("What form suits you?"),
        choices=FORMATS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    languages = forms.MultipleChoiceField(
        label=_("In which languages?"), widget=forms.CheckboxSelectMultiple, required=False
    )
    language = forms.ChoiceField(label=_("language of the talk"))
    not_with = OrganisationsField(
        label=_("With whom not?"),
        required=False,
        help_text=_("Said in confidence: only those who may read interviews see it."),
    )

    class Meta:
        model = Interview
        fields = (
            "language",
            "situation",
            "motivation",
            "expectation",
            "would_join",
            "slots",
            "hours_per_month",
            "max_fee",
            "formats",
            "languages",
            "max_walk_m",
            "experience",
            "experience_note",
        )
        widgets = {
            "situation": forms.Textarea(attrs={"rows": 3}),
            "motivation": forms.Textarea(attrs={"rows": 2}),
            "expectation": forms.Textarea(attrs={"rows": 2}),
            "experience_note": forms.Textarea(attrs={"rows": 2}),
            "would_join": forms.RadioSelect,
            "experience": forms.RadioSelect,
            "hours_per_month": forms.NumberInput(attrs={"min": 0, "step": "0.5", "inputmode": "decimal"}),
            "max_fee": forms.NumberInput(attrs={"min": 0, "step": "1", "inputmode": "decimal"}),
            "max_walk_m": forms.NumberInput(attrs={"min": 0, "step": "50", "inputmode": "numeric"}),
        }

    def __init__(self, *args: Any, area: Area, user: Any, last: Interview | None = None, **kwargs: Any) -> None:
        """`last`: the interview before this one, whose conditions a new interview starts from."""
        super().__init__(*args, **kwargs)
        self.area, self.user = area, user
        organisation = self.instance.organisation
        if self.instance.pk:
            self.initial["not_with"] = list(self.instance.not_with.values_list("pk", flat=True))
        elif last is not None:
            self.initial.update({name: getattr(last, name) for name in CARRIED_OVER})
            self.initial["not_with"] = list(last.not_with.values_list("pk", flat=True))
        elif organisation.languages:
            self.initial["languages"] = organisation.languages
        self.limit_organisations("not_with")
        picker: Any = self.fields["not_with"]
        picker.queryset = picker.widget.rows = picker.queryset.exclude(pk=organisation.pk)
        self._offer_languages(organisation.languages)
        for name in ("would_join", "experience"):
            field: Any = self.fields[name]
            field.choices = [("", _("not asked")), *[pair for pair in field.choices if pair[0]]]
        self._ask_consents(organisation)

    def _offer_languages(self, spoken: list[str]) -> None:
        chosen = [*spoken, *(self.initial.get("languages") or []), *(self.instance.languages or [])]
        short: Any = self.fields["languages"]
        codes = dict.fromkeys([*languages.USUAL[:FIRST_LANGUAGES], *chosen])
        short.choices = [(code, languages.name(code)) for code in codes]
        talk: Any = self.fields["language"]
        talk.choices = languages.choices([self.instance.language])

    def _ask_consents(self, organisation: Organisation) -> None:
        held = Consent.objects.filter(organisation=organisation, person__isnull=True).valid()
        channels = {consent.purpose: consent.channel for consent in held.order_by("given_on")}
        for purpose, label in wording.purposes().items():
            name = f"consent_{purpose}"
            choices = list(CONSENT_CHOICES)
            current = channels.get(purpose, "")
            if current == Consent.Channel.LINK:
                choices.append((Consent.Channel.LINK, pgettext_lazy("consent", "by link")))
            self.fields[name] = forms.ChoiceField(
                label=label, choices=choices, required=False, initial=current, widget=forms.RadioSelect
            )

    def stored_values(self) -> dict[str, Any]:
        """The consents too: each is asked for by a field of its own."""
        asked = {
            name: self.fields[name].initial for name in (f"consent_{purpose}" for purpose in Consent.Purpose.values)
        }
        return super().stored_values() | asked

    def said(self, name: str, value: Any) -> str:
        return slot_words(value) if name == "slots" else super().said(name, value)

    def consent_fields(self) -> list[Any]:
        """The fields that ask for consent, to be drawn together."""
        return [self[f"consent_{purpose}"] for purpose in Consent.Purpose.values]

    def consents(self) -> dict[str, str]:
        """Purpose → channel, "" where nothing was agreed to."""
        return {purpose: self.cleaned_data[f"consent_{purpose}"] for purpose in Consent.Purpose.values}

    def clean_hours_per_month(self) -> Any:
        hours = self.cleaned_data["hours_per_month"]
        if hours is not None and not 0 <= hours <= Decimal(200):
            raise ValidationError(_("Hours a month lie between 0 and 200. Enter for example 2."))
        return hours

    def clean_max_fee(self) -> Any:
        fee = self.cleaned_data["max_fee"]
        if fee is not None and fee < 0:
            raise ValidationError(_("A fee is not negative. Enter 0 if it must not cost anything."))
        return fee

    def clean_max_walk_m(self) -> Any:
        metres = self.cleaned_data["max_walk_m"]
        if metres is not None and not 50 <= metres <= 20_000:
            raise ValidationError(
                _("Metres on foot lie between 50 and 20,000. Enter for example 800; empty means no limit.")
            )
        return metres
