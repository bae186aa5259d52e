"""`kogge engine …`: the engines on files, without database or Django."""

from __future__ import annotations

import click

from kogge.cli import LazyGroup

ENGINES: dict[str, tuple[str, str]] = {
    "rings": ("kogge.cli.engine_rings:rings", "Exchange rings and chains, with a proof of the optimum."),
    "ties": (
        "kogge.cli.engine_ties:ties",
        "Figures of a network: density, brokers, fragmentation, communities.",
    ),
    "day-after": ("kogge.cli.engine_ties:day_after", "What would remain of a network if some left."),
    "link": ("kogge.cli.engine_link:link", "The same organisation in two lists."),
}


@click.group(cls=LazyGroup, lazy=ENGINES)
def engine() -> None:
    """The engines on files: an analyst's tool, and the way the engines are measured."""
