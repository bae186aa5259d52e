"""Whether a data folder is being served: a lock that the supervisor holds as long as it lives."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

NAME = "served.lock"


def hold(folder: Path) -> int:
    """Say that this process serves the folder, as others may too; kept when it goes on as another program."""
    lock = os.open(folder / NAME, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(lock, fcntl.LOCK_SH)
    os.set_inheritable(lock, True)
    return lock


def is_served(folder: Path) -> bool:
    """Whether somebody serves the folder now."""
    try:
        lock = os.open(folder / NAME, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(lock)
    return False
