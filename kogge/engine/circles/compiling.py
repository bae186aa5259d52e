"""Machine code of the kernels, kept between calls.

numba keeps what it compiled by the age of one source file, but kernels call each other across files. So the cache has a
folder of its own for every state of all of them: a change in one is never answered with old code of another.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., Any])
SETTINGS: Any = numba.config
HERE = Path(__file__).parent
FILES = ("compiling.py", "kernels.py", "moves.py", "rounds.py")


def cache_folder() -> str:
    """Beside the source, or in the user's cache where that is read-only."""
    state = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in FILES)).hexdigest()[:16]
    beside = HERE / "__pycache__"
    writable = os.access(beside if beside.exists() else HERE, os.W_OK)
    home = Path(SETTINGS.CACHE_DIR or (beside if writable else Path.home() / ".cache" / "kogge"))
    return str(home / f"circles-{state}")


FOLDER = cache_folder()


def compiled(function: F) -> F:
    """Machine code at the first call; other threads run meanwhile."""
    before = SETTINGS.CACHE_DIR
    SETTINGS.CACHE_DIR = FOLDER
    try:
        return cast(F, numba.njit(cache=True, nogil=True)(function))
    finally:
        SETTINGS.CACHE_DIR = before
