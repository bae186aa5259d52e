"""Who may take a change back: undoing writes, so it needs the permission of the writing itself."""

from __future__ import annotations

from typing import Any

from kogge.accounts.roles import WRITING, Permission
from kogge.core.models import Change
from kogge.core.undo import recorded_models

from .models import Area, Project

# What an import writes to the area itself: its base map. The rest of the area is its administrators'.
BY_IMPORTS = {"basemap", "basemap_source"}


def may_undo(user: Any, area: Area | None, change: Change) -> bool:
    """One's own changes, or as someone who keeps the area's register any; and only what one may write today."""
    own = change.by_id is not None and change.by_id == user.pk
    if area is None:
        return own and change.scope is None
    permissions = area.permissions_of(user)
    if not own and Permission.IMPORT_REGISTER not in permissions:
        return False
    return all(_may_write(kind, permissions) for kind in touched(change)) and _may_move_ends(user, change)


def touched(change: Change) -> set[str]:
    """The entries of WRITING that a change wrote to."""
    labels = {
        model._meta.label_lower
        for model in recorded_models()
        if model.history.filter(change=change).exists()  # type: ignore[attr-defined]
    }
    if "places.area" in labels and _only_base_map(change):
        labels.remove("places.area")
    return {label if label in WRITING else label.partition(".")[0] for label in labels}


def _only_base_map(change: Change) -> bool:
    return all(
        row.prev_record is not None and set(row.diff_against(row.prev_record).changed_fields) <= BY_IMPORTS
        for row in Area.history.filter(change=change)
    )


def _may_move_ends(user: Any, change: Change) -> bool:
    """Nobody takes back that the project was shortened with which their own access ends."""
    return all(
        row.prev_record is None or row.prev_record.end == row.end or row.instance.end_set_by(user)
        for row in Project.history.filter(change=change)
    )


def _may_write(kind: str, permissions: frozenset[Permission]) -> bool:
    # Deleting and merging organisations reaches into every room, but never into the area itself.
    reaches = Permission.EDIT_REGISTER in permissions and not kind.startswith("places")
    return reaches or bool(permissions & WRITING[kind])
