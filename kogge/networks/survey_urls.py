"""The pages behind a respondent's link: opened by whoever holds it."""

from __future__ import annotations

from django.urls import path

from .views.surveys import answering

app_name = "survey"
urlpatterns = [
    path("<str:token>/", answering.page, name="page"),
    path("<str:token>/<int:place>/", answering.step, name="step"),
    path("<str:token>/send/", answering.send, name="send"),
    path("<str:token>/wrong/", answering.wrong, name="wrong"),
]
