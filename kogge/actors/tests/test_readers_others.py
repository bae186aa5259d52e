"""GeoJSON, vCard, the base map, and telling kinds of files apart."""

from __future__ import annotations

import gzip
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from defusedxml import ElementTree

from kogge.actors.importing.readers import UnreadableFile, read, sniff
from kogge.actors.importing.readers.basemap import binary, buildings, make_tiles, streets, surfaces
from kogge.testing import shared_data


def geojson(folder: Path, *features: Any) -> Path:
    path = folder / "orte.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def test_points_and_surfaces_become_organisations(tmp_path: Path) -> None:
    point = {"type": "Point", "coordinates": [12.1, 54.1]}
    square = {"type": "Polygon", "coordinates": [[[12, 54], [12.2, 54], [12.2, 54.2], [12, 54.2], [12, 54]]]}
    properties = {"Name": "Kita Möwe", "addr:street": "Weg", "addr:housenumber": "3", "tags": ["a", "b"], "x": {"y": 1}}
    path = geojson(
        tmp_path,
        {"type": "Feature", "id": 7, "properties": properties, "geometry": point},
        {"type": "Feature", "properties": {"Name": "Markthalle"}, "geometry": square},
        {"type": "Feature", "properties": {"Name": "Ohne Ort"}, "geometry": None},
        {"type": "Feature", "properties": {"Name": ""}, "geometry": point},
        {"type": "Feature", "properties": {"Name": "Kaputt"}, "geometry": {"type": "Point", "coordinates": ["a", {}]}},
    )
    assert sniff(path) == "geojson"
    reading = read(path)
    kita, hall, nowhere, broken = reading.records
    assert (kita.kind, kita.street, kita.housenumber, kita.tags) == ("education", "Weg", "3", ("a", "b"))
    assert (kita.lon, kita.lat, kita.source_id) == (12.1, 54.1, "geojson:7")
    assert hall.lon is not None
    assert 12 < hall.lon < 12.2
    assert nowhere.lat is None
    assert broken.lat is None
    assert [(problem.row, problem.severity) for problem in reading.problems] == [(4, "refused"), (5, "warning")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"type": "FeatureCollection", "features": [{"type":\n"Feat', "line 2: The JSON is damaged"),
        ('{"type": "FeatureCollection", "features": ' + "[" * 100_000, "nested far too deeply"),
        ('{"type": "Feature", "properties": {"name": ' + "9" * 5000 + "}}", "damaged"),
        ('{"type": "Point", "coordinates": [1, 2]}', "no list of features"),
        ('{"a": 1}', "not GeoJSON"),
    ],
)
def test_broken_geojson_gives_one_clear_line(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "orte.geojson"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableFile) as caught:
        read(path)
    assert said in str(caught.value)


def test_halves_of_characters_and_nuls_become_text_that_can_be_stored(tmp_path: Path) -> None:
    path = tmp_path / "orte.geojson"
    path.write_text(
        '{"type": "Feature", "properties": {"name": "B\\ud800cker \\ud83d\\ude00", "kind\\u0000\\udfff": "\\udc00"},'
        ' "geometry": {"type": "Point", "coordinates": [1' + "0" * 400 + ", 54]}}",
        encoding="utf-8",
    )
    reading = read(path)
    assert reading.records[0].name == "B?cker \U0001f600"
    assert reading.records[0].lat is None
    for text in [*reading.headers, *(problem.text() for problem in reading.problems)]:
        text.encode()
        assert "\x00" not in text


CARDS = """BEGIN:VCARD\r
VERSION:3.0\r
FN:Ayşe Yılmaz\r
ORG:Änderungsschneiderei Yılmaz;Verkauf\r
TEL;TYPE=WORK:0381 123456\r
EMAIL:info@example.org\r
ADR;TYPE=WORK:;;Lange Straße 3a;Rostock;;18055;Deutschland\r
CATEGORIES:Textil,Schmarl\r
GEO:54.1;12.1\r
UID:abc-1\r
END:VCARD\r
BEGIN:VCARD\r
VERSION:3.0\r
dies ist keine Zeile\r
END:VCARD\r
BEGIN:VCARD\r
VERSION:4.0\r
FN:Chor Nord e.V.\r
TEL;VALUE=uri:tel:+49-381-98765\r
END:VCARD\r
"""


def test_cards_of_two_versions_and_a_damaged_one(tmp_path: Path) -> None:
    path = tmp_path / "kontakte.vcf"
    path.write_text(CARDS, encoding="utf-8", newline="")
    assert sniff(path) == "vcard"
    reading = read(path)
    tailor, choir = reading.records
    assert (tailor.name, tailor.contact_person) == ("Änderungsschneiderei Yılmaz, Verkauf", "Ayşe Yılmaz")
    assert (tailor.street, tailor.housenumber, tailor.postcode, tailor.city) == (
        "Lange Straße",
        "3a",
        "18055",
        "Rostock",
    )
    assert (tailor.lat, tailor.lon, tailor.tags) == (54.1, 12.1, ("Textil", "Schmarl"))
    assert tailor.source_id == "vcard:abc-1"
    assert (choir.kind, choir.phone, choir.row) == ("civic", "+49-381-98765", 16)
    assert [problem.row for problem in reading.problems] == [12]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"%PDF-1.4 ...", "a document, not a list"),
        ("a.csv", b"<html><body>x</body></html>", "a document, not a list"),
        ("a.osm", b'<?xml version="1.0"?><gpx></gpx>', "not an OSM file"),
        ("a.csv", bytes(range(256)) * 8, "binary file"),
        ("a.gz", gzip.compress(b"", mtime=0), "is empty"),
        ("a.bz2", b"BZh91AY&SY", "damaged or was cut off"),
    ],
)
def test_files_of_other_kinds_are_refused(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableFile) as caught:
        sniff(path)
    assert said in str(caught.value)


def test_missing_files_and_folders(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="cannot be opened"):
        sniff(tmp_path / "fehlt.csv")
    with pytest.raises(UnreadableFile, match="a folder"):
        sniff(tmp_path)


def test_content_decides_not_the_suffix(tmp_path: Path) -> None:
    path = tmp_path / "liste.xlsx"
    path.write_bytes(b"Name;Ort\nLaden;Rostock\n")
    assert sniff(path) == "csv"


def test_tiles_of_a_real_quarter(tmp_path: Path) -> None:
    """The tiles hold what the file holds; an old map stays when the new one cannot be made."""
    source = shared_data("osm", "berlin-siegessaeule.osm.gz")
    made = make_tiles(source, tmp_path / "map" / "area.pmtiles")
    assert made.path.read_bytes()[:7] == b"PMTiles"
    assert made.size == made.path.stat().st_size < 2_000_000
    with gzip.open(source) as handle:
        ways = ElementTree.parse(handle).getroot().findall("way")
    drawn = [{tag.get("k"): tag.get("v") for tag in way.findall("tag")} for way in ways]
    houses = sum(1 for tags in drawn if tags.get("building", "no") != "no")
    # Buildings with a courtyard are relations: a few more than ways; ways cut off at the edge: a few fewer.
    assert made.features["buildings"] == pytest.approx(houses, rel=0.1)
    decoded = subprocess.run(
        [str(binary().with_name("tippecanoe-decode")), "-c", "-z", "16", "-Z", "16", str(made.path)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert {layer for layer in made.features if f'"layer": "{layer}"' in decoded} == set(made.features)
    assert "Straße des 17. Juni" in decoded
    before = made.path.read_bytes()
    empty = tmp_path / "empty.osm"
    empty.write_text('<?xml version="1.0"?><osm version="0.6"></osm>', encoding="utf-8")
    with pytest.raises(UnreadableFile, match="nothing that could be drawn"):
        make_tiles(empty, made.path)
    assert made.path.read_bytes() == before
    assert [path.name for path in made.path.parent.iterdir()] == ["area.pmtiles"]


def test_records_of_the_base_map() -> None:
    source = shared_data("osm", "berlin-siegessaeule.osm.gz")
    assert any(street.name == "Straße des 17. Juni" and len(street.line) > 1 for street in streets(source))
    houses = list(buildings(source))
    assert all(house.rings[0][0] == house.rings[0][-1] for house in houses)
    assert any(area.layer == "green" for area in surfaces(source))
