"""Two waves of the same network: what came, what broke, what held; and how it went over several waves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kogge.engine.ties.departure import day_after
from kogge.engine.ties.figures import degree_centralisation
from kogge.engine.ties.graphs import simple
from kogge.engine.ties.model import Network

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Ids and pairs of ids, in the order of the wave that has them.

    came, broke, kept: ties. `left_with`: of those broken, the ties of a node that is gone. `joined_with`: of those
    that came, the ties of a new node. new, gone, stayed: nodes. `stability`: Jaccard index of the ties,
    kept / (kept + came + broke); None without ties. `retention`: nodes that stayed / nodes of the first wave.
    """

    new: tuple[str, ...]
    gone: tuple[str, ...]
    stayed: tuple[str, ...]
    came: tuple[Pair, ...]
    broke: tuple[Pair, ...]
    kept: tuple[Pair, ...]
    joined_with: tuple[Pair, ...]
    left_with: tuple[Pair, ...]
    stability: float | None
    retention: float | None


def compare(first: Network, second: Network) -> Comparison:
    """Compare two waves. Ties are compared by their ends, whatever their kind or weight.

    In a directed network a → b and b → a are two ties; both waves must be of one sort, else `ValueError`.
    Source of the Jaccard index: Jaccard 1901, for ties of waves: Snijders, van de Bunt, Steglich 2010.

    >>> found = compare(Network.of(("a", "b"), ("b", "c")), Network.of(("b", "a"), ("b", "d")))
    >>> found.came, found.broke, found.kept, found.new, found.gone
    ((('b', 'd'),), (('b', 'c'),), (('b', 'a'),), ('d',), ('c',))
    """
    if first.directed != second.directed:
        raise ValueError("one wave is directed and the other is not; they cannot be compared")
    before, after = _ties(first), _ties(second)
    came = tuple(pair for key, pair in after.items() if key not in before)
    broke = tuple(pair for key, pair in before.items() if key not in after)
    kept = tuple(pair for key, pair in after.items() if key in before)
    old, new = first.index, second.index
    stayed = tuple(node for node in new if node in old)
    every = len(came) + len(broke) + len(kept)
    return Comparison(
        new=tuple(node for node in new if node not in old),
        gone=tuple(node for node in old if node not in new),
        stayed=stayed,
        came=came,
        broke=broke,
        kept=kept,
        joined_with=tuple(pair for pair in came if not old.keys() >= set(pair)),
        left_with=tuple(pair for pair in broke if not new.keys() >= set(pair)),
        stability=len(kept) / every if every else None,
        retention=len(stayed) / len(old) if old else None,
    )


def _ties(network: Network) -> Mapping[object, Pair]:
    """Each tie once: what it is recognised by → its ends as first written."""
    found: dict[object, Pair] = {}
    for edge in network.edges:
        if edge.source == edge.target:
            continue
        pair = (edge.source, edge.target)
        if not network.directed:
            found.setdefault(frozenset(pair), pair)
            continue
        found.setdefault(pair, pair)
        if not edge.directed:
            found.setdefault(pair[::-1], pair[::-1])
    return found


@dataclass(frozen=True, slots=True)
class Moment:
    """A network on a day. Shares are None where there is not enough data.

    `centralisation`: Freeman's, of degrees. `staff_only_ties`: ties that exist only through project staff, as a
    share of all. `fragmentation`, `without_staff`: Borgatti's F as it is, and if all project staff left.
    `dependence`: the second minus the first.
    """

    day: date
    nodes: int
    ties: int
    staff: int
    centralisation: float | None
    staff_only_ties: float | None
    fragmentation: float | None
    without_staff: float | None
    dependence: float | None


def over_time(waves: Iterable[tuple[date, Network]]) -> tuple[Moment, ...]:
    """Centralisation and dependence on project staff, wave by wave, earliest first. Staff: `Node.staff`.

    Direction is ignored. Sources: Freeman 1979 (centralisation), Borgatti 2006 (fragmentation); the share of
    staff-only ties is defined at `DayAfter`.

    >>> from kogge.engine.ties import Edge, Node
    >>> star = Network((Node("mia", staff=True), Node("a"), Node("b")), (Edge("mia", "a"), Edge("mia", "b")))
    >>> moment, = over_time([(date(2026, 1, 1), star)])
    >>> moment.centralisation, moment.staff_only_ties, moment.without_staff, moment.dependence
    (1.0, 1.0, 1.0, 1.0)
    """
    found = []
    for day, network in sorted(waves, key=lambda wave: wave[0]):
        graph = simple(network)
        degree = [0] * graph.nodes
        pairs = graph.pairs()
        for i, j in pairs:
            degree[i] += 1
            degree[j] += 1
        staff = [node.id for node in network.nodes if node.staff]
        after = day_after(network, staff, introductions=0)
        found.append(
            Moment(
                day=day,
                nodes=graph.nodes,
                ties=len(pairs),
                staff=len(staff),
                centralisation=degree_centralisation(degree),
                staff_only_ties=after.staff_only_ties,
                fragmentation=after.fragmentation_today,
                without_staff=after.fragmentation_after,
                dependence=after.fragmentation_change,
            )
        )
    return tuple(found)
