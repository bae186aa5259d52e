"""What hangs on an organisation: persons, relations, consents, addresses, contact points."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kogge.accounts.models import User
from kogge.actors.forms import label_of
from kogge.actors.models import Consent, ContactPoint, Organisation, Person, Relation
from kogge.core.models import Change
from kogge.core.undo import undo

Make = Callable[..., Organisation]


def add(client: Client, organisation: Organisation, kind: str, /, **data: Any) -> Any:
    return client.post(reverse("actors:part_new", args=[organisation.area.slug, organisation.pk, kind]), data)


def test_a_new_person_gets_a_position(english: Client, organisation: Organisation) -> None:
    add(english, organisation, "positions", person_name="Uwe Sturm", title="Owner", phone="0381 12345")
    person = Person.objects.get(name="Uwe Sturm")
    assert (person.area, person.phone) == (organisation.area, "0381 12345")
    assert person.positions.get().organisation == organisation


def test_a_known_person_is_taken(english: Client, organisation: Organisation) -> None:
    person = Person.objects.create(area=organisation.area, name="Uwe Sturm")
    add(english, organisation, "positions", person=person.pk, title="Owner")
    assert Person.objects.filter(name="Uwe Sturm").count() == 1
    assert person.positions.get().title == "Owner"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"title": "Owner"}, "Choose a known person or type a name."),
        (
            {"person_name": "Uwe", "title": "Owner", "start": "2026-05-01", "end": "2026-04-01"},
            "The end lies before the start.",
        ),
    ],
)
def test_a_position_that_cannot_be(
    english: Client, organisation: Organisation, data: dict[str, str], sentence: str
) -> None:
    response = add(english, organisation, "positions", **data)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Person.objects.filter(name="Uwe").exists()


def test_a_position_is_changed_and_deleted_with_undo(english: Client, alice: User, organisation: Organisation) -> None:
    add(english, organisation, "positions", person_name="Uwe Sturm", title="Owner")
    position = organisation.positions.get()
    where = [organisation.area.slug, organisation.pk, "positions", position.pk]
    english.post(reverse("actors:part_edit", args=where), {"person_name": "Uwe Sturm-Roth", "title": "Boss"})
    position.refresh_from_db()
    assert (position.title, position.person.name) == ("Boss", "Uwe Sturm-Roth")
    english.post(reverse("actors:part_delete", args=where))
    assert not organisation.positions.exists()
    undo(Change.objects.first(), by=alice)
    assert organisation.positions.get().title == "Boss"


def test_a_relation_by_the_suggestion_or_the_bare_name(
    english: Client, organisation: Organisation, make_organisation: Make
) -> None:
    mill, fair = make_organisation("Mühle Nord"), make_organisation("Messe")
    add(english, organisation, "relations", type="supplies", other=label_of(mill), strength=2)
    add(english, organisation, "relations", type="partner", other="messe", strength=1, is_mutual="on")
    found = {(row.type, row.target, row.is_mutual) for row in Relation.objects.filter(source=organisation)}
    assert found == {("supplies", mill, False), ("partner", fair, True)}


def test_an_overlapping_relation_is_refused_with_a_clear_sentence(
    english: Client, organisation: Organisation, make_organisation: Make
) -> None:
    mill = make_organisation("Mühle Nord")
    Relation.objects.create(
        area=organisation.area,
        source=mill,
        target=organisation,
        type="partner",
        start=dt.date(2024, 1, 1),
        end=dt.date(2025, 12, 31),
    )
    data = {"type": "partner", "other": label_of(mill), "strength": 2, "is_mutual": "on"}
    response = add(english, organisation, "relations", **data, start="2025-06-01")
    assert response.status_code == 422
    assert "There is already a relation of this type in this time" in response.content.decode()
    assert add(english, organisation, "relations", **data, start="2026-01-01").status_code == 302
    assert Relation.objects.count() == 2


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ("Nirgends", "No organisation of this name is in the register."),
        ("Doppelt", "Several organisations bear this name."),
        ("Bäckerei Sturm", "A relation joins two different organisations."),
    ],
)
def test_a_relation_needs_one_other_organisation(
    english: Client, organisation: Organisation, make_organisation: Make, other: str, sentence: str
) -> None:
    make_organisation("Doppelt")
    make_organisation("Doppelt")
    response = add(english, organisation, "relations", type="partner", other=other, strength=2)
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_a_relation_seen_from_the_other_side_keeps_its_direction(
    english: Client, organisation: Organisation, make_organisation: Make
) -> None:
    mill = make_organisation("Mühle Nord")
    row = Relation.objects.create(
        area=organisation.area, source=mill, target=organisation, type="supplies", is_mutual=False
    )
    url = reverse("actors:part_edit", args=[organisation.area.slug, organisation.pk, "relations", row.pk])
    english.post(url, {"type": "supplies", "other": label_of(mill), "strength": 3})
    row.refresh_from_db()
    assert (row.source, row.target, row.strength) == (mill, organisation, 3)


def test_a_consent_is_noted_and_withdrawn(english: Client, organisation: Organisation) -> None:
    today = timezone.localdate()
    data = {"purpose": "matching", "channel": "signed", "given_on": today, "wording_version": "2026-1"}
    add(english, organisation, "consents", **data)
    consent = Consent.objects.get()
    assert (consent.area, consent.organisation) == (organisation.area, organisation)
    english.post(reverse("actors:withdraw", args=[organisation.area.slug, organisation.pk, consent.pk]))
    consent.refresh_from_db()
    assert consent.withdrawn_on == today
    assert not Consent.objects.valid().exists()


def test_no_consent_in_the_future(english: Client, organisation: Organisation) -> None:
    tomorrow = timezone.localdate() + dt.timedelta(1)
    data = {"purpose": "matching", "channel": "signed", "given_on": tomorrow, "wording_version": "2026-1"}
    assert add(english, organisation, "consents", **data).status_code == 422
    assert not Consent.objects.exists()


def test_contact_points_are_checked(english: Client, organisation: Organisation) -> None:
    assert add(english, organisation, "contacts", kind="email", value="no address").status_code == 422
    add(english, organisation, "contacts", kind="web", value="sturm.example")
    assert ContactPoint.objects.get().value == "https://sturm.example"


def test_a_further_address(english: Client, organisation: Organisation) -> None:
    add(english, organisation, "addresses", label="Backstube", street="Hinterhof", housenumber="1", city="Rostock")
    assert organisation.addresses.get().label == "Backstube"


def test_unknown_parts_and_foreign_parts_are_404(
    english: Client, organisation: Organisation, make_organisation: Make
) -> None:
    assert add(english, organisation, "nonsense").status_code == 404
    point = ContactPoint.objects.create(organisation=make_organisation("Andere"), kind="phone", value="1234567")
    where = [organisation.area.slug, organisation.pk, "contacts", point.pk]
    assert english.get(reverse("actors:part_edit", args=where)).status_code == 404
    assert english.post(reverse("actors:part_delete", args=where)).status_code == 404


def test_viewers_may_not(login: Any, vera: User, organisation: Organisation) -> None:
    assert add(login(vera), organisation, "contacts", kind="phone", value="0381 1").status_code == 403
