"""A guide for field apps, forms filled by it, and how an app sends them."""

from __future__ import annotations

import base64
import datetime as dt
from typing import Any

from defusedxml.ElementTree import fromstring
from django.test import Client
from django.utils import timezone

from kogge.outreach.models import GuideVersion
from kogge.outreach.openrosa.words import RESPONSE

PASSWORD = "kmnpq-rstuv-wxyz2-34567-89abc"  # as it stands in the exchanges
HOST = "kogge.example"

SHEET = """
| survey |
| | type | name | label | kogge |
| | start | start | | |
| | text | situation | Wie läuft es? | situation |
| | image | photo | Foto | |
| | begin_group | more | Mehr | |
| | audio | voice | Aufnahme | |
| | end_group | | | |
| | hidden | visit | | visit |
| | hidden | shop | | organisation:id |
| settings |
| | form_title | form_id | version |
| | Erstbesuch | first-visit | {version} |
"""
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"0" * 200


def sheet(version: str = "1") -> bytes:
    return SHEET.format(version=version).encode()


def filled(version: GuideVersion, body: str = "", instance: str = "uuid:1", meta: str = "") -> bytes:
    return (
        f'<?xml version=\'1.0\' ?><data id="{version.guide.form_id}" version="{version.version}">'
        f"<situation>Die Miete steigt</situation>{body}"
        f"<meta><instanceID>{instance}</instanceID>{meta}</meta></data>"
    ).encode()


def client_of(user: str, password: str) -> Client:
    code = base64.b64encode(f"{user}:{password}".encode()).decode()
    return Client(headers={"authorization": f"Basic {code}", "x-openrosa-version": "1.0"}, enforce_csrf_checks=True)


def post(
    client: Client, xml: bytes, *uploads: tuple[str, bytes], path: str = "/openrosa/submission", **more: Any
) -> Any:
    body, kind = multipart(xml, *uploads, **more)
    return client.generic("POST", path, body, content_type=kind)


def multipart(xml: bytes, *uploads: tuple[str, bytes], incomplete: bool = False) -> tuple[bytes, str]:
    parts = [(b'name="xml_submission_file"; filename="a.xml"', xml)]
    parts += [(f'name="{name}"; filename="{name}"'.encode(), content) for name, content in uploads]
    parts += [(b'name="*isIncomplete*"', b"yes")] if incomplete else []
    body = b"".join(b"--GRENZE\r\nContent-Disposition: form-data; %s\r\n\r\n%s\r\n" % part for part in parts)
    return body + b"--GRENZE--\r\n", "multipart/form-data; boundary=GRENZE"


def shape(answer: Any, space: str) -> Any:
    """The XML of an answer, after the headers and the namespace were checked."""
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    assert answer["X-OpenRosa-Version"] == "1.0"
    sent = dt.datetime.strptime(answer["Date"], "%a, %d %b %Y %H:%M:%S GMT").replace(tzinfo=dt.UTC)
    assert abs(timezone.now() - sent) < dt.timedelta(minutes=1)
    root = fromstring(answer.content)
    for element in root.iter():
        assert element.tag.startswith(f"{{{space}}}"), element.tag
        element.tag = element.tag.rpartition("}")[2]
    return root


def message(answer: Any) -> str:
    """What an OpenRosaResponse says: exactly one message, with a nature that the specification knows."""
    root = shape(answer, RESPONSE)
    assert root.tag == "OpenRosaResponse"
    assert [child.tag for child in root] == ["message"]
    assert root[0].get("nature", "submit_success") in {"submit_success", "submit_error", "error"}
    return str(root[0].text)
