"""Codes of an interview in words: times, forms, languages."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.translation import gettext as _

from kogge.actors.queries import languages
from kogge.outreach.models import DAYS, FORMATS, SLOTS, TIMES

register = template.Library()


@register.filter
def slot_words(slots: Iterable[str]) -> str:
    """ "tu-morning", "tu-noon" → "Tuesday 9 to 12 and 12 to 14"; days in the order of the week."""
    chosen = set(slots)
    if chosen >= set(SLOTS):
        return _("any time")
    said = []
    for day, day_label in DAYS:
        times = [str(label) for time, label in TIMES if f"{day}-{time}" in chosen]
        if len(times) == len(TIMES):
            said.append(_("%(day)s all day") % {"day": day_label})
        elif times:
            said.append(f"{day_label} {', '.join(times)}")
    return "; ".join(said)


@register.filter
def format_words(formats: Iterable[str]) -> str:
    """Codes of forms of meeting in words."""
    chosen = set(formats)
    return ", ".join(str(label) for code, label in FORMATS if code in chosen)


@register.filter
def language_words(codes: Iterable[str]) -> str:
    """ISO 639-1 codes as names in the language of the page."""
    return ", ".join(languages.name(code) for code in codes)
