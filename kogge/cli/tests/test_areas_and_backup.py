"""Commands about the installation: areas, links, backup and back, doctor; each in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest


def kogge(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    return subprocess.run(
        [sys.executable, "-c", "from kogge.cli import main; main()", *arguments],
        env=environment | {"KOGGE_DATA": str(folder)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh installation with one area."""
    path = tmp_path_factory.mktemp("installation")
    script = "from kogge.cli.server import prepare; prepare()"
    subprocess.run([sys.executable, "-c", script], env=os.environ | {"KOGGE_DATA": str(path)}, check=True)
    made = kogge(path, "new-area", "hafen", "--name", "Am Hafen", "--admin", "a@example.org", "--json")
    assert json.loads(made.stdout) == {"area": "hafen", "name": "Am Hafen", "districts": 0}
    return path


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["new-area", "hafen", "--name", "Noch einer"], "already an area 'hafen'"),
        (["new-area", "am hafen", "--name", "X"], "no short name"),
        (["new-area", "neu", "--name", " "], "name is empty"),
        (["new-area", "neu", "--name", "X", "--district-file", "/nowhere.geojson"], "/nowhere.geojson"),
        (["new-area", "neu", "--name", "X", "--district-file", __file__], "not a GeoJSON file"),
        (["new-area", "neu", "--name", "X", "--admin", "kein-at"], "no e-mail address"),
        (["login-link", "nobody@example.org"], "nobody here"),
        (["restore-backup", __file__], "not a backup"),
        (["backup", "/nowhere/at/all.zip"], "does not exist"),
    ],
)
def test_wrong_use_is_one_line_and_status_2(folder: Path, arguments: list[str], says: str) -> None:
    done = kogge(folder, *arguments)
    assert done.returncode == 2
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_login_link_is_printed(folder: Path) -> None:
    assert "/accounts/login-link/?sesame=" in kogge(folder, "login-link", "a@example.org").stdout


def test_doctor_finds_a_fresh_installation_well(folder: Path) -> None:
    answer = json.loads(kogge(folder, "doctor", "--json").stdout)
    unwell = [finding["what"] for finding in answer["findings"] if not finding["well"]]
    assert unwell in ([], ["The German texts are compiled."])


def test_backup_and_back(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "sicherung.zip"
    (folder / "files").mkdir(exist_ok=True)
    (folder / "files" / "karte.txt").write_text("Karte")
    assert kogge(folder, "backup", str(file)).returncode == 0
    assert file.stat().st_mode & 0o077 == 0
    fresh = tmp_path / "fresh"
    assert json.loads(kogge(fresh, "restore-backup", str(file), "--json").stdout)["files"] == 1
    assert (fresh / "files" / "karte.txt").read_text() == "Karte"
    assert "already an area" in kogge(fresh, "new-area", "hafen", "--name", "X").stderr
    refused = kogge(fresh, "restore-backup", str(file))
    assert refused.returncode == 2
    assert "--replace" in refused.stderr


def test_tampered_backup_changes_nothing(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "evil.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("backup.json", '{"database": "database.sqlite3"}')
        archive.writestr("files/../../../evil.txt", "x")
        archive.writestr("database.sqlite3", "nonsense")
    done = kogge(folder, "restore-backup", str(file), "--replace")
    assert done.returncode == 2
    assert "tampered" in done.stderr
    assert "/accounts/login-link/" in kogge(folder, "login-link", "a@example.org").stdout


def test_help_of_every_command_names_what_it_does(folder: Path) -> None:
    listed = kogge(folder, "--help").stdout
    for name in (
        "demo",
        "serve",
        "new-area",
        "import",
        "practise",
        "match",
        "day-after",
        "dossier",
        "doctor",
    ):
        assert name in listed
