"""What a telephone, or somebody who pretends to be one, sends that is no record."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from kogge.outreach.models import FieldRecord, GuideVersion, SubmissionFile, Visit

from .device import answers, at_visit, send

BROKEN = [
    "",
    "{",
    "[]",
    "[" * 60_000,
    "null",
    '{"uuid": "x", "kind": "outcome", "owner": 1}',
    '{"uuid": "00000000-0000-4000-8000-000000000000", "kind": "what", "owner": 1}',
    '{"uuid": {"a": 1}, "kind": ["outcome"], "owner": true}',
    '{"uuid": "00000000-0000-4000-8000-000000000000", "kind": "outcome", "owner": 1e999, "lat": NaN}',
    '{"uuid": "00000000-0000-4000-8000-000000000000", "kind": "outcome", "owner": 99999999999999999999}',
    '{"uuid": "00000000-0000-4000-8000-000000000000", "kind": "organisation", "owner": 1, "shop": []}',
    '{"uuid": "00000000-0000-4000-8000-000000000000", "kind": "outcome", "owner": 1, "visit": 1, "note": "a\\u0000b"}',
]

pytestmark = pytest.mark.usefixtures("files")


@pytest.mark.parametrize("text", BROKEN)
def test_what_is_no_record_is_refused_with_a_sentence(area: Any, bob: Any, login: Any, text: str) -> None:
    answer = send(login(bob), area, text)
    assert answer.status_code == 400
    assert answer.json()["message"]
    assert not FieldRecord.objects.exists()


@pytest.mark.parametrize(
    ("xml", "status"),
    [
        (b"", 400),
        (b"<data", 400),
        (b"\xff\xfe", 400),
        (b'<data id="hafen.no"><meta><instanceID>1</instanceID></meta></data>', 404),
    ],
)
def test_answers_that_cannot_be_read(
    area: Any, short_guide: GuideVersion, planned: Visit, bob: Any, login: Any, xml: bytes, status: int
) -> None:
    answer = send(login(bob), area, at_visit(bob, planned, "interview"), xml)
    assert answer.status_code == status
    assert not FieldRecord.objects.exists()
    planned.refresh_from_db()
    assert planned.status == "planned"


def test_what_is_no_photo_is_never_shown(
    area: Any, short_guide: GuideVersion, planned: Visit, bob: Any, login: Any
) -> None:
    xml = answers(short_guide, photo="photo.jpg")
    assert send(login(bob), area, at_visit(bob, planned, "interview"), xml, photo=b"<html><script>").status_code == 201
    assert SubmissionFile.objects.get().content_type == "application/octet-stream"


def test_a_clock_that_is_ahead_or_a_position_cut_in_half(area: Any, planned: Visit, bob: Any, login: Any) -> None:
    sent = at_visit(bob, planned, outcome="away", made_at="2099-01-01T10:00:00Z", lat=54.1)
    assert send(login(bob), area, sent).status_code == 201
    planned.refresh_from_db()
    assert planned.date == dt.date.today()
    assert FieldRecord.objects.get().lat is None
