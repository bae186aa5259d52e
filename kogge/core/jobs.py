"""Work in the background. The job's row holds how it ended; while it runs, its state is a small file.

A file, because work that writes everything in one transaction cannot show its progress in the same database,
and must hear "cancel" while it holds the only write lock of SQLite.
"""

from __future__ import annotations

import json
import logging
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django_tasks import task

from .models import Job

logger = logging.getLogger(__name__)
DEAD_AFTER = timedelta(seconds=90)  # a running job that was silent for so long was killed
MOST_ATTEMPTS = 3


class Cancelled(Exception):
    """The person who waits pressed "Cancel"."""


class JobFailed(Exception):
    """The work cannot be done; the message is a sentence for a person, in their language."""


def _state_file(job_id: Any) -> Path:
    folder = Path(settings.DATA_DIR) / "jobs"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{job_id}.json"


def _cancel_file(job_id: Any) -> Path:
    return _state_file(job_id).with_suffix(".cancel")


class Progress:
    """What the work tells while it runs. Without a job (a command on a terminal) it only counts along."""

    def __init__(self, job_id: Any = None) -> None:
        self.job_id = job_id

    def say(self, step: Any, percent: float) -> None:
        """Tell the step and how far it is (0 to 100). Raises Cancelled if the person no longer wants it."""
        if self.job_id is None:
            return
        if _cancel_file(self.job_id).exists():
            raise Cancelled
        file = _state_file(self.job_id)
        fresh = file.with_suffix(f".{os.getpid()}")
        fresh.write_text(json.dumps({"step": str(step), "percent": int(percent)}))
        fresh.replace(file)


def start(work: str, *, title: Any, by: Any, area: Any = None, arguments: dict[str, Any] | None = None) -> Job:
    """Put work in the queue. `work` is the dotted path of a function `(progress, **arguments) -> dict`.

    Its answer is kept as `job.result`; an entry "url" leads on from the bar.
    """
    with transaction.atomic():
        job = Job.objects.create(
            work=work,
            arguments=arguments or {},
            title=str(title)[:200],
            by=by,
            scope=getattr(area, "pk", None),
        )
        run.enqueue(str(job.pk), translation.get_language() or settings.LANGUAGE_CODE)
    job.refresh_from_db()
    return job


@task()
def run(job_id: str, language: str) -> None:
    """Do the work of a job and keep how it ended."""
    taken = Job.objects.filter(pk=job_id, status=Job.Status.WAITING).update(
        status=Job.Status.RUNNING, heartbeat_at=timezone.now()
    )
    if not taken:
        return
    job = Job.objects.get(pk=job_id)
    job.attempts += 1
    job.save(update_fields=["attempts"])
    try:
        with translation.override(language):
            progress = Progress(job_id)
            progress.say(_("Starting"), 0)
            job.result = import_string(job.work)(progress, **job.arguments) or {}
            job.result_url = job.result.get("url", "")
            job.status = Job.Status.DONE
            job.percent = 100
    except Cancelled:
        job.status = Job.Status.CANCELLED
    except JobFailed as failure:
        job.status, job.error = Job.Status.FAILED, str(failure)
    except Exception:
        logger.exception("job %s (%s) failed", job.pk, job.work)
        with translation.override(language):
            job.error = _("Something went wrong on our side. Nothing was changed. The details are in the log.")
        job.status = Job.Status.FAILED
    job.finished_at = timezone.now()
    job.save()
    _state_file(job_id).unlink(missing_ok=True)
    _cancel_file(job_id).unlink(missing_ok=True)


def live(job: Job) -> Job:
    """The job with the state its file tells (not saved)."""
    if not job.is_over:
        try:
            state = json.loads(_state_file(job.pk).read_text())
        except FileNotFoundError:
            return job
        job.step, job.percent = state["step"], state["percent"]
    return job


def cancel(job: Job) -> None:
    """Ask a job to stop. One that waits ends at once; one that runs at its next step."""
    if Job.objects.filter(pk=job.pk, status=Job.Status.WAITING).update(
        status=Job.Status.CANCELLED, finished_at=timezone.now()
    ):
        return
    _cancel_file(job.pk).touch()


def restart_killed() -> int:
    """Queue again what was running when a process died; give up after three attempts. Returns how many."""
    count = 0
    for job in Job.objects.filter(status=Job.Status.RUNNING):
        file = _state_file(job.pk)
        alive = file.stat().st_mtime if file.exists() else 0
        last = max(alive, job.heartbeat_at.timestamp() if job.heartbeat_at else 0)
        if timezone.now().timestamp() - last < DEAD_AFTER.total_seconds():
            continue
        if job.attempts >= MOST_ATTEMPTS:
            job.status, job.finished_at = Job.Status.FAILED, timezone.now()
            job.error = _("This was interrupted three times and given up. Nothing was changed.")
            job.save()
            continue
        Job.objects.filter(pk=job.pk).update(status=Job.Status.WAITING)
        run.enqueue(str(job.pk), settings.LANGUAGE_CODE)
        count += 1
    return count
