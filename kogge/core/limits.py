"""How often the same may be asked for: for pages that anybody can open."""

from __future__ import annotations

from django.core.cache import cache


def too_often(key: str, *, most: int, seconds: int) -> bool:
    """Count one more call under this key; whether there were more than `most` within `seconds`.

    All server processes count together (shared_cache.py).
    """
    name = f"limit:{key}"
    if cache.add(name, 1, seconds):
        return most < 1
    try:
        return int(cache.incr(name)) > most
    except ValueError:  # it ran out between the two statements
        cache.set(name, 1, seconds)
        return most < 1
