from __future__ import annotations

from django.urls import path

from .views import today

app_name = "reports"
urlpatterns = [path("", today.today, name="today")]
