"""Commands about the installation: areas, links, backup and back, doctor."""

from __future__ import annotations

import json
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
