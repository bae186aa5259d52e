"""An independent checker of circles: works on the JSON alone and shares no code with the solver."""

from __future__ import annotations

from itertools import combinations
from math import acos, cos, radians, sin
from typing import Any


def walk(a: dict[str, Any], b: dict[str, Any]) -> float:
    """Metres on the great circle by the chord of the two unit vectors."""
    vectors = []
    for point in (a, b):
        la, lo = radians(point["lat"]), radians(point["lon"])
        vectors.append((cos(la) * cos(lo), cos(la) * sin(lo), sin(la)))
    chord = sum((x - y) ** 2 for x, y in zip(*vectors, strict=True)) ** 0.5
    return 6371008.8 * acos(max(-1.0, 1 - chord * chord / 2)) if chord > 1e-4 else 6371008.8 * chord


def problems(town: dict[str, Any], circles: list[dict[str, Any]]) -> list[str]:
    """Every rule that the circles break."""
    found: list[str] = []
    members = {m["id"]: m for m in town["members"]}
    places = {p["id"]: p for p in town["places"]}
    lo, hi = town["size"]
    used: set[str] = set()
    for circle in circles:
        place, inside = places[circle["place"]], [members[i] for i in circle["members"]]
        if circle["slot"] not in place["slots"]:
            found.append("the place is closed")
        if not lo <= len(inside) <= hi:
            found.append(f"{len(inside)} members")
        if len(set(circle["topics"])) != len(circle["topics"]) or len(circle["topics"]) > town["max_topics"]:
            found.append("topics")
        if not set(circle["topics"]) <= set(town["topics"]):
            found.append("unknown topic")
        if circle["host"] not in circle["members"] or not members[circle["host"]]["host"]:
            found.append("host")
        for m in inside:
            if m["id"] in used:
                found.append(f"{m['id']} twice")
            used.add(m["id"])
            if circle["slot"] not in m["slots"] or circle["language"] not in m["languages"]:
                found.append(f"{m['id']}: slot or language")
            if walk(m, place) > m["max_walk_m"] + 1e-3:
                found.append(f"{m['id']}: too far")
            meeting = town["meeting"]
            if m["hours_per_month"] < meeting["hours_per_month"] or m["max_fee"] < meeting["fee"]:
                found.append(f"{m['id']}: hours or fee")
        for a, b in combinations(inside, 2):
            if b["id"] in a["no_go"] or a["id"] in b["no_go"]:
                found.append(f"{a['id']} and {b['id']} together")
    return found


def worth(town: dict[str, Any], circles: list[dict[str, Any]]) -> int:
    """The objective, counted anew."""
    members = {m["id"]: m for m in town["members"]}
    return sum(members[i]["topics"].get(t, 0) for c in circles for i in c["members"] for t in c["topics"])


def optimum(town: dict[str, Any]) -> int:
    """The best value by trying every packing of every feasible set of members: for tiny towns."""
    members = town["members"]
    lo, hi = town["size"]
    worth_of: dict[int, int] = {}
    for size in range(lo, min(hi, len(members)) + 1):
        for chosen in combinations(range(len(members)), size):
            inside = [members[i] for i in chosen]
            best = _best(town, inside)
            if best is not None:
                worth_of[sum(1 << i for i in chosen)] = best
    best_until: dict[int, int] = {0: 0}

    def solve(left: int) -> int:
        if left not in best_until:
            first = left & -left
            value = solve(left ^ first)
            for mask, gain in worth_of.items():
                if mask & first and mask & left == mask:
                    value = max(value, gain + solve(left ^ mask))
            best_until[left] = value
        return best_until[left]

    return solve((1 << len(members)) - 1)


def _best(town: dict[str, Any], inside: list[dict[str, Any]]) -> int | None:
    """The best value of these members as one circle, None when they can be none."""
    for place in town["places"]:
        for slot in place["slots"]:
            for language in {language for m in inside for language in m["languages"]}:
                host = next((m["id"] for m in inside if m["host"]), None)
                circle = {"slot": slot, "place": place["id"], "language": language, "topics": [],
                          "members": [m["id"] for m in inside], "host": host}  # fmt: skip
                if host is not None and not problems(town, [circle]):
                    sets = combinations(town["topics"], min(town["max_topics"], len(town["topics"])))
                    return max(worth(town, [{**circle, "topics": list(topics)}]) for topics in sets)
    return None
