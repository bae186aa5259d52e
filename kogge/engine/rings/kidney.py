"""Kidney-exchange JSON, the published form of the ring problem, read as a `Problem`.

Two schemas are in use: `data` → donor → (`sources`, `matches`, `altruistic`) and, with `"schema": 2` or
above, `donors` → donor → (`paired_recipients`, `outgoing_transplants`). A party is a recipient with all
their donors; a donor without recipient is an altruist and named `a<id>`. Arrival dates and failed tests of
the dynamic variant are not part of the static problem and are left aside.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kogge.engine.rings.model import Arc, BadProblem, Node, Problem, is_finite


def is_kidney(data: object) -> bool:
    """Whether this looks like kidney-exchange JSON (and not like an offers/needs board)."""
    return isinstance(data, Mapping) and ("data" in data or "donors" in data)


def kidney_problem(data: object, *, scores: bool = False, success: float = 1.0) -> Problem:
    """The problem of one kidney-exchange document.

    Without `scores` every recipient served counts 1 and so does every altruist, chosen or not (the published
    convention); with `scores` an arc counts its score. `success`: the chance of every arc, 0 < p ≤ 1.
    Raises BadProblem naming the entry.

    >>> problem = kidney_problem({"data": {"7": {"matches": [{"recipient": 1, "score": 5}]},
    ...                                    "8": {"sources": [1], "matches": []}}})
    >>> [node.id for node in problem.nodes], problem.offset
    (['1', 'a7'], 1.0)
    """
    if not isinstance(data, Mapping):
        raise BadProblem("the document is not a JSON object; it must have `data` or `donors`")
    key = "donors" if "donors" in data else "data"
    donors = _mapping(data.get(key), key)
    paired_key, match_key = ("paired_recipients", "outgoing_transplants") if key == "donors" else ("sources", "matches")
    entries = {id_: _mapping(d, f"{key} {id_}") for id_, d in donors.items()}
    paired = {id_: _paired(d, id_, paired_key) for id_, d in entries.items()}
    known: dict[str, None] = dict.fromkeys(r for all_ in paired.values() for r in all_)
    listed = _mapping(data["recipients"], "recipients") if "recipients" in data else None
    if listed is not None:
        known.update(dict.fromkeys(listed))
    limits: dict[str, int] = {}
    arcs: list[Arc] = []
    ends: dict[str, None] = {}
    altruists: list[str] = []
    for id_, entry in entries.items():
        givers = paired[id_]
        starts = not givers
        if starts:
            givers = [f"a{id_}"]
            altruists.append(givers[0])
        draws = (f"donor {id_}",) if len(givers) > 1 else ()
        limits.update(dict.fromkeys(draws, 1))
        for receiver, score in _matches(entry, id_, match_key):
            if listed is not None and receiver not in known:
                raise BadProblem(
                    "donor %(id)s: recipient %(receiver)s of a match is not listed; "
                    "add it to `recipients` or take the match out",
                    id=id_,
                    receiver=receiver,
                )
            ends[receiver] = None
            weight = score if scores else 1.0
            arcs.extend(
                Arc(giver, receiver, weight, success, starts, draws, id_)
                for giver in givers
                if giver != receiver  # a donor for their own recipient needs no exchange
            )
    known.update(ends)
    clash = next((a for a in altruists if a in known), None)
    if clash:
        raise BadProblem(
            "altruist %(id)s would be written %(clash)s, which is a recipient's id; rename one",
            id=clash[1:],
            clash=clash,
        )
    return Problem(
        nodes=(*map(Node, known), *(Node(id_, counts_idle=True) for id_ in altruists)),
        arcs=tuple(arcs),
        limits=limits,
        offset=0.0 if scores else float(len(altruists)),
    )


def _mapping(value: object, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise BadProblem(
            "%(where)s: must be an object with an entry per id, found %(found)s", where=where, found=_short(value)
        )
    return value


def _paired(entry: Mapping[str, Any], id_: str, key: str) -> list[str]:
    value = entry.get(key)
    if value is None:
        value = []
    if not isinstance(value, list) or not all(_is_id(v) for v in value):
        raise BadProblem(
            "donor %(id)s: %(key)s must be a list of recipients' ids, found %(found)s",
            id=id_,
            key=key,
            found=_short(value),
        )
    altruistic = entry.get("altruistic", False)
    if not isinstance(altruistic, bool):
        raise BadProblem(
            "donor %(id)s: altruistic must be true or false, found %(found)s", id=id_, found=_short(altruistic)
        )
    if altruistic and value:
        raise BadProblem(
            "donor %(id)s: is altruistic and has %(key)s; an altruist belongs to no recipient", id=id_, key=key
        )
    return list(dict.fromkeys(str(v) for v in value))


def _matches(entry: Mapping[str, Any], id_: str, key: str) -> list[tuple[str, float]]:
    found = entry.get(key)
    if found is None:
        return []
    if not isinstance(found, list):
        raise BadProblem("donor %(id)s: %(key)s must be a list, found %(found)s", id=id_, key=key, found=_short(found))
    matches: list[tuple[str, float]] = []
    for match in found:
        if not isinstance(match, Mapping) or not _is_id(match.get("recipient")):
            raise BadProblem(
                'donor %(id)s: an entry of %(key)s must look like {"recipient": id, "score": number}, found %(found)s',
                id=id_,
                key=key,
                found=_short(match),
            )
        score = match.get("score", 1)
        if isinstance(score, bool) or not isinstance(score, int | float) or not is_finite(score):
            raise BadProblem(
                "donor %(id)s: score for recipient %(recipient)s must be a number, found %(found)s",
                id=id_,
                recipient=match["recipient"],
                found=_short(score),
            )
        matches.append((str(match["recipient"]), float(score)))
    return matches


def _is_id(value: object) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool) and str(value) != ""


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:37] + "…"
