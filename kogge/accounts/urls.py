from __future__ import annotations

from django.urls import include, path
from django.views.generic import RedirectView

from . import links, views

own = [
    path("login-link/", links.LoginLinkView.as_view(), name="link"),
    path("profile/", views.profile, name="profile"),
]
urlpatterns = [
    path("accounts/", include((own, "accounts"))),
    # The address is how an invitation finds the account: nobody gives themselves another one unproven.
    path("accounts/email/", RedirectView.as_view(pattern_name="accounts:profile")),
    path("accounts/", include("allauth.urls")),
]
