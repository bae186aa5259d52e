"""Codes of an interview in words: times, forms, languages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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


@register.filter
def named(key: Any, names: dict[Any, str]) -> str:
    """The name of a key, "" where it has none."""
    return names.get(key, "")


@register.inclusion_tag("outreach/includes/quick.html")
def quick_days(field: Any) -> dict[str, Any]:
    """Days that are often meant, one tap each, below a field for a day."""
    today = timezone.localdate()
    choices = [((today + dt.timedelta(days=1)).isoformat(), _("tomorrow"))]
    for weeks in (1, 2, 4):
        day = today + dt.timedelta(weeks=weeks)
        choices.append((day.isoformat(), ngettext("in %(n)s week", "in %(n)s weeks", weeks) % {"n": weeks}))
    return {"field": field, "choices": choices}


@register.inclusion_tag("outreach/includes/quick.html")
def quick_minutes(field: Any) -> dict[str, Any]:
    """Lengths of a talk, one tap each, below the field for minutes."""
    return {"field": field, "choices": [(number, str(number)) for number in (5, 10, 20, 30, 45, 60)]}


@register.filter
def guide_languages(names: Iterable[str]) -> str:
    """The languages of a guide as its sheet calls them, without their codes."""
    return ", ".join(name.rpartition(" (")[0] or name for name in names)


@register.filter
def at(mapping: Mapping[str, Any], key: str) -> Any:
    """What stands in a mapping under a key, or nothing."""
    return mapping.get(key) if mapping else None
