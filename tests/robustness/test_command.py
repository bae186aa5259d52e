"""Whatever the command is given: a clear line, an honest exit status, never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kogge.cli import kogge as command
from kogge.cli.doctor import examine
from kogge.cli.running import hold, is_served
from kogge.places.models import Area

Run = Callable[..., subprocess.CompletedProcess[str]]


def here(*arguments: object) -> Result:
    """The command in this process."""
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


@pytest.fixture(autouse=True)
def _english_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "en")


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """`run(*arguments, **variables)`: the command in a process and a fresh data folder of its own."""

    def call(*arguments: object, **variables: str) -> subprocess.CompletedProcess[str]:
        kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        return subprocess.run(
            [sys.executable, "-c", "from kogge.cli import main; main()", *map(str, arguments)],
            env=kept | {"KOGGE_DATA": str(tmp_path / "Däten hier")} | variables,
            capture_output=True,
            check=False,
            timeout=120,
            text=True,
            encoding="utf-8",
            errors="replace",
        )

    return call


def says_in_one_line(done: subprocess.CompletedProcess[str], status: int, *words: str) -> None:
    assert done.returncode == status, done.stderr
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1, done.stderr
    for word in words:
        assert word in done.stderr


def test_first_command_of_a_fresh_installation_may_be_any(run: Run) -> None:
    assert run("new-area", "oststadt", "--name", "Oststadt").returncode == 0
    says_in_one_line(run("match", "weststadt"), 2, "no area 'weststadt'. There is: oststadt.")


def test_data_folder_that_cannot_be_made_is_told_in_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    says_in_one_line(run("match", "x", KOGGE_DATA=str(tmp_path / "file" / "data")), 1, "file", "Not a directory")


def test_database_address_that_is_none_is_told_in_one_line(run: Run) -> None:
    says_in_one_line(run("match", "x", DATABASE_URL="nonsense://x"), 1, "settings")


def test_broken_database_is_told_by_every_command_and_by_the_doctor(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / "kogge.sqlite3").write_bytes(b"no database at all" * 500)
    says_in_one_line(run("match", "x", KOGGE_DATA=str(folder)), 1, "kogge doctor")
    found = run("doctor", "--json", KOGGE_DATA=str(folder))
    assert found.returncode == 1
    assert not json.loads(found.stdout)["well"]
    assert "Traceback" not in found.stderr


def test_tables_of_another_version_are_told_in_one_line(run: Run, tmp_path: Path) -> None:
    import sqlite3

    folder = tmp_path / "old"
    folder.mkdir()
    with sqlite3.connect(folder / "kogge.sqlite3") as database:
        database.execute("CREATE TABLE places_area (id INTEGER)")
    says_in_one_line(run("match", "x", KOGGE_DATA=str(folder)), 1, "kogge serve")


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [("KOGGE_MAX_UPLOAD_MB", "viel", "KOGGE_MAX_UPLOAD_MB='viel'"), ("KOGGE_LOG_LEVEL", "laut", "laut")],
)
def test_setting_that_cannot_be_used_is_named(run: Run, name: str, value: str, says: str) -> None:
    says_in_one_line(run("doctor", **{name: value}), 1, "settings", says)


@pytest.mark.skipif(os.environ.get("DATABASE_URL", "").startswith("postgres"), reason="a server guards its own files")
def test_doctor_sees_that_nothing_can_be_written(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kogge.cli.doctor.os.access", lambda path, mode: False)
    told = next(finding for finding in examine() if finding.what == "The database can be written to.")
    assert not told.well
    assert "chmod" in told.remedy


@pytest.mark.parametrize("port", ["x", "0", "70000"])
def test_port_that_is_none_is_refused(run: Run, port: str) -> None:
    done = run("serve", PORT=port)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "PORT" in done.stderr or "port" in done.stderr


def test_terminal_of_an_old_encoding_reads_what_it_can(run: Run, tmp_path: Path) -> None:
    edges = tmp_path / "e.csv"
    edges.write_text("from,to\nBäcker,Šárka\nŠárka,c\n", encoding="utf-8")
    said = run("engine", "day-after", "--edges", edges, "--leavers", "Šárka", PYTHONIOENCODING="latin-1")
    assert said.returncode == 0, said.stderr
    found = run("engine", "ties", "--edges", edges, "--json", PYTHONIOENCODING="ascii")
    assert set(json.loads(found.stdout)["betweenness"]) == {"Bäcker", "Šárka", "c"}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('{"data": {"1": {"sources": [1], "matches": [{"recipient": 2, "score": 1' + "0" * 400 + "}]}}}", "number"),
        ('{"data": {"1": {"sources": [1], "matches": [{"recipient": 2, "score": 1' + "0" * 5000 + "}]}}}", "digits"),
        ('{"parties": [{"id": "a", "max_fee": 1' + "0" * 400 + '}], "offers": [], "needs": []}', "number"),
    ],
)
def test_number_that_nothing_can_hold_is_told(tmp_path: Path, content: str, says: str) -> None:
    file = tmp_path / "board.json"
    file.write_text(content)
    done = here("engine", "rings", file)
    assert done.exit_code == 2
    assert says in done.stderr
    assert len(done.stderr) < 300


def test_half_a_sign_in_an_id_is_written_as_an_escape(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "board.json"
    file.write_text(
        '{"parties": [{"id": "\\ud800"}, {"id": "b"}], "needs": [{"id": "n", "party": "b", "topic": "t"}],'
        ' "offers": [{"id": "o", "party": "\\ud800", "topic": "t", "starts_chain": true}]}'
    )
    assert json.loads(run("engine", "rings", file, "--json").stdout)["chains"] == [["\ud800", "b"]]
    assert run("engine", "rings", file).returncode == 0


def test_threshold_that_is_no_number_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("Firma\nA\n")
    assert here("engine", "link", file, "--threshold", "nan").exit_code == 2


@pytest.mark.parametrize(("slug", "name"), [("-", "X"), ("_x", "X"), ("neu", "\n \t")])
def test_area_that_nobody_could_name_is_refused(db: None, slug: str, name: str) -> None:
    assert here("new-area", "--name", name, "--", slug).exit_code == 2
    assert not Area.objects.exists()


def test_line_ends_in_a_name_become_spaces(db: None) -> None:
    here("new-area", "neu", "--name", "Am\n Hafen ")
    assert Area.objects.get().name == "Am Hafen"


def backup_of(parts: dict[str, bytes | str], file: Path) -> Path:
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file


ABOUT = '{"database": "database.sqlite3", "made_at": "2026-01-01"}'


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"backup.json": "[1]"}, "not a backup"),
        ({"backup.json": "{"}, "not a backup"),
        ({"backup.json": '{"database": "database.sqlite3"}', "database.sqlite3": ""}, "not a backup"),
        ({"backup.json": ABOUT}, "damaged"),
        ({"backup.json": ABOUT, "database.sqlite3": b"nonsense" * 1000}, "damaged"),
        ({"backup.json": ABOUT, "database.sqlite3": b""}, "none of Kogge's"),
        ({"backup.json": ABOUT, "database.sqlite3": b"", "files/../../x": ""}, "tampered"),
    ],
)
def test_file_that_is_no_backup_is_refused_in_one_line(
    run: Run, tmp_path: Path, parts: dict[str, bytes | str], says: str
) -> None:
    says_in_one_line(run("restore-backup", backup_of(parts, tmp_path / "b.zip")), 2, "b.zip", says)
    assert not (tmp_path / "Däten hier" / "kogge.sqlite3").exists()


def test_backup_that_is_cut_off_is_refused(run: Run, tmp_path: Path) -> None:
    whole = backup_of({"backup.json": ABOUT, "database.sqlite3": b"x" * 9999}, tmp_path / "b.zip").read_bytes()
    (tmp_path / "b.zip").write_bytes(whole[: len(whole) // 2])
    says_in_one_line(run("restore-backup", tmp_path / "b.zip"), 2, "not a backup")


def test_nothing_is_brought_back_under_a_running_server(run: Run, tmp_path: Path) -> None:
    folder, file = tmp_path / "Däten hier", tmp_path / "b.zip"
    run("new-area", "oststadt", "--name", "Oststadt")
    assert run("backup", file).returncode == 0
    assert not is_served(folder)
    lock = hold(folder)
    try:
        assert is_served(folder)
        says_in_one_line(run("restore-backup", file, "--replace"), 2, "Stop it first")
    finally:
        os.close(lock)
    assert run("restore-backup", file, "--replace").returncode == 0
