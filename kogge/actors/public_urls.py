"""Addresses that open without an account."""

from __future__ import annotations

from django.urls import path

from .views import consents

app_name = "consent"
urlpatterns = [path("<str:token>/", consents.consent_page, name="page")]
