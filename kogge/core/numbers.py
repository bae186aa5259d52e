"""Numbers as people write them, rounded one way everywhere: half away from zero, as `floatformat` in a template does.

Django's `number_format` does not round but cuts off: 0.3855 would be 0,38 there and 0,39 in a template.
"""

from __future__ import annotations

from decimal import Decimal

from django.template.defaultfilters import floatformat


def number(value: float | Decimal, places: int = 0) -> str:
    """A number in the reader's language, rounded to `places`, with its thousands grouped.

    >>> from django.utils import translation
    >>> with translation.override("en"):
    ...     number(0.3855, 2), number(1234.5)
    ('0.39', '1,235')
    """
    return str(floatformat(value, f"{places}g"))
