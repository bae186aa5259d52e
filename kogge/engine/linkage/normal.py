"""Records of two lists in one shape, and their fields made comparable."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from kogge.engine.linkage.legal_forms import split_legal_form
from kogge.engine.linkage.text import fold
from kogge.engine.linkage.words import NUMERALS, OWNER, SHARED_HOSTS, STOP


@dataclass(frozen=True, slots=True)
class Record:
    """An organisation (or a person) as a list has it. Unknown fields are empty; coordinates are WGS 84
    degrees.

    ``number`` is any number that belongs to one body alone (tax, customer or social security number),
    ``born`` a date of birth or founding in any spelling, ``country`` the region assumed for phone numbers
    without a prefix.
    """

    id: str
    name: str
    street: str = ""
    housenumber: str = ""
    postcode: str = ""
    city: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    register_no: str = ""
    number: str = ""
    born: str = ""
    lat: float | None = None
    lon: float | None = None
    country: str = "DE"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A record's fields in comparable form; made by ``prepare``, worth keeping when a record is compared
    often.
    """

    record: Record
    tokens: tuple[str, ...]
    owner: frozenset[str]
    numerals: frozenset[int]
    legal_form: str
    street: str
    housenumber: str
    postcode: str
    city: str
    phone: str
    email: str
    host: str
    register_no: str
    number: str
    born: str
    token_set: frozenset[str] = field(default=frozenset())


_OWNER = re.compile(OWNER, re.IGNORECASE)


@lru_cache(maxsize=65536)
def name_parts(name: str) -> tuple[tuple[str, ...], frozenset[str], frozenset[int], str]:
    """Words of the name in order, words about the owner, numerals, legal form.

    >>> name_parts("Autohaus Kärst e. K., Inhaber Dirk Radtke")
    (('autohaus', 'kaerst'), frozenset({...}), frozenset(), 'e.K.')
    >>> name_parts("K.O.N.Z.E.P.T. Erste Windpark GmbH & Co. KG")[::2]
    (('konzept', 'windpark'), frozenset({1}))
    """
    head, *owners = _OWNER.split(name)
    if not fold(head):
        head, owners = name, []
    bare, form = split_legal_form(head.strip(" ,;-"))
    owner: set[str] = set()
    for part in owners:
        text, owner_form = split_legal_form(part)
        form = form or owner_form
        owner |= {word for word in fold(text).split() if len(word) > 1}
    words: list[str] = []
    numerals: set[int] = set()
    initials = ""
    for word in [*fold(bare).split(), ""]:
        if len(word) == 1 and word.isalpha():
            initials += word
            continue
        if initials:
            if initials in NUMERALS and len(initials) == 1 and words:
                numerals.add(NUMERALS[initials])
            else:
                words.append(initials)
            initials = ""
        if word in NUMERALS:
            numerals.add(NUMERALS[word])
        elif word.isdigit() and len(word) <= 3:
            numerals.add(int(word))
        elif word and word not in STOP:
            words.append(word)
    if not words:
        words = fold(bare).split()
    return tuple(words), frozenset(owner), frozenset(numerals), form


_STREET_ENDING = re.compile(r"str(?:asse)?$")


@lru_cache(maxsize=65536)
def street_key(street: str) -> str:
    """Street in one spelling: "Str." and "Straße" alike, words run together, what stands in brackets dropped.

    >>> street_key("Lange Str."), street_key("Lange Straße"), street_key("4.Ringstraße")
    ('langestr', 'langestr', '4ringstr')
    """
    text = fold(re.sub(r"\(.*?\)", "", street)).replace(" ", "")
    return _STREET_ENDING.sub("str", text)


def house_key(number: str) -> str:
    """First house number with its letter: "3 A - 5" → "3a"."""
    match = re.match(r"\s*0*(\d+)\s*([a-zA-Z]?)(?![a-zA-Z])", number)
    return f"{match[1]}{match[2].lower()}" if match else fold(number).replace(" ", "")


@lru_cache(maxsize=65536)
def phone_key(phone: str, country: str = "DE") -> str:
    """Number in E.164, "" when it is none. German numbers the short way, others through phonenumbers.

    >>> phone_key("0395-570 89 70"), phone_key("+49 (0)395 5708970"), phone_key("0048 22 123 45 67")
    ('+493955708970', '+493955708970', '+48221234567')
    >>> phone_key("12")
    ''
    """
    text = phone.strip()
    digits = re.sub(r"\D", "", text.replace("(0)", ""))
    if text.startswith("+") or digits.startswith("00"):
        digits = digits.removeprefix("00")
        if digits.startswith("49"):
            rest = digits[2:].lstrip("0")
            return f"+49{rest}" if 5 <= len(rest) <= 13 else ""
    elif country == "DE":
        rest = digits.lstrip("0")
        return f"+49{rest}" if digits.startswith("0") and 5 <= len(rest) <= 13 else ""
    return _foreign(f"+{digits}" if text.startswith(("+", "00")) else digits, country)


def _foreign(text: str, country: str) -> str:
    import phonenumbers

    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


@lru_cache(maxsize=65536)
def host_key(website: str) -> str:
    """Host of a web address without "www."; on shared hosts (facebook.com) with the path.
    differs.

    >>> host_key("https://www.berlin-nb.de/karte"), host_key("facebook.com/Kornhus/")
    ('berlin-nb.de', 'facebook.com/kornhus')
    """
    text = re.sub(r"^[a-z]+://", "", website.strip().lower())
    host, _, path = text.partition("/")
    host = host.split(":")[0].removeprefix("www.").removeprefix("de-de.").removeprefix("m.")
    if not re.fullmatch(r"[\w.-]+\.[a-z]{2,}", host):
        return ""
    path = path.split("?")[0].strip("/")
    if any(host == shared or host.endswith(f".{shared}") for shared in SHARED_HOSTS):
        return f"{host}/{path}" if path else ""
    return host


def register_key(number: str) -> str:
    """Register number in one spelling: "HRB 1802 Neubrandenburg" → "hrb1802neubrandenburg"."""
    return fold(number).replace(" ", "")


def prepare(record: Record) -> Prepared:
    """Make a record comparable. About 30 µs once its name, street and phone have been seen."""
    tokens, owner, numerals, form = name_parts(record.name)
    return Prepared(
        record=record,
        tokens=tokens,
        owner=owner,
        numerals=numerals,
        legal_form=form,
        street=street_key(record.street) if record.street else "",
        housenumber=house_key(record.housenumber) if record.housenumber else "",
        postcode=record.postcode.strip(),
        city=fold(record.city),
        phone=phone_key(record.phone, record.country) if record.phone else "",
        email=record.email.strip().lower(),
        host=host_key(record.website) if record.website else "",
        register_no=register_key(record.register_no) if record.register_no else "",
        number=fold(record.number).replace(" ", ""),
        born=re.sub(r"\D", "", record.born),
        token_set=frozenset(tokens),
    )
