"""The dossier's pictures as SVG: the map, the network, the figure over time. Drawn from data, seeded, no browser."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Sequence
from typing import Any
from xml.sax.saxutils import quoteattr

from kogge.actors.models import Organisation
from kogge.core.numbers import number
from kogge.engine.ties import Network
from kogge.places.models import Area

SEA, BRICK, SAND, INK, MOSS, LINE = "#0f4c5c", "#a3402d", "#efe7d8", "#23302f", "#5b7553", "#b9b3a5"
COLOURS = {
    "business": BRICK,
    "civic": SEA,
    "public": INK,
    "housing": "#8a6d1f",
    "education": MOSS,
    "staff": BRICK,
}
WIDTH = 800.0
MOST_DRAWN = 260


def _svg(width: float, height: float, body: Iterable[str], title: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}" aria-label={quoteattr(title)}>{"".join(body)}</svg>'
    )


def _rings(geometry: dict[str, Any]) -> list[list[Sequence[float]]]:
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [ring for polygon in polygons for ring in polygon]


def area_map(area: Area, title: str) -> str | None:
    """Boundaries and organisations of the area; None when neither is known."""
    boundaries = [d.boundary for d in area.districts.all() if d.boundary]
    rings = [ring for boundary in boundaries for ring in _rings(boundary)]
    points = list(
        Organisation.objects.current()
        .filter(area=area, lat__isnull=False, lon__isnull=False)
        .values_list("lon", "lat", "kind")
    )
    if not rings and len(points) < 2:
        return None
    frame = [point for ring in rings for point in ring] or _without_strays(points)
    west, east = min(p[0] for p in frame), max(p[0] for p in frame)
    south, north = min(p[1] for p in frame), max(p[1] for p in frame)
    # A degree of longitude is shorter than one of latitude: at these sizes a plain scale is exact enough.
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = (WIDTH - 20) / max((east - west) * squeeze, 1e-6)
    height = min(1000.0, (north - south) * scale + 20)
    scale = min(scale, (height - 20) / max(north - south, 1e-6))

    def place(lon: float, lat: float) -> tuple[float, float]:
        return 10 + (lon - west) * squeeze * scale, 10 + (north - lat) * scale

    body = []
    for ring in rings:
        path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in (place(*point[:2]) for point in ring)) + "Z"
        body.append(f'<path d="{path}" fill="{SAND}" stroke="{SEA}" stroke-width="1.5"/>')
    radius = 4.0 if len(points) < 600 else 2.4 if len(points) < 3000 else 1.4
    for lon, lat, kind in points:
        x, y = place(lon, lat)
        if 0 <= x <= WIDTH and 0 <= y <= height:
            body.append(
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{COLOURS.get(kind, INK)}" fill-opacity="0.8"/>'
            )
    return _svg(WIDTH, height, body, title)


def _without_strays(points: Sequence[tuple[float, float, str]]) -> list[tuple[float, float]]:
    """The middle 98 % in each direction: one wrong coordinate must not shrink the map to a dot."""
    lons, lats = sorted(p[0] for p in points), sorted(p[1] for p in points)
    cut = len(points) // 100
    return [(lons[cut], lats[cut]), (lons[-1 - cut], lats[-1 - cut])]


def network_picture(network: Network, title: str, leavers: Iterable[str] = ()) -> str | None:
    """The best tied nodes and their ties, laid out by force; those who leave in brick red. None without ties."""
    import igraph

    degree: dict[str, int] = {}
    for edge in network.edges:
        degree[edge.source] = degree.get(edge.source, 0) + 1
        degree[edge.target] = degree.get(edge.target, 0) + 1
    if not degree:
        return None
    drawn = sorted(degree, key=lambda node: (-degree[node], node))[:MOST_DRAWN]
    index = {node: position for position, node in enumerate(drawn)}
    ties = sorted(
        {
            tuple(sorted((index[e.source], index[e.target])))
            for e in network.edges
            if e.source in index and e.target in index
        }
    )
    igraph.set_random_number_generator(random.Random(1))
    graph = igraph.Graph(n=len(drawn), edges=ties)
    layout = graph.layout_fruchterman_reingold(niter=600, grid=False)
    layout.fit_into((20, 20, WIDTH - 20, 540))
    gone = set(leavers)
    kinds = {node.id: node.kind for node in network.nodes}
    body = [
        f'<line x1="{layout[a][0]:.1f}" y1="{layout[a][1]:.1f}" x2="{layout[b][0]:.1f}" y2="{layout[b][1]:.1f}" '
        f'stroke="{BRICK if drawn[a] in gone or drawn[b] in gone else LINE}" stroke-width="0.7" stroke-opacity="0.6"/>'
        for a, b in ties
    ]
    for node, (x, y) in zip(drawn, layout, strict=True):
        radius = 2.5 + math.sqrt(degree[node])
        if node in gone:  # a square: no meaning hangs on colour alone
            body.append(
                f'<rect x="{x - radius:.1f}" y="{y - radius:.1f}" width="{2 * radius:.1f}" height="{2 * radius:.1f}" '
                f'fill="{BRICK}" stroke="white"/>'
            )
        else:
            colour = INK if kinds.get(node) == "business" else SEA
            body.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{colour}" stroke="white"/>')
    return _svg(WIDTH, 560, body, title)


def trend_picture(values: Sequence[float], title: str) -> str | None:
    """Fragmentation on the day after by week, 0 at the foot, 1 on top. None for fewer than two weeks."""
    if len(values) < 2:
        return None
    width, height, left, foot = WIDTH, 180.0, 34.0, 160.0
    step = (width - left - 10) / (len(values) - 1)
    line = " ".join(f"{left + i * step:.1f},{foot - v * 140:.1f}" for i, v in enumerate(values))
    body = []
    for tick in (0.0, 0.5, 1.0):
        y = foot - tick * 140
        body.append(f'<line x1="{left}" x2="{width}" y1="{y}" y2="{y}" stroke="{LINE}" stroke-width="0.6"/>')
        body.append(f'<text x="0" y="{y + 4}" font-size="12" fill="{INK}">{number(tick, 1)}</text>')
    body.append(f'<polyline points="{line}" fill="none" stroke="{SEA}" stroke-width="2.5"/>')
    return _svg(width, height, body, title)
