"""Text made comparable: small letters, umlauts folded, punctuation gone."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_FOLD = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "å": "a", "ł": "l", "ı": "i"}
)
_NO_WORD = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=131072)
def fold(text: str) -> str:
    """Small ASCII letters and digits, words parted by one space; umlauts as two letters, other accents
    dropped.

    >>> fold("Bäckerei Müller & Söhne"), fold("Café Ünal – Straße"), fold("Łukasz’ Šop")
    ('baeckerei mueller soehne', 'cafe uenal strasse', 'lukasz sop')
    """
    lowered = unicodedata.normalize("NFC", text).lower().translate(_FOLD)
    if not lowered.isascii():
        lowered = unicodedata.normalize("NFKD", lowered).encode("ascii", "ignore").decode()
    return _NO_WORD.sub(" ", lowered).strip()
