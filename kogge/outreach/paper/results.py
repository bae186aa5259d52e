"""The results sheet as paper, in any of the languages of the guides.

The interface speaks German and English; for the others data/results.json has what stands on the sheet, by its German
words. What a team named itself (its own topic groups) stays as it is.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, override, pgettext
from django.utils.translation import gettext as _

from kogge.actors import wording
from kogge.core.typeset import typeset
from kogge.outreach.guides.preview import direction
from kogge.outreach.queries.results import Line, Sheet
from kogge.places.models import Area

from .texts import apart

DOCUMENT = Path(__file__).resolve().parents[1] / "documents" / "results.typ"
FILE = Path(__file__).resolve().parents[1] / "data" / "results.json"


@cache
def _words() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def languages() -> dict[str, str]:
    """Code → name, as the language calls itself."""
    return wording.languages()


def spoken(language: str) -> str:
    """The language in which the interface words a sheet in `language`: its own, or German where it has none."""
    return language if language in dict(settings.LANGUAGES) else "de"


def said(words: Any, language: str) -> str:
    """Words of the interface in the language of the sheet; those that are not known stay."""
    return _words().get(str(words), {}).get(language, str(words))


def label(words: str, language: str) -> str:
    """An answer: "Tuesday, 9 to 12" is said part by part."""
    if words in _words():
        return said(words, language)
    day, comma, time = words.partition(", ")
    if comma and day in _words() and time in _words():
        return f"{said(day, language)}{'، ' if direction(language) == 'rtl' else ', '}{said(time, language)}"
    return words


def counted(line: Line) -> str:
    """The number of a line in words."""
    return _("most of them") if line.count is None else str(line.count)


def asked(found: Sheet, language: str = "") -> str:
    """With how many we talked, and when."""
    with override(language or get_language()):
        since, until = _month(found.since), _month(found.until)
    if found.asked is None:
        words = _("We talked with at least %(number)s businesses and institutions, %(since)s to %(until)s.")
    else:
        words = _("We talked with %(number)s businesses and institutions, %(since)s to %(until)s.")
    return said(words, language) % {"number": found.asked or found.least, "since": since, "until": until}


def _month(day: Any) -> str:
    return str(date_format(day, "F Y")) if day else "–"


def results_pdf(area: Area, found: Sheet, said_next: dict[str, Any], *, language: str) -> bytes:
    """One page of paper: A4, black and white, tagged. `said_next`: `next`, `until` and `contact` as they were typed.

    Called with the language `spoken(language)` active, in which `found` was made.
    """
    rtl = direction(language) == "rtl"
    own = apart if rtl else str

    def day(date: Any) -> str:
        with override(language):
            return str(date_format(date, "SHORT_DATE_FORMAT"))

    small = _("Answers of fewer than %(least)s are not shown, so that nobody is recognised.")
    words = {
        "title": _("What you told us"),
        "quotes": _("In your own words"),
        "next": _("What happens next"),
        "until": pgettext("a day", "by"),
        "contact": _("Contact"),
    }
    data = {
        "words": {name: said(text, language) for name, text in words.items()}
        | {"asked": asked(found, language), "small": said(small, language) % {"least": found.least}},
        "area": area.name,
        "group": own(found.title),
        "date": day(timezone.localdate()),
        "imprint": own(area.imprint.strip().replace("\r", "").replace("\n", ", ")),
        "sections": [
            {
                "title": said(title, language),
                "lines": [
                    {
                        "label": label(line.label, language),
                        "count": said(counted(line), language),
                        "share": line.share,
                    }
                    for line in lines
                ],
            }
            for title, lines in found.sections
        ],
        "quotes": [own(quote) for quote in found.quotes],
        "next": said_next["next"],
        "until": day(said_next["until"]) if said_next["until"] else "",
        "contact": own(said_next["contact"]),
        "language": language,
        "rtl": rtl,
    }
    return typeset(DOCUMENT, data)
