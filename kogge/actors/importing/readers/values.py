"""Cleaning of single values from lists as people keep them: postcodes, addresses, numbers, codes,
languages.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

Check = Callable[[str], str]

# What people write when they know nothing.
_NOTHING = {
    "", "-", "--", "–", "—", ".", "?", "/", "k.a.", "k. a.", "ka", "keine angabe",
    "---", "n/a", "n.a.", "n. a.", "null", "none", "nan", "#n/a", "#nv", "unbekannt", "unknown",
    "keine", "kein", "entfällt", "fehlt",
}  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_SPACES = re.compile(r"[^\S\n]+")


def clean(value: str) -> str:
    """Text without control and direction characters, spaces squeezed, NFC; "" for the usual words for
    nothing.
    """
    if not value.isascii() or not value.isprintable():
        value = unicodedata.normalize("NFC", value)
        if "Ã" in value or "â€" in value:
            value = _unscramble(value)
        value = _CONTROL.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    value = _SPACES.sub(" ", value).strip()
    if len(value) <= 15 and value.casefold() in _NOTHING:
        return ""
    return value


def _unscramble(value: str) -> str:
    """UTF-8 that once was read as Windows-1252 ("StraÃŸe") back to what was meant; unchanged when it is not
    that.
    """
    try:
        return value.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return value


def one_line(value: str) -> str:
    """The same on one line, for names and addresses."""
    return clean(value).replace("\n", " ").strip()


_FORMULA = re.compile(r"^[=@\t\r]|^[+-](?![\d\s(/.,-]*$)(?!\s*\d[\d\s()/.\-–]{4,})")


def looks_like_formula(value: str) -> bool:
    """Would a spreadsheet run this text? Phone numbers such as "+49 381 123" and negative numbers are fine.

    >>> [looks_like_formula(v) for v in ("=1+1", "@SUM(A1)", "+49 (381) 12-3", "-5", "-2+3+cmd|x")]
    [True, True, False, False, True]
    """
    if value[:1] not in ("=", "+", "-", "@", "\t", "\r"):
        return False
    return bool(_FORMULA.match(value)) or ("|" in value and value[:1] in "+-")


def postcode(value: str) -> tuple[str, bool]:
    """German postcode of five digits and whether it had to be repaired (a spreadsheet ate the leading zero).

    >>> postcode("D-17033"), postcode("1067.0"), postcode("180")
    (('17033', False), ('01067', True), ('', False))
    """
    text = re.sub(r"^(?:DE?|PLZ)[\s\-:]*", "", value.strip(), flags=re.IGNORECASE)
    text = re.sub(r"[.,]0+$", "", text).replace(" ", "")
    if re.fullmatch(r"\d{5}", text):
        return text, False
    if re.fullmatch(r"[1-9]\d{3}", text):
        return f"0{text}", True
    return "", False


_NUMBER = r"\d+\s?[a-zA-Z]?(?:\s?[-–/+,]\s?\d*\s?[a-zA-Z]?\d*)*(?:\s1/2)?"
_STREET = re.compile(rf"^(?P<street>.*?[^\d\s].*?)[\s,]*(?<![\d-])(?P<number>{_NUMBER})$")
_GLUED = re.compile(r"(?i)(str\.|straße|strasse|weg|platz)(\d)")


def split_street(value: str) -> tuple[str, str]:
    """Street and house number.

    >>> split_street("Lange Str. 3a"), split_street("Straße des 17. Juni"), split_street("Am Markt 1 - 3 b")
    (('Lange Str.', '3a'), ('Straße des 17. Juni', ''), ('Am Markt', '1 - 3 b'))
    """
    text = _GLUED.sub(r"\1 \2", value.strip().rstrip(","))
    match = _STREET.match(text)
    if not match:
        return text, ""
    return match["street"].strip(" ,"), " ".join(match["number"].split())


_PLZ_CITY = re.compile(r"^(?:(?:DE?|PLZ)[\s\-]*)?(?P<plz>\d{5})\s+(?P<city>[^\d].*)$", re.IGNORECASE)


def split_address(value: str) -> tuple[str, str, str, str]:
    """Street, house number, postcode, town from one cell; unknown parts are empty.

    >>> split_address("Lange Str. 3, 18146 Rostock")
    ('Lange Str.', '3', '18146', 'Rostock')
    >>> split_address("18146 Rostock, Lange Str. 3")
    ('Lange Str.', '3', '18146', 'Rostock')
    >>> split_address("Jahnstraße 3 a 17033 Neubrandenburg")
    ('Jahnstraße', '3 a', '17033', 'Neubrandenburg')
    """
    text = re.sub(r"[\n;|]+", ", ", value.strip())
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) == 1:
        glued = re.match(r"^(.*?\S)\s+((?:DE?-?\s?)?\d{5}\s+[^\d].*)$", parts[0])
        if glued:
            parts = [glued[1], glued[2]]
    street = number = plz = city = ""
    for part in parts:
        found = _PLZ_CITY.match(part)
        if found and not plz:
            plz, city = found["plz"], found["city"].strip()
        elif re.fullmatch(r"(?:DE?[\s\-]*)?\d{5}", part) and not plz:
            plz = part[-5:]
        elif not street:
            street, number = split_street(part)
        elif not number and re.fullmatch(_NUMBER, part):
            number = part
        elif not city and part.casefold() not in ("deutschland", "germany", "de"):
            city = part
    return street, number, plz, city


def coordinate(value: str) -> float | None:
    """A decimal degree with point or comma, or degrees, minutes and seconds; ``None`` when it is neither.

    >>> coordinate("53,5567"), coordinate("54° 5' 24\\" N"), coordinate("Rostock")
    (53.5567, 54.09, None)
    """
    text = value.strip().replace("−", "-")
    sexagesimal = re.match(r"^(\d{1,3})\s*°\s*(\d{1,2})\s*['′’]\s*(?:([\d.,]+)\s*[\"″”]?)?\s*([NSEWO])?$", text, re.I)
    if sexagesimal:
        seconds = float((sexagesimal[3] or "0").replace(",", "."))
        degrees = int(sexagesimal[1]) + int(sexagesimal[2]) / 60 + seconds / 3600
        return round(-degrees if (sexagesimal[4] or "").upper() in ("S", "W") else degrees, 7)
    text = re.sub(r"\s*°?\s*[NEO]?$", "", text, flags=re.I)
    if re.fullmatch(r"-?\d{1,8}[.,]\d+|-?\d{1,8}", text):
        return float(text.replace(",", "."))
    return None


_EMAIL = re.compile(r"[^\s@,;<>()\[\]\"]+@[^\s@,;<>()\[\]\"]+\.[A-Za-zÀ-ž]{2,}")


def email(value: str) -> str:
    """The first address in the cell, "(at)" undone; "" when there is none."""
    text = re.sub(r"\s*[\[(]\s*(?:at|ät|@)\s*[\])]\s*", "@", value, flags=re.I).removeprefix("mailto:")
    found = _EMAIL.search(text)
    return found[0].rstrip(".") if found else ""


_WEBSITE = re.compile(r"^(?:https?://)?(?:[\w-]+\.)+[A-Za-zÀ-ž]{2,}(?::\d+)?(?:[/?#]\S*)?$", re.IGNORECASE)


def website(value: str) -> str:
    """The web address when it is one; other schemes (javascript:, file:) are none."""
    text = value.strip().split(" ")[0].rstrip(",;")
    return text if _WEBSITE.match(text) else ""


def phone(value: str) -> str:
    """The number as written when it has at least five digits and no letters beyond the usual ones."""
    text = re.sub(r"^(?:tel(?:efon)?\.?|fon|mobil|handy)\s*:?\s*", "", value.strip(), flags=re.I).removeprefix("tel:")
    digits = re.sub(r"\D", "", text)
    return text if 5 <= len(digits) <= 40 and not re.search(r"[A-Za-z]{4,}", text) else ""


_SIZES = (("micro", 10), ("small", 50), ("medium", 250))
_SIZE_WORDS = {
    **dict.fromkeys(("kleinst", "kleinstunternehmen", "micro"), "micro"),
    **dict.fromkeys(("klein", "kleinunternehmen", "small"), "small"),
    **dict.fromkeys(("mittel", "mittelgroß", "medium"), "medium"),
    **dict.fromkeys(("groß", "großunternehmen", "large"), "large"),
}


def size_class(value: str) -> str:
    """EU size class (micro below 10, small below 50, medium below 250, large) from a number, a range or a
    word.

    >>> size_class("12"), size_class("1-9 Beschäftigte"), size_class("ab 250"), size_class("klein")
    ('small', 'micro', 'large', 'small')
    """
    word = value.strip().casefold()
    if word in _SIZE_WORDS:
        return _SIZE_WORDS[word]
    numbers = [int(n) for n in re.findall(r"\d+", re.sub(r"(?<=\d)[. ](?=\d{3}\b)", "", word))]
    if not numbers:
        return ""
    # A range stands for its lower end ("10 bis 49" is small); "unter 10" is below its number.
    count = numbers[0] - 1 if re.match(r"unter|bis|weniger|<", word) else numbers[0]
    return next((name for name, limit in _SIZES if count < limit), "large")


@lru_cache(maxsize=1)
def _language_names() -> dict[str, str]:
    from babel import Locale

    names: dict[str, str] = {}
    for display in ("de", "en"):
        for code, name in Locale(display).languages.items():
            if len(code) == 2:
                names.setdefault(name.casefold(), code)
                names.setdefault(code, code)
    names |= {
        "farsi": "fa",
        "dari": "fa",
        "kurmandschi": "ku",
        "tigrinja": "ti",
        "polski": "pl",
        "arab.": "ar",
        "engl.": "en",
    }
    return names


def languages(value: str) -> tuple[tuple[str, ...], str]:
    """Language codes, and the words that are no known language.

    >>> languages("Deutsch, Arabisch / Englisch; Platt")
    (('de', 'ar', 'en'), 'Platt')
    """
    found: list[str] = []
    unknown: list[str] = []
    names = _language_names()
    for word in re.split(r"\s*(?:[,;/&|\n]|\bund\b|\band\b)\s*", value):
        if not word:
            continue
        code = names.get(word.casefold())
        if code is None:
            unknown.append(word)
        elif code not in found:
            found.append(code)
    return tuple(found), ", ".join(unknown)
