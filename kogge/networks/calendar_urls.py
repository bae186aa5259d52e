"""The calendar's address: opened by whoever holds its token."""

from __future__ import annotations

from django.urls import path

from .views import calendar

app_name = "calendar"
urlpatterns = [path("<str:token>.ics", calendar.feed, name="feed")]
