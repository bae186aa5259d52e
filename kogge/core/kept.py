"""Figures that take a second, kept in a file until the records behind them change.

A file and not the memory of each process: the server stays small, and what one process computed all of them know.
"""

from __future__ import annotations

import ctypes
import pickle
import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from threading import Lock
from typing import Any, TypeVar

from django.core.cache import caches
from django.db import connection, models
from django.utils import timezone
from django.utils.translation import get_language

from kogge import __version__

T = TypeVar("T")
Stamp = tuple[Any, ...]
_lock = Lock()
# What reading a file of another version of Kogge, or half a file, may end in.
UNREADABLE = (pickle.PickleError, zlib.error, AttributeError, EOFError, ImportError, IndexError, TypeError, ValueError)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """In one process only one such block runs at a time: several large computations need the memory of one."""
    with _lock:
        try:
            yield
        finally:
            _give_back()


def _give_back() -> None:
    """Return what a computation needed to the system; the C library would keep it (Linux with glibc alone can)."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)


def stamp_of(tables: Sequence[type[models.Model]]) -> Stamp:
    """Changes with every write to these tables that the history knows, and from day to day (one cheap query).

    Every record has a history, so the highest key of a history table moves with each of its changes; the highest
    key of the table itself moves with rows that were written in bulk without one.
    """
    quote = connection.ops.quote_name
    asked = []
    for model in tables:
        asked.append((model._meta.db_table, model._meta.pk.column))
        if history := getattr(model, "history", None):
            asked.append((history.model._meta.db_table, "history_id"))
    columns = ", ".join(f"(SELECT MAX({quote(column)}) FROM {quote(table)})" for table, column in asked)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns}")
        found = cursor.fetchone()
    return (timezone.localdate(), *found)


def kept(name: str, stamp: Stamp, make: Callable[[], T], *, large: bool = True) -> T:
    """What `make` gives in the language of this moment; from the file while the stamp is the same.

    `large`: it takes so much memory that only one at a time is made. Giving the memory back costs some 20 ms.
    """
    key = f"{__version__}-{name}-{get_language()}"
    if (there := _read(key)) and there[0] == stamp:
        return there[1]  # type: ignore[no-any-return]
    with one_at_a_time() if large else nullcontext():
        if (there := _read(key)) and there[0] == stamp:  # somebody else made it meanwhile
            return there[1]  # type: ignore[no-any-return]
        value = make()
    caches["figures"].set(key, (stamp, value))
    return value


def _read(key: str) -> Any:
    try:
        return caches["figures"].get(key)
    except UNREADABLE:
        return None
