"""Subset-row cuts: of the columns that use two of three rows of capacity one, at most one can be chosen.

Chvátal-Gomory cuts with multiplier ½ on three rows (Jepsen, Petersen, Spoorendonk, Pisinger 2008). They are
what lifts the rings' LP: three rings that overlap pairwise can each be half chosen in the LP.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

import numpy as np

from kogge.engine.rings.bound import Floats, Ints

Triple = tuple[int, int, int]


def violated(rows: list[tuple[int, ...]], x: Floats, capacity: Floats, most: int, by: float = 1e-3) -> list[Triple]:
    """The `most` triples of rows whose cut the fractional point `x` violates most."""
    pair: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    triple: dict[Triple, float] = defaultdict(float)
    for j in np.flatnonzero((x > 1e-6) & (x < 1 - 1e-6)):
        single = sorted({r for r in rows[j] if capacity[r] == 1})
        for a, b in combinations(single, 2):
            pair[a][b] += x[j]
            pair[b][a] += x[j]
        for a, b, c in combinations(single, 3):
            triple[a, b, c] += x[j]
    found: dict[Triple, float] = {}
    for a, near in pair.items():
        for b, ab in near.items():
            if b < a:
                continue
            for c in near.keys() | pair[b].keys():
                if c in (a, b):
                    continue
                low, middle, high = sorted((a, b, c))
                key = (low, middle, high)
                if key not in found:
                    found[key] = ab + near.get(c, 0.0) + pair[b].get(c, 0.0) - 2 * triple.get(key, 0.0)
    strong = sorted(((v, k) for k, v in found.items() if v > 1 + by), key=lambda t: (-t[0], t[1]))
    return [k for _, k in strong[:most]]


def columns_of(cut: Triple, by_row: list[list[int]]) -> Ints:
    """The columns that use at least two of the cut's rows (coefficient 1 in the cut)."""
    once: set[int] = set()
    twice: set[int] = set()
    for row in cut:
        for j in by_row[row]:
            (twice if j in once else once).add(j)
    return np.array(sorted(twice), dtype=np.int32)
