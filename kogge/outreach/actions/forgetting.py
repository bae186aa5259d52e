"""Files of outreach that have done their work are forgotten (docs/decisions/0005-files-are-forgotten.md).

Photos and recordings of a form that was taken back, and the sheets of a guide that was, stay `settings.KEEP_UPLOADS`
days: for so long taking back can itself be undone with them. Visit sheets made in the background, which say what was
told in confidence, stay a day. What no record ever pointed to, since a process was killed in between, goes after a day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import Max
from django.utils import timezone

from kogge.outreach.models import GuideVersion, SubmissionFile

SHEETS = "paper"
SHEETS_KEPT = dt.timedelta(days=1)
# A file that no record points to may be one whose record is just being written: it counts after a day.
SETTLED = dt.timedelta(days=1)
# Folder → model whose `file` lies there; apps below add theirs (AppConfig.ready).
OF_RECORDS: dict[str, Any] = {"submissions": SubmissionFile, "guides": GuideVersion}


def forget_files() -> int:
    """Delete what has had its time in all areas; returns how many files. Safe to run at any moment and again."""
    found = overdue()
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)


def overdue() -> list[Path]:
    """Files that had their time."""
    now = timezone.now()
    found = [path for path in _files(SHEETS) if _written(path) < now - SHEETS_KEPT]
    for folder, model in OF_RECORDS.items():
        found += _of_no_record(folder, model, now)
    return found


def _of_no_record(folder: str, model: Any, now: dt.datetime) -> list[Path]:
    """Files of a kind whose record was taken back long enough ago, or that never had one. Three queries."""
    files = {path.relative_to(default_storage.location).as_posix(): path for path in _files(folder)}
    if not files:
        return []
    for name in model.objects.exclude(file="").values_list("file", flat=True):
        files.pop(name, None)
    taken_back, replaced = {}, set()
    if files:
        past = model.history.exclude(file="").order_by()
        gone = past.filter(history_type="-").values("file")
        taken_back = dict(gone.annotate(at=Max("history_date")).values_list("file", "at"))
        replaced = set(past.values_list("file", flat=True)) - set(taken_back)  # another file took its place
    kept_until = now - dt.timedelta(days=settings.KEEP_UPLOADS + 1)  # the last day counts whole

    def is_over(name: str, path: Path) -> bool:
        if name in taken_back:
            return bool(taken_back[name] < kept_until)
        return _written(path) < (kept_until if name in replaced else now - SETTLED)

    return [path for name, path in files.items() if is_over(name, path)]


def _files(folder: str) -> Iterator[Path]:
    yield from sorted(path for path in (Path(default_storage.location) / folder).rglob("*") if path.is_file())


def _written(path: Path) -> dt.datetime:
    try:
        return dt.datetime.fromtimestamp(path.stat().st_mtime, tz=dt.UTC)
    except FileNotFoundError:  # forgotten meanwhile
        return dt.datetime.max.replace(tzinfo=dt.UTC)
