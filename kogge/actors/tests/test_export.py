"""Export of what is filtered: for German Excel, maps and address books; nothing is run by a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import pytest
import vobject
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from kogge.accounts.models import User
from kogge.actors import actions
from kogge.actors.models import Organisation
from kogge.places.models import Area, District

Make = Callable[..., Organisation]


@pytest.fixture
def town(area: Area, district: District, alice: User, make_organisation: Make) -> None:
    baker = make_organisation(
        "Bäckerei Sturm; Söhne",
        wz_code="47.24",
        district=district,
        postcode="01067",
        city="Dresden",
        phone="+49 351 123",
        lat=51.05,
        lon=13.74,
        languages=["de", "ar"],
    )
    make_organisation('=HYPERLINK("http://evil")', kind="other", note="@SUM(1)\nzweite Zeile")
    actions.tag([baker], name="Markt", by=alice, area=area)


def fetch(client: Client, area: Area, form: str, **query: str) -> bytes:
    response = client.get(reverse("actors:export", args=[area.slug, form]), query)
    assert response.status_code == 200
    assert "attachment" in response["Content-Disposition"]
    return response.content


def test_csv_opens_in_german_excel(english: Client, area: Area, town: None) -> None:
    raw = fetch(english, area, "csv")
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))
    baker, evil = rows
    assert baker["Name"] == "Bäckerei Sturm; Söhne"
    assert baker["Postcode"] == "01067"
    assert baker["Latitude"] == "51,050000"
    assert baker["Phone"] == "+49 351 123"
    assert (baker["Tags"], baker["Languages"], baker["District"]) == ("Markt", "de, ar", "Fischerviertel")
    assert evil["Name"].startswith("'=")
    assert evil["Note"].startswith("'@")


def test_xlsx_cells_are_text(english: Client, area: Area, town: None) -> None:
    sheet = load_workbook(io.BytesIO(fetch(english, area, "xlsx"))).active
    assert sheet is not None
    heads = [cell.value for cell in sheet[1]]
    baker, evil = sheet[2], sheet[3]
    name, postcode, lat = heads.index("Name"), heads.index("Postcode"), heads.index("Latitude")
    assert (baker[postcode].value, baker[postcode].data_type) == ("01067", "s")
    assert baker[lat].value == pytest.approx(51.05)
    assert (evil[name].value, evil[name].data_type) == ('=HYPERLINK("http://evil")', "s")


def test_geojson_has_a_null_geometry_without_a_place(english: Client, area: Area, town: None) -> None:
    features = json.loads(fetch(english, area, "geojson"))["features"]
    by_name = {feature["properties"]["name"]: feature for feature in features}
    baker = by_name["Bäckerei Sturm; Söhne"]
    assert baker["geometry"] == {"type": "Point", "coordinates": [13.74, 51.05]}
    assert by_name['=HYPERLINK("http://evil")']["geometry"] is None


def test_vcard_is_read_by_others_and_lines_are_short(english: Client, area: Area, town: None) -> None:
    raw = fetch(english, area, "vcard")
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    cards = {card.fn.value: card for card in vobject.readComponents(raw.decode())}
    baker = cards["Bäckerei Sturm; Söhne"]
    assert baker.tel.value == "+49 351 123"
    assert "Dresden" in raw.decode()
    assert cards['=HYPERLINK("http://evil")'].note.value == "@SUM(1)\nzweite Zeile"


def test_only_what_is_filtered(english: Client, area: Area, town: None) -> None:
    assert fetch(english, area, "csv", kind="other").decode("utf-8-sig").count("\r\n") == 2


def test_unknown_formats_are_refused(english: Client, area: Area) -> None:
    assert english.get(reverse("actors:export", args=[area.slug, "exe"])).status_code == 400
