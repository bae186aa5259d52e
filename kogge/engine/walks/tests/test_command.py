"""`kogge engine walks`: on a real town, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from kogge.cli import kogge as command
from kogge.testing import shared_data


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(command, ["engine", "walks", *map(str, words)])


def test_walks_in_a_real_town(tmp_path: Path) -> None:
    osm = shared_data("osm", "berlin-siegessaeule.osm.gz")
    doors = tmp_path / "doors.csv"
    rows = [f"d{n};{52.5130 + n / 5000:.5f};13.3500" for n in range(6)]
    doors.write_text("id;lat;lon\n" + "\n".join(rows) + "\nfern;48.1;11.5\nohne;;\n")
    told = run(osm, doors, "--minutes", "40", "--json")
    assert told.exit_code == 0, told.output
    answer = json.loads(told.output)
    visited = sorted(door["id"] for walk in answer["walks"] for door in walk["doors"])
    left = {entry["id"]: entry["reason"] for entry in answer["left_out"]}
    assert left["fern"] == "far"
    assert left["ohne"] == "no_place"
    assert sorted([*visited, *left]) == ["d0", "d1", "d2", "d3", "d4", "d5", "fern", "ohne"]
    assert len(visited) >= 4
    assert all(walk["minutes"] <= 40 for walk in answer["walks"])
    assert not answer["straight"]
    spoken = run(osm, doors, "--minutes", "40").output
    assert "Walk 1 (" in spoken
    assert "Left out: ohne (no place given)" in spoken


def test_a_list_without_places_and_a_walk_too_short(tmp_path: Path) -> None:
    osm, doors = tmp_path / "empty.osm", tmp_path / "doors.csv"
    osm.write_text('<osm version="0.6"/>')
    doors.write_text("name;street\nA;B\n")
    told = run(osm, doors)
    assert told.exit_code == 2
    assert "id, lat and lon" in told.output
    doors.write_text("id;lat;lon\na;54,1;12,1\n")
    told = run(osm, doors, "--minutes", "5")
    assert told.exit_code == 2
    assert "does not fit" in told.output
    assert json.loads(run(osm, doors, "--json").output)["straight"] is True
