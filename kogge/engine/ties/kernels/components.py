"""Components, for networks that lose nodes one by one."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import uint8, void

from kogge.engine.ties.kernels.compiling import WHOLE, compiled


def _components(start: Any, target: Any, alive: Any, label: Any) -> None:
    """Write for each node that is `alive` the smallest position in its component, −1 for the others.

    start, target: arcs both ways; those to nodes that are not alive are passed over.
    """
    n = start.size - 1
    queue = np.empty(n, np.int32)
    label[:] = -1
    for first in range(n):
        if not alive[first] or label[first] >= 0:
            continue
        label[first] = first
        queue[0] = first
        head = 0
        tail = 1
        while head < tail:
            v = queue[head]
            head += 1
            for e in range(start[v], start[v + 1]):
                w = target[e]
                if alive[w] and label[w] < 0:
                    label[w] = first
                    queue[tail] = w
                    tail += 1


components = compiled(_components, void(WHOLE, WHOLE, uint8[::1], WHOLE))
