"""The addresses: /a/<area>/<app>/… for everything inside an area, the story's order."""

from __future__ import annotations

from django.urls import include, path

from kogge.core import urls as core_urls
from kogge.core import views as core
from kogge.outreach.openrosa_urls import urlpatterns as openrosa
from kogge.places import shared_urls
from kogge.places.views import area

AREA = "a/<slug:area_slug>/"

urlpatterns = [
    path("", include("kogge.accounts.urls")),
    path("", include(([*core_urls.urlpatterns, *shared_urls.urlpatterns], "core"))),
    path("", area.home, name="home"),
    path("consent/", include("kogge.actors.public_urls")),
    path("calendar/", include("kogge.networks.calendar_urls")),
    path("survey/", include("kogge.networks.survey_urls")),
    path("me/", include("kogge.networks.own_urls")),
    path("areas/", include(([path("", area.areas, name="areas")], "areas"))),
    path(AREA, include("kogge.places.urls")),
    path(AREA + "actors/", include("kogge.actors.urls")),
    path(AREA + "outreach/", include("kogge.outreach.urls")),
    path("openrosa/", include((openrosa, "openrosa"))),
    path("openrosa/<slug:area_slug>/", include((openrosa, "openrosa_area"))),
    path(AREA + "needs/", include("kogge.needs.urls")),
    path(AREA + "exchange/", include("kogge.exchange.urls")),
    path(AREA + "networks/", include("kogge.networks.urls")),
    path(AREA + "handover/", include("kogge.handover.urls")),
    path(AREA, include("kogge.reports.urls")),
]
handler400 = core.bad_request
handler403 = core.forbidden
handler404 = core.not_found
handler429 = core.too_many
handler500 = core.server_error
