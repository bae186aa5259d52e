"""Languages that people in a district speak, by ISO 639-1 code, named in the language of the page."""

from __future__ import annotations

from functools import lru_cache

from django.utils.translation import get_language

# Spoken in German towns, roughly by number of speakers; a code that a record carries is shown all the same.
USUAL = (
    *("de", "en", "ar", "tr", "ru", "uk", "pl", "ro", "fa", "ku", "vi", "sq", "sr", "hr", "bs", "it", "el"),
    *("es", "fr", "pt", "bg", "hu", "cs", "sk", "lt", "lv", "zh", "hi", "ur", "ps", "ti", "am", "so", "ta"),
    *("th", "ja", "ko", "mk", "sl", "hy", "ka", "az", "he", "da", "sv", "no", "fi", "nl"),
)


@lru_cache(maxsize=8)
def _names(display: str) -> dict[str, str]:
    from babel import Locale

    return dict(Locale(display).languages)


def name(code: str) -> str:
    """A language's name, e.g. "ar" → "Arabisch"; the code itself when it has none."""
    return _names((get_language() or "de").split("-")[0]).get(code, code)


def choices(more: list[str] | None = None) -> list[tuple[str, str]]:
    """Code and name of the usual languages and of `more`, by name; German and English first."""
    codes = dict.fromkeys([*USUAL, *(more or [])])
    return sorted(((code, name(code)) for code in codes), key=lambda pair: (pair[0] not in {"de", "en"}, pair[1]))
