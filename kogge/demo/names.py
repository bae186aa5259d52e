"""Fictional names of persons and organisations, and ways to reach them that reach nobody."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from random import Random

from kogge.engine.linkage.text import fold

from .texts import Archetype, table

# How the owners of small shops, snack bars and crews in such districts are mixed.
MIX = {"de": 54, "vi": 11, "tr": 10, "ar": 10, "ru": 7, "uk": 5, "pl": 3}
LANGUAGES = {
    "de": ["de"],
    "vi": ["de", "vi"],
    "tr": ["de", "tr"],
    "ar": ["ar", "de"],
    "ru": ["de", "ru"],
    "uk": ["uk", "ru", "de"],
    "pl": ["de", "pl"],
}
# Names that are written down in full and say where their people come from.
TELLING = {
    "Saigon": "vi", "Lotus": "vi", "Kleine Brücke": "vi", "Halber Mond": "tr", "Anatolia": "tr",
    "Kurdisch": "tr", "Sham": "ar", "Taklas": "ar", "Zeder": "ar", "Salam": "ar", "Al-Rabie": "ar",
    "Safran": "ar", "Ukrain": "uk", "Dnipro": "uk", "Kalinka": "ru", "Samowar": "ru", "Zungen": "uk",
}  # fmt: skip
# Numbers that the Bundesnetzagentur keeps free for films and books ("Drama Numbers", notice 148/2021).
LANDLINES = ("030 23125", "040 66969", "069 90009", "089 99998")
MOBILES = ("0171 39200",)
LEGAL_NAMES = {
    "sole": "",
    "gmbh": "GmbH",
    "ug": "UG",
    "gbr": "GbR",
    "partg": "PartG mbB",
    "ev": "e.V.",
    "ggmbh": "gGmbH",
    "eg": "eG",
    "church": "KdöR",
    "public": "",
    "none": "",
}


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name with what the rest of the story needs of it."""

    first: str
    last: str
    culture: str

    @property
    def full(self) -> str:
        # Vietnamese names begin with the family.
        return f"{self.last} {self.first}" if self.culture == "vi" else f"{self.first} {self.last}"


@cache
def _first_names() -> dict[tuple[str, str], tuple[str, ...]]:
    return {(row["culture"], row["gender"]): tuple(row["names"].split(",")) for row in table("first_names")}


@cache
def _last_names() -> dict[str, tuple[str, ...]]:
    return {row["culture"]: tuple(row["names"].split(",")) for row in table("last_names")}


class Names:
    """Deals out names; a family name stands over two doors at most, a full name belongs to one person."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self._families: dict[str, list[str]] = {}
        self._persons: set[str] = set()
        self._organisations: set[str] = set()
        self._landlines = [f"{area} {number:03}" for area in LANDLINES for number in range(1000)]
        self._mobiles = [f"{area} {number:02}" for area in MOBILES for number in range(100)]
        rng.shuffle(self._landlines)
        rng.shuffle(self._mobiles)

    def culture(self, wanted: str) -> str:
        if wanted != "mix":
            return wanted
        return self.rng.choices(list(MIX), weights=list(MIX.values()))[0]

    def person(self, culture: str, gender: str = "", last: str = "") -> Name:
        gender = gender or self.rng.choice("fm")
        for _attempt in range(400):
            first = self.rng.choice(_first_names()[culture, gender])
            name = Name(first, last or self.rng.choice(_last_names()[culture]), culture)
            if name.full not in self._persons:
                self._persons.add(name.full)
                return name
        raise ValueError(f"no unused name is left for the culture {culture!r}")

    def family(self, culture: str) -> str:
        """A family name for a shop sign: every one is used once before any is used again."""
        if not self._families.get(culture):
            deck = list(_last_names()[culture])
            self.rng.shuffle(deck)
            self._families[culture] = deck
        return self._families[culture].pop()

    def organisation(self, kind: Archetype, index: int, culture: str) -> tuple[str, str]:
        """(name, family name in it or ""): the names written in full first, then patterns."""
        written = [name for name in kind.names if "{last}" not in name and name not in self._organisations]
        patterns = [name for name in kind.names if "{last}" in name]
        if written and (not patterns or index % 3 == 1):
            name = written[0]
            self._organisations.add(name)
            return name, ""
        for _attempt in range(50):
            last = self.family(culture)
            name = patterns[index % len(patterns)].format(last=last)
            if name not in self._organisations:
                self._organisations.add(name)
                return name, last
        raise ValueError(f"no unused name is left for {kind.code}")

    def phone(self, mobile: bool = False) -> str:
        if mobile and self._mobiles:
            return self._mobiles.pop()
        return self._landlines.pop()


def telling_culture(name: str) -> str:
    """The culture that a name written in full tells; "" for most."""
    return next((culture for word, culture in TELLING.items() if word in name), "")


def host(name: str) -> str:
    """A host name under .example (RFC 2606), made from a name."""
    return "-".join(fold(name).split()[:4])[:50].strip("-") + ".example"
