from __future__ import annotations

from django.urls import path

from .views import dossier, today

app_name = "reports"
urlpatterns = [
    path("", today.today, name="today"),
    path("dossier/", dossier.dossier, name="dossier"),
    path("dossier/make/", dossier.dossier_make, name="dossier_make"),
    path("dossier/<uuid:pk>/", dossier.dossier_download, name="dossier_file"),
]
