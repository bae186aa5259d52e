"""Commands about the installation: areas, links, backup and back, doctor."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from click.testing import CliRunner, Result
from django.db import connection

from kogge.accounts.models import User
from kogge.cli import kogge as command
from kogge.places.models import Area


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


def here(*arguments: str) -> Result:
    """The command in this process, on the test's database."""
    return CliRunner().invoke(command, arguments)


@pytest.fixture
def hafen(db: None) -> None:
    made = here("new-area", "hafen", "--name", "Am Hafen", "--admin", "a@example.org", "--json")
    assert json.loads(made.stdout) == {"area": "hafen", "name": "Am Hafen", "districts": 0}


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
def test_wrong_use_is_one_line_and_status_2(hafen: None, arguments: list[str], says: str) -> None:
    done = here(*arguments)
    assert done.exit_code == 2
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_login_link_is_printed(hafen: None) -> None:
    assert "/accounts/login-link/?sesame=" in here("login-link", "a@example.org").stdout


def test_login_link_says_that_a_second_factor_is_asked_for_and_drops_a_lost_one(hafen: None) -> None:
    user = User.objects.get(email="a@example.org")
    TOTP.activate(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    assert "second factor" in here("login-link", "a@example.org").stderr
    assert here("login-link", "a@example.org", "--drop-second-factor").stderr == ""
    assert not Authenticator.objects.filter(user=user).exists()


def test_a_fresh_area_has_the_shipped_topics(hafen: None) -> None:
    assert Area.objects.get(slug="hafen").topics.count() > 100


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


def test_tampered_backup_changes_nothing(hafen: None, tmp_path: Path) -> None:
    file = tmp_path / "evil.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("backup.json", json.dumps({"database": DUMPS[connection.vendor]}))
        archive.writestr("files/../../../evil.txt", "x")
        archive.writestr(DUMPS[connection.vendor], "nonsense")
    done = here("restore-backup", str(file), "--replace")
    assert done.exit_code == 2
    assert "tampered" in done.stderr
    assert Area.objects.filter(slug="hafen").exists()


DUMPS = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}


def test_help_names_what_every_command_does() -> None:
    listed = here("--help").stdout
    for name in ("demo", "serve", "new-area", "import", "practise", "match", "day-after", "dossier", "doctor"):
        assert name in listed
