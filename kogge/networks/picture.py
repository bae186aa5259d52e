"""The network as the picture draws it: places computed here, the same at every visit."""

from __future__ import annotations

import math
from typing import Any

from .layout import layout
from .queries.attributes import NOTHING, choices
from .queries.standing import Standing

SMALLEST, LARGEST = 14.0, 44.0  # pixels a node is wide, as core/js/network draws it
BACKDROP = 3  # nodes of a group from which it has a ground of its own


def width(size: float) -> float:
    """How wide a node of this size (0 to 1) is drawn: its area says how much depends on it."""
    return SMALLEST + (LARGEST - SMALLEST) * math.sqrt(size)


def picture(standing: Standing, like: dict[str, Any] | None = None) -> dict[str, Any]:
    """Nodes, ties, grounds of the groups and words for the network component (docs/reference/components.md).

    `like`: another picture of the same network, of another day. Whoever is in both has the same place, the others
    stand around it; so one sees what came and what went.
    """
    rows = standing.drawn
    position = {row.node.id: i for i, row in enumerate(rows)}
    ties: dict[tuple[int, int], int] = {}
    for edge in standing.network.edges:
        a, b = position.get(edge.source), position.get(edge.target)
        if a is not None and b is not None and a != b:
            key = (min(a, b), max(a, b))
            ties[key] = ties.get(key, 0) + 1
    weights = [row.degree if row.share is None else row.share for row in rows]
    top = max(weights, default=0) or 1
    sizes = [weight / top for weight in weights]
    # Who belongs to no group is one alone.
    groups = [standing.group_of.get(row.node.id, -1 - i) for i, row in enumerate(rows)]
    if like is None:
        places, discs = layout([width(size) / 2 for size in sizes], sorted(ties), groups)
        grounds = [
            {"x": round(disc.x, 1), "y": round(disc.y, 1), "r": round(disc.r, 1)}
            for group, disc in sorted(discs.items())
            if groups.count(group) >= BACKDROP
        ]
    else:
        places, grounds = _places_like(like, [row.node.id for row in rows]), like["grounds"]
    hubs = {group.hub.id for group in standing.groups if group.size >= BACKDROP}
    about = [standing.about.get(row.node.id, NOTHING) for row in rows]
    by = choices((row.node.kind for row in rows), about)
    return {
        "nodes": [
            {
                "id": row.node.id,
                "label": row.node.label,
                "kind": row.node.kind,
                "size": round(size, 3),
                "x": round(x, 1),
                "y": round(y, 1),
                **({"sector": one.sector} if one.sector in by["sector"]["words"] else {}),
                **({"district": one.district} if one.district in by["district"]["words"] else {}),
                **({"url": row.url} if row.url else {}),
                **({"hub": True} if row.node.id in hubs else {}),
            }
            for row, size, (x, y), one in zip(rows, sizes, places, about, strict=True)
        ],
        "edges": [
            {
                "source": rows[a].node.id,
                "target": rows[b].node.id,
                **({"weight": kinds_of_tie} if kinds_of_tie > 1 else {}),
            }
            for (a, b), kinds_of_tie in sorted(ties.items())
        ],
        "grounds": grounds,
        "by": by,
    }


def _places_like(like: dict[str, Any], names: list[str]) -> list[tuple[float, float]]:
    """The places of another picture; those it lacks stand on rings around it."""
    known = {node["id"]: (node["x"], node["y"]) for node in like["nodes"]}
    ends = [(math.hypot(x, y), 0.0) for x, y in known.values()]
    ends += [(math.hypot(ground["x"], ground["y"]), ground["r"]) for ground in like["grounds"]]
    reach = max((far + r for far, r in ends), default=0.0)
    places = []
    fresh = 0
    for name in names:
        if name in known:
            places.append(known[name])
            continue
        on_ring = max(8, int(2 * math.pi * (reach + LARGEST) / (1.5 * LARGEST)))
        ring, step = divmod(fresh, on_ring)
        far, angle = reach + 1.5 * LARGEST * (ring + 1), 2 * math.pi * step / on_ring
        places.append((far * math.cos(angle), far * math.sin(angle)))
        fresh += 1
    return places
