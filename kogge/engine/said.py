"""Sentences that an engine says, kept apart from their values, so that others can say them in another language."""

from __future__ import annotations

from collections.abc import Callable


class Said:
    """A message with `%(name)s` places and what stands in them (which may be said itself).

    >>> place = Said("line %(line)s", line=3)
    >>> str(Said("%(place)s: is empty", place=place))
    'line 3: is empty'
    >>> Said("%(place)s", place=place).text(lambda message: message.replace("line", "Zeile", 1))
    'Zeile 3'
    """

    def __init__(self, message: str, **values: object) -> None:
        self.message = message
        self.values = values

    def text(self, translate: Callable[[str], str] = str) -> str:
        """The sentence; `translate` gives the message in another language."""
        values = {
            name: value.text(translate) if isinstance(value, Said) else value for name, value in self.values.items()
        }
        return translate(self.message) % values

    def __str__(self) -> str:
        return self.text()


class Refusal(Said, ValueError):
    """What was given cannot be used: one sentence names the place, what is wrong and what would be right."""
