"""Why two organisations should be introduced, and what a figure lacks, in words: people read sentences, not codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kogge.engine.ties import Reason


def worded(reason: Reason, labels: Mapping[str, str]) -> str:
    """One reason as a sentence; `labels` names nodes by id. An unknown code is a programming error (KeyError)."""
    sentences = {
        "need_meets_offer": _("One needs what the other offers: %(what)s."),
        "same_need": _("Both need the same: %(what)s."),
        "same_network": _("Both are in “%(what)s”."),
        "same_contact": _("Both know %(what)s, who leaves."),
        "same_district": _("Both are in %(what)s."),
        "shared_contact_leaves": _("Both were in touch with %(leavers)s."),
        "loses_all_ties": _("%(node)s would otherwise stand alone."),
        "joins_groups": _("It joins a group of %(larger)s with one of %(smaller)s."),
        "well_connected": _("%(node)s would still have %(ties)s ties."),
    }
    return sentences[reason.code] % {name: _shown(value, labels) for name, value in reason.params.items()}


def _shown(value: Any, labels: Mapping[str, str]) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(labels.get(str(item), str(item)) for item in value)
    return labels.get(str(value), str(value))


def lacking(lacks: str) -> str:
    """Why there is not enough data, by `Outlook.lacks`; "" where there is enough."""
    if not lacks:
        return ""
    return {
        "few": _("There are too few in the network for this figure."),
        "talks": _("Only talks with project staff are known so far, no tie between two organisations."),
    }[lacks]
