"""One-time login links: signed, limited in time, dead after the first use."""

from __future__ import annotations

from allauth.account.utils import perform_login
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views import View
from sesame.utils import get_query_string, get_user

from .models import User


def login_link(user: User, next_page: str = "") -> str:
    """Path and query of a link that signs a user in once (SESAME_MAX_AGE seconds long)."""
    link = reverse("accounts:link") + get_query_string(user)
    return f"{link}&next={next_page}" if next_page else link


class LoginLinkView(View):
    """Signs in with the link's token; a link that is used up or too old says so and offers the way on.

    The link stands for a password, not for the second factor: who has set one up is asked for it next
    (docs/decisions/0005). The token dies with the sign-in, so with the second factor, not with the click.
    """

    def get(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and "sesame" not in request.GET:
            return HttpResponseRedirect("/")
        user = get_user(request, update_last_login=False)
        if user is None:
            return render(request, "accounts/link_failed.html", status=403)
        if request.user.is_authenticated and request.user != user:
            logout(request)  # somebody else's session on this device
        # An address of another site in `next` is not followed.
        answer: HttpResponse = perform_login(request, user, redirect_url=self._next(request))
        return answer

    def _next(self, request: HttpRequest) -> str | None:
        from allauth.account.adapter import get_adapter

        wanted = request.GET.get("next", "")
        return wanted if wanted and get_adapter().is_safe_url(wanted) else None
