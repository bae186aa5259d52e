"""Numbers are rounded, never cut off, and the same in a sentence of a template and in a figure."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from kogge.core.numbers import number


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (0.3854878, 2, "0,39"),
        (0.38549, 2, "0,39"),
        (0.385, 2, "0,39"),
        (0.0109, 2, "0,01"),
        (57.46, 1, "57,5"),
        (99.6, 0, "100"),
        (-0.3855, 2, "-0,39"),
        (1234.5, 0, "1.235"),
        (30000, 0, "30.000"),
        (Decimal("12.345"), 2, "12,35"),
        (1.0, 2, "1,00"),
    ],
)
def test_a_number_is_rounded_as_people_do(value, places, shown):
    with translation.override("de"):
        assert number(value, places) == shown
        template = Template("{{ value|floatformat:places }}").render(Context({"value": value, "places": f"{places}g"}))
        assert template == shown
