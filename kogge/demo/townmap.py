"""The demonstration's base map: a simplified town of our own, written as an OSM file for the machinery of imports.

Drawn by hand are water, main roads, railways and greens (data/town.csv); the streets are those on which the
demonstration's organisations stand (data/streets.csv), with the blocks of flats that such districts have along them.
Nothing is copied from a survey or from OpenStreetMap. Seeded: the same town every time.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any
from xml.sax.saxutils import quoteattr

import shapely
from shapely import LineString, Point, Polygon, STRtree, affinity
from shapely.ops import nearest_points

from .outlines import DISTRICTS, WARNOW
from .texts import table

SEED = 1218
ATTRIBUTION = "Kogge: vereinfachte, frei erfundene Zeichnung"
CENTRE = (12.125, 54.125)  # degrees; the drawing is made in metres around it
METRES = 111_195.0  # a degree of latitude
SHRINK = math.cos(math.radians(CENTRE[1]))
# Rows of houses along a street: metres from its middle, length and depth of a house, gap to the next.
ROWS = ((18, 34, 12, 7), (58, 62, 12, 22), (98, 48, 13, 26))
TOUCH = 0.5  # metres; ends of ways this near to another way lie on it
Tags = dict[str, str]


def metres(lon: float, lat: float) -> tuple[float, float]:
    """Degrees to metres east and north of the centre."""
    return (lon - CENTRE[0]) * METRES * SHRINK, (lat - CENTRE[1]) * METRES


def degrees(x: float, y: float) -> tuple[float, float]:
    """Metres back to degrees."""
    return x / METRES / SHRINK + CENTRE[0], y / METRES + CENTRE[1]


def smooth(points: list[tuple[float, float]], closed: bool, times: int = 2) -> list[tuple[float, float]]:
    """Corners cut off (Chaikin): what a person drew with few points bends like a river or a road."""
    for _ in range(times):
        pairs = list(zip(points, points[1:] + points[:1] if closed else points[1:], strict=False))
        cut = [(a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])) for a, b in pairs for share in (0.25, 0.75)]
        points = cut if closed else [points[0], *cut, points[-1]]
    return points


class Town:
    """Everything that is drawn: `things` in the order of drawing, each with its tags and its shape in metres."""

    def __init__(self, seed: int = SEED) -> None:
        self.rng = Random(seed)
        self.things: list[tuple[Tags, Any]] = []
        self._water_and_roads()
        self._streets()
        self._join()
        self._houses()

    def _add(self, shape: Any, name: str = "", **tags: str) -> Any:
        self.things.append(({**tags, "name": name} if name else tags, shape))
        return shape

    def all(self, key: str) -> list[Any]:
        """The shapes that carry a tag."""
        return [shape for tags, shape in self.things if key in tags]

    def _water_and_roads(self) -> None:
        self._add(Polygon(smooth([metres(*point) for point in WARNOW], True)), "Warnow", natural="water")
        for row in table("town"):
            key, _, value = row["tags"].partition("=")
            self._add(self._drawn(row["shape"], row["points"]), row["name"], **{key: value})

    def _drawn(self, shape: str, text: str) -> Any:
        if shape == "blob":
            lon, lat, *size = (float(part) for part in text.split())
            return self._blob(metres(lon, lat), *size)
        points = [metres(*(float(part) for part in pair.split())) for pair in text.split(",")]
        if shape == "point":
            return Point(points[0])
        return Polygon(smooth(points, True)) if shape == "area" else LineString(smooth(points, False))

    def _blob(self, middle: tuple[float, float], wide: float, high: float, turn: float) -> Polygon:
        """A wood or a park: an ellipse that nobody drew with a compass (half axes in metres, degrees)."""
        corners = 14
        ring = [
            (
                wide * self.rng.uniform(0.78, 1.12) * math.cos(2 * math.pi * index / corners),
                high * self.rng.uniform(0.78, 1.12) * math.sin(2 * math.pi * index / corners),
            )
            for index in range(corners)
        ]
        return affinity.translate(affinity.rotate(Polygon(smooth(ring, True)), turn, origin=(0, 0)), *middle)

    def _streets(self) -> None:
        """The named streets, rings closed, and short ways that join them to the next street and make one net."""
        named = [
            (row["street"], LineString([metres(float(row[f"lon{end}"]), float(row[f"lat{end}"])) for end in (1, 2)]))
            for row in table("streets")
        ]
        self.lines = [line for _name, line in named]
        for name, line in named:
            others = shapely.union_all([other for other in self.lines if other is not line])
            self._add(self._ring(line, others) if "ring" in name.lower() else line, name, highway="residential")
        for (_name, line), (_tags, drawn) in zip(named, self.things[-len(named) :], strict=True):
            net = shapely.union_all([shape for shape in self.all("highway") if shape is not drawn])
            for end in (line.coords[0], line.coords[-1]):
                here, there = nearest_points(Point(end), net)
                if 5 < here.distance(there) < 520:
                    self._add(LineString([here, there]), highway="residential")

        while len(parts := shapely.get_parts(shapely.union_all(self.all("highway")).buffer(0.05))) > 1:
            least = min(parts, key=lambda part: float(part.area))
            here = [way for way in self.all("highway") if way.intersects(least)]
            there = [way for way in self.all("highway") if not way.intersects(least)]
            ends = nearest_points(shapely.union_all(here), shapely.union_all(there))
            self._add(LineString(ends), highway="residential")

    def _join(self) -> None:
        """Give ways that meet or cross a common point: paths join where ways share a node, as in OpenStreetMap."""
        numbers = [number for number, (tags, _shape) in enumerate(self.things) if "highway" in tags]
        lines = [self.things[number][1] for number in numbers]
        common: list[list[Point]] = [[] for _line in lines]
        for one, other in combinations(range(len(lines)), 2):
            ends = [Point(end) for line in (lines[one], lines[other]) for end in (line.coords[0], line.coords[-1])]
            met = [end for end in ends if max(lines[one].distance(end), lines[other].distance(end)) < TOUCH]
            crossed = shapely.get_parts(lines[one].intersection(lines[other]))
            met += [
                point
                for point in crossed
                if point.geom_type == "Point" and all(point.distance(end) > TOUCH for end in met)
            ]
            common[one] += met
            common[other] += met
        for number, line, points in zip(numbers, lines, common, strict=True):
            kept = [(line.project(Point(corner)), corner) for corner in line.coords[1:-1]]
            kept = [
                (at, corner) for at, corner in kept if all(Point(corner).distance(point) > TOUCH for point in points)
            ]
            first, last = line.coords[0], line.coords[-1]
            inner = sorted([*kept, *((line.project(point), point.coords[0]) for point in points)])
            inner = [(at, corner) for at, corner in inner if corner not in (first, last)]
            self.things[number] = (
                self.things[number][0],
                LineString([first, *(corner for _at, corner in inner), last]),
            )

    def _ring(self, line: LineString, others: Any) -> LineString:
        """A street that comes back to its beginning, on the side with more room."""
        sides = [line.parallel_offset(140, side) for side in ("left", "right")]
        back = max(sides, key=lambda side: float(side.distance(others)))
        forth = list(line.coords)
        home = sorted(back.coords, key=lambda point: math.dist(point, forth[-1]))
        corner = smooth([forth[-1], home[0], home[-1], forth[0]], False, 2)
        return LineString([*forth, *corner[1:]])

    def _houses(self) -> None:
        """Blocks along the named streets in three rows, where no street, water or park is in the way."""
        districts = shapely.union_all([Polygon([metres(*p) for p in ring]) for ring in DISTRICTS.values()])
        parks = [shape for tags, shape in self.things if tags.get("leisure") == "park"]
        water = [shape for tags, shape in self.things if "natural" in tags or "waterway" in tags]
        roads = shapely.union_all(self.all("highway") + self.all("railway")).buffer(9)
        closed = shapely.union_all([roads, *(shape.buffer(12) for shape in water), *parks])
        shapely.prepare(closed)
        built: list[Any] = []
        for line in self.lines:
            for aside, *size in ROWS:
                for side in (1, -1):
                    for house in self._row(line, side * aside, *size):
                        free = districts.covers(house) and not closed.intersects(house)
                        # The first row stands where the organisations are, so it gives way to nothing but streets.
                        if not free and not (aside == ROWS[0][0] and not roads.intersects(house)):
                            continue
                        if not built or not len(STRtree(built).query(house.buffer(6), predicate="intersects")):
                            built.append(house)
        for house in built:
            self._add(house, building="apartments")

    def _row(self, line: LineString, aside: float, long: float, deep: float, gap: float) -> Iterator[Polygon]:
        (x1, y1), (x2, y2) = line.coords
        length = line.length
        east, north = (x2 - x1) / length, (y2 - y1) / length
        at = 4.0
        while at + long * 0.6 < length:
            wide = min(long * self.rng.uniform(0.8, 1.15), length - at)
            along = at + wide / 2
            house = shapely.box(-wide / 2, -deep / 2, wide / 2, deep / 2)
            turned = affinity.rotate(house, math.degrees(math.atan2(north, east)), origin=(0, 0))
            yield affinity.translate(turned, x1 + along * east - aside * north, y1 + along * north + aside * east)
            at += wide + gap * self.rng.uniform(0.8, 1.3)


def write(path: Path, town: Town | None = None) -> None:
    """The town as an OSM XML file."""
    nodes: list[str] = []
    ways: list[str] = []
    joints: dict[tuple[str, str], int] = {}  # nodes of streets by their place: where two meet they share one

    def node(point: Iterable[float], tags: str = "") -> int:
        lon, lat = degrees(*point)
        number = len(nodes) + 1
        nodes.append(f'<node id="{number}" version="1" lon="{lon:.6f}" lat="{lat:.6f}">{tags}</node>')
        return number

    def joint(point: Iterable[float]) -> int:
        lon, lat = degrees(*point)
        place = f"{lon:.6f}", f"{lat:.6f}"
        if place not in joints:
            joints[place] = node(point)
        return joints[place]

    for tags, shape in (town or Town()).things:
        written = "".join(f"<tag k={quoteattr(key)} v={quoteattr(value)}/>" for key, value in tags.items())
        if shape.geom_type == "Point":
            node(shape.coords[0], written)
            continue
        points = list(shape.exterior.coords)[:-1] if shape.geom_type == "Polygon" else list(shape.coords)
        numbers = [joint(point) if "highway" in tags else node(point) for point in points]
        if shape.geom_type == "Polygon":
            numbers.append(numbers[0])
        refs = "".join(f'<nd ref="{number}"/>' for number in numbers)
        ways.append(f'<way id="{len(ways) + 1}" version="1">{refs}{written}</way>')
    body = "\n".join([*nodes, *ways])
    path.write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n<osm version="0.6" generator="Kogge">\n{body}\n</osm>\n')
