"""Files that have done their work are forgotten: uploaded lists, rows that were refused, base maps of the past.

A list holds personal data, so the file goes as soon as its import is done: undo works from the history alone. What
was never imported, and what an import refused, stays `settings.KEEP_UPLOADS` days. Of the base maps the one in use and
the one before it stay with their paths, since undo may point to that again; older ones go
the same number of days after they were replaced.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import Q
from django.utils import timezone

from kogge.actors.importing.network import beside
from kogge.actors.models import ImportRun
from kogge.places.models import Area

# A file that no record points to may be one whose record is just being written: it counts after a day.
SETTLED = timedelta(days=1)
OVER = (ImportRun.Status.DONE, ImportRun.Status.UNDONE)


@dataclass
class Forgotten:
    """How much was forgotten."""

    uploads: int = 0
    refusals: int = 0
    base_maps: int = 0
    strays: int = 0

    def __bool__(self) -> bool:
        return bool(self.uploads or self.refusals or self.base_maps or self.strays)


def forget_upload(run: ImportRun) -> None:
    """Delete the file of a run. The run stays, as the record of what was done."""
    if run.file:
        name = run.file.name
        ImportRun.objects.filter(pk=run.pk).update(file="")
        default_storage.delete(name)


def forget_files() -> Forgotten:
    """Delete what has had its time in all areas. Safe to run at any moment and again."""
    found = Forgotten()
    for run in finished_uploads():
        forget_upload(run)
        if run.status not in OVER:
            run.delete()  # it was never imported: a preview without its file helps nobody
        found.uploads += 1
    for run in past_refusals():
        name = run.error_file.name
        ImportRun.objects.filter(pk=run.pk).update(error_file="", problems=[])
        if name:
            default_storage.delete(name)
        found.refusals += 1
    for path in past_base_maps():
        path.unlink(missing_ok=True)
        beside(path).unlink(missing_ok=True)
        found.base_maps += 1
    for path in strays():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
        found.strays += 1
    return found


def finished_uploads() -> list[ImportRun]:
    """Runs whose file has had its time: done, or left lying longer than the days allowed."""
    had_its_time = Q(status__in=OVER) | Q(created_at__lt=_limit())
    return list(ImportRun.objects.exclude(file="").filter(had_its_time))


def past_refusals() -> list[ImportRun]:
    """Runs whose refused rows have been kept long enough."""
    kept = ~Q(error_file="") | ~Q(problems=[])
    return list(ImportRun.objects.filter(kept, created_at__lt=_limit()))


def past_base_maps() -> list[Path]:
    """Base maps that were replaced long enough ago, but for the one before the map in use."""
    limit = _limit()
    past = []
    for area in Area.objects.all():
        replaced: dict[str, datetime] = {}
        used: list[str] = []  # newest first
        ended = None
        for name, began in area.history.order_by("-history_id").values_list("basemap", "history_date"):
            if name and name != area.basemap.name and name not in used:
                used.append(name)
                replaced[name] = ended or began
            ended = began
        past += [name for name in used[1:] if replaced[name] < limit]
    paths = (Path(default_storage.path(name)) for name in past)
    return [path for path in paths if path.exists()]


def strays() -> list[Path]:
    """Files that no record points to: what a killed process left behind."""
    known = {name for names in ImportRun.objects.values_list("file", "error_file") for name in names}
    known |= set(Area.history.exclude(basemap="").values_list("basemap", flat=True))
    known |= set(Area.objects.values_list("basemap", flat=True))
    known |= {beside(Path(name)).as_posix() for name in known if name.endswith(".pmtiles")}
    settled = (timezone.now() - SETTLED).timestamp()
    return [
        path
        for path in _files()
        if path.relative_to(default_storage.location).as_posix() not in known and path.stat().st_mtime < settled
    ]


def _files() -> Iterator[Path]:
    for folder in ("imports", "basemaps"):
        yield from sorted((Path(default_storage.location) / folder).glob("*"))


def missing_base_maps() -> list[Area]:
    """Areas whose base map is gone from the disk."""
    return [area for area in Area.objects.exclude(basemap="") if not default_storage.exists(area.basemap.name)]


def kept_until(run: ImportRun) -> date:
    """The last day on which what a run refused can be fetched, and an upload that was not imported is kept."""
    return timezone.localdate(run.created_at) + timedelta(days=settings.KEEP_UPLOADS)


def _limit() -> datetime:
    """Whatever is older had its time; the last day counts whole."""
    return timezone.now() - timedelta(days=settings.KEEP_UPLOADS + 1)
