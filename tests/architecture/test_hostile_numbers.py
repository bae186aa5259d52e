"""Addresses carry numbers that a person can change: whatever stands there, a page answers."""

from __future__ import annotations

from typing import Any

import pytest

from kogge.actors.models import Organisation
from kogge.core.addresses import number
from kogge.places.models import Area

# A superscript counts as a digit and is no number; a database key has at most 19 digits; int() takes at most 4300.
HOSTILE = ["²", "9" * 30, "9" * 5000, "-1", "0", "1e3", "\x00", "\u202e1"]
PAGES = [
    ("actors/similar/", "own"),
    ("outreach/plan/", "organisation"),
    ("outreach/record/", "organisation"),
    ("outreach/promises/new/", "organisation"),
    ("outreach/tasks/new/", "organisation"),
    ("needs/new/need/", "organisation"),
    ("needs/new/offer/", "organisation"),
    ("needs/", "page"),
    ("needs/topics/new/", "group"),
]


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: ascii(value[:12]))
def test_pages_take_any_number(area: Area, alice: Any, organisation: Organisation, login: Any, value: str) -> None:
    client = login(alice)
    pages = [*PAGES, (f"needs/organisations/{organisation.pk}/", "visit")]
    for page, name in pages:
        answer = client.get(f"/a/{area.slug}/{page}", {name: value, "name": "Bäckerei"})
        refused = {400} if "\x00" in value else {200, 404}
        assert answer.status_code in refused, (page, answer.status_code)
    answer = client.post(f"/a/{area.slug}/actors/bulk/", {"selected": value, "act": "verify"})
    assert answer.status_code == 302
    for page in ("outreach/plan/", "outreach/record/", "needs/new/need/"):
        answer = client.post(f"/a/{area.slug}/{page}", {"organisation": value})
        assert answer.status_code == 422, (page, answer.status_code)
    typed = {"type": "partner", "other": f"Wer (#{value})", "strength": "2"}
    answer = client.post(f"/a/{area.slug}/actors/{organisation.pk}/relations/new/", typed)
    assert answer.status_code == 422


def test_basemap_takes_any_range(area: Area, vera: Any, login: Any, tmp_path: Any, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "karte.pmtiles").write_bytes(b"0123456789")
    Area.objects.filter(pk=area.pk).update(basemap="karte.pmtiles")
    client = login(vera)
    for wanted in (
        "bytes=" + "9" * 5000 + "-",
        "bytes=0-" + "9" * 5000,
        "bytes=-" + "9" * 5000,
        "bytes=5-2",
        "bytes=x",
    ):
        answer = client.get(f"/a/{area.slug}/actors/basemap.pmtiles", headers={"range": wanted})
        assert answer.status_code in {200, 206, 416}, (wanted[:20], answer.status_code)
        b"".join(answer)


def test_a_number_is_decimal_and_fits_a_key() -> None:
    assert number("12") == 12
    assert number("9223372036854775807") == 2**63 - 1
    assert [number(text) for text in ("", None, *HOSTILE, "9223372036854775808")] == [
        None, None, None, None, None, None, 0, None, None, None, None
    ]  # fmt: skip
