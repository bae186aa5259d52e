"""The path network of an area: a file beside its base map, made, replaced and forgotten with it.

`basemaps/<name>.pmtiles` has its paths in `basemaps/<name>.paths.npz`: the arrays of `readers.paths.Paths` by name,
as numpy writes them, packed. What the base map points to decides which paths count, so undo brings those back too.
"""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from kogge.actors.importing.readers.paths import Paths

SUFFIX = ".paths.npz"
PARTS = ("lat", "lon", "start", "end", "metres", "flags")


def beside(tiles: Path) -> Path:
    """Where the paths of a base map lie.

    >>> beside(Path("basemaps/hafen-3.pmtiles")).name
    'hafen-3.paths.npz'
    """
    return tiles.with_suffix(SUFFIX)


def write(paths: Paths, target: Path) -> None:
    """Write the file."""
    with target.open("wb") as out:
        np.savez_compressed(out, **{name: getattr(paths, name) for name in PARTS})


def read(source: Path) -> Paths | None:
    """Read the file; None where there is none or it is damaged: ways are then straight lines, and pages say so."""
    try:
        with np.load(source, allow_pickle=False) as found:
            return Paths(**{name: found[name] for name in PARTS})
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None


def keep(area: Any, tiles: Path) -> None:
    """Put the paths that were made with these tiles beside the base map that the area has from them."""
    if (made := beside(tiles)).exists():
        shutil.copyfile(made, beside(Path(area.basemap.path)))


def of_area(area: Any) -> Paths | None:
    """The paths of an area's base map in use."""
    return read(beside(Path(area.basemap.path))) if area.basemap else None
