"""A filled form is stored once, whatever the network does to it; its files are whole, private and harmless."""

from __future__ import annotations

import hashlib
import stat
import threading
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kogge.core.tests.test_pictures import exif, jpeg
from kogge.outreach.actions import add_version
from kogge.outreach.guides.answers import parse
from kogge.outreach.models import GuideVersion, Interview, Submission, SubmissionFile
from kogge.outreach.receiving import Broken, OtherContent, Outcome, TooLarge, UnknownForm, receive, storing
from kogge.places.models import Membership

from .factories import make_organisation, make_visit
from .field import JPEG, filled, sheet


def photo(name: str = "1700000000000.jpg", content: bytes = JPEG) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/jpeg")


pytestmark = pytest.mark.usefixtures("files")


def test_a_form_is_kept_as_it_came(version: GuideVersion, bob: Any) -> None:
    xml = filled(version, "<start>2026-03-02T10:00:00+01:00</start>")
    received = receive(xml=xml, by=bob, device="collect:abc")
    kept = Submission.objects.get()
    assert (received.status, received.submission) == (Outcome.STORED, kept)
    assert (kept.status, kept.by, kept.device, kept.xml) == ("received", bob, "collect:abc", xml.decode())
    assert kept.started_at is not None
    assert kept.history.get().change.by == bob


def test_the_same_again_is_stored_once(version: GuideVersion, bob: Any, alice: Any) -> None:
    xml = filled(version)
    receive(xml=xml, by=bob)
    with CaptureQueriesContext(connection) as asked:
        assert receive(xml=xml, by=alice).status == Outcome.AGAIN
    assert {query["sql"].split()[0] for query in asked} == {"SELECT"}  # waits for no other writer
    assert Submission.objects.get().history.count() == 1


def test_the_number_with_other_answers_is_refused(version: GuideVersion, bob: Any) -> None:
    receive(xml=filled(version), by=bob)
    with pytest.raises(OtherContent, match="Nichts wurde geändert"):
        receive(xml=filled(version, "<photo/>"), by=bob)
    assert "photo" not in Submission.objects.get().xml


def test_attachments_come_in_several_posts(version: GuideVersion, bob: Any) -> None:
    xml = filled(version, "<photo>a.jpg</photo><more><voice>b.ogg</voice></more>")
    first = receive(xml=xml, by=bob, files=[photo("a.jpg")], more_to_come=True)
    assert (first.submission.status, first.submission.problem) == ("incomplete", "Es fehlen: b.ogg")
    second = receive(xml=xml, by=bob, files=[photo("b.ogg", b"OggS....")])
    assert (second.status, second.submission.status, second.submission.problem) == ("completed", "received", "")
    assert {(file.name, file.content_type) for file in SubmissionFile.objects.all()} == {
        ("a.jpg", "image/jpeg"),
        ("b.ogg", "audio/ogg"),
    }
    third = receive(xml=xml, by=bob, files=[photo("a.jpg"), photo("b.ogg", b"OggS....")])
    assert third.status == Outcome.AGAIN
    assert SubmissionFile.objects.count() == 2


def test_an_upload_that_broke_off_is_completed_by_the_resend(version: GuideVersion, bob: Any) -> None:
    xml = filled(version)
    assert receive(xml=xml, by=bob, more_to_come=True).submission.status == "incomplete"
    whole = receive(xml=xml, by=bob, files=[photo("audit.csv", b"event,node\n")])
    assert (whole.status, whole.submission.status) == ("completed", "received")


def test_a_file_is_not_replaced_by_another_of_its_name(version: GuideVersion, bob: Any, files: Path) -> None:
    xml = filled(version, "<photo>a.jpg</photo>")
    receive(xml=xml, by=bob, files=[photo("a.jpg")])
    with pytest.raises(OtherContent, match=r"a\.jpg"):
        receive(xml=xml, by=bob, files=[photo("a.jpg", JPEG + b"other")])
    assert [path.read_bytes() for path in files.rglob("*.jpg")] == [JPEG]


def test_a_photo_loses_where_it_was_taken_and_is_known_when_it_comes_again(
    version: GuideVersion, bob: Any, files: Path
) -> None:
    xml, taken = filled(version, "<photo>a.jpg</photo>"), jpeg(exif(6))
    for _twice in range(2):
        receive(xml=xml, by=bob, files=[photo("a.jpg", taken)])
    [kept] = files.rglob("*.jpg")
    assert b"GPS" in taken
    assert b"GPS" not in kept.read_bytes()
    row = SubmissionFile.objects.get()
    assert (row.size, row.digest) == (kept.stat().st_size, hashlib.sha256(taken).hexdigest())


@pytest.mark.parametrize("name", ["../../x.jpg", "/etc/x.jpg", "C:\\x.jpg", "x\x00.jpg", "a" * 400 + "x.jpg", "..", ""])
def test_no_name_leads_anywhere(version: GuideVersion, bob: Any, files: Path, name: str) -> None:
    upload = photo()
    upload._name = name
    receive(xml=filled(version), by=bob, files=[upload])
    kept = SubmissionFile.objects.get()
    assert "/" not in kept.name
    assert "\\" not in kept.name
    assert kept.name.isprintable()
    assert 0 < len(kept.name) <= 200
    path = Path(kept.file.path)
    assert path.is_relative_to(files / "submissions")
    assert path.stem.isalnum()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_type_is_told_by_the_content(version: GuideVersion, bob: Any) -> None:
    receive(xml=filled(version), by=bob, files=[photo("photo.jpg", b"<html><script>alert(1)</script>")])
    kept = SubmissionFile.objects.get()
    assert kept.content_type == "application/octet-stream"
    assert kept.file.name.endswith(".bin")


def test_a_large_file_is_copied_from_where_it_was_uploaded(version: GuideVersion, bob: Any) -> None:
    upload = TemporaryUploadedFile("a.jpg", "image/jpeg", len(JPEG), None)
    upload.write(JPEG)
    upload.seek(0)
    receive(xml=filled(version, "<photo>a.jpg</photo>"), by=bob, files=[upload])
    assert SubmissionFile.objects.get().file.read() == JPEG
    assert Submission.objects.get().status == "received"


def test_sizes_are_limited(version: GuideVersion, bob: Any, settings: Any, files: Path) -> None:
    settings.MAX_SUBMISSION_BYTES = 1000
    with pytest.raises(TooLarge):
        receive(xml=filled(version), by=bob, files=[photo(content=b"x" * 900)])
    settings.MAX_SUBMISSION_BYTES = 10**6
    with pytest.raises(TooLarge):
        receive(xml=filled(version), by=bob, files=[photo(f"{n}.jpg") for n in range(201)])
    assert not Submission.objects.exists()
    assert not (files / "submissions").exists()


def test_a_form_for_an_old_version_is_kept(version: GuideVersion, bob: Any, alice: Any) -> None:
    newer = add_version(version.guide.area, content=sheet("2"), name="guide.md", by=alice)
    receive(xml=filled(version), by=bob)
    receive(xml=filled(newer, instance="uuid:2"), by=bob)
    assert set(Submission.objects.values_list("version__version", flat=True)) == {"1", "2"}


def test_an_unknown_form_is_refused(version: GuideVersion, bob: Any) -> None:
    for xml in (
        filled(version).replace(b"first-visit", b"third-visit"),
        filled(version).replace(b'version="1"', b'version="77"'),
        filled(version).replace(b"hafen.", b"anderswo."),
        filled(version).replace(b"hafen.", b""),
    ):
        with pytest.raises(UnknownForm):
            receive(xml=xml, by=bob)


def test_only_who_records_visits_here_may_send(version: GuideVersion, bob: Any, vera: Any, charlie: Any) -> None:
    for stranger in (vera, charlie):
        with pytest.raises(UnknownForm):
            receive(xml=filled(version), by=stranger)
    Membership.objects.filter(user=bob).delete()
    with pytest.raises(UnknownForm):
        receive(xml=filled(version), by=bob)


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"<data",
        b"<data id='hafen.first-visit' version='1'/>",
        b"<!DOCTYPE d [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><data id='x'>&e;</data>",
        b"<data id='x'><meta><instanceID>" + b"1" * 300 + b"</instanceID></meta></data>",
    ],
)
def test_broken_xml_is_refused(version: GuideVersion, bob: Any, xml: bytes) -> None:
    with pytest.raises(Broken):
        receive(xml=xml, by=bob)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1"])
def test_other_encodings_are_read(version: GuideVersion, bob: Any, encoding: str) -> None:
    text = filled(version, "<more><voice/></more>").decode().replace("steigt", "fällt")
    if encoding == "iso-8859-1":
        text = text.replace("version='1.0' ", "version='1.0' encoding='iso-8859-1'")
    receive(xml=text.encode(encoding), by=bob)
    kept = Submission.objects.get()
    assert "fällt" in kept.xml
    assert parse(kept.xml.encode()).values["situation"] == ["Die Miete fällt"]


def test_a_clock_that_is_wrong_does_no_harm(version: GuideVersion, organisation: Any, bob: Any) -> None:
    for number, start in enumerate(["2099-01-01T10:00:00+01:00", "1970-01-01T00:00:00Z", "gestern"]):
        xml = filled(version, f"<start>{start}</start>", f"uuid:{number}")
        receive(xml=xml, by=bob, organisation=organisation.pk)
    assert Submission.objects.filter(status="filed").count() == 3


def test_the_request_or_the_answers_say_where_it_belongs(version: GuideVersion, organisation: Any, bob: Any) -> None:
    visit = make_visit(organisation)
    receive(xml=filled(version), by=bob, visit=visit.pk)
    interview = Interview.objects.get()
    assert (interview.visit, interview.situation) == (visit, "Die Miete steigt")
    other = make_visit(organisation)
    receive(xml=filled(version, f"<visit>{other.pk}</visit>", "uuid:2"), by=bob)
    receive(xml=filled(version, f"<shop>{organisation.pk}</shop>", "uuid:3"), by=bob)
    assert Interview.objects.filter(organisation=organisation).count() == 3
    assert Submission.objects.filter(status="filed").count() == 3


def test_what_belongs_to_others_is_not_written(version: GuideVersion, other_area: Any, bob: Any) -> None:
    foreign = make_organisation(other_area, "Fremd")
    receive(xml=filled(version), by=bob, visit=make_visit(foreign).pk, organisation=foreign.pk)
    receive(xml=filled(version, "<visit>viele</visit><shop>²</shop>", "uuid:2"), by=bob)
    assert not Interview.objects.exists()
    assert Submission.objects.filter(status="received").count() == 2


def test_it_is_filed_when_its_last_file_came(version: GuideVersion, organisation: Any, bob: Any) -> None:
    xml = filled(version, f"<photo>a.jpg</photo><shop>{organisation.pk}</shop>")
    receive(xml=xml, by=bob)
    assert not Interview.objects.exists()
    assert receive(xml=xml, by=bob, files=[photo("a.jpg")]).submission.status == "filed"
    assert receive(xml=xml, by=bob, files=[photo("a.jpg")]).status == Outcome.AGAIN
    assert Interview.objects.count() == 1


def test_a_form_that_cannot_be_filed_waits(
    version: GuideVersion, organisation: Any, bob: Any, monkeypatch: Any
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise ValueError("no")

    monkeypatch.setattr(storing.filing, "file", fail)
    assert receive(xml=filled(version), by=bob, organisation=organisation.pk).submission.status == "received"


def test_a_correction_replaces_what_waits_and_nothing_filed(version: GuideVersion, organisation: Any, bob: Any) -> None:
    receive(xml=filled(version), by=bob)
    new = receive(xml=filled(version, instance="uuid:2", meta="<deprecatedID>uuid:1</deprecatedID>"), by=bob)
    assert Submission.objects.get(instance_id="uuid:1").status == "discarded"
    assert new.submission.status == "received"
    receive(xml=filled(version, instance="uuid:3"), by=bob, organisation=organisation.pk)
    meta = "<deprecatedID>uuid:3</deprecatedID>"
    last = receive(xml=filled(version, instance="uuid:4", meta=meta), by=bob, organisation=organisation.pk)
    assert (last.submission.status, Interview.objects.count()) == ("received", 1)
    assert "Berichtigt" in last.submission.problem


def test_who_comes_second_finds_what_the_first_stored(
    version: GuideVersion, bob: Any, files: Path, monkeypatch: Any
) -> None:
    """Both looked before either had written: the database lets one in, the other joins it."""
    xml = filled(version, "<photo>a.jpg</photo>")
    receive(xml=xml, by=bob)
    monkeypatch.setattr(storing, "_known", lambda *key: None)
    second = receive(xml=xml, by=bob, files=[photo("a.jpg")])
    assert (second.status, second.submission.status) == ("completed", "received")
    assert Submission.objects.count() == 1
    assert len(list(files.rglob("*.jpg"))) == 1


@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="a database in memory is not shared as a file is: tests/robustness"
)
@pytest.mark.django_db(transaction=True)
def test_two_at_once_store_it_once(version: GuideVersion, bob: Any, files: Path) -> None:
    """Each thread has a connection of its own, as two workers have."""
    xml = filled(version, "<photo>a.jpg</photo><more><voice>b.ogg</voice></more>")
    start = threading.Barrier(4)
    outcomes: list[str] = []

    def send(number: int) -> None:
        start.wait(10)
        try:
            upload = photo("a.jpg") if number % 2 else photo("b.ogg", b"OggS....")
            outcomes.append(str(receive(xml=xml, by=bob, files=[upload]).status))
        except Exception as error:  # noqa: BLE001  told below
            outcomes.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["again", "again", "completed", "stored"]
    assert Submission.objects.get().status == "received"
    assert set(SubmissionFile.objects.values_list("name", flat=True)) == {"a.jpg", "b.ogg"}
    assert len(list(files.rglob("*.jpg")) + list(files.rglob("*.ogg"))) == 2
