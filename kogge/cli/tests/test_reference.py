"""The reference pages name what there is: every command with its options, every setting."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from kogge.cli import COMMANDS
from kogge.cli import kogge as command
from kogge.cli.engine import ENGINES
from kogge.cli.engine import engine as engines

ROOT = Path(__file__).resolve().parents[3]
REFERENCE = ROOT / "docs" / "reference"
EVERY = [f"kogge {name}" for name in COMMANDS if name != "engine"] + [f"kogge engine {name}" for name in ENGINES]


def found(name: str) -> click.Command:
    group = engines if name.startswith("kogge engine ") else command
    here = group.get_command(click.Context(group), name.rpartition(" ")[2])
    assert here is not None
    return here


@pytest.mark.parametrize("name", EVERY)
def test_every_command_stands_there_with_its_options(name: str) -> None:
    lines = (REFERENCE / "command.md").read_text().splitlines()
    line = next((line for line in lines if re.match(rf"\| `{name}[ `]", line)), "")
    told = set(re.findall(r"`(--[a-z-]+)`", line.rpartition(" | ")[2]))
    assert told == {option.opts[0] for option in found(name).params if isinstance(option, click.Option)}


def test_every_setting_stands_there() -> None:
    source = (ROOT / "kogge" / "config" / "settings.py").read_text()
    told = (REFERENCE / "settings.md").read_text()
    for name in sorted(set(re.findall(r"\bKOGGE_[A-Z_]+\b", source))):
        short = name.removeprefix("KOGGE_SMTP") if name.startswith("KOGGE_SMTP_") else name
        assert f"`{name}`" in told or f"`{short}`" in told, name


@pytest.mark.parametrize("page", [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))])
def test_links_lead_somewhere_and_commands_exist(page: Path) -> None:
    text = page.read_text()
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", text):
        assert (page.parent / target).exists(), target
    for name in re.findall(r"(?:`|^|&& )kogge ([a-z][a-z-]+)", text, re.MULTILINE):
        assert name in COMMANDS, name
    for target in re.findall(r"`make ([a-z0-9-]+)", text):
        assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE), target
