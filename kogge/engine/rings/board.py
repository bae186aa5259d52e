"""Kogge's own JSON for a board of offers and needs; the format is described in docs/reference/rings.md."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from kogge.engine.rings.model import BadProblem, Problem, is_finite
from kogge.engine.rings.offers import Board, Match, Need, Offer, Party, Rejection, Topic
from kogge.engine.said import Said

Entry = Mapping[str, Any]
_REQUIRED = object()


def is_board(data: object) -> bool:
    """Whether this looks like a board."""
    return isinstance(data, Mapping) and {"parties", "offers", "needs"} <= set(data)


def board_problem(data: object, *, scores: bool = True, success: float = 1.0) -> Problem:
    """The ring problem of a board document: its own `matches` where it lists them, else those found by
    matching.

    Raises BadProblem naming the entry.
    """
    # Matching loads the stemmer (0.2 s), which a kidney-exchange file has no use for.
    from kogge.engine.rings.matching import match, problem_of

    board = read_board(data)
    assert isinstance(data, Mapping)
    found = _given(data, board) if "matches" in data else match(board)
    return problem_of(board, found, scores=scores, success=success)


def read_board(data: object) -> Board:
    """A board from its JSON document. Raises BadProblem naming the entry, what is wrong, what would be right.

    >>> board = read_board({"parties": [{"id": "a"}], "needs": [],
    ...                     "offers": [{"id": "o1", "party": "a", "topic": "van-loan", "quantity": 2}]})
    >>> board.offers[0].quantity
    2
    """
    if not isinstance(data, Mapping):
        raise BadProblem("the document is not a JSON object; it must have `parties`, `offers` and `needs`")
    parties = tuple(_party(e, w) for e, w in _entries(data, "parties"))
    known = {p.id for p in parties}
    offers = tuple(
        Offer(
            _id(e, "id", w),
            _one_of(_id(e, "party", w), known, w),
            _id(e, "topic", w),
            _text(e, "text", w),
            _count(e, "quantity", w, 1),
            _flag(e, "starts_chain", w),
            _number(e, "hours", w, 0.0) or 0.0,
            _number(e, "fee", w, 0.0) or 0.0,
        )
        for e, w in _entries(data, "offers")
    )
    needs = tuple(
        Need(
            _id(e, "id", w),
            _one_of(_id(e, "party", w), known, w),
            _id(e, "topic", w),
            _text(e, "text", w),
            _count(e, "urgency", w, 2, least=1, most=3),
            _count(e, "quantity", w, 1),
        )
        for e, w in _entries(data, "needs")
    )
    topics = tuple(
        Topic(_id(e, "code", w), _text(e, "group", w), tuple(sorted(_names(e, "related", w))))
        for e, w in _entries(data, "topics", required=False)
    )
    rejections = tuple(_rejection(e, w) for e, w in _entries(data, "rejections", required=False))
    for kind, entries in (("party", parties), ("offer", offers), ("need", needs)):
        seen: set[str] = set()
        for entry in entries:
            if entry.id in seen:
                raise BadProblem("%(kind)s %(id)s is there twice; ids must differ", kind=kind, id=entry.id)
            seen.add(entry.id)
    return Board(parties, offers, needs, topics, rejections)


def _given(data: Entry, board: Board) -> list[Match]:
    offers, needs = {o.id: o for o in board.offers}, {n.id: n for n in board.needs}
    people = {p.id: p for p in board.parties}
    found: list[Match] = []
    for entry, where in _entries(data, "matches"):
        offer = offers.get(_id(entry, "offer", where))
        need = needs.get(_id(entry, "need", where))
        if offer is None or need is None:
            raise BadProblem("%(where)s: offer and need must be ids of `offers` and `needs`", where=where)
        score = _number(entry, "score", where, 1.0)
        if score is None or not 0 <= score <= 1:
            raise BadProblem("%(where)s: score must be between 0 and 1, found %(score)s", where=where, score=score)
        a, b = people[offer.party], people[need.party]
        if a.id != b.id and b.id not in a.no_go and a.id not in b.no_go:
            found.append(Match(offer.id, need.id, a.id, b.id, score, (), ()))
    return found


def _party(e: Entry, w: Said) -> Party:
    lat, lon = _number(e, "lat", w, None, -90, 90), _number(e, "lon", w, None, -180, 180)
    if (lat is None) != (lon is None):
        raise BadProblem("%(where)s: has only one of lat and lon; give both or neither", where=w)
    return Party(
        _id(e, "id", w),
        lat,
        lon,
        _names(e, "languages", w),
        _names(e, "slots", w),
        _names(e, "formats", w),
        _number(e, "hours_per_month", w, None),
        _number(e, "max_fee", w, None),
        _number(e, "max_walk_m", w, None),
        _names(e, "no_go", w),
        _text(e, "kind", w),
        _count(e, "times", w, 1),
        None if e.get("days_since_verified") is None else _count(e, "days_since_verified", w, 0),
        _count(e, "broken", w, 0),
    )


def _rejection(e: Entry, w: Said) -> Rejection:
    reason = _text(e, "reason", w)
    if "parties" in e:
        pair = sorted(_names(e, "parties", w))
        if len(pair) != 2:
            raise BadProblem("%(where)s: parties must name two different parties", where=w)
        return Rejection(parties=(pair[0], pair[1]), reason=reason)
    return Rejection(_id(e, "offer", w), _id(e, "need", w), None, reason)


def _entries(data: Entry, key: str, required: bool = True) -> list[tuple[Entry, Said]]:
    value = data.get(key, _REQUIRED if required else [])
    if not isinstance(value, list):
        if value is _REQUIRED:
            raise BadProblem("`%(key)s` must be a list of objects, it is missing", key=key)
        raise BadProblem("`%(key)s` must be a list of objects", key=key)
    for number, entry in enumerate(value, 1):
        if not isinstance(entry, Mapping):
            raise BadProblem(
                "%(key)s, entry %(number)s: must be an object, found %(found)s",
                key=key,
                number=number,
                found=_short(entry),
            )
    return [(e, _place(key, n, e)) for n, e in enumerate(value, 1)]


def _place(key: str, number: int, entry: Entry) -> Said:
    id_ = entry.get("id")
    if isinstance(id_, str | int):
        return Said("%(key)s, entry %(number)s (%(id)s)", key=key, number=number, id=id_)
    return Said("%(key)s, entry %(number)s", key=key, number=number)


def _id(e: Entry, key: str, where: Said) -> str:
    value = e.get(key)
    if isinstance(value, bool) or not isinstance(value, str | int) or str(value).strip() == "":
        raise BadProblem(
            "%(where)s: %(key)s must be a text or whole number, found %(found)s",
            where=where,
            key=key,
            found=_short(value),
        )
    return str(value)


def _text(e: Entry, key: str, where: Said) -> str:
    value = e.get(key, "")
    if not isinstance(value, str):
        raise BadProblem(
            "%(where)s: %(key)s must be a text, found %(found)s", where=where, key=key, found=_short(value)
        )
    return value


def _flag(e: Entry, key: str, where: Said) -> bool:
    value = e.get(key, False)
    if not isinstance(value, bool):
        raise BadProblem(
            "%(where)s: %(key)s must be true or false, found %(found)s", where=where, key=key, found=_short(value)
        )
    return value


def _count(e: Entry, key: str, where: Said, default: int, least: int = 0, most: int = 1_000_000) -> int:
    value = e.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise BadProblem(
            "%(where)s: %(key)s must be a whole number from %(least)s to %(most)s, found %(found)s",
            where=where,
            key=key,
            least=least,
            most=most,
            found=_short(value),
        )
    return value


def _number(
    e: Entry, key: str, where: Said, default: float | None, least: float = 0.0, most: float = math.inf
) -> float | None:
    value = e.get(key)
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, int | float) or not is_finite(value):
        raise BadProblem(
            "%(where)s: %(key)s must be a number, found %(found)s", where=where, key=key, found=_short(value)
        )
    if not least <= value <= most:
        least_, most_ = f"{least:g}", f"{most:g}"
        if most == math.inf:
            wanted = Said("%(least)s or more", least=least_)
        else:
            wanted = Said("between %(least)s and %(most)s", least=least_, most=most_)
        raise BadProblem(
            "%(where)s: %(key)s must be %(wanted)s, found %(value)s", where=where, key=key, wanted=wanted, value=value
        )
    return float(value)


def _names(e: Entry, key: str, where: Said) -> frozenset[str]:
    value = e.get(key, [])
    if not isinstance(value, list) or not all(isinstance(v, str | int) for v in value):
        raise BadProblem(
            "%(where)s: %(key)s must be a list of texts, found %(found)s", where=where, key=key, found=_short(value)
        )
    return frozenset(str(v) for v in value)


def _one_of(id_: str, known: set[str], where: Said) -> str:
    if id_ not in known:
        raise BadProblem("%(where)s: there is no party %(id)s; add it to `parties`", where=where, id=id_)
    return id_


def _short(value: object) -> Said | str:
    if value is None:
        return Said("nothing")
    text = repr(value)
    return text if len(text) <= 40 else text[:37] + "…"
