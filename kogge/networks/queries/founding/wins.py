"""The first small win of a circle: what one of them can give another at once, or what several lack."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kogge.needs.models import Need, Offer, RelatedTopic
from kogge.networks.models import FoundingCircle

Key = tuple[int, bool]  # organisation, practice
# The same topic, a related one, several who need the same, several who need something in the same field.
SAME, RELATED, SHARED, FIELD = 4, 3, 2, 1


@dataclass(frozen=True)
class Win:
    """A first small thing to do together: one gives what another needs, or several need the same."""

    topic: str  # name of the topic, or of the field
    giver: str = ""
    offer: str = ""
    taker: str = ""
    need: str = ""
    needing: tuple[str, ...] = ()


@dataclass
class Board:
    """Live needs and offers of everybody in the circles, real and practice apart; which topics are close."""

    needs: dict[Key, list[Need]] = field(default_factory=lambda: defaultdict(list))
    offers: dict[Key, list[Offer]] = field(default_factory=lambda: defaultdict(list))
    related: set[tuple[int, int]] = field(default_factory=set)


def board_of(circles: list[FoundingCircle]) -> Board:
    """Three queries for all circles."""
    everybody = {seat.organisation_id for circle in circles for seat in circle.seats.all()}
    board = Board()
    for model, rows in ((Need, board.needs), (Offer, board.offers)):
        for one in (
            model.objects.live().filter(organisation__in=everybody).select_related("topic__group").order_by("pk")
        ):
            rows[one.organisation_id, one.is_practice].append(one)  # type: ignore[attr-defined]
    topics = {one.topic_id for rows in board.needs.values() for one in rows}
    board.related = set(RelatedTopic.objects.filter(from_topic__in=topics).values_list("from_topic", "to_topic"))
    return board


def win_of(circle: FoundingCircle, board: Board) -> Win | None:
    """The best of `_possible`: the closest fit first, then the fields the circle takes up, then urgency."""
    found = max(_possible(circle, board), key=lambda pair: pair[0], default=None)
    return found[1] if found else None


def _possible(circle: FoundingCircle, board: Board) -> Iterator[tuple[tuple[Any, ...], Win]]:
    names = {seat.organisation_id: seat.organisation.name for seat in circle.seats.all()}
    needs = [(pk, one) for pk in names for one in board.needs[pk, circle.is_practice]]
    offers = [(pk, one) for pk in names for one in board.offers[pk, circle.is_practice]]
    order = {code: number for number, code in enumerate(circle.topics)}
    for taker, need in needs:
        within = need.topic.group.code in order
        for giver, offer in offers:
            close = SAME if offer.topic_id == need.topic_id else RELATED
            if giver != taker and (close == SAME or (need.topic_id, offer.topic_id) in board.related):
                win = Win(need.topic.name, names[giver], offer.text, names[taker], need.text)
                yield (close, within, need.urgency, -need.pk, -offer.pk), win
    by_topic: dict[Any, dict[int, Any]] = defaultdict(dict)
    for pk, need in needs:
        by_topic[SHARED, need.topic.pk][pk] = need.topic
        by_topic[FIELD, need.topic.group.pk][pk] = need.topic.group
    for (close, key), about in by_topic.items():
        subject = next(iter(about.values()))
        code = subject.group.code if close == SHARED else subject.code
        if len(about) > 1 and code in order:
            win = Win(subject.name, needing=tuple(sorted(names[pk] for pk in about)))
            yield (close, True, len(about), -order[code], -key), win
