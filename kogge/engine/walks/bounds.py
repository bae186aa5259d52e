"""What no plan can beat, by the minimum spanning tree.

A walk through k doors is a path, so K walks through n doors are a forest with n − K edges. No forest with that many
edges is shorter than Kruskal's first n − K: those of a minimum spanning tree without its K − 1 longest edges.
"""

from __future__ import annotations

import math

import numpy as np

from kogge.engine.walks.model import Floats


def tree_edges(metres: Floats) -> Floats:
    """Lengths of the edges of a minimum spanning tree, ascending; infinite ones between parts no way joins. Prim 1957.

    >>> tree_edges(np.array([[0.0, 3, 5], [3, 0, 4], [5, 4, 0]])).tolist()
    [3.0, 4.0]
    """
    count = len(metres)
    nearest = np.full(count, np.inf)
    outside = np.ones(count, dtype=np.bool_)
    found = []
    here = 0
    for _ in range(count - 1):
        outside[here] = False
        np.minimum(nearest, metres[here], out=nearest)
        here = int(np.argmin(np.where(outside, nearest, np.inf)))
        if not outside[here]:  # all that is left is infinitely far
            here = int(np.argmax(outside))
        found.append(nearest[here])
    return np.sort(np.array(found, dtype=np.float64))


def least_metres(edges: Floats, walks: int) -> float:
    """No plan of that many walks is shorter. `edges` from `tree_edges`."""
    return float(edges[: len(edges) + 1 - walks].sum()) if walks <= len(edges) else 0.0


def fewest_walks(edges: Floats, most_doors: int, minutes: float, visit: float, speed: float) -> int:
    """No plan has fewer walks: not by doors, not by minutes of all visits and ways together, not by parts of a town.

    most_doors: visits that fit into a walk without a step between them. minutes, visit: of a walk and of each visit.

    >>> fewest_walks(np.array([10.0, 10.0, 900.0]), 11, 20.0, 5.0, 70.0)
    2
    """
    count = len(edges) + 1
    walks = max(1, math.ceil(count / most_doors), 1 + int(np.isinf(edges).sum()))
    while walks < count and count * visit + least_metres(edges, walks) / speed > walks * minutes + 1e-6:
        walks += 1
    return walks
