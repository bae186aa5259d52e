"""`kogge import` on real files and on bad ones: figures, base map, one clear line, nothing half written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kogge.actors.models import AddressPoint, ImportRun, Organisation
from kogge.cli.importing import import_file
from kogge.core.models import Change
from kogge.core.undo import undo
from kogge.places.models import Area
from kogge.testing import shared_data


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def run(file: Path, area: str, *more: str) -> Result:
    return CliRunner().invoke(import_file, [str(file), "--area", area, *more])


def test_an_osm_file_brings_organisations_addresses_and_the_base_map(area: Area) -> None:
    result = run(shared_data("osm", "berlin-siegessaeule.osm.gz"), area.slug, "--json")
    assert result.exit_code == 0, result.output
    answer = json.loads(result.stdout)
    assert answer["kind"] == "osm"
    assert answer["new"] == Organisation.objects.filter(area=area, lat__isnull=False).count() > 0
    assert AddressPoint.objects.filter(area=area).exists()
    area.refresh_from_db()
    assert area.basemap_source == "© OpenStreetMap contributors"
    with area.basemap.open("rb") as tiles:
        assert tiles.read(7) == b"PMTiles"
    assert not list(Path(area.basemap.path).parent.glob("drawing-*"))
    undo(Change.objects.get(), by=None)
    area.refresh_from_db()
    assert not area.basemap
    assert not Organisation.objects.exists()


def test_a_register_extract_of_one_town(area: Area) -> None:
    file = shared_data("register", "offeneregister_rostock.csv")
    result = run(file, area.slug, "--town", "Rostock", "--json")
    answer = json.loads(result.stdout)
    assert answer["read"] == 5628
    assert answer["new"] + answer["duplicate"] + answer["filtered"] + answer["refused"] == 5628
    assert answer["new"] > 2000
    assert Organisation.objects.filter(register_no="").count() == 0
    again = json.loads(run(file, area.slug, "--town", "Rostock", "--json").stdout)
    assert (again["new"], again["updated"]) == (0, 0)
    assert Organisation.objects.count() == answer["new"]


def test_a_dry_run_writes_nothing(area: Area, tmp_path: Path) -> None:
    file = tmp_path / "liste.csv"
    file.write_text("Firma;Ort\nLaden Eins;Rostock\n")
    answer = json.loads(run(file, area.slug, "--dry-run", "--json").stdout)
    assert (answer["dry_run"], answer["new"]) == (True, 1)
    assert not Organisation.objects.exists()
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (b"%PDF-1.7 nothing", "This is a document, not a list."),
        (b"\x1f\x8b\x08broken", "damaged or was cut off"),
        (b'<?xml version="1.0"?><!DOCTYPE osm [<!ENTITY a "b">]><osm/>', "XML entities"),
    ],
)
def test_bad_files_get_one_line_and_leave_nothing(area: Area, tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "liste.dat"
    file.write_bytes(content)
    result = run(file, area.slug, "--json")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert said in result.stderr
    assert result.stderr.count("\n") == 1
    assert not ImportRun.objects.exists()


def test_a_missing_file_and_an_unknown_area(area: Area, tmp_path: Path) -> None:
    assert "no such file" in run(tmp_path / "nirgends.csv", area.slug).stderr
    file = tmp_path / "liste.csv"
    file.write_text("Firma\nLaden\n")
    assert run(file, "nirgends").exit_code == 2


def test_a_file_that_brings_nobody_needs_a_person(area: Area, tmp_path: Path) -> None:
    file = tmp_path / "liste.csv"
    file.write_text("Wert;Zahl\n1;2\n")
    result = run(file, area.slug)
    assert result.exit_code == 1
    assert "No column holds the name" in result.stdout
    # What the page shows later is in the language of the installation.
    assert "Keine Spalte enthält den Namen" in ImportRun.objects.get().problems[0]["text"]
