"""An installation from its birth to its restored copy: doctor, backup, restore, each a real command."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path


def own(folder: Path) -> dict[str, str]:
    """The environment of an installation in a folder of its own, on SQLite whatever the suite runs on."""
    return {key: value for key, value in os.environ.items() if key != "DATABASE_URL"} | {"KOGGE_DATA": str(folder)}


def kogge(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command in a process and data folder of its own."""
    return subprocess.run(
        [sys.executable, "-c", "from kogge.cli import main; main()", *arguments],
        env=own(folder),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_doctor_finds_a_fresh_installation_well_backs_it_up_and_brings_it_back(tmp_path: Path) -> None:
    """One installation from its birth to its restored copy, every step a real command."""
    folder, fresh, file = tmp_path / "here", tmp_path / "fresh", tmp_path / "sicherung.zip"
    birth = "from kogge.cli.django import setup; setup(); from kogge.core.schema import bring_up_to_date; "
    birth += "bring_up_to_date(); from kogge.places.actions import create_area; create_area(slug='hafen', name='Hafen')"
    subprocess.run([sys.executable, "-c", birth], env=own(folder), check=True)
    (folder / "files").mkdir(exist_ok=True)
    (folder / "files" / "karte.txt").write_text("Karte")
    assert kogge(folder, "backup", str(file)).returncode == 0
    assert file.stat().st_mode & 0o077 == 0
    kept = [path for path in (folder / "files").rglob("*") if path.is_file()]  # the guides of the area, and the map
    assert json.loads(kogge(fresh, "restore-backup", str(file), "--json").stdout)["files"] == len(kept) > 1
    assert (fresh / "files" / "karte.txt").read_text() == "Karte"
    findings = json.loads(kogge(fresh, "doctor", "--json").stdout)["findings"]
    assert [finding["what"] for finding in findings if not finding["well"]] in ([], ["The German texts are compiled."])
    refused = kogge(fresh, "restore-backup", str(file))
    assert (refused.returncode, "--replace" in refused.stderr) == (2, True)
    with sqlite3.connect(fresh / "kogge.sqlite3") as database:
        assert database.execute("SELECT slug FROM places_area").fetchall() == [("hafen",)]
