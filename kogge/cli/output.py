"""How commands answer: data as one JSON object on standard output, everything said to people beside it."""

from __future__ import annotations

import json
from typing import Any

import click

from kogge.cli import BadInput
from kogge.cli.language import gettext as _


def answer(data: dict[str, Any], as_json: bool, lines: list[str]) -> None:
    """Print the data as one JSON object, or the lines for a person."""
    if as_json:
        click.echo(json.dumps(data, ensure_ascii=False, default=str))
    else:
        for line in lines:
            click.echo(line)


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
