"""A telephone gets a password of its own, shown once; a lost one is signed out; attachments are only handed out."""

from __future__ import annotations

import base64
import html
import json
import re
import zlib
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kogge.accounts.roles import Role
from kogge.conftest import make_user
from kogge.outreach.actions import make_password
from kogge.outreach.actions.devices import collect_settings
from kogge.outreach.models import DevicePassword, GuideVersion, SubmissionFile
from kogge.outreach.receiving import receive

from .field import JPEG, filled

PAGE = "/a/hafen/outreach/devices/"
pytestmark = pytest.mark.usefixtures("files")


def shown(page: str) -> str:
    found = re.search(r"<code>((?:[a-z2-9]{5}-){4}[a-z2-9]{5})</code>", page)
    return found[1] if found else ""


def list_of(user: str, password: str) -> int:
    cache.clear()
    code = base64.b64encode(f"{user}:{password}".encode()).decode()
    return int(Client(headers={"authorization": f"Basic {code}"}).get("/openrosa/formList").status_code)


def test_a_password_is_made_and_shown_once(area: Any, bob: Any, login: Any) -> None:
    client = login(bob)
    answer = client.post(PAGE, {"label": "Bobs Pixel"})
    page = answer.content.decode()
    password = shown(page)
    assert password
    assert "<svg" in page
    assert "Einstellungen der Erhebungs-App" in page
    assert "no-store" in answer["Cache-Control"]
    assert list_of("bob@example.org", password) == 200
    later = client.get(PAGE).content.decode()
    assert "Bobs Pixel" in later
    assert not shown(later)
    kept = DevicePassword.objects.get()
    assert password not in html.unescape(str(vars(kept)))


def test_the_code_sets_collect_up(area: Any) -> None:
    code = collect_settings(server="https://k.example/openrosa/", user="b@e.org", password="abc", project="Am Hafen")
    found = json.loads(zlib.decompress(base64.b64decode(code)))
    assert found["project"] == {"name": "Am Hafen"}
    assert found["admin"] == {}
    general = found["general"]
    assert (general["server_url"], general["username"], general["password"]) == (
        "https://k.example/openrosa/",
        "b@e.org",
        "abc",
    )


def test_a_lost_telephone_is_signed_out(area: Any, bob: Any, login: Any) -> None:
    made, password = make_password(by=bob, area=area, label="Bobs Nokia")
    client = login(bob)
    answer = client.post(f"{PAGE}{made.pk}/revoke/", follow=True)
    assert "Bobs Nokia ist abgemeldet" in answer.content.decode()
    assert '<th scope="row">Bobs Nokia' not in answer.content.decode()
    assert list_of("bob@example.org", password) == 401
    assert client.post(f"{PAGE}{made.pk}/revoke/").status_code == 404


def test_whose_devices_one_sees(area: Any, alice: Any, bob: Any, adam: Any, login: Any) -> None:
    """A colleague's are no business of the team; who manages the area can sign them out."""
    made, password = make_password(by=bob, area=area, label="Bobs Nokia")
    assert "Bobs Nokia" not in login(alice).get(PAGE).content.decode()
    assert login(alice).post(f"{PAGE}{made.pk}/revoke/").status_code == 404
    assert "Bobs Nokia" in login(adam).get(PAGE).content.decode()
    assert login(adam).post(f"{PAGE}{made.pk}/revoke/").status_code == 302
    assert list_of("bob@example.org", password) == 401


def test_a_device_needs_a_name(area: Any, bob: Any, login: Any) -> None:
    answer = login(bob).post(PAGE, {"label": " "})
    assert answer.status_code == 422
    assert not DevicePassword.objects.exists()


def test_the_page_asks_for_https(area: Any, bob: Any, login: Any) -> None:
    assert "nicht verschlüsselt" in login(bob).post(PAGE, {"label": "x"}).content.decode()
    assert "nicht verschlüsselt" not in login(bob).post(PAGE, {"label": "x"}, secure=True).content.decode()


def test_viewers_make_no_passwords(area: Any, vera: Any, login: Any) -> None:
    assert login(vera).post(PAGE, {"label": "x"}).status_code == 403


def test_attachments_are_handed_out_and_not_opened(
    version: GuideVersion, bob: Any, stella: Any, charlie: Any, login: Any
) -> None:
    page = b"<html><script>alert(1)</script>"
    uploads = [SimpleUploadedFile("foto.jpg", JPEG), SimpleUploadedFile('böse".html', page)]
    receive(xml=filled(version, "<photo>foto.jpg</photo>"), by=bob, files=uploads)
    for kept in SubmissionFile.objects.all():
        path = f"/a/hafen/outreach/forms/files/{kept.pk}/"
        answer = login(bob).get(path)
        picture = kept.name == "foto.jpg"
        assert answer["Content-Disposition"].startswith("inline" if picture else "attachment")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert b"".join(answer.streaming_content) in {JPEG, page}
        assert login(stella).get(path).status_code == 403  # who does not read interviews
        assert login(charlie).get(path).status_code == 404
        kept.file.delete(save=False)
        assert login(bob).get(path).status_code == 404


@pytest.mark.parametrize("role", [Role.MEMBER, Role.CIVIC_PARTNER])
def test_members_have_no_devices(area: Any, role: Role, login: Any) -> None:
    assert login(make_user(area, role, "Wer")).get(PAGE).status_code == 403
