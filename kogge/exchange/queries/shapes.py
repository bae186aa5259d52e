"""Whether arrows make a ring or a chain, and what that is worth. Pure: no database."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from kogge.engine import rings
from kogge.engine.rings.candidates import expected_value


@dataclass(frozen=True)
class Arrow:
    """An offer for a need. Ids of organisations and entries; `starts`: the giver asks nothing back."""

    giver: int
    receiver: int
    offer: int
    need: int
    score: float
    starts: bool
    reasons: tuple[rings.Reason, ...] = ()
    against: tuple[rings.Reason, ...] = ()


@dataclass(frozen=True)
class Shape:
    """A ring or a chain in giving order, with the figures a proposal carries."""

    is_ring: bool
    arrows: tuple[Arrow, ...]
    score: float
    probability: float

    @property
    def members(self) -> tuple[int, ...]:
        givers = tuple(arrow.giver for arrow in self.arrows)
        return givers if self.is_ring else (*givers, self.arrows[-1].receiver)


def shape_of(arrows: Sequence[Arrow], *, success: float, ring: int, chain: int) -> Shape | None:
    """The ring (≤ `ring` members) or chain (≤ `chain`) these arrows make; None when they make neither.

    Everybody gives at most once and gets at most once, all hang together, and a chain starts with somebody
    who asks nothing back. `success`: the chance that one agreement is kept.

    >>> a, b = Arrow(1, 2, 10, 20, 0.5, False), Arrow(2, 1, 11, 21, 0.7, False)
    >>> shape = shape_of([a, b], success=0.5, ring=4, chain=4)
    >>> shape.is_ring, shape.score, shape.probability
    (True, 0.3, 0.25)
    >>> shape_of([a], success=0.5, ring=4, chain=4) is None
    True
    """
    from_giver = {arrow.giver: arrow for arrow in arrows}
    receivers = {arrow.receiver for arrow in arrows}
    if not arrows or len(from_giver) < len(arrows) or len(receivers) < len(arrows):
        return None
    starts = [giver for giver in from_giver if giver not in receivers]
    is_ring = not starts
    if len(starts) > 1:
        return None
    at = starts[0] if starts else arrows[0].giver
    ordered: list[Arrow] = []
    while at in from_giver and len(ordered) < len(arrows):
        ordered.append(from_giver[at])
        at = ordered[-1].receiver
    if len(ordered) < len(arrows) or (is_ring and at != ordered[0].giver):
        return None
    if is_ring and not 2 <= len(ordered) <= ring:
        return None
    if not is_ring and not (ordered[0].starts and len(ordered) + 1 <= chain):
        return None
    arcs = [rings.Arc(str(a.giver), str(a.receiver), a.score, success) for a in ordered]
    return Shape(
        is_ring=is_ring,
        arrows=tuple(ordered),
        score=expected_value(arcs, is_ring, 0.0),
        probability=math.prod(arc.success for arc in arcs),
    )
