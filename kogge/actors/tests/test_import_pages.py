"""The pages of an import: upload, preview, job, report, errors, undo; broken and hostile files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from kogge.accounts.models import User
from kogge.actors import actions
from kogge.actors.models import ImportRun, Organisation
from kogge.actors.queries.imports import towns_of
from kogge.core.jobs import JobFailed, Progress
from kogge.core.models import Job
from kogge.places.models import Area

LIST = "Firma;Straße;Merkwürdig\nLaden Eins;Am Markt 1;ja\nLaden Zwei;Am Markt 2;nein\n;Am Markt 3;\n"


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def upload(client: Client, area: Area, content: bytes | str = LIST, name: str = "liste.csv") -> Any:
    raw = content.encode() if isinstance(content, str) else content
    return client.post(reverse("actors:import_new", args=[area.slug]), {"file": SimpleUploadedFile(name, raw)})


def test_from_upload_to_report(english: Client, alice: User, area: Area) -> None:
    response = upload(english, area)
    run = ImportRun.objects.get()
    assert (run.kind, run.by, run.file_name) == ("csv", alice, "liste.csv")
    preview = english.get(response.url)
    text = preview.content.decode()
    assert "<strong>2</strong> new organisations" in text
    assert "Laden Eins" in text
    assert not Organisation.objects.exists()
    data = {"do": "start", "mode": "fill", "column_0": "name", "column_1": "street", "column_2": "note"}
    assert english.post(response.url, data).status_code == 302
    job = Job.objects.get()
    answer = actions.run_import(Progress(), **job.arguments)
    report = english.get(answer["url"]).content.decode()
    assert "<strong>2</strong> new organisations from liste.csv" in report
    assert "1 refused" in report
    assert Organisation.objects.get(name="Laden Eins").note
    errors: Any = english.get(reverse("actors:import_errors", args=[area.slug, run.pk]))
    assert b"Am Markt 3" in b"".join(errors.streaming_content)


def test_the_mapping_of_the_last_time_is_offered(english: Client, area: Area) -> None:
    url = upload(english, area).url
    english.post(url, {"do": "start", "mode": "fill", "column_0": "name", "column_1": "", "column_2": "tags"})
    actions.run_import(Progress(), **Job.objects.get().arguments)
    again = english.get(upload(english, area).url)
    assert "As you chose it the last time" in again.content.decode()
    assert again.context["form"]["column_2"].value() == "tags"
    assert again.context["form"]["column_1"].value() == ""


def test_a_list_that_only_lies_there_does_not_count_as_imported(english: Client, area: Area) -> None:
    url = upload(english, area).url
    page = reverse("actors:imports", args=[area.slug])
    text = english.get(page).content.decode()
    assert "<strong>0</strong> lists so far" in text
    assert "not imported yet" in text
    english.post(url, {"do": "start", "mode": "fill", "column_0": "name", "column_1": "", "column_2": ""})
    assert "<strong>1</strong> list so far" in english.get(page).content.decode()


def test_a_mapping_without_a_name_is_refused(english: Client, area: Area) -> None:
    url = upload(english, area).url
    response = english.post(url, {"do": "start", "mode": "fill", "column_0": "", "column_1": "street"})
    assert response.status_code == 422
    assert "Say which column holds the name" in response.content.decode()
    assert not Job.objects.exists()


def test_checking_again_counts_anew(english: Client, area: Area) -> None:
    Organisation.objects.create(area=area, name="Laden Eins", street="Am Markt", housenumber="1")
    url = upload(english, area).url
    english.post(url, {"do": "check", "mode": "update", "column_0": "name", "column_1": "street", "column_2": "note"})
    assert "<strong>1</strong> new organisation, 1 updated" in english.get(url).content.decode()


def test_the_preview_of_a_large_list_shows_its_first_rows_and_the_import_takes_all(
    english: Client, area: Area, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kogge.actors.views.imports.AT_ONCE", 2)
    url = upload(english, area, "Firma\n" + "".join(f"Laden {name}\n" for name in ("Eins", "Zwei", "Drei", "Vier"))).url
    text = english.get(url).content.decode()
    assert "more than <strong>2</strong> rows" in text
    assert "Laden Zwei" in text
    assert "Laden Drei" not in text
    english.post(url, {"do": "start", "mode": "fill", "column_0": "name"})
    actions.run_import(Progress(), **Job.objects.get().arguments)
    assert Organisation.objects.count() == 4


def test_large_files_are_compared_in_a_job(english: Client, area: Area, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kogge.actors.views.imports.AT_ONCE", 1)
    url = upload(english, area).url
    assert "Compare with the register" in english.get(url).content.decode()
    assert english.get(url, {"compare": "1"}).status_code == 302
    answer = actions.check_import(Progress(), **Job.objects.get().arguments)
    assert answer["url"] == url
    assert "<strong>2</strong> new organisations" in english.get(url).content.decode()


def test_thrown_away(english: Client, area: Area) -> None:
    url = upload(english, area).url
    path = Path(ImportRun.objects.get().file.path)
    english.post(url, {"do": "drop"})
    assert not ImportRun.objects.exists()
    assert not path.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("leer.csv", b""),
        ("bild.png", b"\x89PNG\r\n\x1a\n\x00\x00"),
        ("bombe.xlsx", b"PK\x03\x04kaputt"),
        ("alt.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1alt"),
        (
            "böse.osm",
            b'<?xml version="1.0"?><!DOCTYPE osm [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><osm version="0.6">&b;</osm>',
        ),
    ],
)
def test_files_that_cannot_be_used_get_one_clear_line(
    english: Client, area: Area, name: str, content: bytes, tmp_path: Path
) -> None:
    response = upload(english, area, content, name)
    assert response.status_code == 422
    assert not ImportRun.objects.exists()
    assert not [file for file in tmp_path.rglob("*") if file.is_file()]


def test_a_name_with_a_path_is_only_a_name(english: Client, area: Area, tmp_path: Path) -> None:
    upload(english, area, name="..\\..\\etc/pass wd.csv")
    run = ImportRun.objects.get()
    assert run.file_name == "pass wd.csv"
    assert Path(run.file.path).is_relative_to(tmp_path)


def test_too_large(english: Client, area: Area, settings: Any) -> None:
    settings.MAX_UPLOAD_BYTES = 10
    response = upload(english, area)
    assert response.status_code == 422
    assert "Cut it to your area." in response.content.decode()


def test_a_job_killed_and_started_again_imports_once(
    english: Client, area: Area, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kogge.actors.actions.imports.forget_upload", lambda run: None)  # killed before
    english.post(upload(english, area).url, {"do": "start", "mode": "fill", "column_0": "name", "column_1": "street"})
    arguments = Job.objects.get().arguments
    ImportRun.objects.update(status=ImportRun.Status.RUNNING)  # what a kill leaves behind
    actions.run_import(Progress(), **arguments)
    actions.run_import(Progress(), **arguments)
    assert Organisation.objects.count() == 2
    assert ImportRun.objects.get().status == ImportRun.Status.DONE


def test_a_file_that_went_bad_says_so_and_can_be_tried_again(english: Client, area: Area) -> None:
    upload(english, area)
    run = ImportRun.objects.get()
    content = Path(run.file.path).read_bytes()
    Path(run.file.path).write_bytes(b"")
    with translation.override("en"), pytest.raises(JobFailed, match="empty"):
        actions.run_import(Progress(), run=run.pk)
    run.refresh_from_db()
    assert run.status == ImportRun.Status.FAILED
    Path(run.file.path).write_bytes(content)
    actions.run_import(Progress(), run=run.pk)
    assert Organisation.objects.count() == 2


def test_who_may_import(login: Any, bob: User, area: Area) -> None:
    client = login(bob)
    for name in ("imports", "import_new"):
        assert client.get(reverse(f"actors:{name}", args=[area.slug])).status_code == 403


def test_imports_of_other_areas_are_404(english: Client, area: Area, other_area: Area) -> None:
    run = ImportRun.objects.create(area=other_area, file_name="x")
    for name in ("import", "import_preview", "import_errors"):
        assert english.get(reverse(f"actors:{name}", args=[area.slug, run.pk])).status_code == 404


def test_the_towns_of_an_area(area: Area) -> None:
    assert towns_of(area) == ["Am Hafen"]
    for number in range(20):
        Organisation.objects.create(area=area, name=f"Laden {number}", city="Rostock" if number else "Berlin")
    assert towns_of(area) == ["Rostock"]
