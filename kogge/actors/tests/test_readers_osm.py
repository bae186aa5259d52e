"""OSM files: what counts as an organisation, where its address comes from, doubles, and counts of a whole
town.
"""

from __future__ import annotations

import gzip
from collections import Counter
from pathlib import Path
from xml.parsers import expat

import pytest
from wz_code import WZ

from kogge.actors.importing.readers import Options, UnreadableFile, read
from kogge.actors.importing.readers.guesses import tag_table
from kogge.actors.importing.records import KINDS
from kogge.testing import shared_data

KEYS = ("shop", "craft", "office", "amenity", "tourism", "healthcare", "club", "leisure", "social_facility")


class Town:
    """Writes a small OSM file: nodes by position in metres from a corner, squares as closed ways."""

    def __init__(self) -> None:
        self.nodes: list[str] = []
        self.ways: list[str] = []
        self.next = 1

    def node(self, x: float, y: float, **tags: str) -> int:
        number, self.next = self.next, self.next + 1
        lat, lon = 53.55 + y / 111_195, 13.26 + x / 66_000
        self.nodes.append(f'<node id="{number}" version="1" lat="{lat:.7f}" lon="{lon:.7f}">{_tags(tags)}</node>')
        return number

    def way(self, *nodes: int, **tags: str) -> int:
        number, self.next = self.next, self.next + 1
        refs = "".join(f'<nd ref="{node}"/>' for node in nodes)
        self.ways.append(f'<way id="{number}" version="1">{refs}{_tags(tags)}</way>')
        return number

    def square(self, x: float, y: float, size: float, **tags: str) -> int:
        corners = [
            self.node(x, y),
            self.node(x + size, y),
            self.node(x + size, y + size),
            self.node(x, y + size),
        ]
        return self.way(*corners, corners[0], **tags)

    def write(self, folder: Path) -> Path:
        path = folder / "town.osm"
        bounds = '<bounds minlat="53.5" minlon="13.2" maxlat="53.6" maxlon="13.3"/>'
        body = "".join([*self.nodes, *self.ways])
        path.write_text(f'<?xml version="1.0"?><osm version="0.6">{bounds}{body}</osm>', encoding="utf-8")
        return path


def _tags(tags: dict[str, str]) -> str:
    return "".join(f'<tag k="{key.replace("__", ":")}" v="{value}"/>' for key, value in tags.items())


def test_a_shop_learns_its_address_from_the_building_around_it(tmp_path: Path) -> None:
    town = Town()
    address = {
        "addr__street": "Lindenstraße",
        "addr__housenumber": "3",
        "addr__postcode": "17033",
        "addr__city": "Neubrandenburg",
    }
    town.square(0, 0, 20, building="yes", **address)
    hours = "Mo-Fr 06:00-18:00; Sa 06:00-12:00"
    town.node(
        10,
        10,
        shop="bakery",
        name="Bäckerei Kowalewski",
        opening_hours=hours,
        phone="0395 1234567",
        website="javascript:x",
    )
    reading = read(town.write(tmp_path))
    (baker,) = reading.records
    assert (baker.street, baker.housenumber, baker.postcode, baker.city) == (
        "Lindenstraße",
        "3",
        "17033",
        "Neubrandenburg",
    )
    assert (baker.kind, baker.wz_code, baker.opening_hours) == ("business", "47.24", hours)
    assert (baker.phone, baker.website) == ("0395 1234567", "")
    assert baker.source_id.startswith("osm:node/")
    assert baker.tags == ("Bäckerei",)
    assert reading.bounds == (13.2, 53.5, 13.3, 53.6)
    assert len(reading.addresses) == 1


def test_doubles_are_taken_once_with_what_both_say(tmp_path: Path) -> None:
    town = Town()
    town.square(0, 0, 40, building="school", amenity="school", name="Grundschule Nord", phone="0395 111222")
    town.node(20, 20, amenity="school", name="Grundschule Nord", email="schule@example.org")
    town.square(10, 10, 5, building="yes", amenity="school")
    town.node(500, 0, shop="supermarket", name="Netto")
    town.node(900, 0, shop="supermarket", name="Netto")
    reading = read(town.write(tmp_path))
    assert Counter(record.name for record in reading.records) == {"Grundschule Nord": 1, "Netto": 2}
    school = next(record for record in reading.records if record.kind == "education")
    assert (school.phone, school.email, school.wz_code) == ("0395 111222", "schule@example.org", "85.20")
    assert reading.counts["duplicates"] == 2


def test_unnamed_shops_get_a_name_and_nameless_things_are_refused(tmp_path: Path) -> None:
    town = Town()
    town.square(0, 0, 20, building="yes", addr__street="Lindenstraße", addr__housenumber="3")
    town.node(10, 10, shop="bakery")
    town.node(30, 10, shop="hairdresser")
    town.node(40, 10, shop="florist", operator="Blumen Petersen")
    town.way(town.node(3000, 0), town.node(3100, 0), highway="residential", name="Waldweg")
    town.node(3050, 20, amenity="kindergarten")
    town.node(100, 100, amenity="car_wash")
    town.node(110, 100, amenity="vending_machine")
    town.node(120, 100, shop="vacant")
    town.node(130, 100, shop="kiosk", name="Ehemals Kiosk", disused="yes")
    path = town.write(tmp_path)
    reading = read(path)
    assert {record.name: record.unnamed for record in reading.records} == {
        "Bäckerei (ohne Namen), Lindenstraße 3": True,
        "Friseur (ohne Namen), nahe Lindenstraße": True,
        "Blumen Petersen": False,
        "Kindertagesstätte (ohne Namen), nahe Waldweg": True,
    }
    assert [problem.params["class"] for problem in reading.problems] == ["Autowaschanlage"]
    assert reading.counts["no_organisation"] == 3
    named = read(path, options=Options(keep_unnamed=False))
    assert [record.name for record in named.records] == ["Blumen Petersen"]
    assert named.counts["refused"] == 4


def test_every_class_of_the_table_exists_in_wz_2008() -> None:
    wz = WZ("2008")
    for (key, value), entry in tag_table().items():
        assert entry.kind in KINDS, (key, value)
        assert entry.label, (key, value)
        assert not entry.wz or wz.exists(entry.wz), (key, value)


def tags_of_all_objects(path: Path) -> list[dict[str, str]]:
    """Tags of every node, way and relation that has some, straight from the XML."""
    objects: list[dict[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name in ("node", "way", "relation"):
            objects.append({})
        elif name == "tag":
            objects[-1][attributes["k"]] = attributes["v"]

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    with gzip.open(path) as handle:
        parser.ParseFile(handle)
    return [tags for tags in objects if tags]


def test_neubrandenburg_against_an_independent_count_of_tags() -> None:
    path = shared_data("osm", "neubrandenburg_stripped.osm.gz")
    reading = read(path)
    objects = tags_of_all_objects(path)
    shops = [tags for tags in objects if "shop" in tags]
    assert len(shops) == 270
    looked_at = sum(1 for tags in objects if any(key in tags for key in KEYS) and "highway" not in tags)
    assert reading.counts["read"] == pytest.approx(looked_at, abs=5)
    accounted = reading.counts["records"] + reading.counts["refused"] + reading.counts["duplicates"]
    assert accounted + reading.counts["no_organisation"] == reading.counts["read"]
    assert reading.counts["duplicates"] <= 10
    by_tag = Counter(tag for record in reading.records for tag in record.tags)
    for value, label, doubles in (
        ("pharmacy", "Apotheke", 0),
        ("kindergarten", "Kindertagesstätte", 0),
        ("bakery", "Bäckerei", 1),
    ):
        drawn = sum(1 for tags in objects if value in (tags.get("shop"), tags.get("amenity")))
        assert drawn - doubles <= by_tag[label] <= drawn
    names = {record.name for record in reading.records}
    named = {tags["name"] for tags in shops if tags.get("name") and not {"amenity", "tourism"} & tags.keys()}
    assert named <= names
    hours = sum(1 for tags in shops if "opening_hours" in tags)
    assert sum(1 for record in reading.records if record.opening_hours) >= hours > 0
    streets = sum(1 for tags in objects if "addr:housenumber" in tags and "addr:street" in tags)
    assert len(reading.addresses) == pytest.approx(streets, rel=0.005)
    assert all(13.1 < r.lon < 13.4 and 53.4 < r.lat < 53.7 for r in reading.records if r.lat and r.lon)


def osm(body: str, head: str = "") -> bytes:
    return f'<?xml version="1.0"?>{head}<osm version="0.6">{body}</osm>'.encode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            osm("", '<!DOCTYPE osm [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'),
            "declares XML entities",
        ),
        (osm("", '<!DOCTYPE osm SYSTEM "file:///etc/passwd">'), "declares XML entities"),
        # Hidden behind a long comment the parser itself has to refuse it.
        (
            osm("", f'<!--<osm {"x" * 70_000}--><!DOCTYPE osm [<!ENTITY a "b">]>'),
            "XML entities are not supported",
        ),
        (osm('<node id="1" lat="north" lon="1"><tag k="shop" v="bakery"/></node>'), "not a sound OSM file"),
        (osm('<node id="1" lat="1" lon="1">'), "not a sound OSM file"),
        (gzip.compress(osm("<node id='1' lat='1' lon='1'/>" * 3000))[:120], "damaged or was cut off"),
        (b"\x00\x00\x00\x0d\x0a\x09OSMHeader\x18" + b"\xff" * 64, "not a sound OSM file"),
    ],
)
def test_hostile_and_broken_files_give_one_clear_line(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "town.osm"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile) as caught:
        read(path, "osm")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
