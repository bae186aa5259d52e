"""`kogge doctor`: what is wrong with the installation, and how to mend it."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from kogge.cli import NeedsAPerson
from kogge.cli.django import setup
from kogge.cli.language import figure, ngettext
from kogge.cli.language import gettext as _
from kogge.cli.output import answer


@dataclass(frozen=True)
class Finding:
    """One thing looked at: whether it is well, and what to do if not."""

    what: str
    well: bool
    remedy: str = ""


def examine() -> list[Finding]:
    """Look at everything a running installation depends on."""
    from django.conf import settings
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    from kogge.core.models import Job

    findings = []
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        findings.append(Finding(_("The database answers."), True))
    except DatabaseError as error:
        return [
            Finding(
                _("The database does not answer: %(why)s") % {"why": error},
                False,
                _("Check DATABASE_URL or KOGGE_DATA."),
            )
        ]
    executor = MigrationExecutor(connection)
    behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    findings.append(
        Finding(_("The tables are up to date."), not behind, _("Run 'kogge serve' once; it brings them up to date."))
    )
    if behind:
        return findings
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            sound = cursor.execute("PRAGMA quick_check").fetchone()[0]
            broken = cursor.execute("PRAGMA foreign_key_check").fetchall()
        findings.append(
            Finding(_("The database file is sound."), sound == "ok", _("Bring a backup back: kogge restore-backup."))
        )
        findings.append(
            Finding(_("No record points into the void."), not broken, _("Bring a backup back: kogge restore-backup."))
        )
        file = Path(connection.settings_dict["NAME"])
        findings.append(
            Finding(
                _("The database can be written to."),
                os.access(file, os.W_OK) and os.access(file.parent, os.W_OK),
                f"chown -R $(id -un) {settings.DATA_DIR} && chmod -R u+w {settings.DATA_DIR}",
            )
        )
    free = shutil.disk_usage(settings.DATA_DIR).free
    findings.append(
        Finding(
            _("%(size)s GB are free in the data folder.") % {"size": figure(free / 1e9)},
            free > 500e6,
            _("Make room on the disk."),
        )
    )
    key = settings.DATA_DIR / "secret-key"
    findings.append(
        Finding(
            _("The secret key is readable by its owner alone."),
            not key.exists() or not key.stat().st_mode & 0o077,
            f"chmod 600 {key}",
        )
    )
    missing = [
        str(po.parent.parent.parent.parent.name)
        for po in (settings.PACKAGE).glob("*/locale/de/LC_MESSAGES/django.po")
        if not po.with_suffix(".mo").exists()
    ]
    findings.append(
        Finding(_("The German texts are compiled."), not missing, _("Run 'make setup' (tools/messages.py compile)."))
    )
    findings += _files()
    failed = Job.objects.filter(status=Job.Status.FAILED).count()
    said = ngettext("%(number)s background job failed so far.", "%(number)s background jobs failed so far.", failed)
    findings.append(Finding(said % {"number": failed}, True))
    findings.append(
        Finding(_("Debug mode is off."), not settings.DEBUG, _("Unset KOGGE_DEBUG where others can reach the server."))
    )
    return findings


def _files() -> list[Finding]:
    """Files kept longer than they should be, and base maps that are gone."""
    from kogge.actors.actions import forgetting
    from kogge.outreach.actions.forgetting import overdue

    late = len(forgetting.finished_uploads()) + len(forgetting.past_refusals())
    late += len(overdue())
    spare = len(forgetting.past_base_maps()) + len(forgetting.strays())
    gone = ", ".join(area.slug for area in forgetting.missing_base_maps())
    running = "Let 'kogge serve' run: its worker forgets them once a day."
    return [
        Finding(f"{late} files are kept longer than they should be.", not late, running),
        Finding(f"{spare} old base maps and files without a record lie about.", not spare, running),
        Finding(
            f"The base map of {gone} is gone from the disk." if gone else "Every base map is there.",
            not gone,
            "Import the OSM file again, or bring a backup back.",
        ),
    ]


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")
def doctor(as_json: bool) -> None:
    """Check the installation. Exit status 1 when something must be mended."""
    setup(tables=False)
    findings = examine()
    data: dict[str, Any] = {
        "well": all(finding.well for finding in findings),
        "findings": [{"what": f.what, "well": f.well, "remedy": "" if f.well else f.remedy} for f in findings],
    }
    lines = [f"{_('ok') if f.well else _('NO')}  {f.what}{'' if f.well else ' → ' + f.remedy}" for f in findings]
    answer(data, as_json, lines)
    if not data["well"]:
        raise NeedsAPerson(_("something must be mended, see above."))
