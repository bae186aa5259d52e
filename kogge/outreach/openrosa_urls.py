"""Addresses of field apps. The project address is /openrosa/, or /openrosa/<area>/ for who has several areas."""

from __future__ import annotations

from django.urls import path

from .views import openrosa

urlpatterns = [
    path("formList", openrosa.form_list, name="form_list"),
    path("forms/<str:form_id>.xml", openrosa.form, name="form"),
    path("forms/<str:form_id>/manifest", openrosa.manifest, name="manifest"),
    path("forms/<str:form_id>/itemsets.csv", openrosa.itemsets, name="itemsets"),
    path("submission", openrosa.submission, name="submission"),
]
