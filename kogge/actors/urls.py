from __future__ import annotations

from django.urls import path

from .views import basemap, duplicates, imports, organisations, parts, register

app_name = "actors"
urlpatterns = [
    path("", register.organisations, name="list"),
    path("points.geojson", register.points, name="points"),
    path("export/<slug:form>/", register.export, name="export"),
    path("bulk/", register.bulk, name="bulk"),
    path("options/sectors/", register.sector_options, name="sector_options"),
    path("options/organisations/", register.organisation_options, name="organisation_options"),
    path("basemap.pmtiles", basemap.basemap, name="basemap"),
    path("new/", organisations.new, name="new"),
    path("similar/", organisations.similar_to, name="similar"),
    path("<int:pk>/", organisations.organisation, name="detail"),
    path("<int:pk>/edit/", organisations.edit, name="edit"),
    path("<int:pk>/checked/", organisations.verify, name="verify"),
    path("<int:pk>/delete/", organisations.delete, name="delete"),
    path("<int:pk>/consents/<int:part>/withdraw/", parts.withdraw, name="withdraw"),
    path("<int:pk>/<slug:kind>/new/", parts.edit, name="part_new"),
    path("<int:pk>/<slug:kind>/<int:part>/", parts.edit, name="part_edit"),
    path("<int:pk>/<slug:kind>/<int:part>/delete/", parts.delete, name="part_delete"),
    path("imports/", imports.runs, name="imports"),
    path("imports/new/", imports.upload, name="import_new"),
    path("imports/<int:pk>/", imports.run, name="import"),
    path("imports/<int:pk>/preview/", imports.preview, name="import_preview"),
    path("imports/<int:pk>/errors/", imports.errors, name="import_errors"),
    path("duplicates/", duplicates.pairs, name="duplicates"),
    path("duplicates/look/", duplicates.look, name="duplicates_look"),
    path("duplicates/<int:first>/<int:second>/", duplicates.compare, name="compare"),
    path("duplicates/<int:first>/<int:second>/merge/", duplicates.merge, name="merge"),
    path("duplicates/<int:first>/<int:second>/different/", duplicates.different, name="different"),
]
