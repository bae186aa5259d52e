"""What an action says when it cannot do what was asked."""

from __future__ import annotations


class Refused(Exception):
    """It cannot be done as things stand now; the message is a sentence for a person, in their language."""
