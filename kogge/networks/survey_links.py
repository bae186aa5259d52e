"""The address by which a respondent answers: signed, so that nothing secret is stored; void once `edition` moves."""

from __future__ import annotations

from django.core import signing
from django.urls import reverse

from .models import SurveyRespondent

SALT = "kogge.survey"


def _signer() -> signing.Signer:
    return signing.Signer(salt=SALT, sep=".")


def link_of(respondent: SurveyRespondent) -> str:
    """The path of the respondent's page."""
    return reverse("survey:page", args=[token_of(respondent)])


def token_of(respondent: SurveyRespondent) -> str:
    """What stands in the address."""
    return _signer().sign(f"{respondent.pk}-{respondent.edition}")


def asked_by(token: str) -> tuple[int, int] | None:
    """Id and edition; None where a character is missing or wrong."""
    try:
        pk, edition = _signer().unsign(token).split("-")
        return int(pk), int(edition)
    except (signing.BadSignature, ValueError):
        return None
