"""A tie survey on paper: letters with the link, and sheets to fill in by hand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kogge.core.typeset import typeset
from kogge.networks.actions.survey_mails import words
from kogge.networks.forms.surveys import SCALE
from kogge.networks.models import Frequency, SurveyRespondent, TieAnswer, TieSurvey
from kogge.networks.models.surveys import DIMENSIONS
from kogge.networks.queries.surveys.results import kind_labels
from kogge.outreach.paper.letters import Written
from kogge.outreach.paper.letters import letters_pdf as written_letters
from kogge.outreach.paper.numbers import qr

SHEET = Path(__file__).with_name("survey.typ")


def letters_pdf(survey: TieSurvey, letters: Sequence[tuple[SurveyRespondent, str]], *, sender: str) -> bytes:
    """One letter a respondent, with the address of the link and its code; in the active language."""
    language = str(get_language() or "de")[:2]
    rows, codes = [], []
    for one, link in letters:
        subject, body = words(one, link, sender=sender)
        org = one.organisation
        rows.append(Written(org.name, org.street_line, f"{org.postcode} {org.city}".strip(), language, subject, body))
        codes.append(qr(link))
    return written_letters(survey.area, rows, title=survey.name, language=language, codes=codes)


def sheets_pdf(survey: TieSurvey, sheets: Sequence[tuple[SurveyRespondent, Sequence[str], str]]) -> bytes:
    """A sheet a respondent: (respondent, names on the list in order, address where it is typed in)."""
    pictures = {f"qr{index}": qr(address) for index, (_one, _names, address) in enumerate(sheets)}
    data = {
        "language": str(get_language() or "de")[:2],
        "area": survey.area.name,
        "imprint": survey.area.imprint.strip(),
        "survey": survey.name,
        "sheets": [
            {"number": one.number, "name": one.organisation.name, "list": list(names)} for one, names, _at in sheets
        ],
        "often": [str(label) for label in Frequency.labels],
        "kinds": [str(label) for _kind, label in kind_labels()],
        "dimensions": [str(TieAnswer._meta.get_field(name).verbose_name) for name in DIMENSIONS],  # type: ignore[union-attr]
        "scale": [f"{value} {label}" for value, label in SCALE],
        "words": {
            "title": _("Who works with whom?"),
            "intro": _(
                "Please return this sheet by %(day)s. What you think of others nobody sees singly: only means of at "
                "least %(raters)s are shown, and when the survey closes who said what is deleted."
            )
            % {"day": date_format(survey.until, "SHORT_DATE_FORMAT"), "raters": survey.raters},
            "often": _("How often do you work together?"),
            "how": _("In which ways? (several)"),
            "rate": _("What do you think of them? Circle one; leave out what you do not know."),
            "others": _("Who else in the district do you work with?"),
            "sheet": _("Survey sheet"),
            "page": _("Page"),
            "of": _("of"),
        },
    }
    return typeset(SHEET, data, pictures=pictures)
