"""Files of forms that were undone, and sheets that were fetched or not, go on their own."""

from __future__ import annotations

import datetime as dt
import os
import time
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kogge.core.undo import undo
from kogge.outreach.actions import forgetting
from kogge.outreach.models import GuideVersion, Submission, SubmissionFile

from .field import JPEG, filled, post


def stored(files: Path, folder: str = "submissions") -> list[Path]:
    return sorted(path for path in (files / folder).rglob("*") if path.is_file())


def aged(days: float) -> None:
    """The files were undone so many days ago."""
    gone = timezone.now() - dt.timedelta(days=days)
    SubmissionFile.history.filter(history_type="-").update(history_date=gone)


@pytest.fixture
def sent(files: Path, version: GuideVersion, phone: Client) -> Submission:
    assert post(phone, filled(version, "<photo>laden.jpg</photo>"), ("laden.jpg", JPEG)).status_code == 201
    return Submission.objects.get()


@pytest.fixture
def undone(sent: Submission, bob: Any) -> Any:
    """The change that took the form back, with its photo."""
    return undo(sent.history.last().change, by=bob).change


def test_what_a_record_points_to_stays(files: Path, sent: Submission) -> None:
    for path in stored(files):
        os.utime(path, (0, 0))
    assert not forgetting.forget_files()
    assert len(stored(files)) == 1


def test_a_form_taken_back_keeps_its_files_while_that_may_be_undone(
    files: Path, undone: Any, bob: Any, settings: Any
) -> None:
    assert not SubmissionFile.objects.exists()
    aged(settings.KEEP_UPLOADS)
    assert not forgetting.forget_files()
    undo(undone, by=bob)
    assert SubmissionFile.objects.get().is_there


def test_afterwards_they_are_forgotten(
    area: Any, files: Path, undone: Any, bob: Any, english: Any, settings: Any
) -> None:
    aged(settings.KEEP_UPLOADS + 2)
    assert len(forgetting.overdue()) == 1
    assert forgetting.forget_files() == 1
    assert stored(files) == []
    assert forgetting.overdue() == []
    undo(undone, by=bob)  # the answers come back, and the page says what became of the photo
    row = Submission.objects.get()
    body = english(bob).get(reverse("outreach:submission", args=[area.slug, row.pk])).content.decode()
    assert "laden.jpg" in body
    assert "forgotten" in body
    assert "<img" not in body.partition("<main")[2]


def test_a_file_without_any_record_goes_after_a_day(files: Path, sent: Submission) -> None:
    stray = files / "submissions" / "killed.jpg"
    stray.write_bytes(b"x")
    assert not forgetting.forget_files()
    os.utime(stray, (0, 0))
    assert forgetting.forget_files() == 1
    assert len(stored(files)) == 1


def test_a_guide_taken_back_too(area: Any, files: Path, version: GuideVersion, alice: Any) -> None:
    assert len(stored(files, "guides")) == 1
    undo(version.history.last().change, by=alice)
    GuideVersion.history.filter(history_type="-").update(history_date=timezone.now() - dt.timedelta(days=99))
    assert forgetting.forget_files() == 1
    assert stored(files, "guides") == []


def test_sheets_are_kept_for_a_day_and_half_written_ones_too(files: Path) -> None:
    folder = files / "paper"
    folder.mkdir()
    for name in ("old.pdf", "old.part", "new.pdf"):
        (folder / name).write_bytes(b"x")
    for name in ("old.pdf", "old.part"):
        os.utime(folder / name, (0, time.time() - 25 * 3600))
    assert len(forgetting.overdue()) == 2
    assert forgetting.forget_files() == 2
    assert [path.name for path in stored(files, "paper")] == ["new.pdf"]
