"""Letters and posters as PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from kogge.core.typeset import typeset
from kogge.outreach.guides.preview import direction
from kogge.places.models import Area

from .texts import written_days

LETTER = Path(__file__).with_name("letter.typ")
POSTER = Path(__file__).with_name("poster.typ")


@dataclass(frozen=True)
class Written:
    """A letter with all its words."""

    name: str
    street: str
    town: str
    language: str
    subject: str
    body: str


def letters_pdf(
    area: Area, letters: Sequence[Written], *, title: str, language: str, codes: Sequence[str] = ()
) -> bytes:
    """One letter a page, in the order given; the address stands where a window envelope shows it (DIN 5008, form B).

    `codes`: an SVG for each letter, shown below its text.
    """
    rows = []
    for letter in letters:
        with override(written_days(letter.language)):
            day = date_format(timezone.localdate(), "DATE_FORMAT")
        rows.append(vars(letter) | {"date": day} | _text(letter.language, letter.body))
    data = {"title": title, "language": language, "area": area.name, "imprint": area.imprint.strip(), "letters": rows}
    return typeset(LETTER, data, pictures={f"code{index}": code for index, code in enumerate(codes)})


def poster_pdf(area: Area, *, subject: str, body: str, language: str) -> bytes:
    """A poster on A4."""
    data = {"language": language, "area": area.name, "imprint": area.imprint.strip(), "subject": subject}
    return typeset(POSTER, data | _text(language, body))


def _text(language: str, body: str) -> dict[str, Any]:
    paragraphs = [part.strip().splitlines() for part in body.replace("\r", "").split("\n\n") if part.strip()]
    return {"paragraphs": paragraphs, "rtl": direction(language) == "rtl"}
