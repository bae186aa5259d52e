"""The written material of the demonstration: tables of names, places and sentences, read once."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

DATA = Path(__file__).parent / "data"
ANYBODY = "*"  # who could say a sentence that fits everybody


def table(name: str) -> list[dict[str, str]]:
    """The rows of a table of ours; sentences are full of commas, so columns are parted by "|"."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, delimiter="|"))


def fits(speakers: str, sector: str, archetype: str) -> bool:
    """Whether a sentence suits somebody of this sector and archetype.

    `speakers` is "*" for everybody, letters of sectors ("LGK"), or archetypes where only they could say it
    ("joiner car-repair"). Letters: L shop, G food, H craft, K hair and cosmetics, M health, B office,
    D services, T technology, F leisure, V civic, E education, W housing, A public.
    """
    if speakers == ANYBODY:
        return True
    return archetype in speakers.split() if speakers[0].islower() else sector in speakers


@dataclass(frozen=True, slots=True)
class Archetype:
    """A sort of organisation: how many there are, how big, when open, what such places are called."""

    code: str
    kind: str
    sector: str  # one letter, see `fits`
    wz: str
    count: int
    size: str
    hours: str
    culture: str
    legal: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A need or an offer in somebody's words, and who could have said it: see `fits`."""

    topic: str
    side: str  # "need" or "offer"
    sectors: str
    text: str

    def fits(self, sector: str, archetype: str) -> bool:
        return fits(self.sectors, sector, archetype)


@cache
def archetypes() -> tuple[Archetype, ...]:
    return tuple(
        Archetype(
            code=row["code"],
            kind=row["kind"],
            sector=row["sector"],
            wz=row["wz"],
            count=int(row["count"]),
            size=row["size"],
            hours=row["hours"],
            culture=row["culture"],
            legal=tuple(row["legal"].split()),
            names=tuple(row["names"].split(";")),
        )
        for row in table("archetypes")
    )


@cache
def sentences() -> tuple[Sentence, ...]:
    found: list[Sentence] = []
    for path in sorted(DATA.glob("sentences_*.csv")):
        found += (Sentence(**row) for row in table(path.stem))
    return tuple(found)


@cache
def story() -> dict[str, str]:
    return {row["key"]: row["text"] for row in table("story")}


@cache
def _talk() -> dict[str, tuple[tuple[str, str], ...]]:
    parts: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in table("talk"):
        parts[row["part"]].append((row["sectors"], row["text"]))
    return {part: tuple(rows) for part, rows in parts.items()}


def say(rng: Random, part: str, sector: str, archetype: str = "") -> str:
    """A sentence of a part ("situation", "visit_met" …) that suits somebody of this sector and archetype."""
    return rng.choice([text for speakers, text in _talk()[part] if fits(speakers, sector, archetype)])


@cache
def grouped(name: str, key: str, value: str) -> dict[str, tuple[str, ...]]:
    """The values of one column of a table, grouped by another."""
    groups: dict[str, list[str]] = defaultdict(list)
    for row in table(name):
        groups[row[key]].append(row[value])
    return {group: tuple(values) for group, values in groups.items()}
