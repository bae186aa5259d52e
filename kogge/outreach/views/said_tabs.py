"""The pages below "What they say", each for those who may see it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kogge.accounts.roles import Permission

# Whoever may see visits or reports sees counts of what was said; only small ones are kept from them.
COUNTED_FOR = (Permission.VIEW_INTERVIEWS, Permission.VIEW_VISITS, Permission.VIEW_REPORTS)


def said_tabs(request: Any, current: str) -> list[dict[str, Any]]:
    """Tabs of the questions that the answers answer; needs and offers lie further down the story."""
    pages = (
        ("outreach:said", _("Who was asked"), {Permission.VIEW_VISITS}),
        ("outreach:conditions", _("Conditions for joining"), set(COUNTED_FOR)),
        ("needs:figures", _("Needs and offers in figures"), {Permission.VIEW_NEEDS}),
        ("outreach:answers", _("Question by question"), {Permission.VIEW_INTERVIEWS}),
        ("outreach:quotes", _("Word for word"), set(COUNTED_FOR)),
    )
    return [
        {"label": label, "url": reverse(name, args=[request.area.slug]), "active": name == current}
        for name, label, needed in pages
        if needed & request.permissions
    ]
