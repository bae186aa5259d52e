"""Uploaded lists, refused rows and old base maps are forgotten on time; undo needs none of them."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import formats, timezone

from kogge.accounts.models import User
from kogge.actors import actions
from kogge.actors.actions import forgetting
from kogge.actors.importing.network import beside
from kogge.actors.models import ImportRun, Organisation
from kogge.core.history import change
from kogge.core.jobs import Progress
from kogge.core.models import Job
from kogge.core.undo import undo
from kogge.places.models import Area

LIST = b"Firma;Stra\xc3\x9fe\nLaden Eins;Am Markt 1\n;Am Markt 3\n"


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def files(media: Path, folder: str) -> list[str]:
    return sorted(path.name for path in (media / folder).glob("*"))


def age(run: ImportRun, days: float) -> None:
    ImportRun.objects.filter(pk=run.pk).update(created_at=timezone.now() - timedelta(days=days))


def put_base_map(area: Area, alice: User, name: str) -> Any:
    with change(name, by=alice, area=area) as made:
        area.basemap.save(f"{name}.pmtiles", ContentFile(name.encode()), save=False)
        area.save()
    return made


@pytest.fixture
def imported(english: Client, area: Area, media: Path) -> ImportRun:
    """A list that came in by the pages, one row refused."""
    data = {"file": SimpleUploadedFile("liste.csv", LIST)}
    english.post(reverse("actors:import_new", args=[area.slug]), data)
    run = ImportRun.objects.get()
    assert files(media, "imports") == ["liste.csv"]
    preview = reverse("actors:import_preview", args=[area.slug, run.pk])
    english.post(preview, {"do": "start", "mode": "fill", "column_0": "name", "column_1": "street"})
    actions.run_import(Progress(), **Job.objects.get().arguments)
    run.refresh_from_db()
    return run


def test_a_list_is_deleted_when_it_is_imported_and_undo_works_without_it(
    imported: ImportRun, alice: User, media: Path
) -> None:
    assert files(media, "imports") == [f"errors-{imported.pk}.csv"]
    assert Organisation.objects.count() == 1
    undo(imported.change, by=alice)
    assert not Organisation.objects.exists()


def test_the_page_says_until_when_refused_rows_can_be_fetched(
    english: Client, imported: ImportRun, area: Area, media: Path
) -> None:
    page, errors = (reverse(f"actors:{name}", args=[area.slug, imported.pk]) for name in ("import", "import_errors"))
    last = timezone.localdate() + timedelta(days=30)
    assert f"kept until {formats.date_format(last, 'SHORT_DATE_FORMAT')}" in english.get(page).content.decode()
    age(imported, 30)
    assert not actions.forget_files()
    assert english.get(errors).status_code == 200
    age(imported, 31.1)
    assert actions.forget_files().refusals == 1
    assert files(media, "imports") == []
    imported.refresh_from_db()
    assert imported.problems == []
    assert english.get(errors).status_code == 404
    assert "kept until" not in english.get(page).content.decode()
    assert not actions.forget_files()


def test_a_list_that_was_never_imported_goes_after_the_days_set(
    english: Client, area: Area, media: Path, settings: Any
) -> None:
    settings.KEEP_UPLOADS = 7
    url = reverse("actors:import_new", args=[area.slug])
    answer: Any = english.post(url, {"file": SimpleUploadedFile("liste.csv", LIST)})
    run = ImportRun.objects.get()
    last = formats.date_format(timezone.localdate() + timedelta(days=7), "SHORT_DATE_FORMAT")
    assert f"at the latest after {last}" in english.get(answer.url).content.decode()
    age(run, 7)
    assert not actions.forget_files()
    age(run, 8.1)
    assert actions.forget_files().uploads == 1
    assert files(media, "imports") == []
    assert not ImportRun.objects.exists()


def test_an_import_that_was_killed_too_often_can_be_started_again(english: Client, area: Area) -> None:
    english.post(reverse("actors:import_new", args=[area.slug]), {"file": SimpleUploadedFile("liste.csv", LIST)})
    run = ImportRun.objects.get()
    preview = reverse("actors:import_preview", args=[area.slug, run.pk])
    ImportRun.objects.update(status=ImportRun.Status.RUNNING)
    work = {"work": "kogge.actors.actions.run_import", "arguments": {"run": run.pk}, "scope": area.pk}
    job = Job.objects.create(status=Job.Status.RUNNING, title="liste.csv", **work)
    waiting: Any = english.get(preview)
    assert waiting.url == reverse("core:job", args=[job.pk])
    Job.objects.update(status=Job.Status.FAILED)
    assert "Which column means what?" in english.get(preview).content.decode()


def test_the_base_map_in_use_and_the_one_before_stay(area: Area, alice: User, media: Path) -> None:
    for name in ("one", "two", "three"):
        put_base_map(area, alice, name)
    assert not actions.forget_files()  # replaced a moment ago
    area.history.update(history_date=timezone.now() - timedelta(days=40))
    newest = put_base_map(area, alice, "four")
    assert actions.forget_files().base_maps == 2
    assert files(media, "basemaps") == ["four.pmtiles", "three.pmtiles"]
    undo(newest, by=alice)
    area.refresh_from_db()
    assert Path(area.basemap.path).read_bytes() == b"three"
    assert not actions.forget_files()
    assert files(media, "basemaps") == ["four.pmtiles", "three.pmtiles"]


def test_a_base_map_that_is_gone_leaves_the_map_without_ground(english: Client, area: Area, alice: User) -> None:
    put_base_map(area, alice, "mine")
    Organisation.objects.create(area=area, name="Laden")
    register = reverse("actors:list", args=[area.slug])
    assert "data-pmtiles" in english.get(register).content.decode()
    Path(area.basemap.path).unlink()
    assert "data-pmtiles" not in english.get(register).content.decode()


def test_what_a_killed_process_left_goes_after_a_day(area: Area, alice: User, media: Path) -> None:
    put_base_map(area, alice, "mine")
    (media / "imports").mkdir()
    left = [media / "imports" / "liste.csv", media / "basemaps" / "stadt.pmtiles"]
    room = media / "basemaps" / "drawing-abc"
    room.mkdir()
    for path in (*left, room / "area.pmtiles"):
        path.write_bytes(b"x")
    assert not actions.forget_files()
    for path in (*left, room):
        os.utime(path, (0, 0))
    assert actions.forget_files().strays == 3
    assert files(media, "basemaps") == ["mine.pmtiles"]
    assert forgetting.missing_base_maps() == []
    Path(area.basemap.path).unlink()
    assert forgetting.missing_base_maps() == [area]


def test_paths_go_with_the_base_map_they_came_with(area: Area, alice: User, media: Path) -> None:
    for name in ("one", "two", "three"):
        put_base_map(area, alice, name)
        beside(Path(area.basemap.path)).write_bytes(b"paths")
    area.history.update(history_date=timezone.now() - timedelta(days=40))
    old = (timezone.now() - timedelta(days=2)).timestamp()
    for path in (media / "basemaps").iterdir():
        os.utime(path, (old, old))
    stray = media / "basemaps" / "nobody.paths.npz"
    stray.write_bytes(b"")
    os.utime(stray, (old, old))
    actions.forget_files()
    assert files(media, "basemaps") == ["three.paths.npz", "three.pmtiles", "two.paths.npz", "two.pmtiles"]
