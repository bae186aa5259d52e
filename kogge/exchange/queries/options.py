"""What could be changed in a proposal: another offer for a need, another member, one member fewer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from kogge.engine import rings
from kogge.exchange.models import Proposal

from .board import Reading, organisation_id, party_id, read_board
from .shapes import Arrow, Shape, shape_of

MOST = 8  # options for one arrow


@dataclass(frozen=True)
class Option:
    """One way to change a proposal. `kind`: "entry" (same two, other offer or need), "member" (somebody else
    gives), "drop" (somebody leaves). `at`: order of the arrow, or id of the member who leaves. `arrow`: what
    stands in the old one's place."""

    kind: str
    at: int
    shape: Shape
    arrow: Arrow | None = None

    @property
    def key(self) -> str:
        """Names the option in a form: its offers and needs in order."""
        pairs = "_".join(f"{arrow.offer}-{arrow.need}" for arrow in self.shape.arrows)
        return f"{self.kind}.{self.at}.{pairs}"


@dataclass(frozen=True)
class Changes:
    """All options of a proposal, with the rows they speak of."""

    reading: Reading
    options: tuple[Option, ...]


def changes(proposal: Proposal, area: Any) -> Changes:
    """What could be changed, each option checked: it is a ring or a chain again, within the area's limits, of
    organisations that may be brought together and entries that are free."""
    reading = read_board(area)
    transfers = list(proposal.transfers.select_related("offer", "need"))
    practice = any(t.offer.is_practice or t.need.is_practice for t in transfers)
    arrows = [Arrow(t.giver_id, t.receiver_id, t.offer_id, t.need_id, t.score, t.offer.asks_nothing) for t in transfers]
    limits = {
        "success": max(0.01, float(area.success_probability)),
        "ring": area.longest_ring,
        "chain": area.longest_chain,
    }
    finder = _Finder(reading, arrows, practice, limits)
    options = [
        *(option for order in range(len(arrows)) for option in finder.instead_of(order)),
        *(option for member in _members(arrows) if (option := finder.without(member))),
    ]
    return Changes(reading, tuple(options))


def _members(arrows: list[Arrow]) -> list[int]:
    return list(dict.fromkeys(pk for arrow in arrows for pk in (arrow.giver, arrow.receiver)))


class _Finder:
    def __init__(self, reading: Reading, arrows: list[Arrow], practice: bool, limits: dict[str, Any]) -> None:
        self.reading, self.arrows, self.practice, self.limits = reading, arrows, practice, limits
        self.members = set(_members(arrows))

    def instead_of(self, order: int) -> list[Option]:
        """Other offers for this arrow's need: of the same giver, or of somebody new who fits in."""
        old = self.arrows[order]
        before = next((a for a in self.arrows if a.receiver == old.giver), None)
        found: list[Option] = []
        same = self._matches(givers={old.giver}, receivers={old.receiver})
        found += [
            Option("entry", order, shape, new)
            for new in same
            if (new.offer, new.need) != (old.offer, old.need) and (shape := self._with({order: new}))
        ]
        bringing = self._best(self._matches(givers={before.giver}), "receiver") if before else {}
        for giver, new in self._best(self._matches(needs={old.need}), "giver").items():
            if giver in self.members:
                continue
            shape = self._with({order: new})
            if shape is None and before is not None and giver in bringing:
                shape = self._with({order: new, self.arrows.index(before): bringing[giver]})
            if shape is not None:
                found.append(Option("member", order, shape, new))
        return sorted(found, key=lambda option: -option.shape.score)[:MOST]

    def without(self, member: int) -> Option | None:
        """What is left when a member goes: the gap bridged by another offer, or closed by itself."""
        rest = [a for a in self.arrows if member not in (a.giver, a.receiver)]
        into = next((a for a in self.arrows if a.receiver == member), None)
        out = next((a for a in self.arrows if a.giver == member), None)
        if into and out and into.giver != out.receiver:
            bridges = self._matches(givers={into.giver}, receivers={out.receiver})
            for bridge in sorted(bridges, key=lambda arrow: -arrow.score):
                if shape := self._checked([*rest, bridge]):
                    return Option("drop", member, shape)
        shape = self._checked(rest)
        return Option("drop", member, shape) if shape else None

    def _with(self, new: dict[int, Arrow]) -> Shape | None:
        return self._checked([new.get(order, arrow) for order, arrow in enumerate(self.arrows)])

    def _checked(self, arrows: list[Arrow]) -> Shape | None:
        shape = shape_of(arrows, **self.limits)
        if shape is None or self.reading.standing.are_apart(shape.members):
            return None
        offers = [arrow.offer for arrow in arrows]
        needs = [arrow.need for arrow in arrows]
        free = all(
            pk in self.reading.offers and offers.count(pk) <= self.reading.standing.left_of(self.reading.offers[pk])
            for pk in offers
        )
        open_needs = set(needs) <= set(self.reading.needs) and len(set(needs)) == len(needs)
        return shape if free and open_needs else None

    def _matches(
        self,
        *,
        givers: Iterable[int] | None = None,
        receivers: Iterable[int] | None = None,
        needs: Iterable[int] | None = None,
    ) -> list[Arrow]:
        """What fits on the part of the board that belongs to these organisations or needs, in this world."""
        board = self.reading.board
        giving = None if givers is None else {party_id(pk, self.practice) for pk in givers}
        getting = None if receivers is None else {party_id(pk, self.practice) for pk in receivers}
        wanted = None if needs is None else {str(pk) for pk in needs}

        def here(party: str, chosen: set[str] | None) -> bool:
            return party == party_id(organisation_id(party), self.practice) and (chosen is None or party in chosen)

        part = replace(
            board,
            offers=tuple(o for o in board.offers if here(o.party, giving)),
            needs=tuple(n for n in board.needs if here(n.party, getting) and (wanted is None or n.id in wanted)),
            rejections=(),
        )
        refused = self.reading.standing.refused
        return [
            Arrow(
                organisation_id(m.giver),
                organisation_id(m.receiver),
                int(m.offer),
                int(m.need),
                m.score,
                self.reading.offers[int(m.offer)].asks_nothing,
                m.reasons,
                m.against,
            )
            for m in rings.match(part)
            if (int(m.offer), int(m.need)) not in refused
        ]

    @staticmethod
    def _best(arrows: list[Arrow], side: str) -> dict[int, Arrow]:
        """The best arrow of each giver or receiver."""
        best: dict[int, Arrow] = {}
        for arrow in sorted(arrows, key=lambda a: a.score):
            best[getattr(arrow, side)] = arrow
        return best
