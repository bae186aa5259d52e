"""What an organisation's page shows."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from kogge.accounts.roles import Permission
from kogge.actors.models import Consent, Organisation, Position, Relation

# Panels of the rooms further down the story: they come by hx-get, each with its plain page behind it.
PANELS = (
    ("outreach:flags_panel", Permission.VIEW_INTERVIEWS, _("Flags")),
    ("outreach:organisation_panel", Permission.VIEW_VISITS, _("Visits and promises")),
    ("needs:organisation_panel", Permission.VIEW_NEEDS, _("Needs and offers")),
    ("exchange:organisation_panel", Permission.VIEW_EXCHANGE, _("Agreements")),
    ("networks:organisation_panel", Permission.VIEW_NETWORKS, _("Networks")),
)


def is_own(user: Any, organisation: Organisation) -> bool:
    """Does the signed-in person hold a position there today that makes it their own?"""
    return Position.objects.open_to(user).filter(organisation=organisation).exists()


def parts(organisation: Organisation, permissions: frozenset[Permission], own: bool) -> dict[str, Any]:
    """Positions, relations, consents, addresses and contact points that this person may see."""
    found: dict[str, Any] = {
        "addresses": organisation.addresses.all(),
        "contacts": organisation.contact_points.all(),
    }
    if own or Permission.VIEW_PERSONS in permissions:
        found["positions"] = Position.objects.filter(organisation=organisation).select_related("person")
        found["consents"] = Consent.objects.filter(organisation=organisation).select_related("person")
    if own or Permission.VIEW_NETWORKS in permissions:
        found["relations"] = [
            {
                "relation": row,
                "other": row.target if row.source_id == organisation.pk else row.source,
                "is_source": row.source_id == organisation.pk,
            }
            for row in _relations(organisation, permissions)
        ]
    return found


def _relations(organisation: Organisation, permissions: frozenset[Permission]) -> Any:
    """Its relations; rifts were told in confidence (see RelationQuerySet)."""
    rows = Relation.objects.filter(Q(source=organisation) | Q(target=organisation)).select_related("source", "target")
    return rows if Permission.VIEW_INTERVIEWS in permissions else rows.exclude(type=Relation.Type.RIFT)


def panels(organisation: Organisation, permissions: frozenset[Permission]) -> list[dict[str, Any]]:
    """Title and address of the panels of other rooms; a room that is not there is left out."""
    found = []
    for name, permission, title in PANELS:
        if permission not in permissions:
            continue
        try:
            url = reverse(name, args=[organisation.area.slug, organisation.pk])
        except NoReverseMatch:
            continue
        found.append({"title": title, "url": url})
    return found
