"""Writes of outreach that touch several records: what other apps and the pages call stands here."""

from .devices import make_password, revoke_password
from .guides import add_version, install_shipped, missing_shipped
from .records import close_promise, follow_up, record_visit, save_interview, set_done
from .walks import Taken, release_walk, take_walk

__all__ = [
    "Taken",
    "add_version",
    "close_promise",
    "follow_up",
    "install_shipped",
    "make_password",
    "missing_shipped",
    "record_visit",
    "release_walk",
    "revoke_password",
    "save_interview",
    "set_done",
    "take_walk",
]
