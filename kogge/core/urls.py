from __future__ import annotations

from django.urls import include, path

from . import views, views_styleguide

app_name = "core"
urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("jobs/<uuid:pk>/", views.job_page, name="job"),
    path("jobs/<uuid:pk>/cancel/", views.job_cancel, name="job_cancel"),
    path("source/", views.source, name="source"),
    path("styleguide/", views_styleguide.styleguide, name="styleguide"),
    path("styleguide/bar/", views_styleguide.sample_bar, name="styleguide_bar"),
    path("styleguide/places.json", views_styleguide.sample_places, name="styleguide_places"),
    path("styleguide/network.json", views_styleguide.sample_network, name="styleguide_network"),
    path("language/", include("django.conf.urls.i18n")),
]
