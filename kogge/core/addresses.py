"""Query strings of lists: an order, filters and a page live in the address, so that a link keeps them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.forms import BaseForm, BoundField
from django.http import QueryDict

KEPT = ("sort", "view")  # what stays in the address when all filters go


LARGEST_KEY = 2**63 - 1


def number(text: str | None) -> int | None:
    """The key that a parameter names, None for everything that can be none: words, "²", thirty digits."""
    if not text or not text.isdecimal() or len(text) > 19:
        return None
    value = int(text)
    return value if value <= LARGEST_KEY else None


def changed(query: QueryDict, **changes: str | None) -> str:
    """The query string with some parameters changed (None removes one); the pages start anew."""
    fresh = query.copy()
    fresh.pop("page", None)
    for name, value in changes.items():
        if value is None:
            fresh.pop(name, None)
        else:
            fresh[name] = value
    return f"?{fresh.urlencode()}"


def kept(query: QueryDict, more: str = "") -> dict[str, str]:
    """Order and view, and what `more` names (comma-separated): what a filter form carries along."""
    return {name: str(query[name]) for name in (*KEPT, *more.split(",")) if name in query}


def clear(query: QueryDict, more: str = "") -> str:
    """The query string without any filter."""
    return f"?{urlencode(kept(query, more))}"


def _shown(field: BoundField, value: str) -> str:
    """What a person reads for a value of a filter: the choice's label, nothing for a tick, else the value."""
    if value in {"on", "true", "True"}:
        return ""
    flat: dict[str, str] = {}
    for key, label in getattr(field.field, "choices", ()):
        pairs = label if isinstance(label, list | tuple) else [(key, label)]
        flat.update({str(inner): str(text) for inner, text in pairs})
    return flat.get(value, value)


def chips(form: BaseForm, query: QueryDict) -> list[dict[str, Any]]:
    """Every filter in force: its `label`, the `text` of its value, the `url` without it."""
    found = []
    for field in form:
        for value in query.getlist(field.html_name):
            if not value:
                continue
            rest = query.copy()
            rest.setlist(field.html_name, [other for other in query.getlist(field.html_name) if other != value])
            text = _shown(field, value)
            found.append({"label": field.label, "text": text, "url": changed(rest)})
    return found
