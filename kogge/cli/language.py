"""The language of the terminal, German or English, from catalogues like those of the pages, without Django.

Commands and options keep plain English help texts and docstrings; `in_terminal_language` translates them when they are
shown. What click itself says comes from the same catalogue: its words are listed in `click_words.py`.
"""

from __future__ import annotations

import copy
import gettext as catalogues
import inspect
import os
from functools import cache
from pathlib import Path
from typing import TypeVar

import click

DOMAIN = "django"  # what tools/messages.py compiles in every room
ROOMS = Path(__file__).parents[1]
LOCALES = ROOMS / "cli" / "locale"
SPOKEN = ("de", "en")

Command = TypeVar("Command", bound=click.Command)


def language() -> str:
    """`de` or `en`: the first that the terminal asks for and Kogge speaks, English when it asks for neither."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if wanted := os.environ.get(name):
            short = [each.replace("-", "_").partition(".")[0].partition("_")[0].lower() for each in wanted.split(":")]
            if known := [each for each in short if each in SPOKEN]:
                return known[0]
            if name != "LANGUAGE":  # a list of wishes that may name strangers only; a locale is an answer
                return "en"
    return "en"


@cache
def _catalogue(spoken: str, room: str = "cli") -> catalogues.NullTranslations:
    return catalogues.translation(DOMAIN, ROOMS / room / "locale", [spoken], fallback=True)


def gettext(message: str) -> str:
    """The message in the terminal's language."""
    return _catalogue(language()).gettext(message) if message else message


def of_the_register(message: str) -> str:
    """A message of the register's catalogue (what readers and comparisons say) in the terminal's language."""
    return _catalogue(language(), "actors").gettext(message) if message else message


def ngettext(one: str, many: str, number: int) -> str:
    """The same for a number of things."""
    return _catalogue(language()).ngettext(one, many, number)


def gettext_noop(message: str) -> str:
    """Mark a message for the catalogue; it is translated where it is shown."""
    return message


# What the machine answers, in its own English.
OF_THE_MACHINE = (
    gettext_noop("No such file or directory"),
    gettext_noop("Permission denied"),
    gettext_noop("Is a directory"),
    gettext_noop("Not a directory"),
    gettext_noop("File exists"),
    gettext_noop("File name too long"),
    gettext_noop("No space left on device"),
    gettext_noop("Read-only file system"),
    gettext_noop("Address already in use"),
)


def why(error: OSError) -> str:
    """What the machine refused, in the terminal's language as far as it is known."""
    return gettext(error.strerror) if error.strerror else str(error)


def figure(value: float, digits: int = 1, unit: str = "") -> str:
    """A number as the terminal's language writes it: 0,5 or 0.5."""
    text = f"{value:.{digits}f}"
    return (text.replace(".", ",") if language() == "de" else text) + unit


def speak() -> None:
    """Let click's own words come from our catalogue, or stay English."""
    catalogues.bindtextdomain(DOMAIN, str(LOCALES))
    catalogues.textdomain(DOMAIN if language() == "de" else "messages")


def in_terminal_language(command: Command) -> Command:
    """A copy of the command with its help and that of its options translated."""
    spoken = copy.copy(command)
    if command.help:
        spoken.help = gettext(inspect.cleandoc(command.help))
    spoken.params = [_parameter(each) for each in command.params]
    return spoken


def _parameter(parameter: click.Parameter) -> click.Parameter:
    if not isinstance(parameter, click.Option) or not parameter.help:
        return parameter
    spoken = copy.copy(parameter)
    spoken.help = gettext(parameter.help)
    return spoken
