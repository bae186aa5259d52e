"""What click says by itself, listed for our catalogue: click asks gettext for these msgids."""

from __future__ import annotations

from kogge.cli.language import gettext_noop as _


def ngettext(one: str, many: str, number: int) -> str:
    """Mark both forms for the catalogue."""
    return one


WORDS = (
    _("Usage:"),
    _("Options"),
    _("Positional arguments"),
    _("Commands"),
    _("Show the version and exit."),
    _("Show this message and exit."),
    _("default: {default}"),
    _("env var: {var}"),
    _("required"),
    _("(dynamic)"),
    _("Aborted!"),
    _("Error: {message}"),
    _("Try '{command} {option}' for help."),
    _("Invalid value: {message}"),
    _("Invalid value for {param_hint}: {message}"),
    _("Missing argument"),
    _("Missing option"),
    _("Missing parameter"),
    _("Missing command."),
    _("No such option {name!r}."),
    _("No such command {name!r}."),
    _("Could not open file {filename!r}: {message}"),
    _("Option {name!r} does not take a value."),
    _("Choose from:\n\t{choices}"),
    _("{value!r} is not a valid {number_type}."),
    _("{value} is not in the range {range}."),
    _("file"),
    _("directory"),
    _("path"),
    _("{name} {filename!r} does not exist."),
    _("{name} {filename!r} is a file."),
    _("{name} {filename!r} is a directory."),
    _("{name} {filename!r} is not readable."),
    _("{name} {filename!r} is not writable."),
    ngettext("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)", 1),
    ngettext("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})", 1),
    ngettext("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments.", 1),
    ngettext("{value!r} is not {choice}.", "{value!r} is not one of {choices}.", 1),
)
