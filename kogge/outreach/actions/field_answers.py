"""What a device is told when a record cannot simply be stored."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """The record cannot be stored as it is: an HTTP status, a word for the device, a sentence for the person."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


class Conflict(Exception):
    """Somebody else was there first: `theirs` is what stands now. The person decides, nothing is overwritten."""

    def __init__(self, code: str, theirs: dict[str, Any]) -> None:
        super().__init__(code)
        self.code, self.theirs = code, theirs
