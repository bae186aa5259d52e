"""Opening hours in words; the district of a point; the point of an address."""

from __future__ import annotations

import pytest
from django.utils import translation

from kogge.actors import hours
from kogge.actors.models import AddressPoint
from kogge.actors.queries.geography import Addresses, Districts
from kogge.actors.queries.sectors import in_section, matching, title
from kogge.actors.queries.similar import said
from kogge.engine.linkage.weights import WEIGHTS
from kogge.places.models import Area, District


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mo-Fr 09:00-18:00; Sa off", [("Monday to Friday", "9–18 o'clock"), ("Saturday", "closed")]),
        ("24/7", [("Daily", "round the clock")]),
        ("Mo,We 08:30-12:00,14:00-18:00", [("Monday, Wednesday", "8:30–12, 14–18 o'clock")]),
        ("PH off", [("Public holidays", "closed")]),
        ("Fr 18:00+", [("Friday", "from 18 o'clock")]),
        ("sunrise-sunset", [("", "sunrise-sunset")]),
        ("", []),
    ],
)
def test_opening_hours_in_words(text: str, expected: list[tuple[str, str]]) -> None:
    with translation.override("en"):
        assert hours.lines(text) == expected


def square(west: float, south: float) -> dict[str, object]:
    east, north = west + 1, south + 1
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def test_the_district_of_a_point(area: Area) -> None:
    left = District.objects.create(area=area, name="A", boundary=square(10, 50))
    right = District.objects.create(area=area, name="B", boundary=square(11, 50))
    District.objects.create(area=area, name="C")
    found = Districts(area).of_points([10.5, 11.5, 11.0, 13.0], [50.5, 50.5, 50.5, 50.5])
    assert found == [left.pk, right.pk, left.pk, None]
    assert Districts(area).of(None, 10.5) is None


def test_the_point_of_an_address(area: Area) -> None:
    for postcode, city, lat in (("18146", "", 1.0), ("17033", "Neubrandenburg", 2.0), ("", "Güstrow", 3.0)):
        AddressPoint.objects.create(area=area, key="langestrasse3a", postcode=postcode, city=city, lat=lat, lon=9.0)
    points = Addresses(area)
    assert points.find("Lange Str.", "3 A", "17033", "") == (2.0, 9.0)
    assert points.find("Lange Straße", "3a", "", "Guestrow") == (1.0, 9.0)
    assert points.find("Lange Straße", "3a", "99999", "Erfurt") is None
    assert points.find("Lange Straße", "4", "18146", "") is None
    assert points.find("Lange Straße", "", "18146", "") is None


def test_sectors() -> None:
    assert title("47.24").startswith("Einzelhandel mit Back")
    assert title("99.99") == ""
    assert ("47.24", title("47.24")) in matching("back süß")
    assert in_section("G").children == [("wz_code__gte", "45"), ("wz_code__lt", "48")]


def test_every_reason_of_the_engine_has_german_words() -> None:
    reasons = [{"message": message, "weight": weight or 1.0} for weight, message in WEIGHTS.values()]
    with translation.override("de"):
        pro, contra = said(reasons)
    english = {message for _weight, message in WEIGHTS.values()}
    assert not english & {*pro, *contra}
