"""Why somebody is in no circle: true and specific, the hardest obstacle first."""

from __future__ import annotations

from collections import Counter

from kogge.engine.circles.check import no_go_with
from kogge.engine.circles.model import Circle, LeftOut, Member, Reason, Town, Wishes, metres
from kogge.engine.said import Said

SENTENCES: dict[str, Said] = {
    "wished_out": Said("kept out of all circles by wish"),
    "hours": Said("gives %(has)s hours a month, a circle takes %(needs)s"),
    "fee": Said("pays at most %(has)s € a month, a circle costs %(needs)s €"),
    "no_slot": Said("names no slot when they are free"),
    "no_place_open": Said("no place is open in a slot when they are free"),
    "too_far": Said("walks %(walk)s m at most; the nearest place open in a slot of theirs is %(metres)s m away"),
    "no_language": Said("names no language"),
    "alone_in_language": Said(
        "too few others speak %(languages)s at the same time and place: %(count)s with them, %(lo)s needed"
    ),
    "too_few": Said("too few others are free at a place in reach: %(count)s with them, %(lo)s needed"),
    "no_host": Said("nobody who could sit with them can be host"),
    "no_topics": Said("names no topic"),
    "no_go": Said("would fit into circle %(circle)s, but does not sit with %(other)s"),
    "full": Said("would fit into circle %(circle)s, but it is full (%(size)s)"),
    "kept": Said("would fit into circle %(circle)s, but it stays as it is by wish"),
    "room": Said("would fit into circle %(circle)s, which still has room"),
    "together": Said("would fit into circle %(circle)s, but comes only together with others who do not"),
    "no_shared_topic": Said("could sit in circle %(circle)s, but it takes up none of their topics"),
    "not_enough_shared": Said("no circle of the plan meets when and where they can"),
}


def left_out(town: Town, circles: tuple[Circle, ...], wishes: Wishes) -> tuple[LeftOut, ...]:
    """Everybody in no circle, in the town's order, each with a reason."""
    inside = {id_ for circle in circles for id_ in circle.members}
    known = _Known(town, circles, wishes)
    return tuple(LeftOut(m.id, known.reason(m)) for m in town.members if m.id not in inside)


def _reason(code: str, **values: str | int | float) -> Reason:
    return Reason(code, tuple(values.items()))


class _Known:
    """What the reasons of many have in common."""

    def __init__(self, town: Town, circles: tuple[Circle, ...], wishes: Wishes) -> None:
        from kogge.engine.circles.arrays import distances

        self.town, self.circles, self.wishes = town, circles, wishes
        self.members = {m.id: m for m in town.members}
        self.row = {m.id: i for i, m in enumerate(town.members)}
        self.metres = distances(town)
        self.column = {p.id: k for k, p in enumerate(town.places)}
        kept = {id_ for c in wishes.keep for id_ in c.members}
        # (slot, place, language) → how many could sit there, and how many of them could be host
        self.could: Counter[tuple[str, int, str]] = Counter()
        self.hosts: Counter[tuple[str, int, str]] = Counter()
        self.any_language: Counter[tuple[str, int]] = Counter()
        for m in town.members:
            if m.id in wishes.out or m.id in kept or self._cost(m) is not None:
                continue
            for slot, place in self.spots(m):
                self.any_language[slot, place] += 1
                for language in m.languages:
                    self.could[slot, place, language] += 1
                    self.hosts[slot, place, language] += m.host

    def spots(self, m: Member) -> list[tuple[str, int]]:
        """Slots and places where a member could be."""
        row = self.metres[self.row[m.id]]
        near = [k for k in range(len(self.town.places)) if row[k] <= m.max_walk_m]
        return [(slot, k) for k in near for slot in sorted(m.slots & self.town.places[k].slots)]

    def _cost(self, m: Member) -> Reason | None:
        meeting = self.town.meeting
        if m.hours_per_month < meeting.hours_per_month:
            return _reason("hours", has=f"{m.hours_per_month:g}", needs=f"{meeting.hours_per_month:g}")
        if m.max_fee < meeting.fee:
            return _reason("fee", has=f"{m.max_fee:g}", needs=f"{meeting.fee:g}")
        return None

    def reason(self, m: Member) -> Reason:
        """The hardest obstacle of a member in no circle."""
        if m.id in self.wishes.out:
            return _reason("wished_out")
        return self._cost(m) or self._nowhere(m) or self._beside(m)

    def _nowhere(self, m: Member) -> Reason | None:
        """Why no circle at all could hold them, or None."""
        lo = self.town.size[0]
        if not m.slots:
            return _reason("no_slot")
        open_ = [k for k, p in enumerate(self.town.places) if p.slots & m.slots]
        if not open_:
            return _reason("no_place_open")
        spots = self.spots(m)
        if not spots:
            nearest = min(float(self.metres[self.row[m.id], k]) for k in open_)
            return _reason("too_far", walk=f"{m.max_walk_m:g}", metres=round(nearest))
        if not m.languages:
            return _reason("no_language")
        groups = [(slot, k, language) for slot, k in spots for language in m.languages]
        most = max(self.could[g] for g in groups)
        if most < lo:
            if max(self.any_language[spot] for spot in spots) >= lo:
                return _reason("alone_in_language", languages=", ".join(sorted(m.languages)), count=most, lo=lo)
            return _reason("too_few", count=most, lo=lo)
        if not any(self.could[g] >= lo and self.hosts[g] for g in groups):
            return _reason("no_host")
        return _reason("no_topics") if not m.topics else None

    def _beside(self, m: Member) -> Reason:
        """What keeps them out of the circles there are: a no-go pair, a full circle, no shared topic."""
        best: tuple[int, Reason] | None = None
        for number, circle in enumerate(self.circles, 1):
            if circle.slot not in m.slots or circle.language not in m.languages:
                continue
            if metres(m, self.town.places[self.column[circle.place]]) > m.max_walk_m:
                continue
            finds = sum(m.topics.get(t, 0) for t in circle.topics)
            apart = {i for pair in self.wishes.apart if m.id in pair for i in pair} - {m.id}
            other = no_go_with(m, (self.members[i] for i in circle.members))
            other = other or next((i for i in circle.members if i in apart), None)
            if not finds:
                rank, reason = 0, _reason("no_shared_topic", circle=number)
            elif other is not None:
                rank, reason = finds + 100, _reason("no_go", circle=number, other=other)
            elif number <= len(self.wishes.keep):
                rank, reason = finds + 150, _reason("kept", circle=number)
            elif len(circle.members) < self.town.size[1]:
                paired = any(m.id in pair for pair in self.wishes.together)
                rank, reason = finds + 200, _reason("together" if paired else "room", circle=number)
            else:
                rank, reason = finds + 200, _reason("full", circle=number, size=len(circle.members))
            if best is None or rank > best[0]:
                best = rank, reason
        return best[1] if best else _reason("not_enough_shared")
