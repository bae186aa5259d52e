"""The board: who takes part, what they offer and need, what was refused before, and what fits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of the topic list; `related` names topics close enough to ask about."""

    code: str
    group: str
    related: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Party:
    """A business or civic carrier with its conditions; an empty or missing condition is unknown, not "none".

    `lat`, `lon` in degrees; `max_walk_m` in metres; `hours_per_month` it can give; `max_fee` in euros a
    month. `no_go`: ids of parties it will not deal with. `times`: rings and chains it may be part of in one
    plan. `days_since_verified`: since somebody last spoke with it. `broken`: promises to others not kept.
    """

    id: str
    lat: float | None = None
    lon: float | None = None
    languages: frozenset[str] = frozenset()
    slots: frozenset[str] = frozenset()
    formats: frozenset[str] = frozenset()
    hours_per_month: float | None = None
    max_fee: float | None = None
    max_walk_m: float | None = None
    no_go: frozenset[str] = frozenset()
    kind: str = ""
    times: int = 1
    days_since_verified: int | None = None
    broken: int = 0


@dataclass(frozen=True, slots=True)
class Offer:
    """What a party would give, `quantity` times; `starts_chain`: without asking anything back.

    `hours`: a month that giving it takes; `fee`: euros a month it costs the receiver. 0: nothing.
    """

    id: str
    party: str
    topic: str
    text: str = ""
    quantity: int = 1
    starts_chain: bool = False
    hours: float = 0.0
    fee: float = 0.0


@dataclass(frozen=True, slots=True)
class Need:
    """What a party looks for, `quantity` times; `urgency` 1 (some time) to 3 (now)."""

    id: str
    party: str
    topic: str
    text: str = ""
    urgency: int = 2
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class Rejection:
    """A proposal that was refused: either `offer` and `need`, or two `parties` in both directions."""

    offer: str = ""
    need: str = ""
    parties: tuple[str, str] | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, or why not, as a code with parameters; the pages make a sentence of it."""

    code: str
    params: tuple[tuple[str, str | int | float], ...] = ()

    @property
    def values(self) -> Mapping[str, str | int | float]:
        """Parameters by name, ready for a translated sentence with named places."""
        return dict(self.params)


@dataclass(frozen=True, slots=True)
class Match:
    """`offer` could serve `need`: score in [0, 1], what speaks for it and against it, distance (m)."""

    offer: str
    need: str
    giver: str
    receiver: str
    score: float
    reasons: tuple[Reason, ...]
    against: tuple[Reason, ...]
    metres: int | None = None


@dataclass(frozen=True, slots=True)
class Board:
    """Everything `match` looks at; ids are unique per kind."""

    parties: tuple[Party, ...]
    offers: tuple[Offer, ...]
    needs: tuple[Need, ...]
    topics: tuple[Topic, ...] = ()
    rejections: tuple[Rejection, ...] = ()
