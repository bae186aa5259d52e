"""JSON that somebody else wrote: read into texts that can be stored, or refused."""

from __future__ import annotations

import json
import re
from typing import Any

# Escapes of a NUL or of half a character: valid JSON, but no database and no page takes them as text.
_UNSOUND = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")


def load(text: str) -> Any:
    """The value of a JSON text. NULs are left out of its texts, halves of characters become "?".

    Raises ValueError (with `lineno` where the JSON is damaged, without for numbers of thousands of digits) and
    RecursionError.
    """
    data = json.loads(text)
    return _sound(data) if _UNSOUND.search(text) else data


def _sound(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {_sound(key): _sound(item) for key, item in value.items()}
    return [_sound(item) for item in value] if isinstance(value, list) else value
