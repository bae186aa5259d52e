"""A small cache that all server processes share, in the database: how often somebody tried, which code was used.

What a process counted in its own memory, another would not know: as many processes, as many times the limit. It is
read and written where somebody signs in or sends something, so a few statements are cheap enough.
"""

from __future__ import annotations

import base64
import pickle
from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.db import transaction
from django.utils import timezone

from .models import SharedValue


class SharedCache(DatabaseCache):
    """Django's cache in a table of ours, with a count that two processes raise one after the other."""

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """Raise a number and leave the moment at which it runs out. Raises ValueError where there is none."""
        name = self.make_and_validate_key(key, version=version)
        with transaction.atomic():
            rows = SharedValue.objects.select_for_update().filter(cache_key=name, expires__gte=timezone.now())
            row = rows.first()
            if row is None:
                raise ValueError(f"Key {key!r} not found")
            number: int = pickle.loads(base64.b64decode(row.value)) + delta
            row.value = base64.b64encode(pickle.dumps(number, self.pickle_protocol)).decode("latin1")
            row.save(update_fields=["value"])
        return number


def forget_expired() -> int:
    """Delete what ran out: who tried to sign in is nobody's business later. Returns how many rows."""
    return SharedValue.objects.filter(expires__lt=timezone.now()).delete()[0]
