"""`kogge import FILE --area SLUG`: organisations and places out of a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kogge.cli import BadInput, NeedsAPerson
from kogge.cli.django import setup
from kogge.cli.language import gettext as _
from kogge.cli.language import gettext_noop as _noop
from kogge.cli.language import language, ngettext
from kogge.cli.output import answer, find_area, unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping

# Why something is left out on purpose, and how a person reads it.
LEFT_OUT = {
    "other_town": _noop("%(number)s of other towns"),
    "struck_off": _noop("%(number)s no longer existing"),
    "no_organisation": _noop("%(number)s no organisations (benches, car parks, vending machines)"),
}
KINDS = ("auto", "osm", "register", "csv", "xlsx", "geojson", "vcard")
SHOWN = 20


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--area", "slug", required=True, help="Short name of the area.")
@click.option("--kind", type=click.Choice(KINDS), default="auto", show_default=True, help="What the file is.")
@click.option(
    "--mode",
    type=click.Choice(["fill", "update", "skip"]),
    default="fill",
    show_default=True,
    help="Known organisations: fill their gaps, update them, or leave them.",
)
@click.option(
    "--town",
    "towns",
    multiple=True,
    help="Register extract: only this town (repeatable). Default: the area's.",
)
@click.option("--all-entries", is_flag=True, help="Take what is struck off or closed too.")
@click.option("--dry-run", is_flag=True, help="Say what would happen; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")
def import_file(
    file: Path,
    slug: str,
    kind: str,
    mode: str,
    towns: tuple[str, ...],
    all_entries: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Read organisations and places from FILE into an area: all of it or, on an error, nothing.

    FILE is OpenStreetMap (.osm, .osm.gz, .osm.bz2, .pbf), CSV, XLSX, GeoJSON, vCard or a register extract.
    Exit status 1: the file could be read, but it brought no organisation.
    """
    setup()
    from django.utils import translation
    from django.utils.translation import gettext as django_gettext

    from kogge.actors import actions
    from kogge.actors.importing.readers import UnreadableFile, sniff
    from kogge.actors.models import ImportRun
    from kogge.actors.queries.imports import towns_of
    from kogge.core.jobs import Progress

    if not file.is_file():
        raise BadInput(_("%(file)s: no such file. Give the path of a list or an OSM file.") % {"file": file})
    area = find_area(slug)
    run = ImportRun(area=area, file_name=file.name, mode=mode)
    run.options = {"current_only": not all_entries}
    try:
        run.kind = sniff(file) if kind == "auto" else kind
        if run.kind == "register":
            run.options["towns"] = list(towns) or towns_of(area)
        if dry_run:
            reading = actions.read_run(run, file)
            counts: Mapping[str, int] = actions.would_be(area, reading, mode)
            found = reading.problems
        else:
            found = []
            actions.import_file(run, file, Progress(), tell=found.append)
            counts = run.counts
    except UnreadableFile as error:
        with translation.override(language()):
            raise BadInput(unreadable(error, django_gettext)) from error
    with translation.override(language()):
        problems = actions.problem_lines(found)
    data: dict[str, Any] = {
        "file": file.name,
        "kind": run.kind,
        "area": slug,
        "dry_run": dry_run,
        **{name: counts.get(name, 0) for name in ("read", "new", "updated", "duplicate", "refused", "filtered")},
        **{name: counts[name] for name in (*LEFT_OUT, "likely", "warnings", "placed") if counts.get(name)},
        "reasons": problems,
    }
    answer(data, as_json, _lines(data))
    if not data["new"] + data["updated"] + data["duplicate"]:
        raise NeedsAPerson(_("%(file)s: no organisation was found in it; see the reasons.") % {"file": file})


def _lines(data: dict[str, Any]) -> list[str]:
    if data["dry_run"]:
        said = _(
            "%(file)s (%(kind)s): %(read)s would be read, %(new)s new, %(updated)s updated, "
            "%(duplicate)s already known, %(refused)s refused."
        )
    else:
        said = _(
            "%(file)s (%(kind)s): %(read)s read, %(new)s new, %(updated)s updated, "
            "%(duplicate)s already known, %(refused)s refused."
        )
    lines = [said % data]
    if data.get("filtered"):
        why = ", ".join(_(text) % {"number": data[name]} for name, text in LEFT_OUT.items() if data.get(name))
        lines.append(_("%(number)s left out on purpose: %(why)s.") % {"number": data["filtered"], "why": why})
    if number := data.get("likely"):
        likely = ngettext(
            "%(number)s possible duplicate is listed for a person.",
            "%(number)s possible duplicates are listed for a person.",
            number,
        )
        lines.append(likely % {"number": number})
    for problem in data["reasons"][:SHOWN]:
        row = _("row %(row)s") % problem if problem["row"] else ""
        place = ", ".join(filter(None, (row, problem["column"])))
        lines.append(f"  {place}: {problem['text']}" if place else f"  {problem['text']}")
    if len(data["reasons"]) > SHOWN:
        lines.append("  " + _("… and %(number)s more.") % {"number": len(data["reasons"]) - SHOWN})
    return lines
