"""`kogge engine …`: the engines on files, without database or Django."""

from __future__ import annotations

import click

from kogge.cli import LazyGroup
from kogge.cli.language import gettext_noop as _noop

ENGINES: dict[str, tuple[str, str]] = {
    "rings": ("kogge.cli.engine_rings:rings", _noop("Exchange rings and chains, with a proof of the optimum.")),
    "circles": (
        "kogge.cli.engine_circles:circles",
        _noop("Founding circles for businesses with conditions, with a proven bound."),
    ),
    "ties": (
        "kogge.cli.engine_ties:ties",
        _noop("Figures of a network: density, brokers, fragmentation, communities."),
    ),
    "day-after": ("kogge.cli.engine_ties:day_after", _noop("What would remain of a network if some left.")),
    "walks": ("kogge.cli.engine_walks:walks", _noop("Walks from door to door within the minutes given.")),
    "link": ("kogge.cli.engine_link:link", _noop("The same organisation in two lists.")),
}


@click.group(cls=LazyGroup, lazy=ENGINES)
def engine() -> None:
    """The engines on files: an analyst's tool, and the way the engines are measured."""
