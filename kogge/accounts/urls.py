from __future__ import annotations

from django.urls import include, path

from . import links, views

own = [
    path("login-link/", links.LoginLinkView.as_view(), name="link"),
    path("profile/", views.profile, name="profile"),
]
urlpatterns = [
    path("accounts/", include((own, "accounts"))),
    path("accounts/", include("allauth.urls")),
]
