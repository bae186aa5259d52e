"""“Who is there?”: filters, order, pages, constant number of queries, act on many rows."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kogge.accounts.models import User
from kogge.actors.actions import tag
from kogge.actors.models import Organisation
from kogge.actors.queries import geojson
from kogge.core.models import Change
from kogge.core.undo import undo
from kogge.places.models import Area, District

Make = Callable[..., Organisation]


def names(client: Client, area: Area, **query: Any) -> list[str]:
    response = client.get(reverse("actors:list", args=[area.slug]), query)
    assert response.status_code == 200
    return [row.name for row in response.context["page"]]


@pytest.fixture
def town(area: Area, district: District, make_organisation: Make, alice: User) -> dict[str, Organisation]:
    today = timezone.localdate()
    rows = {
        "baker": make_organisation(
            "Bäckerei Sturm", wz_code="47.24", district=district, street="Kaistraße", verified_on=today
        ),
        "school": make_organisation("Schule am Hafen", kind="education", wz_code="85.20", languages=["de", "ar"]),
        "painter": make_organisation("Älteste Malerei", wz_code="43.34", verified_on=today - dt.timedelta(900)),
        "gone": make_organisation("Zoohandlung", closed_on=today),
    }
    tag([rows["baker"]], name="Frühstück", by=alice, area=area)
    return rows


def test_says_how_many_and_shows_only_what_exists(english: Client, area: Area, town: Any) -> None:
    response = english.get(reverse("actors:list", args=[area.slug]))
    assert "<strong>3</strong> organisations are known in Am Hafen" in response.content.decode()
    assert names(english, area) == ["Älteste Malerei", "Bäckerei Sturm", "Schule am Hafen"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"kind": "education"}, ["Schule am Hafen"]),
        ({"section": "G"}, ["Bäckerei Sturm"]),
        ({"section": "F"}, ["Älteste Malerei"]),
        ({"language": "ar"}, ["Schule am Hafen"]),
        ({"verified": "yes"}, ["Bäckerei Sturm"]),
        ({"verified": "due"}, ["Älteste Malerei", "Schule am Hafen"]),
        ({"verified": "never"}, ["Schule am Hafen"]),
        ({"state": "closed"}, ["Zoohandlung"]),
        ({"state": "all", "text": "zoo"}, ["Zoohandlung"]),
        ({"text": "baeckerei kaistr"}, ["Bäckerei Sturm"]),
        ({"text": "frühst"}, ["Bäckerei Sturm"]),
        ({"text": "hafen frühstück"}, []),
        ({"district": "none"}, ["Älteste Malerei", "Schule am Hafen"]),
        ({"kind": "nonsense"}, ["Älteste Malerei", "Bäckerei Sturm", "Schule am Hafen"]),
        ({"sort": "-name"}, ["Schule am Hafen", "Bäckerei Sturm", "Älteste Malerei"]),
        ({"sort": "verified"}, ["Schule am Hafen", "Älteste Malerei", "Bäckerei Sturm"]),
        ({"sort": "sector"}, ["Älteste Malerei", "Bäckerei Sturm", "Schule am Hafen"]),
    ],
)
def test_filters_and_orders(english: Client, area: Area, town: Any, query: dict[str, str], expected: list[str]) -> None:
    assert names(english, area, **query) == expected


def test_filters_by_district_and_tag(
    english: Client, area: Area, district: District, town: dict[str, Organisation]
) -> None:
    assert names(english, area, district=district.pk) == ["Bäckerei Sturm"]
    assert names(english, area, tag=area.tags.get().pk) == ["Bäckerei Sturm"]


def test_htmx_gets_only_the_rows(english: Client, area: Area, town: Any) -> None:
    response = english.get(reverse("actors:list", args=[area.slug]), {"text": "Sturm"}, headers={"hx-request": "true"})
    text = response.content.decode()
    assert "Bäckerei Sturm" in text
    assert "<html" not in text
    assert "<strong>1</strong> organisation fits." in text  # the answer on top follows the filter


def queries(client: Client, url: str) -> int:
    geojson.forget()
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


@pytest.mark.parametrize("name", ["list", "points"])
def test_the_number_of_queries_does_not_grow(
    english: Client, area: Area, alice: User, make_organisation: Make, name: str
) -> None:
    url = reverse(f"actors:{name}", args=[area.slug])
    tag([make_organisation("Eins", lat=54.1, lon=12.1)], name="neu", by=alice, area=area)
    english.get(url)
    one = queries(english, url)
    tag([make_organisation(n, lat=54.1, lon=12.1) for n in ("Zwei", "Drei")], name="neu", by=alice, area=area)
    assert queries(english, url) == one


def test_the_map_shares_the_filter(english: Client, area: Area, make_organisation: Make) -> None:
    make_organisation('Café "Zur Kogge"', lat=54.123456789, lon=12.1)
    make_organisation("Amt", kind="public", lat=54.2, lon=12.2)
    make_organisation("Ohne Ort")
    url = reverse("actors:points", args=[area.slug])
    collection = json.loads(english.get(url).content)
    assert {f["properties"]["name"] for f in collection["features"]} == {'Café "Zur Kogge"', "Amt"}
    (amt,) = json.loads(english.get(url, {"kind": "public"}).content)["features"]
    assert amt["geometry"] == {"type": "Point", "coordinates": [12.2, 54.2]}
    assert amt["properties"]["url"] == reverse("actors:detail", args=[area.slug, amt["id"]])


def test_the_map_is_packed_once_and_anew_when_something_changed(
    english: Client, alice: User, area: Area, make_organisation: Make
) -> None:
    row = make_organisation("Eins", lat=54.1, lon=12.1)
    url = reverse("actors:points", args=[area.slug])
    first = english.get(url, headers={"accept-encoding": "gzip"})
    assert first["Content-Encoding"] == "gzip"
    assert b"Eins" in gzip.decompress(first.content)
    assert english.get(url, headers={"if-none-match": first["ETag"]}).status_code == 304
    row.name = "Zwei"
    row.save()
    second = english.get(url, headers={"if-none-match": first["ETag"]})
    assert b"Zwei" in second.content
    tag([row], name="neu", by=alice, area=area)
    found = english.get(url, {"text": "neu"})
    assert b"Zwei" in found.content
    row.delete()
    assert b"Zwei" not in english.get(url).content


def test_many_rows_are_tagged_and_undone_at_once(
    english: Client, area: Area, alice: User, make_organisation: Make
) -> None:
    rows = [make_organisation(name) for name in ("Eins", "Zwei", "Drei")]
    url = reverse("actors:bulk", args=[area.slug])
    english.post(url, {"act": "tag", "tag": " Markt  tag ", "selected": [row.pk for row in rows[:2]]})
    english.post(url, {"act": "tag", "tag": "MARKT TAG", "selected": [row.pk for row in rows]})
    assert [tag.name for tag in area.tags.all()] == ["Markt tag"]
    assert names(english, area, tag=area.tags.get().pk) == ["Drei", "Eins", "Zwei"]
    undo(Change.objects.first(), by=alice)
    assert names(english, area, tag=area.tags.get().pk) == ["Eins", "Zwei"]


def test_many_rows_are_checked_and_put_into_a_district(
    english: Client, area: Area, district: District, alice: User, make_organisation: Make
) -> None:
    row = make_organisation("Eins")
    url = reverse("actors:bulk", args=[area.slug])
    english.post(url, {"act": "verify", "selected": [row.pk]})
    english.post(url, {"act": "district", "district": district.pk, "selected": [row.pk]})
    row.refresh_from_db()
    assert (row.verified_on, row.verified_by, row.district) == (timezone.localdate(), alice, district)
    undo(Change.objects.first(), by=alice)
    row.refresh_from_db()
    assert row.district is None


def test_bulk_leaves_other_areas_alone(english: Client, area: Area, other_area: Area) -> None:
    foreign = Organisation.objects.create(area=other_area, name="Fremd")
    english.post(reverse("actors:bulk", args=[area.slug]), {"act": "verify", "selected": [foreign.pk]})
    foreign.refresh_from_db()
    assert foreign.verified_on is None


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "'; DROP TABLE x;--", "0001-01-01", ""])
def test_bulk_does_not_lead_astray(english: Client, area: Area, make_organisation: Make, back: str) -> None:
    data = {"act": "verify", "selected": [make_organisation("Eins").pk], "next": back}
    response = english.post(reverse("actors:bulk", args=[area.slug]), data)
    assert response.url == reverse("actors:list", args=[area.slug])  # type: ignore[attr-defined]


def test_a_viewer_sees_no_buttons_and_may_not_act(
    login: Any, vera: User, area: Area, organisation: Organisation
) -> None:
    client = login(vera)
    assert "data-bulkbar" not in client.get(reverse("actors:list", args=[area.slug])).content.decode()
    response = client.post(reverse("actors:bulk", args=[area.slug]), {"act": "verify", "selected": [organisation.pk]})
    assert response.status_code == 403


def test_strangers_get_404(login: Any, charlie: User, area: Area) -> None:
    assert login(charlie).get(reverse("actors:list", args=[area.slug])).status_code == 404


def test_an_empty_register_teaches(english: Client, area: Area) -> None:
    text = english.get(reverse("actors:list", args=[area.slug])).content.decode()
    assert "Nobody is known here yet" in text
    assert reverse("actors:import_new", args=[area.slug]) in text


def test_bulk_clears_no_district_by_a_key_that_is_not_there(
    english: Client, area: Area, organisation: Organisation, other_area: Area
) -> None:
    elsewhere = District.objects.create(area=other_area, name="Woanders")
    url = reverse("actors:bulk", args=[area.slug])
    for key in (elsewhere.pk, "²", "9" * 40):
        answer = english.post(url, {"act": "district", "district": key, "selected": [organisation.pk]})
        assert answer.status_code == 400
    kept = organisation.district
    organisation.refresh_from_db()
    assert organisation.district == kept is not None
    english.post(url, {"act": "district", "district": "", "selected": [organisation.pk]})
    organisation.refresh_from_db()
    assert organisation.district is None
