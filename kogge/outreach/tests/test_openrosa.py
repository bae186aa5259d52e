"""ODK Collect, KoboCollect and Enketo send to Kogge: their requests byte for byte, and all that goes wrong."""

from __future__ import annotations

import gzip
import hashlib
import io
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from kogge.outreach.models import DevicePassword, GuideVersion, Interview, Submission, SubmissionFile
from kogge.outreach.openrosa.words import LIST, MANIFEST

from .field import HOST, JPEG, filled, message, multipart, post, shape

pytestmark = pytest.mark.usefixtures("files")

EXCHANGES = Path(__file__).parent / "exchanges"


def replay(name: str) -> Any:
    """Send a stored request as it stands."""
    head, _, body = (EXCHANGES / f"{name}.http").read_bytes().partition(b"\r\n\r\n")
    line, *lines = head.decode().split("\r\n")
    method, path, _protocol = line.split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (entry.partition(":") for entry in lines)}
    assert int(headers.pop("content-length", 0)) == len(body)
    kind = headers.pop("content-type", "")
    answer = Client(enforce_csrf_checks=True).generic(method, path, body, content_type=kind, headers=headers)
    if answer.get("Content-Encoding") == "gzip":
        answer.content = gzip.decompress(answer.content)
    return answer


# The exchanges


def test_collect_asks_and_sends(version: GuideVersion, device: DevicePassword) -> None:
    asked = replay("collect-1-list-without-password")
    assert (asked.status_code, asked["WWW-Authenticate"].split()[0]) == (401, "Basic")
    assert "App-Passwort" in message(asked)
    listed = shape(replay("collect-2-list"), LIST)
    assert [entry.findtext("formID") for entry in listed] == ["hafen.first-visit"]
    fetched = replay("collect-3-form")
    assert fetched["Content-Type"] == "text/xml; charset=utf-8"
    assert f"md5:{hashlib.md5(fetched.content).hexdigest()}" == listed[0].findtext("hash")
    head = replay("collect-4-head")
    assert (head.status_code, head.content) == (204, b"")
    assert head["Location"] == f"http://{HOST}/openrosa/submission?deviceID=collect%3AKxW3aYf0bFzv9d1Q"
    assert int(head["X-OpenRosa-Accept-Content-Length"]) == 100 * 1024 * 1024
    sent = replay("collect-5-post")
    assert (sent.status_code, message(sent)) == (201, "Eingegangen. Vielen Dank.")
    kept = Submission.objects.get()
    assert (kept.status, kept.device) == ("received", "Bobs Pixel (collect:KxW3aYf0bFzv9d1Q)")
    assert "20 %, „wieder“ &amp; wieder" in kept.xml
    assert SubmissionFile.objects.get().content_type == "image/jpeg"
    again = replay("collect-5-post")
    assert (again.status_code, Submission.objects.count()) == (201, 1)
    assert "einmal gespeichert" in message(again)


def test_collect_sends_a_form_in_two_posts(version: GuideVersion, device: DevicePassword) -> None:
    assert "fehlen noch" in message(replay("collect-6-post-first-of-two"))
    assert Submission.objects.get().status == "incomplete"
    assert replay("collect-7-post-second-of-two").status_code == 201
    assert Submission.objects.get().status == "received"
    assert [file.content_type for file in SubmissionFile.objects.order_by("name")] == ["image/jpeg", "audio/ogg"]


def test_kobocollect_sends_to_the_address_of_the_area(version: GuideVersion, device: DevicePassword) -> None:
    listed = shape(replay("kobocollect-1-list"), LIST)
    assert listed[0].findtext("downloadUrl") == f"http://{HOST}/openrosa/hafen/forms/hafen.first-visit.xml"
    head = replay("kobocollect-2-head")
    assert (head.status_code, urlsplit(head["Location"]).path) == (204, "/openrosa/hafen/submission")
    assert replay("kobocollect-3-post").status_code == 201
    assert Submission.objects.get().instance_id == "uuid:c5b7d9f0-52ad-4b3c-8bb0-5a3f9e7d2213"
    assert SubmissionFile.objects.get().name == "audit.csv"


def test_enketo_sends_in_batches_that_name_no_rest(version: GuideVersion, device: DevicePassword) -> None:
    asked = replay("enketo-1-head")
    assert (asked.status_code, asked["WWW-Authenticate"].split()[0], asked.content) == (401, "Basic", b"")
    assert replay("enketo-2-batch").status_code == 201
    assert Submission.objects.get().status == "incomplete"
    assert replay("enketo-3-batch").status_code == 201
    assert Submission.objects.get().status == "received"
    assert {file.name for file in SubmissionFile.objects.all()} == {"foto laden-17_28_30.jpg", "aufnahme-17_29_2.ogg"}


# Lists and forms


def test_the_list_says_what_the_specification_asks_for(
    version: GuideVersion, phone: Client, django_assert_max_num_queries: Any
) -> None:
    version.guide.minutes = 5
    version.guide.save()
    GuideVersion.objects.filter(pk=version.pk).update(itemsets="list_name,name,label\nx,a,A\n")
    with django_assert_max_num_queries(4):
        root = shape(phone.get("/openrosa/formList"), LIST)
    assert root.tag == "xforms"
    names = ["formID", "name", "version", "hash", "downloadUrl", "manifestUrl"]
    assert [child.tag for child in root[0]] == names
    assert root[0].findtext("version") == "1"
    verbose = shape(phone.get("/openrosa/formList?verbose=true&formID=hafen.first-visit"), LIST)
    assert verbose[0].findtext("descriptionText") == "etwa 5 Minuten"
    assert len(shape(phone.get("/openrosa/formList?formID=hafen.other"), LIST)) == 0
    found = shape(phone.get(urlsplit(root[0].findtext("manifestUrl")).path), MANIFEST)
    assert (found.tag, [child.tag for child in found[0]]) == ("manifest", ["filename", "hash", "downloadUrl"])
    lists = phone.get(urlsplit(found[0].findtext("downloadUrl")).path)
    assert f"md5:{hashlib.md5(lists.content).hexdigest()}" == found[0].findtext("hash")


def test_a_guide_that_is_put_away_is_not_listed_but_its_forms_are_taken(version: GuideVersion, phone: Client) -> None:
    version.guide.is_active = False
    version.guide.save()
    assert len(shape(phone.get("/openrosa/formList"), LIST)) == 0
    assert phone.get("/openrosa/forms/hafen.first-visit.xml").status_code == 404
    assert phone.get("/openrosa/forms/hafen.first-visit/manifest").status_code == 404
    assert phone.get("/openrosa/forms/hafen.first-visit/itemsets.csv").status_code == 404
    assert post(phone, filled(version)).status_code == 201


# What goes wrong


@pytest.mark.parametrize(
    ("change", "status", "said"),
    [
        (lambda xml: xml.replace(b"</data>", b"<data>"), 400, "kein ausgefüllter Bogen"),
        (lambda xml: b"", 400, "kein ausgefüllter Bogen"),
        (lambda xml: xml.replace(b"first-visit", b"third-visit"), 404, "gibt es hier nicht"),
    ],
)
def test_what_is_refused_is_told(version: GuideVersion, phone: Client, change: Any, status: int, said: str) -> None:
    answer = post(phone, change(filled(version)))
    assert answer.status_code == status
    assert said in message(answer)
    assert not Submission.objects.exists()


def test_the_same_number_with_other_answers_is_a_conflict(version: GuideVersion, phone: Client) -> None:
    post(phone, filled(version))
    answer = post(phone, filled(version, "<photo/>"))
    assert (answer.status_code, "Nichts wurde geändert" in message(answer)) == (409, True)


def test_a_body_that_is_no_form_at_all(version: GuideVersion, phone: Client) -> None:
    for kind in (
        "text/xml",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "application/x-www-form-urlencoded",
    ):
        assert phone.generic("POST", "/openrosa/submission", b"abc", content_type=kind).status_code == 400
    assert phone.put("/openrosa/submission").status_code == 405


def test_a_form_that_comes_as_a_plain_field_is_taken(version: GuideVersion, phone: Client) -> None:
    body = b'--G\r\nContent-Disposition: form-data; name="xml_submission_file"\r\n\r\n%s\r\n--G--\r\n' % filled(version)
    kind = "multipart/form-data; boundary=G"
    assert phone.generic("POST", "/openrosa/submission", body, content_type=kind).status_code == 201


@pytest.mark.parametrize("lost", [2, 12, 60, 250])
def test_an_upload_that_breaks_off_is_kept_and_completed(version: GuideVersion, phone: Client, lost: int) -> None:
    """The end of the photo, or only the end of the post, is lost: the next time all is well."""
    xml = filled(version, "<photo>a.jpg</photo>")
    body, kind = multipart(xml, ("a.jpg", JPEG))
    extra = {"wsgi.input": io.BytesIO(body[:-lost])}
    answer = phone.generic("POST", "/openrosa/submission", body, content_type=kind, **extra)
    assert answer.status_code == (201 if lost == 2 else 400)
    if lost > 2:
        assert "brach ab" in message(answer)
        assert Submission.objects.get().status == "incomplete"
        assert not SubmissionFile.objects.exists()
    assert post(phone, xml, ("a.jpg", JPEG)).status_code == 201
    assert Submission.objects.get().status == "received"
    assert SubmissionFile.objects.get().file.read() == JPEG


def test_answers_that_broke_off_are_no_form(version: GuideVersion, phone: Client) -> None:
    body, kind = multipart(filled(version))
    extra = {"wsgi.input": io.BytesIO(body[:150])}
    assert phone.generic("POST", "/openrosa/submission", body, content_type=kind, **extra).status_code == 400
    assert not Submission.objects.exists()


def test_a_body_in_chunks_has_no_length(version: GuideVersion, phone: Client) -> None:
    body, kind = multipart(filled(version, "<photo>a.jpg</photo>"), ("a.jpg", JPEG))
    extra = {"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked"}
    assert phone.generic("POST", "/openrosa/submission", body, content_type=kind, **extra).status_code == 201
    assert Submission.objects.get().status == "received"


def test_as_many_files_as_collect_puts_into_one_post(version: GuideVersion, phone: Client) -> None:
    """101 beside the answers: one more than Django takes by default."""
    uploads = [(f"{number}.jpg", JPEG) for number in range(101)]
    assert post(phone, filled(version), *uploads).status_code == 201
    assert SubmissionFile.objects.count() == 101
    too_many = [(f"{number}.jpg", JPEG) for number in range(150)]
    assert post(phone, filled(version, instance="uuid:2"), *too_many).status_code == 413


def test_what_is_too_large_is_refused(version: GuideVersion, phone: Client, settings: Any) -> None:
    settings.MAX_SUBMISSION_BYTES = 10_000
    answer = post(phone, filled(version), ("a.jpg", JPEG + b"0" * 200_000))
    assert (answer.status_code, "zu groß" in message(answer)) == (413, True)
    body, kind = multipart(filled(version), ("a.jpg", JPEG + b"0" * 200_000))
    extra = {"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked"}
    answer = phone.generic("POST", "/openrosa/submission", body, content_type=kind, **extra)
    assert answer.status_code == 413
    assert not Submission.objects.exists()


def test_the_request_says_where_the_form_belongs(version: GuideVersion, phone: Client, organisation: Any) -> None:
    answer = post(phone, filled(version), path=f"/openrosa/submission?organisation={organisation.pk}")
    assert message(answer) == "Eingegangen und abgelegt. Vielen Dank."
    assert Interview.objects.get().organisation == organisation


def test_answers_are_in_the_language_of_the_user(version: GuideVersion, phone: Client, bob: Any) -> None:
    bob.language = "en"
    bob.save()
    answer = post(phone, filled(version))
    assert (answer["Content-Language"], message(answer)) == ("en", "Received. Thank you.")
