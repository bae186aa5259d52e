"""How commands answer: data as one JSON object on standard output, everything said to people beside it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from kogge.cli import BadInput
from kogge.cli.language import gettext as _

if TYPE_CHECKING:
    from kogge.actors.importing.readers.base import UnreadableFile


def answer(data: dict[str, Any], as_json: bool, lines: list[str]) -> None:
    """Print the data as one JSON object, or the lines for a person."""
    if as_json:
        print_json(data)
    else:
        for line in lines:
            click.echo(line)


def print_json(data: dict[str, Any]) -> None:
    """One JSON object; signs that the terminal cannot show are written as JSON escapes."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, default=str)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(data, allow_nan=False, default=str)
    click.echo(text)


def unreadable(error: UnreadableFile, translate: Callable[[str], str]) -> str:
    """What a reader of the register refused; what the machine said in it is translated here."""
    error.params = {name: _(value) for name, value in error.params.items()}
    return error.text(translate)


def find_area(slug: str) -> Any:
    """The area of that short name, or one line that says which there are (exit status 2)."""
    from kogge.places.models import Area

    area = Area.objects.filter(slug=slug).first()
    if area is None:
        known = ", ".join(Area.objects.order_by("slug").values_list("slug", flat=True))
        if not known:
            raise BadInput(
                _("no area '%(slug)s'. There is none yet: kogge new-area SLUG --name NAME.") % {"slug": slug}
            )
        raise BadInput(_("no area '%(slug)s'. There is: %(known)s.") % {"slug": slug, "known": known})
    return area
