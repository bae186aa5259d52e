"""The area's own base map: byte ranges, for those alone who may see the area."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from kogge.accounts.models import User
from kogge.places.models import Area


@pytest.fixture
def url(area: Area, settings: Any, tmp_path: Path) -> str:
    settings.MEDIA_ROOT = tmp_path
    area.basemap.save("test.pmtiles", ContentFile(bytes(range(100))))
    return reverse("actors:basemap", args=[area.slug])


@pytest.mark.parametrize(
    ("wanted", "start", "end"),
    [("bytes=0-9", 0, 9), ("bytes=90-", 90, 99), ("bytes=-5", 95, 99), ("bytes=95-500", 95, 99)],
)
def test_a_range(english: Client, url: str, wanted: str, start: int, end: int) -> None:
    response: Any = english.get(url, headers={"range": wanted})
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {start}-{end}/100"
    assert b"".join(response.streaming_content) == bytes(range(start, end + 1))


def test_the_whole_file(english: Client, url: str) -> None:
    response: Any = english.get(url)
    assert response.status_code == 200
    assert response["Accept-Ranges"] == "bytes"
    assert b"".join(response.streaming_content) == bytes(range(100))
    assert english.get(url, headers={"if-none-match": response["ETag"]}).status_code == 304


def test_beyond_the_end(english: Client, url: str) -> None:
    response = english.get(url, headers={"range": "bytes=100-"})
    assert response.status_code == 416
    assert response["Content-Range"] == "bytes */100"


@pytest.mark.parametrize("wanted", ["lines=1-2", "bytes=-", "bytes=1-2,5-6", "nonsense"])
def test_what_is_no_single_range_gets_the_whole(english: Client, url: str, wanted: str) -> None:
    assert english.get(url, headers={"range": wanted}).status_code == 200


def test_head_says_the_size(english: Client, url: str) -> None:
    response = english.head(url)
    assert (response["Content-Length"], response.content) == ("100", b"")


def test_strangers_and_areas_without_a_map_get_404(
    login: Any, charlie: User, alice: User, url: str, area: Area
) -> None:
    assert login(charlie).get(url).status_code == 404
    client = login(alice)
    Path(area.basemap.path).unlink()
    assert client.get(url).status_code == 404
    Area.objects.update(basemap="")
    assert client.get(url).status_code == 404
