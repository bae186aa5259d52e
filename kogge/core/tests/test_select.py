"""A select is drawn quickly, and exactly as Django's own templates draw it."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from kogge.core.forms import KoggeFormRenderer

PLAIN = [("", "alle"), ("a", "<b>Bäcker & Söhne</b>"), ('"quoted"', _("Name")), (7, "sieben")]
GROUPED = [("Gruppe <1>", [(1, "eins"), (2, mark_safe("<i>zwei</i>"))]), ("", "ohne")]


class Marked(forms.Select):
    """Options with attributes of their own."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"] |= {"data-note": 'x"y', "disabled": value == "a"}
        return option


@pytest.mark.parametrize(
    ("widget", "value"),
    [
        (forms.Select(choices=PLAIN), ""),
        (forms.Select(choices=PLAIN, attrs={"class": "small", "required": True, "data-x": '"<'}), "a"),
        (forms.Select(choices=GROUPED), 2),
        (forms.SelectMultiple(choices=PLAIN), ["a", 7]),
        (forms.NullBooleanSelect(), True),
        (Marked(choices=PLAIN), 7),
    ],
)
def test_select_is_what_django_draws(widget: forms.Select, value: Any) -> None:
    ours = widget.render('na"me', value, {"id": "id_x"}, renderer=KoggeFormRenderer())
    theirs = widget.render('na"me', value, {"id": "id_x"}, renderer=DjangoTemplates())
    assert parse_html(ours) == parse_html(theirs)
