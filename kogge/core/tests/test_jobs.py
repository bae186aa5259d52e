"""Background work: how it ends is kept, it can be cancelled, and a killed one is taken up again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from kogge.core import jobs
from kogge.core.models import Job

pytestmark = pytest.mark.django_db
HERE = "kogge.core.tests.test_jobs."


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def user(db: None) -> Any:
    return get_user_model().objects.create_user("wer@example.org", name="Wer Da")


def count_letters(progress: jobs.Progress, text: str) -> dict[str, Any]:
    progress.say("counting", 50)
    return {"letters": len(text), "url": "/healthz"}


def refuse(progress: jobs.Progress) -> dict[str, Any]:
    raise jobs.JobFailed("Die Liste ist leer.")


def crash(progress: jobs.Progress) -> dict[str, Any]:
    raise ZeroDivisionError


def cancelled_halfway(progress: jobs.Progress) -> dict[str, Any]:
    jobs.cancel(Job.objects.get(pk=progress.job_id))
    progress.say("never reached", 60)
    raise AssertionError("went on after cancel")


def test_result_is_kept(user: Any) -> None:
    job = jobs.start(HERE + "count_letters", title="Zählen", by=user, arguments={"text": "Kogge"})
    assert (job.status, job.result["letters"], job.result_url) == ("done", 5, "/healthz")


def test_refusal_is_a_sentence_for_the_person(user: Any) -> None:
    job = jobs.start(HERE + "refuse", title="Lesen", by=user)
    assert (job.status, job.error) == ("failed", "Die Liste ist leer.")


def test_crash_ends_the_job_and_says_so(user: Any) -> None:
    job = jobs.start(HERE + "crash", title="Rechnen", by=user)
    assert job.status == "failed"
    assert job.error


def test_cancel_stops_at_the_next_step(user: Any) -> None:
    assert jobs.start(HERE + "cancelled_halfway", title="Lang", by=user).status == "cancelled"


def test_killed_job_is_taken_up_again_but_not_for_ever(user: Any) -> None:
    long_ago = timezone.now() - timedelta(hours=1)
    job = Job.objects.create(
        work=HERE + "count_letters",
        arguments={"text": "x"},
        title="t",
        by=user,
        status="running",
        heartbeat_at=long_ago,
        attempts=1,
    )
    assert jobs.restart_killed() == 1
    job.refresh_from_db()
    assert (job.status, job.attempts) == ("done", 2)
    Job.objects.filter(pk=job.pk).update(status="running", attempts=3, heartbeat_at=long_ago)
    assert jobs.restart_killed() == 0
    job.refresh_from_db()
    assert job.status == "failed"


def test_living_job_is_left_alone(user: Any) -> None:
    Job.objects.create(work=HERE + "crash", title="t", by=user, status="running", heartbeat_at=timezone.now())
    assert jobs.restart_killed() == 0


def test_only_the_starter_sees_a_job(user: Any, client: Any) -> None:
    job = jobs.start(HERE + "refuse", title="Lesen", by=user)
    client.force_login(
        get_user_model().objects.create_user("x@example.org", name="X"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    assert client.get(f"/jobs/{job.pk}/").status_code == 404
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert "Die Liste ist leer." in client.get(f"/jobs/{job.pk}/").content.decode()
