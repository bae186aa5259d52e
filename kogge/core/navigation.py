"""The navigation: one list in the order of the story, the words of the pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Entry:
    """A line of the navigation: where it leads, and the permission that shows it."""

    label: str | Promise
    url_name: str
    icon: str
    permission: str


ENTRIES: tuple[Entry, ...] = (
    Entry(_("Today"), "reports:today", "sun", "view_area"),
    Entry(_("District"), "places:area", "map", "view_area"),
    Entry(_("Actors"), "actors:list", "store", "view_register"),
    Entry(_("Visits"), "outreach:visits", "footprints", "view_visits"),
    Entry(_("Needs & offers"), "needs:board", "hand-helping", "view_needs"),
    Entry(_("Exchange"), "exchange:plan", "refresh-cw", "view_exchange"),
    Entry(_("Network"), "networks:ties", "share-2", "view_networks"),
    Entry(_("The day after"), "handover:day_after", "anchor", "view_handover"),
    Entry(_("Dossier"), "reports:dossier", "book-open", "view_reports"),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context: `area`, the `permissions` one has there, and `navigation` (label, url, icon, active)."""
    area = getattr(request, "area", None)
    permissions = getattr(request, "permissions", frozenset())
    lines: list[dict[str, Any]] = []
    if area is not None:
        for entry in ENTRIES:
            if entry.permission not in permissions:
                continue
            try:
                url = reverse(entry.url_name, args=[area.slug])
            except NoReverseMatch:
                continue
            app = entry.url_name.partition(":")[0]
            match = request.resolver_match
            active = bool(match) and (
                match.view_name == entry.url_name
                or (match.app_name == app and app != "reports" and request.path.startswith(url))
            )
            lines.append({"label": entry.label, "url": url, "icon": entry.icon, "active": active})
    return {"area": area, "permissions": permissions, "navigation": lines}
