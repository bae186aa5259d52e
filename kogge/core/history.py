"""Writes that belong together: `with change("…", by=user, area=area):` groups the history rows they leave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction
from django.dispatch import receiver
from simple_history.signals import pre_create_historical_record
from simple_history.utils import bulk_update_with_history

from .models import Change

_current: ContextVar[Change | None] = ContextVar("kogge_change", default=None)


@contextmanager
def change(label: str, *, by: Any, area: Any = None) -> Iterator[Change]:
    """Run the block in one transaction; every history row it leaves belongs to the Change that is yielded.

    A block inside another block joins the outer change: what one person did in one go is undone in one go.
    Raises whatever the block raises, after rolling all of it back.
    """
    outer = _current.get()
    if outer is not None:
        with transaction.atomic():
            yield outer
        return
    with transaction.atomic():
        made = Change.objects.create(
            label=label[:200], by=by if getattr(by, "pk", None) else None, scope=getattr(area, "pk", None)
        )
        token = _current.set(made)
        try:
            yield made
        finally:
            _current.reset(token)


def current_change() -> Change | None:
    """The change that is being written, if any."""
    return _current.get()


@receiver(pre_create_historical_record)
def _file_under_change(sender: Any, history_instance: Any, **kwargs: Any) -> None:
    made = _current.get()
    if made is not None:
        history_instance.change = made
        if history_instance.history_user_id is None:
            history_instance.history_user_id = made.by_id


def bulk_create(objects: Sequence[Any], *, batch_size: int = 2000) -> list[Any]:
    """Create many rows of one model and their history in few statements; inside `change` part of it."""
    if not objects:
        return []
    made = _current.get()
    model = type(objects[0])
    with transaction.atomic():
        created: list[Any] = model._base_manager.bulk_create(objects, batch_size=batch_size)
        model.history.bulk_history_create(
            created,
            batch_size=batch_size,
            default_user=made.by if made else None,
            custom_historical_attrs={"change": made},
        )
    return created


def bulk_update(objects: Sequence[Any], fields: Sequence[str], *, batch_size: int = 1000) -> int:
    """Update many rows of one model and write their history; returns the number of rows."""
    if not objects:
        return 0
    made = _current.get()
    return bulk_update_with_history(
        objects,
        type(objects[0]),
        fields,
        batch_size=batch_size,
        default_user=made.by if made else None,
        custom_historical_attrs={"change": made},
    )
