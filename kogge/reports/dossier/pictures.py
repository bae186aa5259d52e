"""The dossier's pictures as SVG: the map, the network, the figure over time. Drawn from data, seeded, no browser."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from shapely.geometry import shape

from kogge.actors.models import Organisation
from kogge.core.numbers import number
from kogge.core.typeset import shown
from kogge.engine.ties import Network
from kogge.networks.layout import layout
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
NAME = 28  # letters of a name on a picture


def _svg(width: float, height: float, body: Iterable[str], title: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}" aria-label={quoteattr(title)}>{"".join(body)}</svg>'
    )


def _name(x: float, y: float, text: str, size: float, anchor: str = "middle") -> str:
    """A name on a picture, readable on any ground."""
    short = text if len(text) <= NAME else f"{text[: NAME - 1].rstrip()}…"
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-family="Libertinus Serif" font-size="{size}" fill="{INK}" '
        f'text-anchor="{anchor}" stroke="white" stroke-width="3.5" stroke-linejoin="round" paint-order="stroke">'
        f"{escape(shown(short))}</text>"
    )


def _rings(geometry: dict[str, Any]) -> list[list[Sequence[float]]]:
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [ring for polygon in polygons for ring in polygon]


def area_map(area: Area, title: str) -> str | None:
    """Boundaries and organisations of the area; None when neither is known."""
    districts = [d for d in area.districts.all() if d.boundary]
    boundaries = [d.boundary for d in districts]
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
    for district in districts:
        middle = shape(district.boundary).representative_point()
        x, y = place(middle.x, middle.y)
        body.append(_name(min(max(x, 90), WIDTH - 90), y, district.name, 17))
    return _svg(WIDTH, height, body, title)


def _without_strays(points: Sequence[tuple[float, float, str]]) -> list[tuple[float, float]]:
    """The middle 98 % in each direction: one wrong coordinate must not shrink the map to a dot."""
    lons, lats = sorted(p[0] for p in points), sorted(p[1] for p in points)
    cut = len(points) // 100
    return [(lons[cut], lats[cut]), (lons[-1 - cut], lats[-1 - cut])]


def network_picture(
    network: Network,
    title: str,
    leavers: Iterable[str] = (),
    communities: Iterable[Collection[str]] = (),
    weightiest: Sequence[str] = (),
) -> str | None:
    """The best tied nodes in their groups, those who leave as squares in brick red; None without ties.

    `weightiest`: who is named, the most important first; a name that would lie over another is left out.
    """
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
            (min(pair), max(pair))
            for e in network.edges
            if e.source in index and e.target in index and e.source != e.target
            for pair in [(index[e.source], index[e.target])]
        }
    )
    group = {node: number for number, nodes in enumerate(communities) for node in nodes}
    radii = [5 + 1.6 * math.sqrt(degree[node]) for node in drawn]
    places, _discs = layout(radii, ties, [group.get(node, -1 - i) for i, node in enumerate(drawn)])
    west, north = min(x - 40 for x, _y in places), min(y - 40 for _x, y in places)
    wide, high = max(x + 40 for x, _y in places) - west, max(y + 40 for _x, y in places) - north
    scale = min(WIDTH / wide, 640 / high, 1.6)
    left = (WIDTH - wide * scale) / 2
    at = [(left + (x - west) * scale, (y - north) * scale) for x, y in places]
    gone = set(leavers)
    kinds = {node.id: node.kind for node in network.nodes}
    body = [
        f'<line x1="{at[a][0]:.1f}" y1="{at[a][1]:.1f}" x2="{at[b][0]:.1f}" y2="{at[b][1]:.1f}" '
        f'stroke="{BRICK if drawn[a] in gone or drawn[b] in gone else LINE}" stroke-width="0.7" stroke-opacity="0.4"/>'
        for a, b in ties
    ]
    for node, (x, y), size in zip(drawn, at, radii, strict=True):
        radius = size * scale
        if node in gone:  # a square: no meaning hangs on colour alone
            body.append(
                f'<rect x="{x - radius:.1f}" y="{y - radius:.1f}" width="{2 * radius:.1f}" height="{2 * radius:.1f}" '
                f'fill="{BRICK}" stroke="white"/>'
            )
        else:
            colour = INK if kinds.get(node) == "business" else SEA
            body.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{colour}" stroke="white"/>')
    labels = {node.id: node.label for node in network.nodes}
    taken: list[tuple[float, float, float]] = []
    for node in weightiest:
        if node in index:
            x, y = at[index[node]]
            y += radii[index[node]] * scale + 14
            half = 3.6 * min(len(labels[node]), NAME)
            x = min(max(x, half), WIDTH - half)
            if all(abs(x - other) > half + their or abs(y - height) > 16 for other, height, their in taken):
                taken.append((x, y, half))
                body.append(_name(x, y, labels[node], 14))
    return _svg(WIDTH, high * scale, body, title)


def trend_picture(values: Sequence[float], title: str, weeks: Sequence[str] = ()) -> str | None:
    """Fragmentation on the day after by week, 0 at the foot, 1 on top. None for fewer than two weeks.

    `weeks`: their days in words; the first, the middle and the last stand under the line.
    """
    if len(values) < 2:
        return None
    width, height, left, foot = WIDTH, 190.0, 34.0, 160.0
    step = (width - left - 10) / (len(values) - 1)
    line = " ".join(f"{left + i * step:.1f},{foot - v * 140:.1f}" for i, v in enumerate(values))
    body = []
    for tick in (0.0, 0.5, 1.0):
        y = foot - tick * 140
        body.append(f'<line x1="{left}" x2="{width}" y1="{y}" y2="{y}" stroke="{LINE}" stroke-width="0.6"/>')
        body.append(f'<text x="0" y="{y + 4}" font-size="12" fill="{INK}">{number(tick, 1)}</text>')
    for at, anchor in ((0, "start"), (len(weeks) // 2, "middle"), (len(weeks) - 1, "end")) if len(weeks) > 2 else ():
        x = left + at * step
        body.append(
            f'<text x="{x:.1f}" y="{foot + 20}" font-size="12" text-anchor="{anchor}" fill="{INK}">{weeks[at]}</text>'
        )
    body.append(f'<polyline points="{line}" fill="none" stroke="{SEA}" stroke-width="2.5"/>')
    return _svg(width, height, body, title)
