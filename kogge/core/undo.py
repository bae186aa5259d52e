"""Taking a change back: one edit, a merge of two records, an import of thousands; from the history alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .history import change as write_change
from .models import Change, Recorded

CHUNK = 500  # ids in one statement: below SQLite's limit on variables


# Apps name changes that are not theirs to take back: each gives the reason, or "" (`refuse`).
_refusals: list[Callable[[Change, Any], str]] = []


def refuse(reason: Callable[[Change, Any], str]) -> None:
    """Ask this before a change is undone; words mean that it stays as it is, and why. Called in AppConfig.ready."""
    if reason not in _refusals:
        _refusals.append(reason)


class CannotUndo(Exception):
    """The change cannot be taken back as a whole; the message says why, in the person's language."""


@dataclass
class Undone:
    """What taking back did. `left_alone` names records that somebody changed or used since."""

    change: Change
    restored: int = 0
    removed: int = 0
    left_alone: list[str] = field(default_factory=list)


def recorded_models() -> list[type[Recorded]]:
    """Every model with a history, in the order of the story: parents before children."""
    return [model for model in apps.get_models() if issubclass(model, Recorded)]


def _chunks(values: list[Any]) -> list[list[Any]]:
    return [values[index : index + CHUNK] for index in range(0, len(values), CHUNK)]


def _rows_of(model: type[Recorded], change: Change) -> dict[Any, list[Any]]:
    """History rows of a change by object, oldest first."""
    rows: dict[Any, list[Any]] = defaultdict(list)
    for row in model.history.filter(change=change).order_by("history_id"):  # type: ignore[attr-defined]
        rows[row.id].append(row)
    return rows


def _before(model: type[Recorded], rows: dict[Any, list[Any]]) -> dict[Any, Any]:
    """The last history row of each object before the change touched it."""
    found: dict[Any, Any] = {}
    for ids in _chunks(list(rows)):
        for row in model.history.filter(id__in=ids).order_by("history_id"):  # type: ignore[attr-defined]
            if row.history_id < rows[row.id][0].history_id:
                found[row.id] = row
    return found


def _current(model: type[Recorded], ids: list[Any]) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for chunk in _chunks(ids):
        found.update(model._base_manager.in_bulk(chunk))
    return found


def _tracked(row: Any) -> list[str]:
    return [f.attname for f in row.tracked_fields if not f.primary_key]


def _named(instance: Any) -> str:
    """How a record is called; what its name is made of may be gone by now."""
    try:
        return str(instance)
    except ObjectDoesNotExist:
        return str(instance._meta.verbose_name)


class _Owners:
    """Which of the records that some rows point to are there: a row does not come back to what is gone."""

    def __init__(self, model: type[Recorded], rows: list[Any]) -> None:
        self.keys = [f for f in model._meta.concrete_fields if f.remote_field]
        self.there: dict[str, set[Any]] = {}
        for key in self.keys:
            wanted = {getattr(row, key.attname) for row in rows} - {None}
            found: set[Any] = set()
            for ids in _chunks(list(wanted)):
                found |= set(key.related_model._base_manager.filter(pk__in=ids).values_list("pk", flat=True))
            self.there[key.attname] = found

    def hold(self, row: Any, fields: list[str]) -> bool:
        """Is everything there that these fields point to? What may be empty becomes empty, as when it went."""
        for key in self.keys:
            value = getattr(row, key.attname)
            if key.attname not in fields or value is None or value in self.there[key.attname]:
                continue
            if key.remote_field.on_delete is not models.SET_NULL:
                return False
            setattr(row, key.attname, None)
        return True


def _saved(instance: Any, **options: Any) -> bool:
    """Save, unless another record has taken its place since (the same tag, the same name)."""
    try:
        with transaction.atomic():
            instance.save(**options)
    except IntegrityError:
        return False
    return True


def undo(change: Change, *, by: Any) -> Undone:
    """Take a change back. What somebody has changed or used since is left alone and named.

    Created records are removed, changed fields get their old values, deleted records come back. Taking back
    is a change of its own, so it can be taken back too. Raises CannotUndo if it was taken back before
    or an app refuses.
    """
    if change.undone_at is not None:
        raise CannotUndo(_("This was already undone."))
    for refusal in _refusals:
        if why := refusal(change, by):
            raise CannotUndo(why)
    result = Undone(change)
    everything = {model: _rows_of(model, change) for model in recorded_models()}
    everything = {model: rows for model, rows in everything.items() if rows}
    created = {
        model: {pk for pk, rows in found.items() if rows[0].history_type == "+"} for model, found in everything.items()
    }
    with write_change(_("Undone: %(label)s") % {"label": change.label}, by=by) as made:
        # Asked again under the lock: somebody else may have pressed the button at the same moment.
        if Change.objects.select_for_update().get(pk=change.pk).undone_at is not None:
            raise CannotUndo(_("This was already undone."))
        made.scope = change.scope
        made.save(update_fields=["scope"])
        for model, rows in everything.items():
            _restore(model, rows, result)
        for model in reversed(list(everything)):
            _remove(model, everything[model], created, result)
        change.undone_at = timezone.now()
        change.undone_by = by if getattr(by, "pk", None) else None
        change.save(update_fields=["undone_at", "undone_by"])
        result.change = made
    return result


def _restore(model: type[Recorded], rows: dict[Any, list[Any]], result: Undone) -> None:
    """Changed fields get their old values, deleted objects come back."""
    touched = {pk: found for pk, found in rows.items() if found[0].history_type != "+"}
    before = _before(model, touched)
    current = _current(model, list(touched))
    owners = _Owners(model, [*before.values(), *(found[0] for found in touched.values())])
    for pk, found in touched.items():
        # A deletion's own row carries the values that were deleted; older rows may be missing (bulk loads).
        old = before.get(pk) or (found[0] if found[0].history_type == "-" else None)
        if old is None:
            result.left_alone.append(_named(found[-1].instance))
            continue
        instance = current.get(pk)
        if instance is None:
            gone = found[-1].history_type == "-"
            back = old.instance
            if gone and owners.hold(back, _tracked(old)) and _saved(back, force_insert=True):
                result.restored += 1
            else:
                result.left_alone.append(_named(back))
            continue
        last = found[-1]
        fields = [name for name in _tracked(last) if getattr(old, name) != getattr(last, name)]
        if any(getattr(instance, name) != getattr(last, name) for name in fields):
            result.left_alone.append(_named(instance))
            continue
        for name in fields:
            setattr(instance, name, getattr(old, name))
        if owners.hold(instance, fields) and _saved(instance):
            result.restored += 1
        else:
            result.left_alone.append(_named(instance))


def _remove(
    model: type[Recorded],
    rows: dict[Any, list[Any]],
    created: dict[type[Recorded], set[Any]],
    result: Undone,
) -> None:
    """Objects the change made go again, unless somebody worked with them since."""
    current = _current(model, list(created[model]))
    keep = {
        pk
        for pk, instance in current.items()
        if any(getattr(instance, name) != getattr(rows[pk][-1], name) for name in _tracked(rows[pk][-1]))
    }
    keep |= _used_elsewhere(model, list(current), created)
    created[model] -= keep  # what they belong to stays with them: owners are looked at after what they own
    result.left_alone.extend(_named(current[pk]) for pk in sorted(keep))
    for ids in _chunks([pk for pk in current if pk not in keep]):
        model._base_manager.filter(pk__in=ids).delete()
        result.removed += len(ids)


def _used_elsewhere(model: type[Recorded], ids: list[Any], created: dict[type[Recorded], set[Any]]) -> set[Any]:
    """Which of these objects carry records that are not part of the change and would vanish with them."""
    used: set[Any] = set()
    for relation in model._meta.related_objects:
        other = relation.related_model
        if relation.many_to_many or not issubclass(other, Recorded):
            continue
        if relation.on_delete not in (models.CASCADE, models.PROTECT):
            continue
        own = created.get(other, set())
        name = relation.field.attname
        for chunk in _chunks(ids):
            for pk, owner in other._base_manager.filter(**{f"{name}__in": chunk}).values_list("pk", name):
                if pk not in own:
                    used.add(owner)
    return used
