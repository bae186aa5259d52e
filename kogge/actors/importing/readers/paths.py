"""The paths that people may walk, out of an OSM file: nodes and the straight pieces between them.

What one may walk follows OpenStreetMap's defaults for Germany (wiki: "OSM tags for routing/Access restrictions"),
but for ways of bicycles, which are taken only where walkers are named: `foot` decides where it stands, else `access`,
else the class of the way. Ways are walked in both directions. A square counts along its edge.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntFlag
from pathlib import Path

import numpy as np
import numpy.typing as npt
import osmium

from kogge.actors.importing.readers.base import UnreadableFile
from kogge.actors.importing.readers.osm import guard
from kogge.actors.importing.records import gettext_noop

EARTH = 6_371_008.8  # metres, mean radius (IUGG 1980)
_WALKED = {
    *("footway", "path", "pedestrian", "steps", "living_street", "residential", "unclassified", "service", "track"),
    *("road", "corridor", "platform", "primary", "secondary", "tertiary"),
    *("primary_link", "secondary_link", "tertiary_link"),
}
# Walked only where a sign says so.
_NAMED_ONLY = frozenset(("cycleway", "bridleway", "trunk", "trunk_link", "busway"))
_YES = frozenset(("yes", "designated", "permissive", "official", "destination", "customers", "permit", "discouraged"))
_NO = frozenset(("no", "private", "use_sidepath", "delivery", "agricultural", "forestry", "military"))
_UNPAVED = {
    *("unpaved", "compacted", "fine_gravel", "gravel", "ground", "dirt", "earth", "grass", "sand", "mud"),
    *("pebblestone", "rock", "woodchips"),
}
_MAIN = frozenset(("primary", "secondary", "primary_link", "secondary_link", "trunk", "trunk_link"))


class Flag(IntFlag):
    """What a piece of path is like."""

    STEPS = 1
    NO_WHEELS = 2  # tagged as impossible with a wheelchair
    UNPAVED = 4
    MAIN_ROAD = 8  # a road with much traffic, walked along its side


@dataclass(frozen=True, eq=False)
class Paths:
    """Straight pieces of path between nodes.

    lat, lon: degrees of each node (WGS 84, float64, shape (nodes,)).
    start, end: node numbers of each piece (int32, shape (pieces,)).
    metres: length of each piece (float32, shape (pieces,)).
    flags: `Flag` of each piece (uint8, shape (pieces,)).
    """

    lat: npt.NDArray[np.float64]
    lon: npt.NDArray[np.float64]
    start: npt.NDArray[np.int32]
    end: npt.NDArray[np.int32]
    metres: npt.NDArray[np.float32]
    flags: npt.NDArray[np.uint8]


def walkable(tags: Mapping[str, str]) -> bool:
    """May people walk on a way with these tags?

    >>> walkable({"highway": "footway"}), walkable({"highway": "motorway"}), walkable({"highway": "cycleway"})
    (True, False, False)
    >>> walkable({"highway": "cycleway", "foot": "designated"}), walkable({"highway": "service", "access": "private"})
    (True, False)
    >>> walkable({"highway": "path", "access": "no", "foot": "yes"})
    True
    """
    kind = tags.get("highway", "")
    if kind not in _WALKED and kind not in _NAMED_ONLY:
        return False
    if (foot := tags.get("foot")) in _YES or foot in _NO:
        return foot in _YES
    if tags.get("motorroad") == "yes" or tags.get("access") in _NO:
        return False
    return kind in _WALKED


def flags_of(tags: Mapping[str, str]) -> Flag:
    """What a way is like by its tags."""
    found = Flag(0)
    if tags.get("highway") == "steps":
        found |= Flag.STEPS
    if tags.get("wheelchair") == "no":
        found |= Flag.NO_WHEELS
    if tags.get("surface") in _UNPAVED or ("surface" not in tags and tags.get("highway") == "track"):
        found |= Flag.UNPAVED
    if tags.get("highway") in _MAIN:
        found |= Flag.MAIN_ROAD
    return found


def paths(path: Path) -> Paths | None:
    """The paths of an OSM file; None where there is none. Raises `UnreadableFile`."""
    guard(path)
    number: dict[int, int] = {}
    lat, lon = array("d"), array("d")
    start, end, flags = array("i"), array("i"), array("B")
    ways = osmium.FileProcessor(str(path)).with_locations()
    ways.with_filter(osmium.filter.EntityFilter(osmium.osm.WAY)).with_filter(osmium.filter.KeyFilter("highway"))
    try:
        for way in ways:
            tags = {tag.k: tag.v for tag in way.tags}
            if not walkable(tags):
                continue
            flag = int(flags_of(tags))
            before = -1
            for node in way.nodes:
                if not node.location.valid():  # cut off at the edge of the file
                    before = -1
                    continue
                here = number.setdefault(node.ref, len(number))
                if here == len(lat):
                    lat.append(node.lat)
                    lon.append(node.lon)
                if before >= 0 and before != here:
                    start.append(before)
                    end.append(here)
                    flags.append(flag)
                before = here
    except (RuntimeError, ValueError, osmium.InvalidLocationError) as error:
        line = str(error).splitlines()[0] if str(error) else type(error).__name__
        message = gettext_noop("The file is not a sound OSM file (%(why)s).")
        raise UnreadableFile(path, message, gettext_noop("Download or export it again."), why=line[:150]) from error
    if not len(start):
        return None
    a, b = np.array(start, np.int32), np.array(end, np.int32)
    up, across = np.array(lat, np.float64), np.array(lon, np.float64)
    return Paths(up, across, a, b, _metres(up, across, a, b), np.array(flags, np.uint8))


def _metres(
    lat: npt.NDArray[np.float64],
    lon: npt.NDArray[np.float64],
    start: npt.NDArray[np.int32],
    end: npt.NDArray[np.int32],
) -> npt.NDArray[np.float32]:
    """Great-circle lengths of pieces (haversine)."""
    up, across = np.radians(lat), np.radians(lon)
    inner = (
        np.sin((up[end] - up[start]) / 2) ** 2
        + np.cos(up[start]) * np.cos(up[end]) * np.sin((across[end] - across[start]) / 2) ** 2
    )
    return (2 * EARTH * np.arcsin(np.sqrt(inner))).astype(np.float32)
