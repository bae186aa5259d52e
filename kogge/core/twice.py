"""A form that is sent twice, by a second press on a slow line or by the browser's way back, is saved once."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

WITHIN = dt.timedelta(minutes=2)


def just_made(record: Any, *, by: Any) -> Any:
    """The record that the same person made in the last two minutes with all the same words, or None.

    `record` is not saved yet. Call inside a transaction: on SQLite the second of two requests then waits for the first.
    """
    fields = {
        field.attname: getattr(record, field.attname) for field in record._meta.concrete_fields if not field.primary_key
    }
    model = type(record)
    rows = model.history.filter(history_type="+", history_user=by, history_date__gte=timezone.now() - WITHIN, **fields)
    return model._default_manager.filter(pk__in=list(rows.values_list("id", flat=True)), **fields).first()
