"""What is agreed to, word for word, in a version; and the leaflet of Art. 13 GDPR.

All texts stand in data/consent.json, a language each. Whoever changes a word of a purpose gives the file a new version:
consents name the version that was read out, and `earlier` keeps
the words that a version had and the next one changed. A further language is one more entry in the file.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

FILE = Path(__file__).parent / "data" / "consent.json"
FALLBACK = "de"


@cache
def _texts() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def version() -> str:
    """The version that holds today."""
    return str(_texts()["version"])


def languages() -> dict[str, str]:
    """Code → name, as the language calls itself."""
    return {code: texts["name"] for code, texts in _texts()["languages"].items()}


def language(code: str | None = None) -> str:
    """The language to speak: the one asked for (by default the page's) if it is there, else German."""
    short = (code or get_language() or FALLBACK)[:2]
    return short if short in _texts()["languages"] else FALLBACK


def purposes(code: str | None = None, *, version: str | None = None) -> dict[str, str]:
    """Purpose → the sentence that is read out; in the words of an earlier version, if one is named."""
    code = language(code)
    earlier = _texts()["earlier"].get(version, {})
    return {**_texts()["languages"][code]["purposes"], **earlier.get(code, {})}


def leaflet(code: str | None = None) -> dict[str, str]:
    """The fixed words of the leaflet."""
    return dict(_texts()["languages"][language(code)]["leaflet"])
