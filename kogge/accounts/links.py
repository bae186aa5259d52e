"""One-time login links: signed, limited in time, dead after the first use."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from sesame.utils import get_query_string
from sesame.views import LoginView

from .models import User


def login_link(user: User, next_page: str = "") -> str:
    """Path and query of a link that signs a user in once (SESAME_MAX_AGE seconds long)."""
    link = reverse("accounts:link") + get_query_string(user)
    return f"{link}&next={next_page}" if next_page else link


class LoginLinkView(LoginView):
    """Signs in with the link's token; a link that is used up or too old says so and offers the way on."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and "sesame" not in request.GET:
            return HttpResponseRedirect("/")
        answer: HttpResponse = super().get(request)
        return answer

    def login_failed(self) -> HttpResponse:
        return render(self.request, "accounts/link_failed.html", status=403)
