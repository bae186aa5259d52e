"""The `kogge` command: a thin shell whose sub-commands are imported only when called."""

from __future__ import annotations

import errno
import importlib
import io
import sys
from typing import Any

import click

from kogge.cli.language import gettext, in_terminal_language, speak, why
from kogge.cli.language import gettext_noop as _noop

# Name of a command → "module:attribute". Nothing is imported before it is called: `kogge --help` stays fast.
COMMANDS: dict[str, tuple[str, str]] = {
    "start": (
        "kogge.cli.server:start",
        _noop("Everything for a first look: database, demonstration area, links, server."),
    ),
    "serve": ("kogge.cli.server:serve", _noop("Serve the application.")),
    "demo": ("kogge.cli.practice:demo", _noop("Build the demonstration area and run the main job on it.")),
    "new-area": ("kogge.cli.areas:new_area", _noop("Make a fresh area.")),
    "login-link": ("kogge.cli.areas:login_link", _noop("A one-time link for somebody who has access.")),
    "import": (
        "kogge.cli.importing:import_file",
        _noop("Read organisations and places from a file into an area."),
    ),
    "practise": (
        "kogge.cli.practice:practise",
        _noop("Labelled practice interviews for an area's organisations."),
    ),
    "match": ("kogge.cli.matching:match", _noop("Ring plan for an area, stored as proposals.")),
    "day-after": ("kogge.cli.handover:day_after", _noop("What would remain if the project ended tomorrow.")),
    "dossier": ("kogge.cli.reporting:dossier", _noop("The handover dossier as a PDF.")),
    "backup": ("kogge.cli.backup:backup", _noop("The whole installation in one file, consistent while it runs.")),
    "restore-backup": ("kogge.cli.backup:restore_backup", _noop("Bring a backup back.")),
    "doctor": ("kogge.cli.doctor:doctor", _noop("Check the installation and say how to mend what is wrong.")),
    "engine": ("kogge.cli.engine:engine", _noop("The engines on files: no database, no web application.")),
}


class LazyGroup(click.Group):
    """A click group that imports a sub-command when it is used; its help lines are written down beside it.

    It and its commands speak the terminal's language.
    """

    def __init__(self, *args: Any, lazy: dict[str, tuple[str, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lazy = lazy or {}

    def main(self, *args: Any, **kwargs: Any) -> Any:
        speak()
        return click.Group.main(in_terminal_language(self), *args, **kwargs)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.lazy)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self.lazy:
            return None
        module, _, attribute = self.lazy[name][0].partition(":")
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command)
        return in_terminal_language(command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(gettext("Commands")):
            formatter.write_dl([(name, gettext(text)) for name, (_, text) in self.lazy.items()])


class Kogge(LazyGroup):
    """The command as a whole: what the machine refuses is told in one line, never as a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except OSError as error:
            if error.errno == errno.EPIPE:  # who reads our output has had enough; click ends quietly
                raise
            place = f"{error.filename}: " if error.filename else ""
            raise NeedsAPerson(f"{place}{why(error)}") from error
        except Exception as error:
            if (told := _of_the_database(error)) is None:
                raise
            raise NeedsAPerson(told) from error


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


def _of_the_database(error: Exception) -> str | None:
    """What to say about an error of the database, which Django may have told us; None for any other."""
    django = sys.modules.get("django.db")
    if django is None or not isinstance(error, django.DatabaseError):
        return None
    text = str(error).strip().partition("\n")[0]
    if any(sign in text for sign in ("no such table", "no such column", "has no column", "does not exist")):
        remedy = gettext("The tables do not fit this version of Kogge: run 'kogge serve' once, it mends them.")
    else:
        remedy = gettext("'kogge doctor' says how to mend it.")
    return gettext("the database refused (%(why)s). %(remedy)s") % {"why": text, "remedy": remedy}


@click.group(cls=Kogge, lazy=COMMANDS)
@click.version_option(package_name="kogge", help=_noop("Show the version and exit."))
def kogge() -> None:
    """Kogge: networks of businesses and civic carriers that last."""


def main() -> None:
    """Entry point of the `kogge` command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal of an older encoding shows what it can
            stream.reconfigure(errors="backslashreplace")
    sys.exit(kogge())
