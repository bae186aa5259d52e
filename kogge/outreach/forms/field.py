"""A record as a telephone sends it: one JSON object, checked field by field."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kogge.core.addresses import LARGEST_KEY
from kogge.outreach.models import FieldRecord, Visit

from .fields import check_year

LARGEST_BYTES = 100_000
SHOP_FIELDS = ("name", "kind", "street", "housenumber", "postcode", "city", "phone", "note")
RESOLUTIONS = [
    ("", "as it is"),
    ("add", "beside what somebody else recorded"),
    ("aside", "theirs stands, mine is put aside"),
    ("same", "the organisation is the one that is there already"),
]


def _key() -> forms.IntegerField:
    return forms.IntegerField(required=False, min_value=1, max_value=LARGEST_KEY)


def _day() -> forms.DateField:
    return forms.DateField(required=False, input_formats=["%Y-%m-%d"])


class FieldRecordForm(forms.Form):
    """Made with `from_text`; what is unknown in the object is not read."""

    uuid = forms.UUIDField()
    kind = forms.ChoiceField(choices=FieldRecord.Kind.choices)
    owner = forms.IntegerField(min_value=1, max_value=LARGEST_KEY)
    made_at = forms.DateTimeField(required=False)
    visit = _key()
    state = forms.CharField(required=False, max_length=64)
    organisation = _key()
    organisation_record = forms.UUIDField(required=False)
    resolution = forms.ChoiceField(choices=RESOLUTIONS, required=False)
    language = forms.CharField(required=False, max_length=40)
    outcome = forms.ChoiceField(choices=Visit.Outcome.choices, required=False)
    come_back_on = _day()
    note = forms.CharField(required=False, max_length=4_000)
    next_step = forms.CharField(required=False, max_length=200)
    next_step_due = _day()
    lat = forms.FloatField(required=False, min_value=-90, max_value=90)
    lon = forms.FloatField(required=False, min_value=-180, max_value=180)
    accuracy = forms.FloatField(required=False, min_value=0, max_value=10_000_000)

    shop: dict[str, str]

    @classmethod
    def from_text(cls, text: str) -> FieldRecordForm:
        """A form of what came; one that is not even an object becomes a form with nothing in it."""
        try:
            found = json.loads(text) if len(text) <= LARGEST_BYTES else None
        except (ValueError, RecursionError):
            found = None
        record = found if isinstance(found, dict) else {}
        form = cls(data={name: str(value) for name, value in record.items() if _is_plain(value)})
        shop = record.get("shop")
        form.shop = {name: str(shop.get(name) or "") for name in SHOP_FIELDS} if isinstance(shop, dict) else {}
        return form

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        kind, outcome = said.get("kind"), said.get("outcome")
        if kind == FieldRecord.Kind.ORGANISATION and not self.shop.get("name", "").strip():
            raise ValidationError(_("A new organisation needs a name."))
        if kind != FieldRecord.Kind.ORGANISATION and not any(
            said.get(name) for name in ("visit", "organisation", "organisation_record")
        ):
            raise ValidationError(_("It is not said which organisation this belongs to."))
        if kind == FieldRecord.Kind.OUTCOME and not outcome:
            raise ValidationError(_("It is not said how the visit went."))
        if outcome == Visit.Outcome.LATER and not said.get("come_back_on"):
            raise ValidationError(_("When shall somebody come back? Enter the day."))
        for name in ("come_back_on", "next_step_due"):
            check_year(said.get(name))
        if (said.get("lat") is None) != (said.get("lon") is None):
            said["lat"] = said["lon"] = None
        return said

    def problems(self) -> list[str]:
        """What is wrong, as sentences."""
        return [
            error if name == "__all__" else f"{name}: {error}"
            for name, errors in self.errors.items()
            for error in errors
        ]


def _is_plain(value: Any) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)
