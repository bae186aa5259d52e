"""Metres on foot between addresses: along a path network, or straight lines times a factor."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from kogge.engine.walks.model import Address, Floats, Ints, Network

EARTH = 6_371_008.8  # metres, mean radius (IUGG 1980)
# Addresses farther than this from every path are left out: they lie outside the imported map.
REACH = 250.0  # metres
# Scraps of path that join nothing (a footway drawn for itself) would make a shop beside them unreachable.
SCRAP = 1_000.0  # metres of path; the largest part of the network always counts
# Doors this near to each other are next door: one does not walk back to the path between them.
NEXT_DOOR = 25.0  # metres
# Way on foot to straight line between near shops; measured on Neubrandenburg's paths by `python -m bench walks`.
DETOUR = 1.4
CHUNK = 512


def straight(lat: Floats, lon: Floats) -> Floats:
    """Great-circle metres between all pairs, shape (n, n); haversine formula.

    >>> straight(np.array([53.0, 54.0]), np.array([13.0, 13.0])).round().tolist()
    [[0.0, 111195.0], [111195.0, 0.0]]
    """
    up, across = np.radians(lat), np.radians(lon)
    half_up = np.sin((up[:, None] - up[None, :]) / 2) ** 2
    half_across = np.sin((across[:, None] - across[None, :]) / 2) ** 2
    inner = half_up + np.cos(up)[:, None] * np.cos(up)[None, :] * half_across
    found: Floats = 2 * EARTH * np.arcsin(np.sqrt(np.minimum(inner, 1)))
    return found


def matrix(addresses: Sequence[Address], network: Network | None, detour: float = DETOUR) -> tuple[Floats, Ints]:
    """Metres on foot between addresses that all have a place, and the numbers of those that the network reaches.

    Shape (k, k) for the k reached ones, in their order; symmetric, to the centimetre, infinite where no way leads.
    The way from the door to the nearest point of a path counts at both ends, but not between doors that lie within
    `NEXT_DOOR` metres of each other. Without a network: straight lines times `detour`, and every address is reached.
    """
    lat = np.array([address.lat for address in addresses], np.float64)
    lon = np.array([address.lon for address in addresses], np.float64)
    everyone: Ints = np.arange(len(addresses), dtype=np.int64)
    if not len(addresses):
        return np.zeros((0, 0)), everyone
    if network is None:
        return (straight(lat, lon) * detour).round(2), everyone
    snapped = _Snapped(network, lat, lon)
    reached = snapped.reached
    found = snapped.distances() + snapped.offset[:, None] + snapped.offset[None, :]
    air = straight(lat[reached], lon[reached])
    found = np.where(air <= NEXT_DOOR, np.minimum(air, found), found).round(2)
    np.fill_diagonal(found, 0)
    return found, reached


class _Snapped:
    """Addresses on their nearest path: `reached` their numbers, `offset` metres from door to path."""

    def __init__(self, network: Network, lat: Floats, lon: Floats) -> None:
        self.network = network
        kept = np.flatnonzero(_joined(network))
        self.reached: Ints = np.zeros(0, dtype=np.int64)
        self.offset: Floats = np.zeros(0)
        self._on: list[tuple[int, float]] = []  # piece and share of it, for each reached address
        if not len(kept):
            return
        # On a plane: a town is small enough for one scale (under a thousandth of error in 50 km).
        metre = np.radians(1) * EARTH
        shrink = metre * np.cos(np.radians(float(network.lat.mean())))
        nodes = np.stack([network.lon * shrink, network.lat * metre], axis=1)
        places = np.stack([lon * shrink, lat * metre], axis=1)
        first, last = nodes[network.start[kept]], nodes[network.end[kept]]
        tree = shapely.STRtree(shapely.linestrings(np.stack([first, last], axis=1)))
        (who, piece), far = tree.query_nearest(
            shapely.points(places), max_distance=REACH, return_distance=True, all_matches=False
        )
        along = last[piece] - first[piece]
        length = np.maximum((along**2).sum(axis=1), 1e-12)
        share = np.clip(((places[who] - first[piece]) * along).sum(axis=1) / length, 0, 1)
        self.reached = np.asarray(who, dtype=np.int64)
        self.offset = np.asarray(far, dtype=np.float64)
        self._on = list(zip(kept[piece].tolist(), share.tolist(), strict=True))

    def distances(self) -> Floats:
        """Metres along the paths between the snapped points, shape (k, k)."""
        import igraph  # loads a large library: only where a network is walked

        count = len(self._on)
        if not count:
            return np.zeros((0, 0))
        number, ends, metres = self._reduced()
        graph = igraph.Graph(n=number, edges=ends)
        doors = list(range(count))
        rows = [
            graph.distances(source=doors[begin : begin + CHUNK], target=doors, weights=metres)
            for begin in range(0, count, CHUNK)
        ]
        found = np.concatenate([np.asarray(part, dtype=np.float64) for part in rows])
        return np.asarray(np.minimum(found, found.T), dtype=np.float64)  # the same in both directions, to the last bit

    def _reduced(self) -> tuple[int, list[tuple[int, int]], list[float]]:
        """The network with the doors as nodes 0 to k − 1, without dead ends and bends that change no distance."""
        network, doors = self.network, len(self._on)
        ways: list[dict[int, float]] = [{} for _ in range(doors + len(network.lat))]

        def join(one: int, other: int, metres: float) -> None:
            if one != other and metres < ways[one].get(other, np.inf):
                ways[one][other] = ways[other][one] = metres

        on_piece: dict[int, list[tuple[float, int]]] = {}
        for door, (piece, share) in enumerate(self._on):
            on_piece.setdefault(piece, []).append((share, door))
        starts, ends, lengths = (part.tolist() for part in (network.start, network.end, network.metres))
        for piece, (start, end, metres) in enumerate(zip(starts, ends, lengths, strict=True)):
            here, walked = start + doors, 0.0
            for share, door in sorted(on_piece.get(piece, ())):
                join(here, door, (share - walked) * metres)
                here, walked = door, share
            join(here, end + doors, (1 - walked) * metres)
        open_ones = [node for node in range(doors, len(ways)) if len(ways[node]) <= 2]
        while open_ones:
            node = open_ones.pop()
            around = ways[node]
            if not 1 <= len(around) <= 2:
                continue
            ways[node] = {}
            for other in around:
                del ways[other][node]
            if len(around) == 2:
                (one, to_one), (other, to_other) = around.items()
                join(one, other, to_one + to_other)
            open_ones += [other for other in around if other >= doors and len(ways[other]) <= 2]
        kept = [node for node, around in enumerate(ways) if around or node < doors]
        number = {node: index for index, node in enumerate(kept)}
        pairs = [(a, b, metres) for a in kept for b, metres in ways[a].items() if a < b]
        return len(kept), [(number[a], number[b]) for a, b, _ in pairs], [metres for _, _, metres in pairs]


def _joined(network: Network) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which pieces belong to a part of the network that leads somewhere."""
    import igraph

    graph = igraph.Graph(n=len(network.lat), edges=np.stack([network.start, network.end], axis=1))
    part = np.asarray(graph.connected_components(mode="weak").membership, dtype=np.int64)
    if not len(network.start):
        return np.zeros(0, dtype=np.bool_)
    of_piece = part[network.start]
    length = np.bincount(of_piece, weights=network.metres)
    return (length >= min(SCRAP, float(length.max())))[of_piece]
