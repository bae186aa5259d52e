from __future__ import annotations

from django.urls import path

from .views import area

app_name = "places"
urlpatterns = [
    path("area/", area.area, name="area"),
    path("area/boundaries.geojson", area.boundaries, name="boundaries"),
    path("area/imprint/", area.imprint, name="imprint"),
    path("area/settings/", area.settings, name="settings"),
    path("area/members/", area.members, name="members"),
    path("area/members/<int:pk>/end/", area.member_end, name="member_end"),
    path("area/districts/new/", area.district_form, name="district_new"),
    path("area/districts/file/", area.district_file, name="district_file"),
    path("area/districts/<int:pk>/", area.district_form, name="district"),
    path("area/projects/new/", area.project_form, name="project_new"),
    path("area/projects/<int:pk>/", area.project_form, name="project"),
    path("area/facts/new/", area.fact_form, name="fact_new"),
    path("area/facts/<int:pk>/", area.fact_form, name="fact"),
]
