"""Pages of the namespace `core` that need an area: history, undo, search (core itself knows no areas)."""

from __future__ import annotations

from django.urls import path

from .views import history, search

urlpatterns = [
    path("undo/<uuid:pk>/", history.undo_change, name="undo"),
    path("a/<slug:area_slug>/changes/", history.changes, name="changes"),
    path("a/<slug:area_slug>/history/<str:label>/<int:pk>/", history.record_history, name="history"),
    path("a/<slug:area_slug>/search/", search.search, name="search"),
]
