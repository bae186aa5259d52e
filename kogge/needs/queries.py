"""Reads of needs and offers that span several models: topic search, topics in groups."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from rapidfuzz import fuzz

from kogge.places.models import Area

from .models import Need, Offer, Topic, TopicGroup

# Words that carry no meaning when someone types half a sentence.
_FILLERS = frozenset(
    re.findall(
        r"\w+",
        "der die das den dem des ein eine einen einer fur und oder mit zum zur im am auf an in von wir ich "
        "suche brauche brauchen the a an for and or with of to we need i",
    )
)


def fold(text: str) -> str:
    """Lower case without accents; "ö", "oe" and "o" end up alike: every spelling of an umlaut matches.

    >>> fold("Büro"), fold("Buero"), fold("STRASSE"), fold("Straße")
    ('buro', 'buro', 'strasse', 'strasse')
    """
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss").lower())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"([aou])e", r"\1", plain)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))


def _score(wanted: str, name: list[str], more: list[str], example: list[str]) -> int:
    """How well one typed word fits a topic: 0 not at all, 10 a word of its name."""
    for words, whole, start, inside in ((name, 10, 8, 5), (more, 9, 6, 4), (example, 3, 2, 0)):
        if wanted in words:
            return whole
        if any(word.startswith(wanted) for word in words):
            return start
        if inside and len(wanted) > 2 and any(wanted in word for word in words):
            return inside
    if len(wanted) > 3:
        # A compound that holds a topic's word ("Steuerberaterin" and "Steuer"), then a slip of the keyboard.
        if any(len(word) > 4 and word in wanted for word in name + more):
            return 3
        if any(word[:5] == wanted[:5] for word in name + more if len(word) > 4):
            return 2
        if any(fuzz.ratio(wanted, word) >= 80 for word in name + more):
            return 1
    return 0


def rank_topics(topics: Iterable[Topic], text: str, limit: int = 8) -> list[Topic]:
    """The topics that fit what was typed, best first: names, search words and examples, German and English.

    Topics that fit every word come before those that fit only some.
    """
    wanted = [word for word in _words(text) if word not in _FILLERS] or _words(text)
    if not wanted:
        return []
    found: list[tuple[int, int, str, Topic]] = []
    for topic in topics:
        name = _words(f"{topic.name_de} {topic.name_en}")
        more, example = _words(topic.words), _words(topic.example)
        scores = [_score(word, name, more, example) for word in wanted]
        if any(scores):
            found.append((-sum(1 for score in scores if score), -sum(scores), topic.name_de, topic))
    found.sort(key=lambda row: row[:3])
    return [row[3] for row in found[:limit]]


def topics_in_use(area: Area) -> Any:
    """The topics one can choose, with their group, in the order of the list."""
    return Topic.objects.filter(area=area, is_active=True).select_related("group")


def search_topics(area: Area, text: str, limit: int = 8) -> list[Topic]:
    """Topics of an area that fit what was typed (one query)."""
    return rank_topics(topics_in_use(area), text, limit)


def topics_with_use(area: Area) -> list[Topic]:
    """All topics of an area with `needs_count` and `offers_count` of the open entries (three queries)."""
    counts = [
        dict(model.objects.filter(area=area, status="open").order_by().values_list("topic").annotate(Count("pk")))
        for model in (Need, Offer)
    ]
    topics = list(Topic.objects.filter(area=area).select_related("group"))
    for topic in topics:
        topic.needs_count, topic.offers_count = (count.get(topic.pk, 0) for count in counts)
    return topics


@dataclass
class BoardGroup:
    """A topic group on the board: the entries shown, and how many there are."""

    group: TopicGroup
    needs: list[Need] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    needs_count: int = 0
    offers_count: int = 0

    @property
    def more(self) -> int:
        """Entries that the filters leave and that are not shown here."""
        return self.needs_count + self.offers_count - len(self.needs) - len(self.offers)


@dataclass
class Board:
    """Needs and offers side by side: the groups that have any, and (needs, offers) by topic id."""

    groups: list[BoardGroup]
    topics: dict[int, tuple[int, int]]

    @property
    def needs_count(self) -> int:
        return sum(group.needs_count for group in self.groups)

    @property
    def offers_count(self) -> int:
        return sum(group.offers_count for group in self.groups)

    @property
    def longest(self) -> int:
        """Entries on the longer side of the longest group."""
        return max((max(group.needs_count, group.offers_count) for group in self.groups), default=0)

    def most_missed(self) -> int | None:
        """The topic with the most needs for each of which there is no offer."""
        gaps = {pk: needs - offers for pk, (needs, offers) in self.topics.items() if needs > offers}
        return max(gaps, key=lambda pk: (gaps[pk], -pk)) if gaps else None


def board(needs: Any, offers: Any, *, groups: Iterable[TopicGroup], topics: Iterable[Topic]) -> Board:
    """The board of the needs and offers given (visible and filtered), counted and without its entries, which
    `show` fills in. `groups` and `topics`: all of the area. Two queries, however many entries there are."""
    columns = {group.pk: BoardGroup(group) for group in groups}
    group_of = {topic.pk: topic.group_id for topic in topics}
    found: dict[int, tuple[int, int]] = {}
    for side, rows in enumerate((needs, offers)):
        for topic, number in rows.order_by().values_list("topic").annotate(number=Count("pk")):
            needed, offered = found.get(topic, (0, 0))
            column = columns[group_of[topic]]
            if side == 0:
                found[topic] = (number, offered)
                column.needs_count += number
            else:
                found[topic] = (needed, number)
                column.offers_count += number
    return Board([column for column in columns.values() if column.needs_count or column.offers_count], found)


def show(
    columns: list[BoardGroup],
    needs: Any,
    offers: Any,
    *,
    order: Callable[[Any], list[Any]],
    first: int = 0,
    most: int = 8,
) -> None:
    """Give each of these groups its entries number `first` to `first + most`. Four queries; one more for a side
    whose groups are not filled by its first 200 entries."""
    by_group = {column.group.pk: column for column in columns}
    for is_need, rows in ((True, needs), (False, offers)):
        counts = {pk: column.needs_count if is_need else column.offers_count for pk, column in by_group.items()}
        ids = _ranked(rows, counts, order(rows.model), first, most)
        found = rows.model.objects.select_related("organisation__district", "topic").in_bulk(ids)
        for row in (found[pk] for pk in ids):
            column = by_group[row.topic.group_id]
            (column.needs if is_need else column.offers).append(row)


NEWEST = 200  # entries read first: they fill most groups, and cost next to nothing


def _ranked(rows: Any, counts: dict[int, int], order: list[Any], first: int, most: int) -> list[int]:
    """Ids of the entries number `first` to `first + most` of each group (id → how many it has), in order.

    A window over all entries takes the database many times longer than the first few hundred of them.
    """
    last = first + most
    taken: dict[int, list[int]] = {pk: [] for pk in counts}
    rows = rows.filter(topic__group__in=list(counts))
    for pk, group in rows.order_by(*order).values_list("pk", "topic__group")[: max(NEWEST, last)]:
        taken[group].append(pk)
    lacking = [pk for pk, number in counts.items() if len(taken[pk]) < min(last, number)]
    if lacking:
        place = Window(RowNumber(), partition_by=F("topic__group"), order_by=order)
        # Numbers first: a window over whole rows would sort every column of every entry.
        late = rows.filter(topic__group__in=lacking).annotate(place=place).filter(place__lte=last).order_by("place")
        taken |= {pk: [] for pk in lacking}
        for pk, group in late.values_list("pk", "topic__group"):
            taken[group].append(pk)
    return [pk for group in taken.values() for pk in group[first:last]]
