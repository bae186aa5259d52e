"""A field that finds an organisation by its name: a list of 30,000 fits into no select box."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from kogge.actors.models import Organisation

MOST_OPTIONS = 12


def option_text(organisation: Organisation) -> str:
    """How an organisation stands in the list of suggestions: name and street tell branches apart."""
    return ", ".join(part for part in (organisation.name, organisation.street_line) if part)


def suggestions(area: Any, text: str) -> list[Organisation]:
    """Organisations of an area whose name contains each word before the first comma."""
    rows = Organisation.objects.in_area(area).current()
    words = text.partition(",")[0].split()
    if not words:
        return []
    for word in words:
        rows = rows.filter(name__icontains=word)
    return list(rows.order_by("name", "pk")[:MOST_OPTIONS])


class OrganisationField(forms.CharField):
    """Typed name → Organisation of the area. An unclear name is refused with those that are meant perhaps."""

    def __init__(self, *, area: Any, **kwargs: Any) -> None:
        super().__init__(max_length=320, **kwargs)
        self.area = area

    def offer_list(self, list_id: str) -> None:
        """Suggest names while typing, through the <datalist> of this id."""
        self.widget.attrs |= {
            "list": list_id,
            "autocomplete": "off",
            "hx-get": reverse("exchange:organisation_options", args=[self.area.slug]),
            "hx-trigger": "input changed delay:200ms",
            "hx-target": f"#{list_id}",
            "hx-params": "*",
            "hx-vals": json.dumps({"field": list_id.removesuffix("-list")}),
        }

    def prepare_value(self, value: Any) -> Any:
        return option_text(value) if isinstance(value, Organisation) else value

    def clean(self, value: Any) -> Organisation | None:
        text = super().clean(value).strip()
        if not text:
            return None
        found = suggestions(self.area, text)
        exact = [one for one in found if option_text(one).casefold() == text.casefold()]
        named = [one for one in found if one.name.casefold() == text.casefold()]
        for candidates in (exact, named, found):
            if len(candidates) == 1:
                return candidates[0]
        if not found:
            raise ValidationError(_("No organisation of this name is in the register. Enter it there first."))
        raise ValidationError(
            _("Several organisations are called that: %(names)s. Write the name and the street.")
            % {"names": "; ".join(option_text(one) for one in found[:5])}
        )
