"""A telephone as the server sees it: what it asks for, and the records it sends."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kogge.outreach.models import GuideVersion, Visit
from kogge.outreach.queries.field import state_of

GUIDE = b"""
| survey |
| | type | name | label | kogge |
| | text | situation | Wie laeuft es? | situation |
| | image | photo | Foto | |
| settings |
| | form_title | form_id | version |
| | Kurzbesuch | short | 1 |
"""


def cases(client: Client, area: Any, **query: str) -> Any:
    return client.get(reverse("outreach:field_cases", args=[area.slug]), query)


def answers(version: GuideVersion, situation: str = "gut", photo: str = "", instance: str = "uuid:i") -> bytes:
    picture = f"<photo>{photo}</photo>" if photo else ""
    return (
        f'<data id="{version.guide.form_id}" version="{version.version}"><situation>{situation}</situation>{picture}'
        f"<meta><instanceID>{instance}</instanceID></meta></data>"
    ).encode()


def send(client: Client, area: Any, record: Any, xml: bytes | None = None, **photos: bytes) -> Any:
    body: dict[str, Any] = {"record": record if isinstance(record, str) else json.dumps(record)}
    if xml is not None:
        body["xml_submission_file"] = SimpleUploadedFile("answers.xml", xml, "text/xml")
    for name, content in photos.items():
        body[name] = SimpleUploadedFile(f"{name}.jpg", content, "image/jpeg")
    return client.post(reverse("outreach:field_records", args=[area.slug]), body)


def record(by: Any, kind: str, **more: Any) -> dict[str, Any]:
    return {"uuid": str(uuid.uuid4()), "kind": kind, "owner": by.pk} | more


def at_visit(by: Any, visit: Visit, kind: str = "outcome", **more: Any) -> dict[str, Any]:
    return record(by, kind, visit=visit.pk, state=state_of(visit), organisation=visit.organisation_id, **more)
