"""Sectors: the German classification of economic activities (WZ), by the package wz-code."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from typing import Any

from django.db.models import Q


@lru_cache(maxsize=1)
def _editions() -> tuple[Any, Any]:
    from wz_code import WZ  # its tables take a tenth of a second: loaded when first asked

    return WZ("2008"), WZ("2025")


@lru_cache(maxsize=4096)
def title(code: str) -> str:
    """The title of a code at any level, WZ 2008 first and then 2025; "" when neither knows it."""
    for edition in _editions():
        if code and edition.exists(code):
            return str(edition.get(code).title)
    return ""


@lru_cache(maxsize=1)
def sections() -> list[tuple[str, str]]:
    """Letter and title of the sections of WZ 2008, in their order (A to U)."""
    return [(section.code, section.title) for section in _editions()[0].get_top_level_codes()]


@lru_cache(maxsize=1)
def _ranges() -> dict[str, tuple[str, str]]:
    found = {}
    for section in _editions()[0].get_top_level_codes():
        divisions = [int(child.code) for child in section.children]
        found[section.code] = (f"{min(divisions):02}", f"{max(divisions) + 1:02}")
    return found


def in_section(letter: str) -> Q:
    """Organisations of a section: its divisions follow each other, so an index range finds them."""
    first, after = _ranges()[letter]
    # ":" is the character after "9": what comes before it in the last division belongs to it.
    upper = after if after < "99" else "99:"
    return Q(wz_code__gte=first, wz_code__lt=upper)


def in_no_section() -> Q:
    """Organisations without a code, or with one that no section holds."""
    found = Q()
    for letter, _title in sections():
        found |= in_section(letter)
    return ~found


@lru_cache(maxsize=4096)
def section_of(code: str) -> str:
    """The letter of the section that holds a code at any level, "" when none does.

    >>> section_of("10.71"), section_of("94"), section_of("")
    ('C', 'S', '')
    """
    for letter, (first, after) in _ranges().items():
        if first <= code < (after if after < "99" else "99:"):
            return letter
    return ""


def matching(text: str, limit: int = 20) -> list[tuple[str, str]]:
    """Codes and titles of classes for what somebody types: the beginning of a code or words of a title."""
    text = text.strip()
    if len(text) < 2:
        return []
    words = text.casefold().split()
    hits = (
        (code, name)
        for code, name in _classes()
        if code.startswith(text) or all(word in name.casefold() for word in words)
    )
    return list(islice(hits, limit))


@lru_cache(maxsize=1)
def _classes() -> list[tuple[str, str]]:
    edition = _editions()[0]
    codes = sorted(code for code in edition.get_all_codes() if len(code) == 5)
    return [(code, edition.get(code).title) for code in codes]
