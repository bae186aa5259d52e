"""The page behind the personal link: what one agreed to, and taking it back. No account, nothing else."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kogge.actors import wording
from kogge.actors.actions import withdraw_purposes
from kogge.actors.models import Consent, Organisation
from kogge.actors.queries.consents import behind_link
from kogge.core.limits import too_often
from kogge.core.views import behind_a_link, too_many

SALT = "kogge.consent"
MINUTES = 10


def consent_link(organisation: Organisation) -> str:
    """The personal address of an organisation. It holds as long as the server's key: withdrawing has no deadline."""
    token = signing.Signer(salt=SALT, sep=".").sign(str(organisation.pk))
    return reverse("consent:page", args=[token])


def _asked(token: str) -> int | None:
    """Whose link it is; None where a character is missing or wrong."""
    try:
        return int(signing.Signer(salt=SALT, sep=".").unsign(token))
    except signing.BadSignature:
        return None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def consent_page(request: HttpRequest, token: str) -> HttpResponse:
    """What one agreed to; a POST withdraws. Opening the page changes nothing."""
    who = hashlib.sha256(f"{request.META.get('REMOTE_ADDR', '')} {token}".encode()).hexdigest()[:24]
    most = 20 if request.method == "POST" else 120
    if too_often(f"consent:{request.method}:{who}", most=most, seconds=MINUTES * 60):
        return too_many(request)
    asked = _asked(token)
    organisation = None if asked is None else behind_link(asked)
    if organisation is None:
        answer: HttpResponse = render(request, "actors/consent_gone.html", {"incomplete": asked is None}, status=404)
    elif request.method == "POST":
        withdraw_purposes(organisation, asked_purposes(request), by=None, how=Consent.Channel.LINK)
        answer = redirect(request.path + "?done=1")
    else:
        answer = render(request, "actors/consent_page.html", consents_shown(request, organisation))
    return behind_a_link(answer)


def _follows() -> dict[str, str]:
    """What taking a consent back brings about, by purpose: what the receivers of `consent_withdrawn` do."""
    return {
        Consent.Purpose.CONTACT: _("Then planned visits are called off, and we write no more letters."),
        Consent.Purpose.MATCHING: _("Then your needs and offers leave the board, and open proposals with you end."),
        Consent.Purpose.SHARING: _("Then nobody else is told of your concern any more."),
        Consent.Purpose.PUBLICATION: _("Then your words and your story are no longer shown."),
    }


def asked_purposes(request: HttpRequest) -> list[str]:
    """What a sent form takes back; unknown words are left out."""
    return [purpose for purpose in request.POST.getlist("purpose") if purpose in Consent.Purpose.values]


def consents_shown(request: HttpRequest, organisation: Organisation) -> dict[str, Any]:
    """By purpose: the sentence, since when, and whether it still holds; context of actors/consent_rows.html."""
    follows = _follows()
    rows: dict[str, dict[str, Any]] = {}
    for consent in Consent.objects.filter(organisation=organisation).order_by("given_on", "pk"):
        row = rows.setdefault(consent.purpose, {"purpose": consent.purpose})
        row["text"] = wording.purposes(version=consent.wording_version)[consent.purpose]
        row["follows"] = follows[consent.purpose]
        if consent.withdrawn_on is None:
            row |= {"valid": True, "given_on": consent.given_on, "version": consent.wording_version}
        else:
            row["withdrawn_on"] = consent.withdrawn_on
    ordered = [rows[purpose] for purpose in Consent.Purpose.values if purpose in rows]
    return {
        "organisation": organisation,
        "imprint": organisation.area.imprint,
        "rows": ordered,
        "valid": [row for row in ordered if row.get("valid")],
        "done": "done" in request.GET,
    }
