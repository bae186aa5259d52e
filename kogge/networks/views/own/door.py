"""The door of a personal link: who it is, how often, and one sentence for whoever it does not open to. No account."""

from __future__ import annotations

import hashlib
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from kogge.core.limits import too_often
from kogge.core.views import behind_a_link, too_many
from kogge.networks.actions import own as actions
from kogge.networks.models import OwnLink
from kogge.networks.queries.own import link_of

MINUTES = 10
ASKED = {"GET": 240, "POST": 60}  # in so many minutes, by one address with one link
WRONG = 60  # addresses that lead nowhere, in so many minutes, by one caller


def _behind(token: str) -> tuple[OwnLink | None, str]:
    """The link that works, or the sentence that says why none does."""
    link = link_of(token)
    if link is None:
        return None, _("A character of this address is missing or wrong. Scan the code again, or type all of it.")
    if link.revoked_at is not None:
        return None, _("This link was taken back and no longer works.")
    if not link.is_valid:
        day = date_format(link.expires, "SHORT_DATE_FORMAT")
        return None, _("This link worked until %(day)s and no longer does.") % {"day": day}
    return link, ""


def _counted(request: HttpRequest, name: str, what: str, most: int) -> bool:
    who = hashlib.sha256(f"{request.META.get('REMOTE_ADDR', '')} {what}".encode(errors="replace")).hexdigest()[:24]
    return too_often(f"own:{name}:{who}", most=most, seconds=MINUTES * 60)


def own_page(*, when_closed: bool = False) -> Any:
    """The view is called with the request, the token, the link and the rest of the address.

    `when_closed`: open too where the organisation is noted as closed; every other page then leads back to the first.
    """

    def decorate(view: Any) -> Any:
        @never_cache
        @sensitive_variables("token")
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def wrapped(request: HttpRequest, token: str, **more: Any) -> HttpResponse:
            method = "POST" if request.method == "POST" else "GET"
            if _counted(request, method, token, ASKED[method]):
                return too_many(request)
            link, problem = _behind(token)
            if link is None:
                if _counted(request, "wrong", "", WRONG):
                    return too_many(request)
                answer: HttpResponse = render(request, "networks/own/gone.html", {"problem": problem}, status=404)
            else:
                actions.use(link)
                if link.organisation.closed_on and not when_closed:
                    answer = redirect("own:home", token)
                else:
                    answer = view(request, token, link, **more)
            return behind_a_link(answer)

        return wrapped

    return decorate


def shown(
    request: HttpRequest, token: str, link: OwnLink, template: str, *, status: int = 200, **more: Any
) -> HttpResponse:
    """A page of the holder; never with a word that the address brought along."""
    context = {"link": link, "organisation": link.organisation, "token": token, "said": _said(request), **more}
    return render(request, f"networks/own/{template}.html", context, status=status)


def missing(request: HttpRequest, token: str, link: OwnLink) -> HttpResponse:
    """It is not there, not there any more, or somebody else's: all one sentence."""
    return shown(request, token, link, "missing", status=404)


def _said(request: HttpRequest) -> str:
    """What was done, in a sentence: messages would need a session."""
    return {
        "saved": _("Saved. Thank you."),
        "ended": _("Ended. You can bring it back below."),
        "open": _("It stands again."),
        "left": _("You have left the network. The team reads why."),
        "forget": _("Your wish is with the team."),
    }.get(request.GET.get("did", ""), "")
