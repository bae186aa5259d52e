"""Finding the pairs in one list, between two, or for one new record, without comparing everything with
everything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log2

from kogge.engine.linkage.compare import Comparison, score, score_if
from kogge.engine.linkage.normal import Prepared, Record, prepare
from kogge.engine.linkage.text import sound
from kogge.engine.linkage.weights import BUILT_IN, NameWeights
from kogge.engine.linkage.words import COMMON, FREE_MAIL

# A key that more records share is no key ("facebook.com", "rostock"): another one must bring the pair
# together.
MAX_BLOCK = 60
# One word by its sound alone brings many strangers together: in a whole list such blocks count only while
# small.
MAX_SOUND_BLOCK = 20
WORDS_FOR_KEYS = 4


def keys(record: Record | Prepared) -> list[str]:
    """Blocking keys: two records of one body share at least one, as a rule. Store and index them (about 10
    a record, 45 characters at most).

    Register number, phone, e-mail, website, number and date; door; the name's rarest words by sound, alone
    and in pairs; the beginning of the name.

    >>> keys(Record("1", "Bäckerei Meyer", street="Lange Str.", housenumber="3", postcode="18055"))
    ['a:langestr|3', 's:67', 'd:baeckerei meyer', 's:67|18055', 'q:147|67']
    """
    item = prepare(record) if isinstance(record, Record) else record
    found: list[str] = []
    for prefix, value in (
        ("r", item.register_no),
        ("i", item.number),
        ("p", item.phone),
        ("w", item.host),
        ("b", item.born),
    ):
        if value:
            found.append(f"{prefix}:{value}")
    if item.email:
        found.append(f"e:{item.email}")
        domain = item.email.rpartition("@")[2]
        if domain not in FREE_MAIL and domain != item.host:
            found.append(f"w:{domain}")
    if item.street and item.housenumber:
        found.append(f"a:{item.street}|{item.housenumber}")
    own_town = item.city.split(" ")[0] if item.city else "-"
    rare = [word for word in item.tokens if word not in COMMON and len(word) > 2 and not word.startswith(own_town)]
    chosen = sorted(rare or item.tokens, key=lambda word: (-len(word), word))[:WORDS_FOR_KEYS]
    sounds = sorted({sound(word) for word in chosen} - {""})
    found += [f"s:{code}" for code in sounds]
    if item.tokens:
        found.append(f"d:{' '.join(sorted(item.tokens))[:40]}")
    if item.postcode:
        found += [f"s:{code}|{item.postcode}" for code in sounds]
    every = sorted({sound(word) for word in sorted(item.token_set, key=lambda word: (-len(word), word))[:5]} - {""})
    found += [f"q:{one}|{other}" for one, other in combinations(every, 2)]
    return list(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that are probably one body; ids as given."""

    left: str
    right: str
    comparison: Comparison


class Index:
    """A stock of records, ready for questions. Memory about 2.5 kB a record."""

    def __init__(self, records: Iterable[Record], max_block: int = MAX_BLOCK) -> None:
        self.items: list[Prepared] = [prepare(record) for record in records]
        self.names = NameWeights.of(item.tokens for item in self.items)
        self.max_block = max_block
        self.blocks: dict[str, list[int]] = defaultdict(list)
        for position, item in enumerate(self.items):
            for key in keys(item):
                self.blocks[key].append(position)

    def candidates(self, record: Record | Prepared) -> list[int]:
        """Positions of the records that share a usable key with this one."""
        found: set[int] = set()
        for key in keys(record):
            block = self.blocks.get(key, ())
            if len(block) <= self.max_block:
                found.update(block)
        return sorted(found)

    def matches(self, record: Record, threshold: float = 0.9, limit: int = 10) -> list[tuple[Record, Comparison]]:
        """The stock's records that are probably the same body as ``record`` (never itself, by id), best
        first.
        """
        item = prepare(record)
        found = [
            (self.items[position].record, score(self.items[position], item, self.names))
            for position in self.candidates(item)
            if self.items[position].record.id != record.id
        ]
        found = [pair for pair in found if pair[1].probability >= threshold]
        return sorted(found, key=lambda pair: -pair[1].weight)[:limit]


def find_pairs(
    records: Sequence[Record], threshold: float = 0.9, *, others: Sequence[Record] | None = None
) -> list[Pair]:
    """All probable pairs within ``records``, or between ``records`` and ``others``; best first.

    Each pair that shares a usable key is compared once; word frequencies come from the records themselves.
    """
    index = Index([*records, *(others or ())])
    # A little below the exact weight: the probability is compared after rounding.
    least = log2(threshold / (1 - threshold)) - 0.1 if 0 < threshold < 1 else -1000.0
    border = len(records)
    seen: set[int] = set()
    found: list[Pair] = []
    size = len(index.items)
    for key, block in index.blocks.items():
        limit = MAX_SOUND_BLOCK if key.startswith("s:") else index.max_block
        if not 1 < len(block) <= limit:
            continue
        for one, other in combinations(block, 2):
            if others is not None and (one < border) == (other < border):
                continue
            code = one * size + other
            if code in seen:
                continue
            seen.add(code)
            comparison = score_if(index.items[one], index.items[other], index.names, least)
            if comparison is not None and comparison.probability >= threshold:
                found.append(Pair(index.items[one].record.id, index.items[other].record.id, comparison))
    return sorted(found, key=lambda pair: (-pair.comparison.weight, pair.left, pair.right))


def clusters(pairs: Iterable[Pair]) -> list[list[str]]:
    """Groups of ids that hang together through pairs, largest first; ids of the two lists must differ."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        parent.setdefault(name, name)
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for pair in pairs:
        parent[root(pair.right)] = root(pair.left)
    groups: dict[str, list[str]] = defaultdict(list)
    for name in parent:
        groups[root(name)].append(name)
    return sorted((sorted(group) for group in groups.values()), key=lambda group: (-len(group), group))


__all__ = ["BUILT_IN", "Index", "Pair", "clusters", "find_pairs", "keys"]
