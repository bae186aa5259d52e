"""The network as the picture draws it: places computed here, the same at every visit."""

from __future__ import annotations

import math
from typing import Any

from .queries.nodes import KIND_WORDS
from .queries.standing import Standing

SPACING = 130.0  # pixels between neighbours, about: names appear when one looks closer


def picture(standing: Standing) -> dict[str, Any]:
    """Nodes, ties and words for the network component (docs/reference/components.md)."""
    rows = standing.drawn
    position = {row.node.id: i for i, row in enumerate(rows)}
    ties: dict[tuple[int, int], int] = {}
    for edge in standing.network.edges:
        a, b = position.get(edge.source), position.get(edge.target)
        if a is not None and b is not None and a != b:
            key = (min(a, b), max(a, b))
            ties[key] = ties.get(key, 0) + 1
    places = layout(len(rows), sorted(ties))
    weights = [row.degree if row.share is None else row.share for row in rows]
    top = max(weights, default=0) or 1
    kinds = {row.node.kind for row in rows}
    return {
        "nodes": [
            {
                "id": row.node.id,
                "label": row.node.label,
                "kind": row.node.kind,
                "size": round(weight / top, 3),
                "x": round(x, 1),
                "y": round(y, 1),
                **({"url": row.url} if row.url else {}),
            }
            for row, weight, (x, y) in zip(rows, weights, places, strict=True)
        ],
        "edges": [
            {"source": rows[a].node.id, "target": rows[b].node.id, "weight": kinds_of_tie}
            for (a, b), kinds_of_tie in sorted(ties.items())
        ],
        "kinds": {kind: str(word) for kind, word in KIND_WORDS.items() if kind in kinds},
    }


def layout(count: int, ties: list[tuple[int, int]]) -> list[tuple[float, float]]:
    """A place for each node: force-directed for each part that hangs together, the parts beside each other."""
    import igraph

    graph = igraph.Graph(count, ties)
    placed: list[tuple[float, float]] = [(0.0, 0.0)] * count
    left = top = row_height = 0.0
    width = SPACING * 1.8 * math.sqrt(max(count, 1))
    for part in sorted(graph.connected_components(), key=lambda nodes: (-len(nodes), nodes[0])):
        inside = _inside(graph.induced_subgraph(part))
        low = min(x for x, _y in inside), min(y for _x, y in inside)
        size = max(x for x, _y in inside) - low[0] + SPACING, max(y for _x, y in inside) - low[1] + SPACING
        if left and left + size[0] > width:
            left, top, row_height = 0.0, top + row_height, 0.0
        for node, (x, y) in zip(part, inside, strict=True):
            placed[node] = (left + x - low[0], top + y - low[1])
        left, row_height = left + size[0], max(row_height, size[1])
    return placed


def _inside(graph: Any) -> list[tuple[float, float]]:
    """Places within one connected part, about SPACING apart.

    Kamada-Kawai from a spiral: no chance is involved, so the picture is the same at every visit.
    """
    n = graph.vcount()
    golden = math.pi * (3 - math.sqrt(5))
    spiral = [(math.sqrt(i + 0.5) * math.cos(i * golden), math.sqrt(i + 0.5) * math.sin(i * golden)) for i in range(n)]
    if n < 3:
        return [(SPACING * i, 0.0) for i in range(n)]
    found = graph.layout_kamada_kawai(seed=spiral)
    lengths = sorted(
        math.hypot(found[edge.source][0] - found[edge.target][0], found[edge.source][1] - found[edge.target][1])
        for edge in graph.es
    )
    scale = SPACING / (lengths[len(lengths) // 2] or 1.0)
    return [(x * scale, y * scale) for x, y in found]
