"""`kogge engine walks OSM ADDRESSES`: walks from door to door on the paths of an OpenStreetMap file."""

from __future__ import annotations

from pathlib import Path

import click

from kogge.actors.importing.readers.base import UnreadableFile
from kogge.actors.importing.readers.csv_file import decode, guess_separator, read_bytes, rows_of
from kogge.actors.importing.readers.fields import fold_header
from kogge.actors.importing.readers.paths import paths
from kogge.actors.importing.readers.values import coordinate
from kogge.cli import BadInput
from kogge.cli.language import figure
from kogge.cli.language import gettext as _
from kogge.cli.language import gettext_noop as _noop
from kogge.cli.output import print_json, unreadable
from kogge.engine.walks import METRES_PER_MINUTE, MINUTES_PER_VISIT, Address, BadWalks, Network, Plan, plan

_COLUMNS = {
    "id": ("id", "nr", "name", "key"),
    "lat": ("lat", "latitude", "breite", "breitengrad"),
    "lon": ("lon", "lng", "longitude", "laenge", "laengengrad"),
}


def addresses_of(path: Path) -> list[Address]:
    """Addresses of a CSV list with the columns id, lat and lon. Raises ``UnreadableFile``."""
    text, _encoding = decode(read_bytes(path), path)
    if not text.strip():
        raise UnreadableFile(path, _noop("The file is empty."))
    rows = rows_of(text, guess_separator(text), path)
    line, cells = next(rows, (1, []))
    heads = [fold_header(cell) for cell in cells]
    at = {name: next((heads.index(word) for word in words if word in heads), -1) for name, words in _COLUMNS.items()}
    if min(at.values()) < 0:
        raise UnreadableFile(path, _noop("The list needs the columns id, lat and lon."), line=line)
    found = []
    for line, cells in rows:
        get = {name: cells[index].strip() if index < len(cells) else "" for name, index in at.items()}
        if any(get.values()):
            lat, lon = coordinate(get["lat"]), coordinate(get["lon"])
            found.append(Address(get["id"] or str(line), lat, lon))
    return found


@click.command()
@click.argument("osm", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("addresses", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--minutes", type=float, default=90.0, show_default=True, help="Of one walk, visits counted.")
@click.option("--visit", type=float, default=MINUTES_PER_VISIT, show_default=True, help="Minutes at each door.")
@click.option("--speed", type=float, default=METRES_PER_MINUTE, show_default=True, help="Metres on foot a minute.")
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")
def walks(osm: Path, addresses: Path, minutes: float, visit: float, speed: float, as_json: bool) -> None:
    """Walks from door to door to all ADDRESSES (CSV with id, lat, lon) on the paths of an OSM file.

    Every walk fits into the minutes. What no plan can beat is told beside it; see docs/reference/walks.md.
    """
    try:
        found = paths(osm)
        network = None if found is None else Network.of(vars(found))
        made = plan(addresses_of(addresses), network, minutes=minutes, minutes_per_visit=visit, metres_per_minute=speed)
    except UnreadableFile as error:
        raise BadInput(unreadable(error, _)) from error
    except BadWalks as error:
        raise BadInput(error.text(_)) from error
    if as_json:
        print_json(answer(made))
    else:
        show(made)


def answer(made: Plan) -> dict[str, object]:
    """The JSON answer."""
    return {
        "walks": [
            {
                "doors": [{"id": door.id, "metres": door.metres} for door in walk.doors],
                "metres": round(walk.metres, 2),
                "minutes": round(walk.minutes, 2),
            }
            for walk in made.walks
        ],
        "left_out": [{"id": left.id, "reason": left.reason.value} for left in made.left_out],
        "metres": made.metres,
        "minutes": round(made.minutes, 2),
        "fewest_walks": made.fewest_walks,
        "least_metres": made.least_metres,
        "gap": round(made.gap, 4),
        "optimal": made.optimal,
        "straight": made.straight,
        "seconds": round(made.seconds, 4),
    }


def show(made: Plan) -> None:
    """The plan for a person to read."""
    for number, walk in enumerate(made.walks, start=1):
        doors = " → ".join(door.id for door in walk.doors)
        values = {"number": number, "minutes": round(walk.minutes), "metres": round(walk.metres), "doors": doors}
        click.echo(_("Walk %(number)s (%(minutes)s min, %(metres)s m): %(doors)s") % values)
    for left in made.left_out:
        why = _("no path near it") if left.reason == "far" else _("no place given")
        click.echo(_("Left out: %(id)s (%(why)s)") % {"id": left.id, "why": why})
    values = {"walks": len(made.walks), "km": figure(made.metres / 1000, 1), "fewest": made.fewest_walks}
    values["least"] = figure(made.least_metres / 1000, 1)
    click.echo(
        _("%(walks)s walks, %(km)s km on foot; proven: at least %(fewest)s walks, and %(least)s km with as many.")
        % values
    )
