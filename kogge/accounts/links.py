"""One-time login links: signed, limited in time, dead after the first sign-in."""

from __future__ import annotations

from allauth.account.utils import perform_login
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from sesame.utils import get_query_string, get_user

from kogge.core.views import behind_a_link

from .models import User


def login_link(user: User, next_page: str = "") -> str:
    """Path and query of a link that signs a user in once (SESAME_MAX_AGE seconds long)."""
    link = reverse("accounts:link") + get_query_string(user)
    return f"{link}&next={next_page}" if next_page else link


LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")


def is_same_machine(request: HttpRequest) -> bool:
    """Was this asked for at an address that only the machine itself reaches, and not through a proxy?"""
    name = request.get_host().rpartition(":")[0] or request.get_host()
    return name in LOOPBACK and not any(header in request.headers for header in FORWARDED)


@method_decorator(never_cache, name="dispatch")
class LoginLinkView(View):
    """Opening the link shows a button, pressing it signs in; a link that is used up or too old says so.

    Mail scanners and previews open every link they see: so opening changes nothing. At the machine's own address, where
    `make run` prints its links and nobody scans mails, the link signs in at once.

    The link stands for a password, not for the second factor: who has set one up is asked for it next
    (docs/decisions/0007). The token dies with the sign-in, so with the second factor, not with the click.
    """

    http_method_names = ["get", "post", "options"]  # HEAD is no person

    def get(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and "sesame" not in request.GET:
            return HttpResponseRedirect("/")
        user = get_user(request, update_last_login=False)
        if user is None:
            return _failed(request)
        if is_same_machine(request):
            return self._sign_in(request, user)
        other = request.user if request.user.is_authenticated and request.user != user else None
        return behind_a_link(render(request, "accounts/link.html", {"who": user, "other": other}))

    def post(self, request: HttpRequest) -> HttpResponse:
        user = get_user(request, update_last_login=False)
        return _failed(request) if user is None else self._sign_in(request, user)

    def _sign_in(self, request: HttpRequest, user: User) -> HttpResponse:
        if request.user.is_authenticated and request.user != user:
            logout(request)  # somebody else's session on this device
        # An address of another site in `next` is not followed.
        answer: HttpResponse = perform_login(request, user, redirect_url=self._next(request))
        return answer

    def _next(self, request: HttpRequest) -> str | None:
        from allauth.account.adapter import get_adapter

        wanted = request.GET.get("next", "")
        return wanted if wanted and get_adapter().is_safe_url(wanted) else None


def _failed(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/link_failed.html", status=403)
