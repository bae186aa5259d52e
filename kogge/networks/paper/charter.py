"""The charter of a network on paper."""

from __future__ import annotations

from pathlib import Path

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kogge.core.typeset import typeset
from kogge.networks.models import Charter

DOCUMENT = Path(__file__).with_name("charter.typ")


def parts_of(charter: Charter) -> list[tuple[str, str]]:
    """The headings of a charter with their words; empty ones are left out."""
    found = [
        (_("What we are there for"), charter.purpose),
        (_("How we treat each other"), charter.rules),
        (_("What it costs"), charter.fees),
        (_("Who decides, and how"), charter.decides),
    ]
    return [(head, text.strip()) for head, text in found if text.strip()]


def state_of(charter: Charter) -> str:
    """Number and day in words."""
    if charter.agreed_on is None:
        return _("Version %(number)s, a draft") % {"number": charter.number}
    day = date_format(charter.agreed_on, "SHORT_DATE_FORMAT")
    return _("Version %(number)s, agreed on %(day)s") % {"number": charter.number, "day": day}


def charter_pdf(charter: Charter) -> bytes:
    """One version as PDF, in the active language."""
    data = {
        "language": str(get_language() or "de")[:2],
        "area": charter.network.area.name,
        "network": charter.network.name,
        "state": state_of(charter),
        "parts": [
            {"head": head, "paragraphs": [line for line in text.splitlines() if line.strip()]}
            for head, text in parts_of(charter)
        ],
        "words": {"title": _("Charter"), "page": _("Page"), "of": _("of")},
    }
    return typeset(DOCUMENT, data)
