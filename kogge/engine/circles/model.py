"""What a plan of founding circles is made of: members with their conditions, places, limits, and the plan itself."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from kogge.engine.said import Refusal, Said

EARTH_RADIUS_M = 6_371_008.8


class BadTown(Refusal):
    """A town or a wish that cannot mean what was intended; the message names the entry and what would be right."""


@dataclass(frozen=True, slots=True)
class Member:
    """One who may join a circle, and under which conditions.

    `topics`: topic → weight 1-3. `slots`: when free. `host`: could receive a circle and is not project staff.
    `hours_per_month` and `max_fee` (€ a month): the most they give. `max_walk_m`: great-circle metres.
    `no_go`: ids they will not sit with; one side is enough.
    """

    id: str
    topics: Mapping[str, int]
    slots: frozenset[str]
    languages: frozenset[str]
    lat: float
    lon: float
    max_walk_m: float
    host: bool = False
    hours_per_month: float = math.inf
    max_fee: float = math.inf
    no_go: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Place:
    """A house where circles can meet, and in which slots it is open."""

    id: str
    lat: float
    lon: float
    slots: frozenset[str]


@dataclass(frozen=True, slots=True)
class Meeting:
    """What taking part costs: hours and € a month."""

    hours_per_month: float = 0.0
    fee: float = 0.0


@dataclass(frozen=True, slots=True)
class Town:
    """Everybody and every place, the sizes of a circle (lo, hi) and the most topics it takes up."""

    members: tuple[Member, ...]
    places: tuple[Place, ...]
    slots: tuple[str, ...]
    topics: tuple[str, ...]
    size: tuple[int, int] = (5, 12)
    max_topics: int = 3
    meeting: Meeting = Meeting()


@dataclass(frozen=True, slots=True)
class Circle:
    """A slot, a place open in it, a language, topics, members and which of them may be host."""

    slot: str
    place: str
    language: str
    topics: tuple[str, ...]
    members: tuple[str, ...]
    host: str


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a coordinator decided before solving again.

    `keep`: circles that stay exactly as they are. `out`: members in no circle. `must`: members who are placed before
    anything else counts. `together`: pairs that are in the same circle or in none. `apart`: further no-go pairs.
    """

    keep: tuple[Circle, ...] = ()
    out: frozenset[str] = frozenset()
    must: frozenset[str] = frozenset()
    together: frozenset[frozenset[str]] = frozenset()
    apart: frozenset[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody is in no circle: a code of `reasons.SENTENCES` and its values."""

    code: str
    values: tuple[tuple[str, str | int | float], ...] = ()

    @property
    def said(self) -> Said:
        """The sentence, ready to be said in another language."""
        from kogge.engine.circles.reasons import SENTENCES

        return Said(SENTENCES[self.code].message, **dict(self.values))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A member in no circle, and why."""

    id: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Opening:
    """One single change that would bring a member into a circle of the plan, nothing else changed.

    `change`: `slot`, `walk`, `language`, `hours`, `fee` or `size`; `value`: the slot or language needed, or the metres,
    hours, € or size needed. `circle`: its place in `Plan.circles`. `gain`: weight of the topics they would find there.
    """

    change: str
    value: str | float
    circle: int
    gain: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The circles and how good they are provably.

    `objective`: sum over members of the weights of those of their topics that their circle takes up. `bound`: no plan
    has more (certified; with `Wishes.must`: no plan that places as many of those). `seconds`: wall time of the solve.
    """

    objective: int
    bound: int
    circles: tuple[Circle, ...]
    left_out: tuple[LeftOut, ...] = field(default=())
    seconds: float = 0.0

    @property
    def optimal(self) -> bool:
        """Whether objective and bound meet."""
        return self.objective >= self.bound

    @property
    def gap(self) -> float:
        """(bound − objective) / bound, and 0 where nothing can be gained."""
        return 0.0 if self.bound <= 0 else (self.bound - self.objective) / self.bound


def metres(a: Member | Place, b: Member | Place) -> float:
    """Great-circle distance in metres (haversine, mean Earth radius).

    >>> round(metres(Place("a", 54.0, 12.0, frozenset()), Place("b", 55.0, 12.0, frozenset())))
    111195
    """
    fa, fb = math.radians(a.lat), math.radians(b.lat)
    h = math.sin((fb - fa) / 2) ** 2
    h += math.cos(fa) * math.cos(fb) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(h)))
