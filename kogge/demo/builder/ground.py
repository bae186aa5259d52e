"""The ground the demonstration stands on: its base map, drawn beside the building by a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files import File
from django.core.files.storage import default_storage

from kogge.actors.importing import network, store
from kogge.actors.importing.drawing import Drawing
from kogge.actors.importing.records import AddressRecord
from kogge.places.models import Area

from .. import townmap
from ..texts import grouped
from .organisations import streets

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
    network.keep(area, tiles)
    area.basemap_source = townmap.ATTRIBUTION
    area.save()


def keep_addresses(area: Area) -> None:
    """Every house number of the streets with its place: what is added by hand stands on the map at once."""
    store.keep_addresses(
        area,
        [
            AddressRecord(
                street=street.name, housenumber=str(number), postcode=postcode, city="Rostock", lat=lat, lon=lon
            )
            for key, (postcode,) in grouped("districts", "key", "postcode").items()
            for street in streets()[key]
            for number in range(1, street.highest + 1)
            for lon, lat in [street.point(number)]
        ],
    )
