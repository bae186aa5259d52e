"""The demonstration's own base map: a simple town that fits its organisations, drawn as an imported one is."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely import Point
from shapely.geometry import shape

from kogge.actors.importing.readers import basemap
from kogge.actors.queries.geography import Addresses
from kogge.demo import builder, townmap
from kogge.demo.builder import build
from kogge.demo.texts import table
from kogge.engine import walks
from kogge.outreach.queries.walks import addresses, paths


@pytest.fixture(scope="module")
def town():
    return townmap.Town()


def test_it_is_the_same_town_every_time(town, tmp_path):
    for name, drawn in (("one", town), ("two", townmap.Town())):
        townmap.write(tmp_path / name, drawn)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_the_import_reads_it_like_a_file_of_osm(town, tmp_path):
    path = tmp_path / "town.osm"
    townmap.write(path, town)
    found = Counter(feature.layer for feature in basemap.features(path))
    assert found["buildings"] > 1000
    assert found["water"] >= 8
    assert found["green"] >= 20
    assert found["places"] == 5
    assert found["railways"] == 2
    names = {street.name for street in basemap.streets(path)}
    assert {row["street"] for row in table("streets")} < names


def test_nothing_stands_in_the_way(town):
    houses = town.all("building")
    streets = shapely.union_all(town.all("highway")).buffer(4)
    assert not [house for house in houses if streets.intersects(house)]
    tree = shapely.STRtree(houses)
    assert all(len(tree.query(house, predicate="intersects")) == 1 for house in houses)


@pytest.mark.django_db
def test_organisations_stand_on_dry_land_beside_their_street(built, town):
    streets = {}
    for tags, drawn in town.things:
        if "highway" in tags and "name" in tags:
            streets[tags["name"]] = shapely.union(streets[tags["name"]], drawn) if tags["name"] in streets else drawn
    water = shapely.union_all([drawn for tags, drawn in town.things if tags.get("natural") == "water"])
    for row in built.area.organisations.all():
        here = Point(townmap.metres(row.lon, row.lat))
        assert not water.contains(here), row
        assert streets[row.street].distance(here) < 25, row


@pytest.mark.django_db
def test_the_area_has_it_and_says_who_drew_it(built):
    area = built.area
    assert Path(area.basemap.path).read_bytes()[:7] == b"PMTiles"
    assert area.basemap_source == townmap.ATTRIBUTION
    assert "OpenStreetMap" not in area.basemap_source


@pytest.mark.django_db
def test_a_demonstration_without_its_map_gets_it_back_and_keeps_the_rest(built):
    area = built.area
    Path(area.basemap.path).unlink()
    before = builder.counts(area)
    again = build(slug=area.slug)
    assert not again.fresh
    assert again.area.has_basemap
    assert again.counts == before
    name = again.area.basemap.name
    assert build(slug=area.slug).area.basemap.name == name  # a third time changes nothing


@pytest.mark.django_db
def test_an_address_typed_by_hand_is_on_the_map(built):
    place = Addresses(built.area).find("Sextantweg", "12", "", "Rostock")
    assert place is not None
    lat, lon = place
    (schmarl,) = [row for row in built.area.districts.all() if row.name == "Schmarl"]
    assert shape(schmarl.boundary).contains(Point(lon, lat))


@pytest.mark.django_db
def test_streets_that_meet_join_so_that_people_can_walk_to_every_door(built):
    """Else walk planning leaves out the doors beside a street that no path leads to."""
    rows = list(built.area.organisations.filter(lat__isnull=False))
    metres, reached = walks.matrix(addresses(rows), paths(built.area))
    unreached = {row.street for number, row in enumerate(rows) if number not in set(reached.tolist())}
    assert not unreached
    for district in built.area.districts.all():
        here = [number for number, row in enumerate(rows) if row.district_id == district.pk]
        assert np.isfinite(metres[np.ix_(here, here)]).all(), district
