"""The `kogge` command: a thin shell whose sub-commands are imported only when called."""

from __future__ import annotations

import importlib
import sys
from typing import Any

import click

# Name of a command → "module:attribute". Nothing is imported before it is called: `kogge --help` stays fast.
COMMANDS: dict[str, tuple[str, str]] = {
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
        click.echo(f"kogge: {self.format_message()}", err=True)


class NeedsAPerson(click.ClickException):
    """Done as far as possible, but a person must look: exit status 1."""

    exit_code = 1

    def show(self, file: Any = None) -> None:
        click.echo(f"kogge: {self.format_message()}", err=True)


@click.group(cls=LazyGroup, lazy=COMMANDS)
@click.version_option(package_name="kogge")
def kogge() -> None:
    """Kogge: networks of businesses and civic carriers that last."""


def main() -> None:
    """Entry point of the `kogge` command."""
    sys.exit(kogge())
