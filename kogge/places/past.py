"""What a record's history says: when, who, which values from and to; in the words of the pages."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kogge.accounts.roles import Permission
from kogge.core.links import Link
from kogge.core.models import Recorded
from kogge.places.access import AreaRequest
from kogge.places.field_names import field_name
from kogge.places.undoing import undoable

MOST_LINES = 200
NOT_SHOWN = {"search", "created_at", "source_id"}


@dataclass
class FieldChange:
    field: str
    old: Any
    new: Any


@dataclass
class Entry:
    """A line of a history: when, who, what, which values from and to."""

    at: Any
    by: Any
    label: str
    changes: list[FieldChange] = field(default_factory=list)
    undo_url: str = ""
    undone_at: Any = None


def _shown(row: Any, model_field: Any, user: Any, named: bool) -> Any:
    """A value as a person reads it: the name of a choice, the name of what a key points to if they may see it."""
    value = getattr(row, model_field.attname)
    if value in (None, "", []):
        return ""
    if model_field.choices:
        return dict(model_field.flatchoices).get(value, value)
    if model_field.is_relation:
        target = model_field.related_model._base_manager.filter(pk=value).first()
        if target is None:
            return f"#{value}"
        rows = model_field.related_model._default_manager
        seen = rows.visible_to(user).filter(pk=value).exists() if hasattr(rows, "visible_to") else named
        return str(target) if seen else "…"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return ", ".join(map(str, value)) if isinstance(value, list) else value


def lines_of(request: AreaRequest, record: Recorded) -> list[Entry]:
    """The lines of a record's history. Who may see no persons reads what became of it, not who did it."""
    model = type(record)
    history = model.history.filter(id=record.pk)  # type: ignore[attr-defined]
    rows = list(history.select_related("history_user", "change").order_by("-history_id")[:MOST_LINES])
    links = _links_of(record)
    user, named = request.user, Permission.VIEW_PERSONS in request.permissions
    changes_made = {row.change for row in rows if row.change} | {
        step.row.change for steps in links.values() for step in steps if step.row.change
    }
    mine = undoable(user, request.area, changes_made)
    kinds = {"+": _("Created"), "~": _("Changed"), "-": _("Deleted")}
    fields = [f for f in model._meta.concrete_fields if not f.primary_key and f.name not in NOT_SHOWN]

    def line(row: Any, kind: str, changes: list[FieldChange]) -> Entry:
        change = row.change
        return Entry(
            at=row.history_date,
            by=row.history_user if named or row.history_user == user else None,
            label=f"{kinds[kind]}: {change.label}" if change and named else kinds[kind],
            changes=changes,
            undo_url=reverse("core:undo", args=[change.pk]) if change and change.pk in mine else "",
            undone_at=change.undone_at if change else None,
        )

    entries = []
    for row, older in zip(rows, [*rows[1:], None], strict=True):
        changes = []
        if row.history_type == "~" and older is not None:
            changes = [
                FieldChange(field_name(f), _shown(older, f, user, named), _shown(row, f, user, named))
                for f in fields
                if getattr(older, f.attname) != getattr(row, f.attname)
            ]
        together = links.pop(row.change_id, []) if row.change_id and row.history_type != "-" else []
        entries.append(line(row, row.history_type, changes + _told(together, user, named)))
    for rest in links.values():
        # Links alone were changed: a tag on many, a leader. What goes with the record's own end says nothing more.
        changes = _told(rest, user, named)
        if changes and not (rows and rows[0].history_type == "-"):
            entries.append(line(rest[0].row, "~", changes))
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


@dataclass
class _LinkStep:
    """One row of a link's history: which record it led to, and which it led to before (None: to none)."""

    field: Any
    row: Any
    old: Any
    new: Any


def _links_of(record: Recorded) -> dict[Any, list[_LinkStep]]:
    """What was tied to the record and untied, by the change it was part of."""
    found: dict[Any, list[_LinkStep]] = defaultdict(list)
    for many in type(record)._meta.many_to_many:
        through = many.remote_field.through
        if not issubclass(through, Link):
            continue
        own = through._meta.get_field(many.m2m_field_name()).attname
        other = through._meta.get_field(many.m2m_reverse_field_name()).attname
        rows = through.history.filter(**{own: record.pk}).select_related("history_user", "change")
        led_to: dict[Any, Any] = {}
        for row in reversed(rows.order_by("-history_id")[:MOST_LINES]):
            target = getattr(row, other)
            old = target if row.history_type == "-" else led_to.get(row.id)
            new = None if row.history_type == "-" else target
            led_to[row.id] = new
            if old != new:
                found[row.change_id or row.history_date].append(_LinkStep(many, row, old, new))
    return found


def _told(steps: list[_LinkStep], user: Any, named: bool) -> list[FieldChange]:
    """Links in words: the names of what went and of what came."""
    told = []
    for many in dict.fromkeys(step.field for step in steps):
        mine = [step for step in steps if step.field == many]
        gone = {step.old for step in mine} - {step.new for step in mine} - {None}
        come = {step.new for step in mine} - {step.old for step in mine} - {None}
        if gone or come:
            names = _names(many.related_model, gone | come, user, named)
            old, new = (", ".join(sorted(names[pk] for pk in keys)) for keys in (gone, come))
            told.append(FieldChange(field_name(many), old, new))
    return told


def _names(model: Any, keys: set[Any], user: Any, named: bool) -> dict[Any, str]:
    """Names of records by key: "…" for what this person may not see, the number for what is gone."""
    there = model._base_manager.in_bulk(keys)
    rows = model._default_manager
    if hasattr(rows, "visible_to"):
        seen = set(rows.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))
    else:
        seen = keys if named else set()
    return {pk: (str(there[pk]) if pk in seen else "…") if pk in there else f"#{pk}" for pk in keys}
