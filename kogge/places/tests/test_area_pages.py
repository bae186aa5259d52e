"""The area's own pages: districts from files, projects, facts, invitations; who may open them."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kogge.accounts.models import User
from kogge.accounts.roles import Permission, Role
from kogge.places.boundaries import BadBoundary, read_boundaries
from kogge.places.models import Area, District, Fact, Membership, Project
from kogge.testing import shared_data

SQUARE = [[[12.1, 54.1], [12.2, 54.1], [12.2, 54.2], [12.1, 54.2], [12.1, 54.1]]]
BOW_TIE = [[[12.1, 54.1], [12.2, 54.2], [12.2, 54.1], [12.1, 54.2], [12.1, 54.1]]]


def geojson(*polygons: Any, names: tuple[str, ...] = ("Nordend", "Südend")) -> bytes:
    features = [
        {
            "type": "Feature",
            "properties": {"name": name},
            "geometry": {"type": "Polygon", "coordinates": polygon},
        }
        for name, polygon in zip(names, polygons, strict=False)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def upload(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("stadtteile.geojson", content, "application/geo+json")


def test_districts_from_a_file_and_back(area: Area, adam: User, login: Any) -> None:
    client = login(adam)
    url = reverse("places:district_file", args=[area.slug])
    assert client.post(url, {"file": upload(geojson(SQUARE, SQUARE))}).status_code == 302
    assert set(area.districts.values_list("name", flat=True)) == {"Nordend", "Südend"}
    drawn = client.get(reverse("places:boundaries", args=[area.slug])).json()
    assert len(drawn["features"]) == 2
    client.post(url, {"file": upload(geojson(SQUARE))})
    assert District.objects.count() == 2


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'{"type": "FeatureCollection", "features": []}',
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"type": "Polygon"}',
        b'{"type": "Polygon", "coordinates": "x"}',
        b'{"type": "Polygon", "coordinates": []}',
        b'{"type": "MultiPolygon", "coordinates": [[[]]]}',
        geojson(BOW_TIE),
        b'{"type": "Polygon", "coordinates": [[[4500000, 5900000], [4500001, 5900000], [4500001, 5900001], [450, 5]]]}',
        b'{"type": "Feature", "geometry": {"type": "Point", "coordinates": [1, 2]}, "properties": {}}',
        b'{"type": "Polygon", "coordinates": [[[' + b"9" * 5000 + b", 1], [2, 2], [3, 1], [1, 1]]]}",
        b'{"type": "Polygon", "coordinates": [[[' + b"9" * 400 + b", 1], [2, 2], [3, 1], [1, 1]]]}",
        b'{"type": "Polygon", "coordinates": [[[1e308, 1], [2, 2], [3, 1], [1e308, 1]]]}',
        b'{"type": "Polygon", "coordinates": [[[NaN, 1], [2, 2], [3, 1], [NaN, 1]]]}',
    ],
)
def test_bad_files_get_one_sentence_and_change_nothing(area: Area, adam: User, login: Any, content: bytes) -> None:
    with pytest.raises(BadBoundary):
        read_boundaries(content)
    page = login(adam).post(reverse("places:district_file", args=[area.slug]), {"file": upload(content)})
    assert page.status_code == 200
    assert not District.objects.exists()


@pytest.mark.parametrize(
    ("properties", "name"),
    [(rb'{"name": "S\ud800d"}', "S?d"), (rb'{"name": "Nord\u0000end"}', "Nordend"), (b"[1, 2]", "Stadtteil 1")],
)
def test_odd_properties_are_stored_as_text(area: Area, adam: User, login: Any, properties: bytes, name: str) -> None:
    content = b'{"type": "Feature", "properties": %b, "geometry": {"type": "Polygon", "coordinates": %b}}'
    file = upload(content % (properties, json.dumps(SQUARE).encode()))
    page = login(adam).post(reverse("places:district_file", args=[area.slug]), {"file": file})
    assert page.status_code == 302
    assert District.objects.get().name == name


def test_official_districts_of_rostock() -> None:
    found = read_boundaries(shared_data("rostock", "rostock_stadtbereiche.geojson").read_bytes())
    assert len(found) == 21
    assert {"Toitenwinkel", "Schmarl"} <= {boundary.name for boundary in found}


def test_project_ends_after_it_starts(area: Area, alice: User, login: Any) -> None:
    url = reverse("places:project_new", args=[area.slug])
    form = {"name": "Neu am Hafen", "start": "2027-01-01", "end": "2026-01-01"}
    assert "Neu am Hafen" in login(alice).post(url, form).content.decode()
    assert not Project.objects.filter(name="Neu am Hafen").exists()
    login(alice).post(url, form | {"end": "2028-01-01"})
    assert Project.objects.filter(name="Neu am Hafen").exists()


def test_invitation_gives_a_link_that_works_and_ends(area: Area, project: Project, adam: User, login: Any) -> None:
    client = login(adam)
    url = reverse("places:members", args=[area.slug])
    form = {"email": "neu@example.org", "name": "Nele Neu", "role": Role.FIELD_WORKER}
    client.post(url, form)
    assert not User.objects.filter(email="neu@example.org").exists()
    page = client.post(url, form | {"project": project.pk}).content.decode()
    assert "login-link" in page
    membership = Membership.objects.get(user__email="neu@example.org")
    assert Permission.EDIT_VISITS in area.permissions_of(membership.user)
    client.post(reverse("places:member_end", args=[area.slug, membership.pk]))
    assert area.permissions_of(membership.user) == frozenset()


def test_staff_access_ends_with_the_project_and_a_steward_stays(
    area: Area, project: Project, alice: User, stella: User
) -> None:
    project.end = dt.date.today() - dt.timedelta(days=1)
    project.save()
    assert not Area.objects.visible_to(alice).exists()
    assert Area.objects.visible_to(stella).get() == area


def test_fact_needs_a_source_and_is_listed(area: Area, district: District, alice: User, login: Any) -> None:
    url = reverse("places:fact_new", args=[area.slug])
    form = {"district": district.pk, "name": "Einwohner", "value": "12345", "unit": "", "date": "2025-12-31"}
    login(alice).post(url, form)
    assert not district.facts.exists()
    login(alice).post(url, form | {"source": "Statistikstelle"})
    page = login(alice).get(reverse("places:area", args=[area.slug])).content.decode()
    assert "12.345" in page
    assert "Statistikstelle" in page


def test_settings_are_for_administrators(area: Area, adam: User, alice: User, login: Any) -> None:
    url = reverse("places:settings", args=[area.slug])
    assert login(alice).get(url).status_code == 403
    form = {
        name: getattr(area, name)
        for name in (
            "name",
            "longest_ring",
            "longest_chain",
            "answer_days",
            "assembly_days",
            "red_flag_days",
            "yellow_flag_days",
            "verify_months",
            "small_number",
        )
    } | {"success_probability": "0.8", "protection_officer": "Dr. Eva Muster"}
    login(adam).post(url, form)
    area.refresh_from_db()
    assert area.protection_officer == "Dr. Eva Muster"
    assert str(area.success_probability) == "0.80"
    login(adam).post(url, form | {"success_probability": "1.7"})
    area.refresh_from_db()
    assert str(area.success_probability) == "0.80"


def test_the_latest_figure_stands_before_the_earlier_ones(
    area: Area, district: District, vera: User, login: Any
) -> None:
    for year, value in ((2024, 7), (2025, 9), (2023, 5)):
        district.facts.create(name="Leerstand", value=value, unit="Läden", date=dt.date(year, 12, 31), source="Amt")
    district.facts.create(name="Haltestellen", value=8, date=dt.date(2020, 1, 1), source="Amt")
    response = login(vera).get(reverse("places:area", args=[area.slug]))
    assert [(fact.name, fact.value) for fact in response.context["facts"]] == [("Haltestellen", 8), ("Leerstand", 9)]
    assert [fact.value for fact in response.context["older_facts"]] == [7, 5]
    assert "2 frühere Werte" in response.content.decode()


def test_who_left_stands_apart_from_who_has_access(area: Area, adam: User, stella: User, login: Any) -> None:
    Membership.objects.filter(user=stella).update(end=dt.date.today() - dt.timedelta(days=1))
    page = login(adam).get(reverse("places:members", args=[area.slug])).content.decode()
    assert "1 Person hat heute Zugang" in page
    assert "1 früherer Zugang" in page
    assert page.count("Zugang beenden") == 1


def test_a_value_is_typed_as_it_was_meant(area: Area, district: District, adam: User, login: Any) -> None:
    """Three decimals of zeros would read as thousands."""
    fact = Fact.objects.create(district=district, name="Anteil", value="19.800", date="2026-01-01", source="x")
    page = login(adam).get(reverse("places:fact", args=[area.slug, fact.pk])).content.decode()
    assert 'value="19.8"' in page
    fact.value = 1200
    fact.save()
    page = login(adam).get(reverse("places:fact", args=[area.slug, fact.pk])).content.decode()
    assert 'value="1200"' in page
