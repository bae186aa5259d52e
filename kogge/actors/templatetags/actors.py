"""What the register's templates need: opening hours in words, the icon of a kind."""

from __future__ import annotations

from django import template

from kogge.actors import hours
from kogge.actors.models import Organisation
from kogge.actors.queries.search import ICONS

register = template.Library()


@register.filter
def opening_hours(text: str) -> list[tuple[str, str]]:
    """Days and times in words, one pair a line."""
    return hours.lines(text)


@register.filter
def kind_name(kind: str) -> str:
    """What a kind of organisation is called in the language of the page."""
    return str(dict(Organisation.Kind.choices).get(kind, kind))


@register.filter
def kind_icon(kind: str) -> str:
    """Name of the icon that stands for a kind of organisation."""
    return ICONS.get(kind, "circle")
