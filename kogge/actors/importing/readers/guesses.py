"""What a record most probably is: its kind, WZ class and legal form from names, branch words and register
types.
"""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from kogge.actors.importing.records import Kind
from kogge.engine.linkage.legal_forms import split_legal_form


class TagClass(NamedTuple):
    """One line of ``osm_tags.csv``: what an OSM tag means for the register."""

    kind: Kind
    wz: str
    label: str


@lru_cache(maxsize=1)
def tag_table() -> dict[tuple[str, str], TagClass]:
    """(key, value) → class; value "*" stands for every other value of the key."""
    text = files(__package__).joinpath("osm_tags.csv").read_text(encoding="utf-8")
    return {
        (row["key"], row["value"]): TagClass(row["kind"], row["wz2008"], row["label"])  # type: ignore[arg-type]
        for row in csv.DictReader(text.splitlines())
    }


@lru_cache(maxsize=1)
def _wz_by_label() -> dict[str, str]:
    found: dict[str, str] = {}
    for (_, value), entry in tag_table().items():
        if entry.wz and value != "*":
            found.setdefault(entry.label.casefold(), entry.wz)
    return found


_WZ_CODE = re.compile(r"(?<![\d.])(\d{1,2})(?:\.(\d{1,2})(?:\.(\d))?)?(?![\d.])")


@lru_cache(maxsize=4096)
def wz_class(value: str) -> tuple[str, str]:
    """WZ code and its edition out of a cell: a code in any spelling, or a line of business in words.

    Codes valid in the 2008 edition are read as such, since lists in use come from it; else the 2025 edition
    is tried.

    >>> wz_class("WZ 47.24.0 Einzelhandel mit Backwaren"), wz_class("47240")
    (('47.24.0', '2008'), ('47.24.0', '2008'))
    >>> wz_class("1.13"), wz_class("Bäckerei")
    (('01.13', '2008'), ('47.24', '2008'))
    >>> wz_class("Raumschiffbau")
    ('', '')
    """
    from wz_code import WZ

    text = re.sub(r"^\s*(?:WZ|NACE)[\s\-:]*(?:20(?:08|25)\b)?[\s\-:]*", "", value, flags=re.IGNORECASE).strip()
    packed = re.match(r"^(\d{2})(\d{2})(\d)?(?!\d)", text)
    candidates: list[str] = []
    if packed:
        candidates.append(f"{packed[1]}.{packed[2]}" + (f".{packed[3]}" if packed[3] else ""))
    else:
        plain = _WZ_CODE.match(text)
        if plain:
            parts = [part for part in plain.groups() if part is not None]
            candidates.append(".".join([parts[0].zfill(2), *parts[1:]]))
    for edition in ("2008", "2025"):
        for code in candidates:
            if WZ(edition).exists(code):
                return code, edition
    return (_wz_by_label().get(text.casefold(), ""), "2008") if text.casefold() in _wz_by_label() else ("", "")


_KIND_WORDS: tuple[tuple[Kind, str], ...] = (
    ("housing", r"wohnung|housing|vermieter"),
    ("education", r"schule|kita|kindergarten|bildung|hochschul|education|universit"),
    ("public", r"behörde|amt|verwaltung|kommune|öffentlich|public|stadt|staatlich"),
    (
        "civic",
        r"verein|zivilgesell|sozial|kirche|gemeinnützig|träger|initiative|ngo|civic|ehrenamt|stiftung|verband",
    ),
    (
        "business",
        r"unternehmen|betrieb|firma|gewerbe|handel|handwerk|dienstleist|gastronomie|laden|business|praxis",
    ),
)


def kind_from_word(value: str) -> Kind | None:
    """Kind named in a cell, ``None`` when the words are none of ours.

    >>> kind_from_word("Verein"), kind_from_word("Kita / Schule"), kind_from_word("A-Kunde")
    ('civic', 'education', None)
    """
    text = value.casefold()
    if text.strip() in ("other", "sonstige", "sonstiges", "andere"):
        return "other"
    return next((kind for kind, pattern in _KIND_WORDS if re.search(pattern, text)), None)


_HOUSING = re.compile(
    r"wohnungs?(?:bau)?(?:genossenschaft|gesellschaft|wirtschaft|unternehmen|verwaltung)|wohnungsbau", re.I
)
_SUPPORTERS = re.compile(r"förder(?:verein|kreis|er|gemeinschaft)|freunde|schulverein|elternverein|verein der", re.I)
_EDUCATION = re.compile(
    r"(?<!fahr)(?<!tanz)(?<!hunde)(?<!surf)(?<!segel)(?<!ski)(?<!reit)(?<!tauch)schule\b|gymnasium|\bkita\b|kindergarten"
    r"|kindertagesstätte|hochschule|universität(?!sring)|volkshochschule|schulcampus|kinderkrippe",
    re.I,
)
_PUBLIC = re.compile(
    r"^(?:amt|landkreis|gemeinde|hansestadt|stadt(?! apotheke|[ -]bäck|[ -]land))\s|stadtverwaltung|finanzamt"
    r"|jobcenter|arbeitsagentur"
    r"|amtsgericht|zweckverband|eigenbetrieb",
    re.I,
)
_CIVIC = re.compile(
    r"\b(?:verein|kirchengemeinde|kirche|gemeindezentrum|caritas|diakonie|awo|arbeiterwohlfahrt|drk|tafel|stiftung"
    r"|volkssolidarität|moschee|sportverein|begegnungszentrum|stadtteiltreff|nachbarschafts\w*|jugendclub|jugendhaus)\b",
    re.I,
)


def kind_from_name(name: str, legal_form: str = "") -> Kind:
    """Kind a name and legal form speak for; "business" where nothing else does.

    >>> kind_from_name("Wohnungsgesellschaft", "GmbH"), kind_from_name("Förderverein Grundschule", "e.V.")
    ('housing', 'civic')
    >>> [kind_from_name(name) for name in ("Fahrschule Lehmann", "Grundschule Nord", "Bäckerei Junge")]
    ['business', 'education', 'business']
    """
    if _HOUSING.search(name):
        return "housing"
    if legal_form == "e.V." and not (_EDUCATION.search(name) and not _SUPPORTERS.search(name)):
        return "civic"
    if _SUPPORTERS.search(name):
        return "civic"
    if _EDUCATION.search(name):
        return "education"
    if legal_form in ("AöR", "KdöR") or _PUBLIC.search(name):
        return "public"
    if legal_form in ("Stiftung", "gGmbH") or _CIVIC.search(name):
        return "civic"
    return "business"


def legal_form_of(name: str) -> str:
    """Legal form that the name itself carries."""
    return split_legal_form(name)[1]
