"""The addresses behind a personal link: opened by whoever holds its token."""

from __future__ import annotations

from django.urls import path

from .views.own import entries, pages, steps

app_name = "own"
urlpatterns = [
    path("<str:token>/", pages.home, name="home"),
    path("<str:token>/profile/", pages.profile, name="profile"),
    path("<str:token>/profile/edit/", pages.profile_edit, name="profile_edit"),
    path("<str:token>/entries/", entries.entries, name="entries"),
    path("<str:token>/entries/<str:kind>/new/", entries.entry_new, name="entry_new"),
    path("<str:token>/entries/<str:kind>/<int:pk>/", entries.entry_edit, name="entry_edit"),
    path("<str:token>/entries/<str:kind>/<int:pk>/move/", entries.entry_move, name="entry_move"),
    path("<str:token>/meetings/", pages.meetings, name="meetings"),
    path("<str:token>/meetings/<int:pk>.ics", pages.meeting_ics, name="meeting_ics"),
    path("<str:token>/charter/<int:pk>/", pages.charter, name="charter"),
    path("<str:token>/matches/", pages.matches, name="matches"),
    path("<str:token>/consent/", steps.consent, name="consent"),
    path("<str:token>/leave/<int:pk>/", steps.leave, name="leave"),
    path("<str:token>/forget/", steps.forget, name="forget"),
]
