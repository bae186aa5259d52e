"""Dates and numbers as people write them."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format

from kogge.core import numbers


def day(value: Any) -> str:
    """A date as people write it; empty for none."""
    return str(date_format(value, "SHORT_DATE_FORMAT")) if value else ""


def number(value: float | None, places: int = 0) -> str:
    """A number as people write it; a dash for not enough data."""
    return "–" if value is None else numbers.number(value, places)


def percent(value: float | None, places: int = 0) -> str:
    """A share of 1 as per cent; a dash for not enough data."""
    return "–" if value is None else f"{number(value * 100, places)}\N{NO-BREAK SPACE}%"
