"""Speed and quality of walks on Neubrandenburg's paths, beside a plain peer in the same run.

Run: `python -m bench walks`. Target: 1,000 doors in under 3 s once the network is loaded. The peer: shortest paths by
networkx from every door (nodes nearest to doors, its own advantage) and the nearest door next until the minutes are
full. `--quick` takes 200 doors.
"""

from __future__ import annotations

import random
import sys
import time

import networkx
import numpy as np

from bench.report import DATA, Clock, line, result
from kogge.actors.importing.readers import Options, read
from kogge.actors.importing.readers.paths import paths
from kogge.engine.walks import Address, Network, matrix, plan
from kogge.engine.walks.distances import straight

OSM = DATA / "osm" / "neubrandenburg_stripped.osm.gz"
MINUTES, VISIT, SPEED = 90.0, 8.0, 70.0


def doors(count: int) -> list[Address]:
    """Shops of the town, filled up with house numbers."""
    reading = read(OSM, "osm", Options())
    places = [(row.lat, row.lon) for row in reading.records if row.lat is not None]
    others = [(row.lat, row.lon) for row in reading.addresses]
    places += random.Random(1).sample(others, max(0, count - len(places)))
    return [Address(str(index), lat, lon) for index, (lat, lon) in enumerate(places[:count])]


def peer(addresses: list[Address], network: Network) -> tuple[int, float, float]:
    """Walks, metres and seconds of networkx with the nearest door next."""
    began = time.perf_counter()
    graph: networkx.Graph = networkx.Graph()
    pieces = zip(network.start.tolist(), network.end.tolist(), network.metres.tolist(), strict=True)
    graph.add_weighted_edges_from(pieces)
    town = np.array(sorted(max(networkx.connected_components(graph), key=len)))
    at = []
    for address in addresses:
        far = (network.lat[town] - address.lat) ** 2 + ((network.lon[town] - address.lon) * 0.594) ** 2
        at.append(int(town[int(far.argmin())]))
    ways = {node: networkx.single_source_dijkstra_path_length(graph, node) for node in set(at)}
    left, walks, metres = set(range(len(at))), 0, 0.0
    while left:
        here = min(left)
        left.discard(here)
        walks, minutes = walks + 1, VISIT
        while left:
            nearest = min(left, key=lambda door, here=here: (ways[at[here]][at[door]], door))  # type: ignore[misc]
            step = ways[at[here]][at[nearest]]
            if minutes + step / SPEED + VISIT > MINUTES:
                break
            minutes, metres, here = minutes + step / SPEED + VISIT, metres + step, nearest
            left.discard(nearest)
    return walks, metres, time.perf_counter() - began


def main() -> int:
    quick = "--quick" in sys.argv
    count = 200 if quick else 1_000
    with Clock() as loading:
        found = paths(OSM)
    assert found is not None
    network, addresses = Network.of(vars(found)), doors(count)
    line(f"{len(found.lat):,} nodes, {len(found.start):,} pieces, {found.metres.sum() / 1000:,.0f} km: {loading}")
    on_foot, reached = matrix(addresses, network)
    lat, lon = (np.array([getattr(addresses[i], name) for i in reached]) for name in ("lat", "lon"))
    air = straight(lat, lon)
    near = (air > 100) & (air < 1_000) & np.isfinite(on_foot)
    line(f"way on foot ÷ straight line, doors 100 m to 1 km apart: median {np.median(on_foot[near] / air[near]):.2f}")
    plan(addresses[:50], network)  # loads igraph
    clocks = []
    for _ in range(3):
        with Clock() as clock:
            made = plan(addresses, network, minutes=MINUTES, minutes_per_visit=VISIT, metres_per_minute=SPEED)
        clocks.append(clock)
    clock = min(clocks, key=lambda one: one.wall)
    line(
        f"{len(made.walks)} walks (proven: at least {made.fewest_walks}), {made.metres / 1000:.1f} km (at least "
        f"{made.least_metres / 1000:.1f}), {len(made.left_out)} left out; {clock}"
    )
    walks, metres, seconds = peer(addresses, network)
    result(
        f"{count:,} doors on a real path network, < 3 s",
        f"{clock.wall:.2f} s, {len(made.walks)} walks, {made.metres / 1000:.0f} km",
        met=clock.wall < 3,
        peer=f"networkx + nearest next: {seconds:.1f} s, {walks} walks, {metres / 1000:.0f} km to paths only",
    )
    return 0 if clock.wall < 3 else 1


if __name__ == "__main__":
    sys.exit(main())
