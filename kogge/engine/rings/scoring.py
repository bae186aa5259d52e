"""What a pair is worth, for all pairs at once; `reasons.explain` says the same in codes for one pair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kogge.engine.rings.offers import Board

EARTH_RADIUS_M = 6_371_008.8
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
# How the topics of a pair relate.
SAME, RELATED, GROUP, WORDS = 3, 2, 1, 0


@dataclass(frozen=True, slots=True)
class Weights:
    """What each circumstance does to the score; all are factors in [0, 1]."""

    same_topic: float = 0.95
    related_topic: float = 0.7
    same_group: float = 0.5
    words_only: float = 0.35
    a_word: float = 0.1  # added per shared word, at most `most_words` of them
    most_words: int = 3
    unknown: float = 0.95
    far: float = 0.5  # at or beyond twice the distance one would go
    usual_walk_m: float = 1000.0  # where a party did not say how far it would go
    no_common_times: float = 0.5
    no_common_language: float = 0.4
    no_common_format: float = 0.8
    over_budget: float = 0.5
    too_many_hours: float = 0.6
    long_unverified: float = 0.85
    unverified_days: int = 365
    broken: float = 0.8  # per broken promise, at most three count
    urgency: tuple[float, float, float] = (0.9, 0.95, 1.0)


def great_circle_m(lat1: Floats, lon1: Floats, lat2: Floats, lon2: Floats) -> Floats:
    """Great-circle distance in metres of points in degrees (haversine, mean Earth radius 6,371,008.8 m).

    >>> float(great_circle_m(np.array([0.0]), np.array([0.0]), np.array([0.0]), np.array([1.0]))[0].round(1))
    111195.1
    """
    a1, o1, a2, o2 = (np.radians(v) for v in (lat1, lon1, lat2, lon2))
    h = np.sin((a2 - a1) / 2) ** 2 + np.cos(a1) * np.cos(a2) * np.sin((o2 - o1) / 2) ** 2
    metres: Floats = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(1.0, h)))
    return metres


class Facts:
    """The parties' conditions as arrays, so that a pair costs nanoseconds."""

    def __init__(self, board: Board, weights: Weights) -> None:
        people, self.w = board.parties, weights
        nan = float("nan")
        self.lat = np.array([nan if p.lat is None else p.lat for p in people])
        self.lon = np.array([nan if p.lon is None else p.lon for p in people])
        self.walk = np.array([weights.usual_walk_m if p.max_walk_m is None else p.max_walk_m for p in people])
        self.languages = _table([p.languages for p in people])
        self.slots = _table([p.slots for p in people])
        self.formats = _table([p.formats for p in people])
        self.stale = np.array([(p.days_since_verified or 0) > weights.unverified_days for p in people])
        self.broken = np.array([min(p.broken, 3) for p in people])
        self.hours = np.array([np.inf if p.hours_per_month is None else p.hours_per_month for p in people])
        self.max_fee = np.array([np.inf if p.max_fee is None else p.max_fee for p in people])
        self.fee = np.array([o.fee for o in board.offers])
        self.takes = np.array([o.hours for o in board.offers])
        self.urgency = np.array([weights.urgency[min(max(n.urgency, 1), 3) - 1] for n in board.needs])

    def metres(self, giver: Ints, receiver: Ints) -> Floats:
        """Distance of each pair; NaN where a place is unknown."""
        return great_circle_m(self.lat[giver], self.lon[giver], self.lat[receiver], self.lon[receiver])

    def score(
        self,
        need: Ints,
        offer: Ints,
        relation: Ints,
        words: Ints,
        giver: Ints,
        receiver: Ints,
        metres: Floats,
    ) -> Floats:
        w = self.w
        base = np.array([w.words_only, w.same_group, w.related_topic, w.same_topic])[relation]
        score = np.minimum(1.0, base + w.a_word * np.minimum(words, w.most_words))
        # Full value within the longer of the two ways, falling to `far` at twice that.
        reach = np.maximum(self.walk[giver], self.walk[receiver])
        beyond = np.clip(metres / np.maximum(reach, 1.0) - 1.0, 0.0, 1.0)
        score *= np.where(np.isnan(metres), w.unknown, 1.0 - (1.0 - w.far) * beyond)
        score *= self._common(self.slots, giver, receiver, w.no_common_times)
        score *= self._common(self.languages, giver, receiver, w.no_common_language)
        score *= self._common(self.formats, giver, receiver, w.no_common_format)
        score *= np.where(self.fee[offer] > self.max_fee[receiver], w.over_budget, 1.0)
        score *= np.where(self.takes[offer] > self.hours[giver], w.too_many_hours, 1.0)
        score *= np.where(self.stale[giver] | self.stale[receiver], w.long_unverified, 1.0)
        score *= w.broken ** self.broken[giver]
        result: Floats = score * self.urgency[need]
        return result

    def _common(self, table: Flags, giver: Ints, receiver: Ints, none: float) -> Floats:
        """1 with something in common, `none` without, `unknown` where one side did not say."""
        if table.shape[1] == 0:
            return np.full(len(giver), self.w.unknown)
        said: Flags = np.any(table, axis=1)
        both: Flags = np.any(table[giver] & table[receiver], axis=1)
        factor: Floats = np.where(said[giver] & said[receiver], np.where(both, 1.0, none), self.w.unknown)
        return factor


def _table(sets: Sequence[frozenset[str]]) -> Flags:
    names = {name: i for i, name in enumerate(sorted(set().union(*sets)))} if sets else {}
    table = np.zeros((len(sets), len(names)), dtype=bool)
    for row, members in enumerate(sets):
        table[row, [names[m] for m in members]] = True
    return table
