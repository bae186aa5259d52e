"""The paths one may walk: out of an OSM file, beside the base map, brought back and forgotten with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.files.base import ContentFile

from kogge.actors.importing import network
from kogge.actors.importing.drawing import Drawing
from kogge.actors.importing.readers import UnreadableFile
from kogge.actors.importing.readers.paths import Flag, Paths, flags_of, paths
from kogge.places.models import Area
from kogge.testing import shared_data

OSM = """<osm version="0.6">
<node id="1" lat="54.100" lon="12.100"/><node id="2" lat="54.101" lon="12.100"/><node id="3" lat="54.102" lon="12.100"/>
<node id="4" lat="54.101" lon="12.102"/>
<way id="1"><nd ref="1"/><nd ref="2"/><nd ref="3"/><tag k="highway" v="residential"/><tag k="name" v="Am Kai"/></way>
<way id="2"><nd ref="2"/><nd ref="4"/><tag k="highway" v="steps"/></way>
<way id="3"><nd ref="1"/><nd ref="4"/><tag k="highway" v="motorway"/></way>
<way id="4"><nd ref="3"/><nd ref="4"/><nd ref="99"/><tag k="highway" v="footway"/><tag k="access" v="private"/></way>
<way id="5"><nd ref="3"/><nd ref="99"/><tag k="highway" v="footway"/></way>
</osm>"""


@pytest.fixture
def osm(tmp_path: Path) -> Path:
    path = tmp_path / "kai.osm"
    path.write_text(OSM)
    return path


def test_only_what_one_may_walk(osm: Path) -> None:
    found = paths(osm)
    assert found is not None
    assert (len(found.lat), len(found.start)) == (4, 3)
    assert sorted(found.metres.round().tolist()) == [111, 111, 130]
    assert found.flags.tolist() == [0, 0, Flag.STEPS]


def test_what_a_way_is_like() -> None:
    assert flags_of({"highway": "primary", "wheelchair": "no"}) == Flag.MAIN_ROAD | Flag.NO_WHEELS
    assert flags_of({"highway": "track"}) == Flag.UNPAVED
    assert flags_of({"highway": "track", "surface": "asphalt"}) == Flag(0)


def test_a_file_without_paths_and_a_broken_one(tmp_path: Path) -> None:
    empty, broken = tmp_path / "empty.osm", tmp_path / "broken.osm"
    empty.write_text('<osm version="0.6"><node id="1" lat="1" lon="1"/></osm>')
    broken.write_text('<osm version="0.6"><way id="1"')
    assert paths(empty) is None
    with pytest.raises(UnreadableFile):
        paths(broken)


def test_drawing_gathers_the_paths_too_and_the_area_keeps_them(
    osm: Path, area: Area, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    with Drawing(osm, tmp_path / "drawing") as drawing:
        tiles = drawing.wait()
        assert tiles is not None
        area.basemap.save("hafen.pmtiles", ContentFile(tiles.read_bytes()))
        network.keep(area, tiles)
    found = network.of_area(area)
    assert found is not None
    assert found.metres.dtype == np.float32
    assert len(found.start) == 3
    assert Path(area.basemap.path).parent.joinpath("hafen.paths.npz").exists()


def test_an_area_without_a_map_or_with_a_damaged_file_has_no_paths(area: Area, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    assert network.of_area(area) is None
    area.basemap.save("hafen.pmtiles", ContentFile(b"x"))
    assert network.of_area(area) is None
    network.beside(Path(area.basemap.path)).write_bytes(b"PK\x03\x04 cut off")
    assert network.of_area(area) is None


def test_neubrandenburg_is_one_town_on_foot() -> None:
    found = paths(shared_data("osm", "neubrandenburg_stripped.osm.gz"))
    assert isinstance(found, Paths)
    assert len(found.start) > 25_000
    assert 500_000 < found.metres.sum() < 1_000_000
    assert found.start.max() < len(found.lat)
