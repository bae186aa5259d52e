"""The `kogge` command: a thin shell whose sub-commands are imported only when called."""

from __future__ import annotations

import importlib
import sys
from typing import Any

import click

# Name of a command → "module:attribute". Nothing is imported before it is called: `kogge --help` stays fast.
COMMANDS: dict[str, tuple[str, str]] = {
    "start": (
        "kogge.cli.server:start",
        "Everything for a first look: database, demonstration area, links, server.",
    ),
    "serve": ("kogge.cli.server:serve", "Serve the application."),
    "demo": ("kogge.cli.practice:demo", "Build the demonstration area and run the main job on it."),
    "new-area": ("kogge.cli.areas:new_area", "Make a fresh area."),
    "login-link": ("kogge.cli.areas:login_link", "A one-time link for somebody who has access."),
    "import": ("kogge.cli.importing:import_file", "Read organisations and places from a file into an area."),
    "practise": ("kogge.cli.practice:practise", "Labelled practice interviews for an area's organisations."),
    "match": ("kogge.cli.matching:match", "Ring plan for an area, stored as proposals."),
    "day-after": ("kogge.cli.handover:day_after", "What would remain if the project ended tomorrow."),
    "dossier": ("kogge.cli.reporting:dossier", "The handover dossier as a PDF."),
    "backup": ("kogge.cli.backup:backup", "The whole installation in one file, consistent while it runs."),
    "restore-backup": ("kogge.cli.backup:restore_backup", "Bring a backup back."),
    "doctor": ("kogge.cli.doctor:doctor", "Check the installation and say how to mend what is wrong."),
    "engine": ("kogge.cli.engine:engine", "The engines on files: no database, no web application."),
}


class LazyGroup(click.Group):
    """A click group that imports a sub-command when it is used; its help lines are written down beside it."""

    def __init__(self, *args: Any, lazy: dict[str, tuple[str, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lazy = lazy or {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.lazy)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self.lazy:
            return None
        module, _, attribute = self.lazy[name][0].partition(":")
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in self.lazy.items()])


class BadInput(click.ClickException):
    """What a person gave cannot be used: one line on standard error, exit status 2."""

    exit_code = 2

    def show(self, file: Any = None) -> None:
        # A file may be called anything, with line ends and control characters: a terminal gets one line.
        said = "".join(sign if sign.isprintable() else " " for sign in self.format_message())
        click.echo(f"kogge: {said}", err=True)


class NeedsAPerson(BadInput):
    """Done as far as possible, but a person must look: exit status 1."""

    exit_code = 1


@click.group(cls=LazyGroup, lazy=COMMANDS)
@click.version_option(package_name="kogge")
def kogge() -> None:
    """Kogge: networks of businesses and civic carriers that last."""


def main() -> None:
    """Entry point of the `kogge` command."""
    sys.exit(kogge())
