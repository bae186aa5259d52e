"""What quick search finds here: topics, and needs and offers by their words."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kogge.accounts.roles import Permission
from kogge.core.search import Hit
from kogge.places.models import Area

from .models import Need, Offer
from .queries import search_topics


def find(user: Any, area: Area, text: str, limit: int) -> list[Hit]:
    """Open needs and offers whose words contain the text, then topics that fit it (three queries)."""
    board = reverse("needs:board", args=[area.slug])
    hits: list[Hit] = []
    for model, label, icon in ((Need, _("Need"), "hand-helping"), (Offer, _("Offer"), "hand-helping")):
        rows = model.objects.visible_to(user).in_area(area).filter(text__icontains=text, status="open")
        for row in rows.select_related("organisation")[: max(1, limit // 3)]:
            url = f"{board}?topic={row.topic_id}"
            hits.append(Hit(row.text, f"{label}: {row.organisation.name}", url, icon))
    if Permission.VIEW_NEEDS in area.permissions_of(user):
        for topic in search_topics(area, text, limit=limit - len(hits)):
            hits.append(Hit(topic.name, _("Topic"), f"{board}?topic={topic.pk}", "tag"))
    return hits
