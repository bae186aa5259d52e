"""Who may take a change back: undoing writes, so it needs the permission of the writing itself."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import CharField, QuerySet, Value

from kogge.accounts.roles import WRITING, Permission
from kogge.core.models import Change
from kogge.core.undo import recorded_models

from .models import Area, Project

# What an import writes to the area itself: its base map. The rest of the area is its administrators'.
BY_IMPORTS = {"basemap", "basemap_source"}


def may_undo(user: Any, area: Area | None, change: Change) -> bool:
    """One's own changes, or as someone who keeps the area's register any; and only what one may write today."""
    return bool(undoable(user, area, [change]))


def undoable(user: Any, area: Area | None, changes: Iterable[Change]) -> set[uuid.UUID]:
    """Which of some changes of an area this person may take back (a few queries for any number)."""
    if area is None:
        return {change.pk for change in changes if _is_own(user, change) and change.scope is None}
    permissions = area.permissions_of(user)
    any_change = Permission.IMPORT_REGISTER in permissions
    asked = [change.pk for change in changes if change.scope == area.pk and (any_change or _is_own(user, change))]
    if not asked:
        return set()
    kinds = _touched(asked)
    for_imports = _only_base_map([pk for pk in asked if "places.area" in kinds[pk]])
    found = {pk for pk in asked if all(_may_write(kind, permissions) for kind in kinds[pk] - for_imports[pk])}
    return found - _own_ends_moved(user, [pk for pk in found if "places.project" in kinds[pk]])


def _is_own(user: Any, change: Change) -> bool:
    return change.by_id is not None and change.by_id == user.pk


def _touched(changes: list[uuid.UUID]) -> dict[uuid.UUID, set[str]]:
    """The entries of WRITING that changes wrote to. One query."""
    rows: list[QuerySet[Any, Any]] = [
        model.history.filter(change__in=changes)  # type: ignore[attr-defined]
        .order_by()
        .values_list("change", Value(model._meta.label_lower, output_field=CharField()))
        for model in recorded_models()
    ]
    found: dict[uuid.UUID, set[str]] = defaultdict(set)
    for change, label in rows[0].union(*rows[1:]):
        found[change].add(label if label in WRITING else label.partition(".")[0])
    return found


def _steps(model: Any, changes: list[uuid.UUID]) -> list[tuple[Any, Any]]:
    """What changes wrote to records of a kind: each row of its history with the one before it. Two queries."""
    if not changes:
        return []
    touched = set(model.history.filter(change__in=changes).values_list("id", flat=True))
    before: dict[int, Any] = {}
    found = []
    for row in model.history.filter(id__in=touched).order_by("history_id"):
        if row.change_id in changes:
            found.append((row, before.get(row.id)))
        before[row.id] = row
    return found


def _only_base_map(changes: list[uuid.UUID]) -> dict[uuid.UUID, set[str]]:
    """For each change: "places.area" where it wrote nothing to the area but its base map."""
    more = {
        row.change_id
        for row, older in _steps(Area, changes)
        if older is None or not set(row.diff_against(older).changed_fields) <= BY_IMPORTS
    }
    found: dict[uuid.UUID, set[str]] = defaultdict(set)
    return found | {pk: {"places.area"} for pk in changes if pk not in more}


def _own_ends_moved(user: Any, changes: list[uuid.UUID]) -> set[uuid.UUID]:
    """Changes that shortened the project with which this person's own access ends: nobody takes those back."""
    may: dict[int, bool] = {}
    found = set()
    for row, older in _steps(Project, changes):
        if older is None or older.end == row.end:
            continue
        if row.id not in may:
            may[row.id] = row.instance.end_set_by(user)
        if not may[row.id]:
            found.add(row.change_id)
    return found


def _may_write(kind: str, permissions: frozenset[Permission]) -> bool:
    # Deleting and merging organisations reaches into every room, but never into the area itself.
    reaches = Permission.EDIT_REGISTER in permissions and not kind.startswith("places")
    return reaches or bool(permissions & WRITING[kind])
