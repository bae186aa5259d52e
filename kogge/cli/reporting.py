"""`kogge dossier`."""

from __future__ import annotations

import os
import time
from pathlib import Path

import click

from kogge.cli import BadInput
from kogge.cli.django import setup
from kogge.cli.language import gettext as _
from kogge.cli.output import answer, find_area


@click.command()
@click.argument("area")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The PDF to write.")
@click.option("--language", type=click.Choice(["de", "en"]), default="de", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")
def dossier(area: str, out: Path, language: str, as_json: bool) -> None:
    """Write the handover dossier of AREA. It names persons: give it to those who carry on."""
    setup()
    from django.utils import translation

    from kogge.reports.dossier import build_dossier

    found = find_area(area)
    if not out.parent.is_dir():
        raise BadInput(_("the folder %(folder)s does not exist.") % {"folder": out.parent})
    began = time.perf_counter()
    with translation.override(language):
        pdf = build_dossier(found)
    unfinished = out.with_name(f".{out.name}.part")
    unfinished.write_bytes(pdf)
    os.replace(unfinished, out)
    data = {"file": str(out), "bytes": len(pdf), "seconds": round(time.perf_counter() - began, 2)}
    answer(
        data, as_json, [_("Dossier written: %(file)s (%(size)s kB).") % {"file": out, "size": round(len(pdf) / 1000)}]
    )
