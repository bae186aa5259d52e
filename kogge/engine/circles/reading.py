"""Circles JSON, read as a `Town`; the format is described in docs/reference/circles.md."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from kogge.engine.circles.model import BadTown, Meeting, Member, Place, Town
from kogge.engine.said import Said

Entry = Mapping[str, Any]
MOST_TOPICS_OF_A_CIRCLE = 10
MOST_DIGITS = 1e12  # numbers beyond this are slips of the pen


def is_town(data: object) -> bool:
    """Whether this looks like a town of circles JSON."""
    return isinstance(data, Mapping) and {"members", "places"} <= set(data)


def read_town(data: object, size: tuple[int, int] | None = None) -> Town:
    """A town from its JSON document; `size` takes the place of the document's.

    Raises BadTown naming the entry, what is wrong and what would be right.

    >>> town = read_town({"slots": ["mon"], "topics": ["van"], "places": [], "members": [], "size": [2, 3]})
    >>> town.size, town.max_topics
    ((2, 3), 3)
    """
    if not isinstance(data, Mapping):
        raise BadTown("the document is not a JSON object; it must have `members`, `places`, `slots` and `topics`")
    slots, topics = _ids(data, "slots"), _ids(data, "topics")
    top = Said("the document")
    meeting = data.get("meeting", {})
    if not isinstance(meeting, Mapping):
        raise BadTown(
            "`meeting` must be an object with hours_per_month and fee, found %(found)s", found=_short(meeting)
        )
    about = Said("meeting")
    places = tuple(Place(_id(e, w), *_point(e, w), _known(e, "slots", slots, w)) for e, w in _entries(data, "places"))
    members = tuple(_member(e, w, slots, topics) for e, w in _entries(data, "members"))
    for kind, ids in (("places", [p.id for p in places]), ("members", [m.id for m in members])):
        double = next((i for i in ids if ids.count(i) > 1), None) if len(set(ids)) < len(ids) else None
        if double is not None:
            raise BadTown("%(kind)s: %(id)s is there twice; ids must differ", kind=kind, id=double)
    everybody = {m.id for m in members}
    for m in members:
        stranger = next(iter(sorted(m.no_go - everybody)), None)
        if stranger is not None:
            raise BadTown(
                "members (%(id)s): no_go names %(other)s, who is no member; take it out", id=m.id, other=stranger
            )
    return Town(
        members=members,
        places=places,
        slots=slots,
        topics=topics,
        size=size or _size(data.get("size", [5, 12])),
        max_topics=_whole(data, "max_topics", top, 3, 1, MOST_TOPICS_OF_A_CIRCLE),
        meeting=Meeting(_number(meeting, "hours_per_month", about, 0.0), _number(meeting, "fee", about, 0.0)),
    )


def _size(value: object) -> tuple[int, int]:
    if (
        not isinstance(value, list)
        or len(value) != 2
        or not all(isinstance(v, int) and not isinstance(v, bool) and 1 <= v <= 1000 for v in value)
        or value[0] > value[1]
    ):
        raise BadTown("`size` must be two whole numbers like [5, 12], the smaller first, found %(found)s",
                      found=_short(value))  # fmt: skip
    return value[0], value[1]


def _member(e: Entry, w: Said, slots: tuple[str, ...], topics: tuple[str, ...]) -> Member:
    wanted = e.get("topics", {})
    if not isinstance(wanted, Mapping):
        raise BadTown("%(where)s: topics must be an object of topic and weight, found %(found)s",
                      where=w, found=_short(wanted))  # fmt: skip
    for topic, weight in wanted.items():
        if topic not in topics:
            raise BadTown("%(where)s: topic %(topic)s is not in `topics`; add it there", where=w, topic=topic)
        if isinstance(weight, bool) or not isinstance(weight, int) or not 1 <= weight <= 3:
            raise BadTown("%(where)s: the weight of topic %(topic)s must be 1, 2 or 3, found %(found)s",
                          where=w, topic=topic, found=_short(weight))  # fmt: skip
    lat, lon = _point(e, w)
    host = e.get("host", False)
    if not isinstance(host, bool):
        raise BadTown("%(where)s: host must be true or false, found %(found)s", where=w, found=_short(host))
    return Member(
        id=_id(e, w),
        topics=dict(wanted),
        slots=_known(e, "slots", slots, w),
        languages=frozenset(_texts(e, "languages", w)),
        lat=lat,
        lon=lon,
        max_walk_m=_number(e, "max_walk_m", w),
        host=host,
        hours_per_month=_number(e, "hours_per_month", w, math.inf),
        max_fee=_number(e, "max_fee", w, math.inf),
        no_go=frozenset(_texts(e, "no_go", w)) - {_id(e, w)},
    )


def _ids(data: Entry, key: str) -> tuple[str, ...]:
    value = data.get(key)
    if not isinstance(value, list) or not all(_is_id(v) for v in value):
        raise BadTown("`%(key)s` must be a list of names, found %(found)s", key=key, found=_short(value))
    names = tuple(str(v) for v in value)
    double = next((n for n in names if names.count(n) > 1), None)
    if double is not None:
        raise BadTown("%(kind)s: %(id)s is there twice; ids must differ", kind=key, id=double)
    return names


def _entries(data: Entry, key: str) -> list[tuple[Entry, Said]]:
    value = data.get(key)
    if not isinstance(value, list):
        raise BadTown("`%(key)s` must be a list of objects, found %(found)s", key=key, found=_short(value))
    for number, entry in enumerate(value, 1):
        if not isinstance(entry, Mapping):
            raise BadTown("%(key)s, entry %(number)s: must be an object, found %(found)s",
                          key=key, number=number, found=_short(entry))  # fmt: skip
    return [(e, _place(key, n, e)) for n, e in enumerate(value, 1)]


def _place(key: str, number: int, entry: Entry) -> Said:
    if _is_id(entry.get("id")):
        return Said("%(key)s, entry %(number)s (%(id)s)", key=key, number=number, id=entry["id"])
    return Said("%(key)s, entry %(number)s", key=key, number=number)


def _is_id(value: object) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip() != ""


def _id(e: Entry, where: Said) -> str:
    if not _is_id(e.get("id")):
        raise BadTown("%(where)s: %(key)s must be a text or whole number, found %(found)s",
                      where=where, key="id", found=_short(e.get("id")))  # fmt: skip
    return str(e["id"])


def _texts(e: Entry, key: str, where: Said) -> list[str]:
    value = e.get(key, [])
    if not isinstance(value, list) or not all(_is_id(v) for v in value):
        raise BadTown("%(where)s: %(key)s must be a list of texts, found %(found)s",
                      where=where, key=key, found=_short(value))  # fmt: skip
    return [str(v) for v in value]


def _known(e: Entry, key: str, known: tuple[str, ...], where: Said) -> frozenset[str]:
    names = _texts(e, key, where)
    stranger = next((n for n in names if n not in known), None)
    if stranger is not None:
        raise BadTown("%(where)s: slot %(slot)s is not in `slots`; add it there", where=where, slot=stranger)
    return frozenset(names)


def _point(e: Entry, where: Said) -> tuple[float, float]:
    return _number(e, "lat", where, None, -90, 90), _number(e, "lon", where, None, -180, 180)


def _whole(e: Entry, key: str, where: Said, default: int, least: int, most: int) -> int:
    value = e.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise BadTown("%(where)s: %(key)s must be a whole number from %(least)s to %(most)s, found %(found)s",
                      where=where, key=key, least=least, most=most, found=_short(value))  # fmt: skip
    return value


def _number(
    e: Entry, key: str, where: Said, default: float | None = None, least: float = 0.0, most: float = MOST_DIGITS
) -> float:
    value = e.get(key, default)
    if key not in e and default is not None:
        return default
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise BadTown("%(where)s: %(key)s must be a number from %(least)s to %(most)s, found %(found)s",
                      where=where, key=key, least=f"{least:g}", most=f"{most:g}", found=_short(value))  # fmt: skip
    number: int | float = value
    return float(number)


def _short(value: object) -> Said | str:
    if value is None:
        return Said("nothing")
    text = repr(value)
    return text if len(text) <= 40 else text[:37] + "…"
