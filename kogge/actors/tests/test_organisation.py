"""An organisation's page and form: what is shown to whom, what is saved, what is found by itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kogge.accounts.models import User
from kogge.accounts.roles import Role
from kogge.actors.models import AddressPoint, Consent, LinkageKey, Organisation, Person, Position, Relation
from kogge.conftest import make_user
from kogge.core.models import Change
from kogge.core.undo import undo
from kogge.places.models import Area, District

Make = Callable[..., Organisation]
SQUARE = {"type": "Polygon", "coordinates": [[[12.0, 54.0], [12.2, 54.0], [12.2, 54.2], [12.0, 54.2], [12.0, 54.0]]]}


def form(**fields: str) -> dict[str, str]:
    return {"name": "Bäckerei Sturm", "kind": "business", **fields}


@pytest.fixture
def full(area: Area, organisation: Organisation, make_organisation: Make) -> Organisation:
    organisation.opening_hours = "Mo-Fr 06:00-18:00; Sa 06:00-12:00"
    organisation.save()
    person = Person.objects.create(area=area, name="Uwe Sturm", phone="0381 1234")
    Position.objects.create(person=person, organisation=organisation, title="Owner", is_contact=True)
    Relation.objects.create(
        area=area, source=organisation, target=make_organisation("Mühle Nord"), type="supplies", is_mutual=False
    )
    Consent.objects.create(
        area=area, organisation=organisation, purpose="contact", channel="spoken", given_on=timezone.localdate()
    )
    return organisation


def page(client: Client, organisation: Organisation) -> str:
    return client.get(reverse("actors:detail", args=[organisation.area.slug, organisation.pk])).content.decode()


def test_the_page_tells_everything(english: Client, full: Organisation) -> None:
    text = page(english, full)
    for part in (
        "Kaistraße 3, 18146 Rostock",
        "Monday to Friday",
        "6–18",
        "Uwe Sturm",
        "supplies",
        "Mühle Nord",
        "being contacted",
        "Never checked yet.",
    ):
        assert part in text


def test_persons_are_for_those_who_may_see_them(login: Any, vera: User, full: Organisation) -> None:
    assert "Uwe Sturm" not in page(login(vera), full)


def test_a_member_sees_and_changes_only_its_own(
    login: Any, area: Area, full: Organisation, make_organisation: Make
) -> None:
    member = make_user(area, Role.MEMBER, "Mara")
    Position.objects.create(
        person=Person.objects.get(user=member), organisation=full, title="Owner", opens_records=True
    )
    client = login(member)
    other = make_organisation("Andere")
    assert "Uwe Sturm" in page(client, full)
    assert client.get(reverse("actors:edit", args=[area.slug, full.pk])).status_code == 200
    assert client.get(reverse("actors:detail", args=[area.slug, other.pk])).status_code == 404
    assert client.get(reverse("actors:edit", args=[area.slug, other.pk])).status_code == 404


def test_no_link_of_its_own_page_is_closed_to_a_member(login: Any, area: Area, full: Organisation) -> None:
    member = make_user(area, Role.MEMBER, "Mara")
    Position.objects.create(
        person=Person.objects.get(user=member), organisation=full, title="Owner", opens_records=True
    )
    client = login(member)
    links = set(re.findall(rf'href="(/a/{area.slug}/[^"]*)"', page(client, full)))
    assert reverse("actors:edit", args=[area.slug, full.pk]) in links
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_a_member_withdraws_its_own_consent(login: Any, area: Area, full: Organisation) -> None:
    member, consent = make_user(area, Role.MEMBER, "Mara"), Consent.objects.get(organisation=full)
    url = reverse("actors:withdraw", args=[area.slug, full.pk, consent.pk])
    assert login(member).post(url).status_code == 404  # not its own yet
    Position.objects.create(
        person=Person.objects.get(user=member), organisation=full, title="Owner", opens_records=True
    )
    login(member).post(url)
    consent.refresh_from_db()
    assert consent.withdrawn_on == timezone.localdate()


def test_one_click_says_checked_today(english: Client, alice: User, organisation: Organisation) -> None:
    english.post(reverse("actors:verify", args=[organisation.area.slug, organisation.pk]))
    organisation.refresh_from_db()
    assert (organisation.verified_on, organisation.verified_by) == (timezone.localdate(), alice)


def test_deleting_is_undone_with_all_that_hung_on_it(english: Client, alice: User, full: Organisation) -> None:
    english.post(reverse("actors:delete", args=[full.area.slug, full.pk]))
    assert not Organisation.objects.filter(pk=full.pk).exists()
    assert not LinkageKey.objects.filter(organisation=full.pk).exists()
    undo(Change.objects.first(), by=alice)
    assert Organisation.objects.get(pk=full.pk).positions.get().person.name == "Uwe Sturm"
    assert Relation.objects.filter(source=full.pk).count() == 1
    assert LinkageKey.objects.filter(organisation=full.pk).exists()


def test_a_name_is_enough(english: Client, area: Area) -> None:
    response = english.post(reverse("actors:new", args=[area.slug]), form(name="  Neuer   Laden "))
    row = Organisation.objects.get()
    assert response.url == reverse("actors:detail", args=[area.slug, row.pk])  # type: ignore[attr-defined]
    assert (row.name, row.area, row.search) == ("Neuer Laden", area, "neuer laden")
    assert row.history.get().change.by_id is not None


def test_place_and_district_are_found_by_themselves(english: Client, area: Area) -> None:
    inside = District.objects.create(area=area, name="Innen", boundary=SQUARE)
    AddressPoint.objects.create(area=area, key="kaistrasse3", postcode="18146", lat=54.1, lon=12.1)
    english.post(reverse("actors:new", args=[area.slug]), form(street="Kaistr.", housenumber="3"))
    row = Organisation.objects.get()
    assert (row.lat, row.lon, row.district) == (54.1, 12.1, inside)


def test_a_district_chosen_by_hand_stays(english: Client, area: Area, district: District) -> None:
    District.objects.create(area=area, name="Innen", boundary=SQUARE)
    data = form(lat="54.1", lon="12.1", district=str(district.pk))
    english.post(reverse("actors:new", args=[area.slug]), data)
    assert Organisation.objects.get().district == district


def test_words_become_codes_tags_and_hours(english: Client, area: Area) -> None:
    data = form(
        wz_code="Bäckerei",
        tag_names="Markt, markt ,Eck",
        opening_hours="Mo-Fr 6-18 Uhr, Sa 6-12 Uhr",
        name="Sturm GmbH",
    )
    english.post(reverse("actors:new", args=[area.slug]), data)
    row = Organisation.objects.get()
    assert row.wz_code == "47.24"
    assert row.opening_hours == "Mo-Fr 06:00-18:00; Sa 06:00-12:00"
    assert row.legal_form == "GmbH"
    assert sorted(tag.name.casefold() for tag in row.tags.all()) == ["eck", "markt"]


def test_tags_taken_away_go(english: Client, area: Area) -> None:
    english.post(reverse("actors:new", args=[area.slug]), form(tag_names="Markt, Eck"))
    row = Organisation.objects.get()
    english.post(reverse("actors:edit", args=[area.slug, row.pk]), form(tag_names="Eck, Neu"))
    assert sorted(tag.name for tag in row.tags.all()) == ["Eck", "Neu"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": ""}, "This field is required."),
        ({"wz_code": "Raumschiffbau"}, "This sector is not in the classification."),
        ({"lat": "54.1"}, "Latitude and longitude belong together"),
        ({"lat": "954.1", "lon": "12"}, "Degrees between -90 and 90."),
        ({"opening_hours": "Mo-Fr 8:75-18"}, "08:75 is no time of day."),
        ({"tag_names": "x" * 61}, "A tag has at most 60 letters."),
    ],
)
def test_a_form_that_fails_says_why_and_keeps_what_was_typed(
    english: Client, area: Area, fields: dict[str, str], sentence: str
) -> None:
    response = english.post(reverse("actors:new", args=[area.slug]), form(street="Langer Weg", **fields))
    text = response.content.decode()
    assert response.status_code == 422
    assert sentence in text
    assert "Langer Weg" in text
    assert not Organisation.objects.exists()


def test_warns_while_typing(english: Client, area: Area, organisation: Organisation) -> None:
    url = reverse("actors:similar", args=[area.slug])
    typed = {"name": "Baeckerei Sturm GmbH", "street": "Kaistr.", "housenumber": "3"}
    text = english.get(url, typed).content.decode()
    assert "Perhaps already in the register" in text
    assert "Bäckerei Sturm" in text
    assert "Same street and house number." in text
    assert english.get(url, {**typed, "own": organisation.pk}).content.decode().strip() == ""
    assert english.get(url, {"name": "Zahnarzt Müller"}).content.decode().strip() == ""


def test_does_not_warn_of_other_areas(english: Client, area: Area, other_area: Area) -> None:
    Organisation.objects.create(area=other_area, name="Bäckerei Sturm")
    url = reverse("actors:similar", args=[area.slug])
    assert english.get(url, {"name": "Bäckerei Sturm"}).content.decode().strip() == ""


def test_the_page_asks_a_constant_number_of_queries(
    english: Client, area: Area, full: Organisation, django_assert_max_num_queries: Any, make_organisation: Make
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    page(english, full)
    with CaptureQueriesContext(connection) as one:
        page(english, full)
    for number in range(2):
        person = Person.objects.create(area=area, name=f"Person {number}")
        Position.objects.create(person=person, organisation=full, title="Staff")
        Relation.objects.create(area=area, source=make_organisation(f"Firma {number}"), target=full, type="partner")
    with CaptureQueriesContext(connection) as three:
        page(english, full)
    assert len(three) == len(one)


def test_suggestions_for_fields(english: Client, area: Area, organisation: Organisation) -> None:
    sectors = english.get(reverse("actors:sector_options", args=[area.slug]), {"wz_code": "47.2"})
    assert 'value="47.24"' in sectors.content.decode()
    others = english.get(reverse("actors:organisation_options", args=[area.slug]), {"other": "stur"})
    assert f"Bäckerei Sturm (#{organisation.pk})" in others.content.decode()
