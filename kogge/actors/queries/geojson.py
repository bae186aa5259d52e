"""Organisations as GeoJSON for the map: what a section of it shows, never the whole town point by point.

Up to `AT_ONCE` organisations go to the browser as they are, and it gathers them itself. Of more, the answer holds what
the section shows: places close together gathered on the server, from `NEAR` on the points themselves. The places a
filter leaves are kept as three arrays, so that moving the map asks the database only for the names it shows.
"""

from __future__ import annotations

import gzip
import json
import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from json.encoder import encode_basestring
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt

from kogge.actors.models import Organisation

# Organisations sent as points in one answer: with names about 30 kB compressed.
AT_ONCE = 1_500
NEAR = 16  # from this zoom on every organisation stands for itself
CLUSTER = 70  # pixels of the screen that places gathered into one are apart
TILE = 512  # pixels of the world at zoom 0
OVERVIEW = (900, 640)  # pixels the first answer is made for; the map asks again for its own size

# What was asked for last, in this process: packed answers, and the places of a filter (30,000 are 0.7 MB).
KEPT = {"answers": 64, "places": 8}
_kept: dict[str, OrderedDict[Any, Any]] = {"answers": OrderedDict(), "places": OrderedDict()}
_lock = Lock()
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Places:
    """Where organisations are: ids, and degrees (WGS 84) in the same order."""

    ids: npt.NDArray[np.int64]
    lon: Floats
    lat: Floats

    def inside(self, west: float, south: float, east: float, north: float) -> Places:
        """Those within a box of degrees, its edges included."""
        chosen = (self.lon >= west) & (self.lon <= east) & (self.lat >= south) & (self.lat <= north)
        return Places(self.ids[chosen], self.lon[chosen], self.lat[chosen])

    def extent(self) -> tuple[float, float, float, float]:
        """The box around all but the outermost hundredth on each side: one shop far away would make the town a dot."""
        shares = (0.01, 0.99)
        west, east = (float(edge) for edge in np.quantile(self.lon, shares, method="nearest"))
        south, north = (float(edge) for edge in np.quantile(self.lat, shares, method="nearest"))
        return west, south, east, north


@dataclass(frozen=True)
class Section:
    """The part of the map a person sees: a box of degrees, and the zoom (whole levels of the web map)."""

    west: float
    south: float
    east: float
    north: float
    zoom: int

    @classmethod
    def read(cls, bbox: str, zoom: str) -> Section:
        """From an address: `west,south,east,north` and a number. Raises ValueError for anything else."""
        west, south, east, north = (float(part) for part in bbox.split(","))
        level = int(zoom)
        on_earth = -180 <= west <= east <= 180 and -90 <= south <= north <= 90
        if not on_earth or not 0 <= level <= 24:  # NaN compares with nothing, so it is refused too
            raise ValueError(f"no section of a map: {bbox}, {zoom}")
        return cls(west, south, east, north, level)


def _once(drawer: str, key: Any, make: Callable[[], Any]) -> Any:
    """What is kept under a key, made once. The key must change with the data (`imports.stock_mark`)."""
    kept = _kept[drawer]
    with _lock:
        if key in kept:
            kept.move_to_end(key)
            return kept[key]
    made = make()
    with _lock:
        kept[key] = made
        while len(kept) > KEPT[drawer]:
            kept.popitem(last=False)
    return made


def packed(key: Any, make: Callable[[], str]) -> bytes:
    """The gzipped answer for a key, made once."""
    # Level 1: the time a person waits weighs more than a few kilobytes.
    answer: bytes = _once("answers", key, lambda: gzip.compress(make().encode(), compresslevel=1, mtime=0))
    return answer


def places(key: Any, rows: Any) -> Places:
    """The places of the rows that have one, in one query, kept under a key."""

    def read() -> Places:
        found = rows.filter(lat__isnull=False, lon__isnull=False).order_by().values_list("pk", "lon", "lat")
        table = np.array(list(found), dtype=np.float64).reshape(-1, 3)
        return Places(table[:, 0].astype(np.int64), table[:, 1], table[:, 2])

    kept: Places = _once("places", key, read)
    return kept


def forget() -> None:
    """Drop what is kept."""
    with _lock:
        for kept in _kept.values():
            kept.clear()


def collection(found: Places, section: Section | None, address: str) -> str:
    """What the map shows: a FeatureCollection (RFC 7946), made with one query for the names.

    Points carry id, name, kind and page; gathered places how many they are and the box around them. An answer with
    `sections` true says that there is more to ask for, by section. `address` is that of a record's page with "0" for
    its id. Five decimals of a degree are a metre.
    """
    if section is None and len(found.ids) <= AT_ONCE:
        return _written(_points(found.ids, address), {})
    if section is None:
        box = found.extent()
        here = found.inside(*box)
        chosen = _gather(here, fitting_zoom(box))
        return _written(_features(here, chosen, address), {"sections": True, "bbox": [round(edge, 5) for edge in box]})
    here = found.inside(section.west, section.south, section.east, section.north)
    if section.zoom >= NEAR and len(here.ids) <= AT_ONCE:
        return _written(_points(here.ids, address), {"sections": True})
    return _written(_features(here, _gather(here, section.zoom), address), {"sections": True})


def fitting_zoom(box: tuple[float, float, float, float]) -> int:
    """The whole zoom at which a box of degrees fits the picture that `OVERVIEW` describes."""
    west, south, east, north = box
    wide = max(east - west, 1e-6) / 360 * TILE
    high = max(north - south, 1e-6) / 360 * TILE / math.cos(math.radians((south + north) / 2))
    return max(0, min(NEAR - 1, math.floor(math.log2(min(OVERVIEW[0] / wide, OVERVIEW[1] / high)))))


def _written(features: list[str], more: dict[str, Any]) -> str:
    head = "".join(f'"{name}":{json.dumps(value)},' for name, value in more.items())
    return f'{{"type":"FeatureCollection",{head}"features":[{",".join(features)}]}}'


def _points(ids: npt.NDArray[np.int64], address: str) -> list[str]:
    before, after = address.rsplit("0", 1)
    rows = Organisation.objects.filter(pk__in=ids.tolist()).order_by()
    return [
        f'{{"type":"Feature","id":{pk},"geometry":{{"type":"Point","coordinates":[{lon:.5f},{lat:.5f}]}},'
        f'"properties":{{"id":{pk},"name":{encode_basestring(name)},"kind":"{kind}","url":"{before}{pk}{after}"}}}}'
        for pk, name, kind, lat, lon in rows.values_list("pk", "name", "kind", "lat", "lon")
    ]


def _gather(here: Places, zoom: int) -> npt.NDArray[np.int64]:
    """The number of the group each place belongs to: a grid, whose fuller cells draw in neighbours that lie close."""
    if not len(here.ids):
        return np.zeros(0, dtype=np.int64)
    step = CLUSTER * 360 / (TILE * 2**zoom)  # degrees of longitude
    # The same rows of cells wherever the map is moved within a town: the shrinking is that of the whole degree.
    shrink = max(0.05, math.cos(math.radians(round(float(here.lat.mean())))))
    x, y = here.lon / step, here.lat / (step * shrink)  # in cells
    cells, group = np.unique(np.stack([np.floor(x), np.floor(y)]).astype(np.int64), axis=1, return_inverse=True)
    group = group.reshape(-1)
    size = np.bincount(group)
    middle = np.stack([np.bincount(group, x), np.bincount(group, y)]) / size
    at = {(int(column), int(row)): index for index, (column, row) in enumerate(cells.T)}
    into = np.arange(len(size))
    taken = np.zeros(len(size), dtype=bool)
    for index in np.argsort(-size, kind="stable"):
        if taken[index]:
            continue
        taken[index] = True
        column, row = (int(value) for value in cells[:, index])
        for near in ((column + i, row + j) for i in (-1, 0, 1) for j in (-1, 0, 1)):
            other = at.get(near)
            if other is not None and not taken[other] and np.hypot(*(middle[:, other] - middle[:, index])) < 0.8:
                into[other], taken[other] = index, True
    return np.asarray(into[group], dtype=np.int64)


def _features(here: Places, group: npt.NDArray[np.int64], address: str) -> list[str]:
    """Groups of one as points, the others as how many they are."""
    if not len(group):
        return []
    order = np.argsort(group, kind="stable")
    starts = np.flatnonzero(np.diff(group[order], prepend=-1))
    size = np.diff(np.append(starts, len(order)))
    lon, lat = here.lon[order], here.lat[order]
    sides = [part.reduceat(values, starts) for part in (np.minimum, np.maximum) for values in (lon, lat)]
    middle = [np.add.reduceat(values, starts) / size for values in (lon, lat)]
    single = size == 1
    features = _points(here.ids[order][starts[single]], address)
    for index in np.flatnonzero(~single):
        west, south, east, north = (float(side[index]) for side in sides)
        features.append(
            f'{{"type":"Feature","geometry":{{"type":"Point","coordinates":'
            f"[{middle[0][index]:.5f},{middle[1][index]:.5f}]}},"
            f'"properties":{{"point_count":{size[index]},'
            f'"west":{west:.5f},"south":{south:.5f},"east":{east:.5f},"north":{north:.5f}}}}}'
        )
    return features
