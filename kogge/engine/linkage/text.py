"""Text made comparable: small letters, umlauts folded, punctuation gone."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_FOLD = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "å": "a", "ł": "l", "ı": "i"})
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


_PAIRS = (
    ("ph", "f"),
    ("ck", "k"),
    ("th", "t"),
    ("dt", "t"),
    ("sch", "8"),
    ("ch", "4"),
    ("tz", "8"),
    ("qu", "kw"),
)
_SOUNDS = str.maketrans(
    {
        **dict.fromkeys("aeiouyjh", ""),
        **dict.fromkeys("bp", "1"),
        **dict.fromkeys("dt", "2"),
        **dict.fromkeys("fvw", "3"),
        **dict.fromkeys("gkqc4", "4"),
        **dict.fromkeys("x", "48"),
        **dict.fromkeys("l", "5"),
        **dict.fromkeys("mn", "6"),
        **dict.fromkeys("r", "7"),
        **dict.fromkeys("sz8", "8"),
    }
)
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=131072)
def sound(word: str) -> str:
    """Code of how a folded word sounds in German, after the classes of the Kölner Phonetik (Postel 1969).

    Simplified: context rules only for the letter groups that matter in names. The first letter's class
    leads even when it is a vowel, so that "Eder" and "Adler" stay near and "Lange" apart.

    >>> sound("meyer"), sound("maier"), sound("schmidt"), sound("schmitt"), sound("philipp")
    ('67', '67', '862', '862', '351')
    """
    text = word
    for pair, single in _PAIRS:
        text = text.replace(pair, single)
    code = _DOUBLED.sub(r"\1", text.translate(_SOUNDS))
    return ("0" if text[:1] in "aeiouyjh" else "") + code
