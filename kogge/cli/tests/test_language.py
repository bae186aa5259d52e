"""The command answers in the language of the terminal, and so does what click says by itself."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from kogge.cli import COMMANDS
from kogge.cli import kogge as command
from kogge.cli.click_words import WORDS
from kogge.cli.engine import ENGINES
from kogge.cli.language import LOCALES, language
from kogge.places.models import Area

VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
GERMAN = {"LANG": "de_DE.UTF-8"}
EVERY = [[name] for name in COMMANDS] + [["engine", name] for name in ENGINES]


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A terminal that says nothing about its language yet."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


@pytest.fixture
def german(terminal: pytest.MonkeyPatch) -> None:
    terminal.setenv("LANG", "de_DE.UTF-8")


def call(*arguments: str) -> Result:
    return CliRunner().invoke(command, arguments)


@pytest.mark.parametrize(
    ("variables", "spoken"),
    [
        ({}, "en"),
        (GERMAN, "de"),
        ({"LANG": "de_AT"}, "de"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "C"}, "en"),
        ({"LANG": "tr_TR.UTF-8"}, "en"),
        ({"LC_ALL": "C.UTF-8", **GERMAN}, "en"),
        ({"LC_MESSAGES": "de_DE", "LANG": "en_US"}, "de"),
        ({"LANGUAGE": "tr:de:en", "LANG": "en_US"}, "de"),
        ({"LANGUAGE": "en:de", **GERMAN}, "en"),
        ({"LANGUAGE": "tr", **GERMAN}, "de"),
        ({"LANGUAGE": "", **GERMAN}, "de"),
    ],
)
def test_first_language_that_the_terminal_asks_for(
    terminal: pytest.MonkeyPatch, variables: dict[str, str], spoken: str
) -> None:
    for name, value in variables.items():
        terminal.setenv(name, value)
    assert language() == spoken


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize("arguments", [[], *EVERY], ids=" ".join)
def test_help_is_german_throughout(arguments: list[str]) -> None:
    said = call(*arguments, "--help").stdout
    for english in (
        "Usage",
        "Options",
        "Show this",
        "Commands",
        "default:",
        "required",
        "Answer with",
        "The ",
        " the ",
    ):
        assert english not in said, said
    assert "Diese Hilfe anzeigen." in said


@pytest.mark.parametrize("arguments", [[], *EVERY], ids=" ".join)
def test_help_is_english_elsewhere(terminal: pytest.MonkeyPatch, arguments: list[str]) -> None:
    terminal.setenv("LC_ALL", "C")
    said = call(*arguments, "--help").stdout
    assert "Usage: " in said
    assert "Show this message and exit." in said
    assert not re.search("[äöüß]", said), said


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["new-area", "am hafen", "--name", "X"], "ist kein Kurzname"),
        (["new-area", "neu"], "Es fehlt die Option '--name'"),
        (["practise", "x", "--interviews", "-1"], "liegt nicht im Bereich"),
        (["helpp"], "gibt es nicht"),
        (["import", "nirgends.csv", "--area", "hafen"], "Diese Datei gibt es nicht"),
        (["match", "nirgends"], "Das Gebiet „nirgends“ gibt es nicht"),
        (["engine", "rings", __file__], "ist kein gültiges JSON"),
        (["engine", "ties", "nirgends.csv"], "kann nicht gelesen werden (Datei oder Ordner gibt es nicht)"),
        (["engine", "link", "nirgends.csv"], "Die Datei lässt sich nicht öffnen"),
    ],
)
def test_what_is_wrong_is_said_in_german(db: None, arguments: list[str], says: str) -> None:
    done = call(*arguments)
    assert done.exit_code == 2
    assert says in done.stderr


@pytest.mark.usefixtures("german")
def test_what_a_list_lacks_is_said_in_german_and_keys_stay_english(area: Area, tmp_path: Path) -> None:
    table = tmp_path / "liste.csv"
    table.write_text("Firma;PLZ\nBäckerei Sturm;18146\n;18147\n")
    found = json.loads(call("import", str(table), "--area", area.slug, "--json").stdout)
    assert (found["new"], found["refused"]) == (1, 1)
    assert "Name" in found["reasons"][0]["text"]
    assert not re.search(r"\b(the|name is|row)\b", found["reasons"][0]["text"])
    assert "2 gelesen, 0 neu" in call("import", str(table), "--area", area.slug).stdout


def test_what_a_list_lacks_is_said_in_english_too(area: Area, tmp_path: Path) -> None:
    table = tmp_path / "liste.csv"
    table.write_text("Firma;PLZ\nBäckerei Sturm;18146\n;18147\n")
    found = json.loads(call("import", str(table), "--area", area.slug, "--json").stdout)
    assert "name" in found["reasons"][0]["text"]


@pytest.mark.usefixtures("german")
def test_an_engine_says_in_german_what_is_wrong_in_a_file(tmp_path: Path) -> None:
    board = tmp_path / "brett.json"
    board.write_text('{"parties": [{"id": "a", "lat": 95, "lon": 12}], "offers": [], "needs": []}')
    done = call("engine", "rings", str(board))
    assert "parties, Eintrag 1 (a): lat muss zwischen -90 und 90 sein, gefunden: 95" in done.stderr
    edges = tmp_path / "kanten.csv"
    edges.write_text("von,nach,gewicht\na,b,viel\n")
    done = call("engine", "ties", "--edges", str(edges))
    assert done.stderr.strip() == (
        "kogge: kanten.csv, Zeile 2, Spalte 3 (gewicht): das Gewicht 'viel' ist keine Zahl über 0"
    )


def test_click_still_says_what_is_translated() -> None:
    """When click rewords a message, its translation must follow."""
    source = "".join(path.read_text() for path in files(click).iterdir() if path.name.endswith(".py"))
    said = re.sub(r'"\s*\n\s*"', "", source)
    assert [word for word in WORDS if json.dumps(word, ensure_ascii=False)[1:-1] not in said] == []


def test_help_needs_no_django() -> None:
    code = "import sys; from kogge.cli import kogge; kogge(['--help'], standalone_mode=False); "
    code += "sys.exit('django' in sys.modules or 'babel' in sys.modules)"
    assert LOCALES.is_dir()
    assert subprocess.run([sys.executable, "-c", code], stdout=subprocess.DEVNULL, check=False).returncode == 0
