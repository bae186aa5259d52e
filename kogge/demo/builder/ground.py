"""The ground the demonstration stands on: its base map, drawn beside the building by a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files import File
from django.core.files.storage import default_storage

from kogge.actors.importing.drawing import Drawing
from kogge.places.models import Area

from .. import townmap

LABEL = "Grundkarte der Demonstration"


@contextmanager
def drawing() -> Iterator[Drawing]:
    """Draw the town as an import of an OSM file would; `wait()` gives the tiles."""
    folder = Path(default_storage.location) / "basemaps"
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="drawing-", dir=folder) as room:
        osm = Path(room) / "town.osm"
        townmap.write(osm)
        with Drawing(osm, folder, townmap.ATTRIBUTION) as under_way:
            yield under_way


def keep(area: Area, tiles: Path | None) -> None:
    """Store the tiles as the area's base map."""
    if tiles is None:
        raise RuntimeError("the demonstration's town holds nothing to draw")
    with tiles.open("rb") as content:
        area.basemap.save(f"{area.slug}-zeichnung.pmtiles", File(content), save=False)
    area.basemap_source = townmap.ATTRIBUTION
    area.save()
