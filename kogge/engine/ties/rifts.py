"""Where relations broke, and which bridges around the rift exist."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kogge.engine.ties.model import Network


@dataclass(frozen=True, slots=True)
class Rift:
    """Two who fell out. `between`: who has a trusted tie to both, the strongest first (by the weaker of the two ties).

    `path`: the shortest way from a to b along trusted ties, ends included; None where there is none. `weakest`: the
    lowest weight on it. `joined`: whether any ties, trusted or not, lead around the rift.
    """

    a: str
    b: str
    between: tuple[str, ...]
    path: tuple[str, ...] | None
    weakest: float | None
    joined: bool


def bridges(network: Network, broken: Iterable[tuple[str, str]], trusted: float = 0.0) -> tuple[Rift, ...]:
    """For each pair that fell out, those who could bridge it.

    broken: pairs of ids, whichever way round; each once. No way leads over a rift, this one or another: a tie
    between two who fell out is passed over. trusted: a tie bears trust from this weight on. Where a pair has
    several edges the lowest weight counts: trust is worth what the more doubtful of two says. Direction is ignored.

    Of equally short paths the one whose weakest tie is strongest, of those the first in the order of the nodes.
    Raises `ValueError` for an id that is not in the network or a rift of somebody with themselves.

    >>> found, = bridges(Network.of(("a", "x"), ("x", "b"), ("a", "y"), ("y", "z")), [("a", "b")])
    >>> found.between, found.path, found.joined
    (('x',), ('a', 'x', 'b'), True)
    """
    index = network.index
    pairs: dict[frozenset[str], tuple[str, str]] = {}
    for a, b in broken:
        for name in (a, b):
            if name not in index:
                raise ValueError(f"{name!r} has a rift, but is not in the network")
        if a == b:
            raise ValueError(f"{a!r} cannot have a rift with itself")
        pairs.setdefault(frozenset((a, b)), (a, b))
    every: dict[str, dict[str, float]] = {name: {} for name in index}
    for edge in network.edges:
        a, b = edge.source, edge.target
        if a == b or frozenset((a, b)) in pairs:
            continue
        every[a][b] = every[b][a] = min(edge.weight, every[a].get(b, edge.weight))
    for name, those in every.items():
        every[name] = dict(sorted(those.items(), key=lambda item: index[item[0]]))
    borne = {
        name: {other: weight for other, weight in those.items() if weight >= trusted} for name, those in every.items()
    }
    found = []
    for a, b in pairs.values():
        shared = [name for name in borne[a] if name in borne[b]]
        shared.sort(key=lambda name: -min(borne[a][name], borne[b][name]))
        path, weakest = _path(borne, a, b)
        found.append(Rift(a, b, tuple(shared), path, weakest, path is not None or _path(every, a, b)[0] is not None))
    return tuple(found)


def _path(ties: Mapping[str, Mapping[str, float]], a: str, b: str) -> tuple[tuple[str, ...] | None, float | None]:
    """The shortest path with the strongest weakest tie, level by level; and the weight of that tie."""
    came: dict[str, str] = {}
    strength = {a: float("inf")}
    level = [a]
    while level and b not in strength:
        reached: dict[str, float] = {}
        for name in level:
            for other, weight in ties[name].items():
                bottleneck = min(strength[name], weight)
                if other not in strength and bottleneck > reached.get(other, float("-inf")):
                    reached[other] = bottleneck
                    came[other] = name
        strength |= reached
        level = list(reached)
    if b not in strength:
        return None, None
    path = [b]
    while path[-1] != a:
        path.append(came[path[-1]])
    return tuple(reversed(path)), strength[b]
