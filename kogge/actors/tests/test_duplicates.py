"""Duplicates: found, merged field by field with everything that hangs on them, undone, remembered as two."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from kogge.accounts.models import User
from kogge.actors import actions
from kogge.actors.actions.duplicates import pointing_here, unrecorded
from kogge.actors.models import (
    LinkageKey,
    NotDuplicate,
    Organisation,
    Person,
    Position,
    PossibleDuplicate,
    Relation,
    Tagging,
)
from kogge.core.jobs import Progress
from kogge.core.models import Change
from kogge.core.undo import undo
from kogge.places.models import Area

Make = Callable[..., Organisation]


@pytest.fixture
def twin(organisation: Organisation, make_organisation: Make) -> Organisation:
    """The same bakery a second time, with a phone, a person, a tag, a visit and relations."""
    area = organisation.area
    twin = make_organisation(
        "Baeckerei Sturm GmbH", street="Kaistr.", housenumber="3", postcode="18146", phone="0381 123456"
    )
    person = Person.objects.create(area=area, name="Uwe Sturm")
    Position.objects.create(person=person, organisation=twin, title="Owner")
    other = make_organisation("Mühle Nord", city="Güstrow")
    Relation.objects.create(area=area, source=other, target=twin, type="supplies")
    Relation.objects.create(area=area, source=organisation, target=twin, type="partner")
    return twin


def look(area: Area) -> dict[str, Any]:
    return actions.look_for_duplicates(Progress(), area.pk)


def test_looking_through_the_register_lists_pairs_with_reasons(
    english: Client, area: Area, organisation: Organisation, twin: Organisation
) -> None:
    assert look(area)["pairs"] == 1
    text = english.get(reverse("actors:duplicates", args=[area.slug])).content.decode()
    assert "<strong>1</strong> pair looks like one organisation." in text
    assert "Baeckerei Sturm GmbH" in text
    assert "Same street and house number." in text


def test_a_verdict_is_remembered_and_undone(
    english: Client, alice: User, area: Area, organisation: Organisation, twin: Organisation
) -> None:
    look(area)
    english.post(reverse("actors:different", args=[area.slug, twin.pk, organisation.pk]))
    assert NotDuplicate.objects.get().first == organisation
    look(area)
    response = english.get(reverse("actors:duplicates", args=[area.slug]))
    assert response.context["count"] == 0
    undo(Change.objects.first(), by=alice)
    assert english.get(reverse("actors:duplicates", args=[area.slug])).context["count"] == 1


def test_side_by_side_fills_gaps_from_the_other(
    english: Client, area: Area, organisation: Organisation, twin: Organisation
) -> None:
    response = english.get(reverse("actors:compare", args=[area.slug, organisation.pk, twin.pk]))
    choices = {row["name"]: row["choice"] for row in response.context["rows"]}
    assert choices["phone"] == "right"
    assert choices["name"] == "left"
    assert "legal_form" not in choices


def test_merge_takes_the_fields_chosen_and_moves_everything(
    english: Client, bob: User, area: Area, organisation: Organisation, twin: Organisation
) -> None:
    staff = Person.objects.get(user=bob)
    # A room further down the story: known here only through the models' relations.
    visit = apps.get_model("outreach", "Visit").objects.create(area=area, organisation=twin, visitor=staff)
    actions.tag([organisation, twin], name="Markt", by=bob, area=area)
    data = {"phone": "right", "legal_form": "right", "name": "left"}
    url = reverse("actors:merge", args=[area.slug, organisation.pk, twin.pk])
    response = english.post(url, data)
    assert response.url == reverse("actors:detail", args=[area.slug, organisation.pk])  # type: ignore[attr-defined]
    organisation.refresh_from_db()
    assert (organisation.name, organisation.phone) == ("Bäckerei Sturm", "0381 123456")
    assert not Organisation.objects.filter(pk=twin.pk).exists()
    visit.refresh_from_db()
    assert visit.organisation == organisation
    assert organisation.positions.get().person.name == "Uwe Sturm"
    assert Tagging.objects.filter(organisation=organisation).count() == 1
    assert [row.type for row in Relation.objects.all()] == ["supplies"]
    assert Relation.objects.get().target == organisation


def test_merge_is_undone_as_a_whole(
    english: Client, alice: User, area: Area, organisation: Organisation, twin: Organisation
) -> None:
    actions.tag([organisation, twin], name="Markt", by=alice, area=area)

    def state() -> Any:
        return (
            list(Organisation.objects.order_by("pk").values("pk", "name", "phone", "search")),
            list(Position.objects.order_by("pk").values("pk", "organisation")),
            list(Relation.objects.order_by("pk").values("pk", "source", "target")),
            list(Tagging.objects.order_by("pk").values("pk", "organisation")),
            set(organisation.linkage_keys.values_list("key")) | set(twin.linkage_keys.values_list("key")),
        )

    before = state()
    made = actions.merge(organisation, twin, choices={"phone": "right"}, by=alice, area=area)
    assert state() != before
    result = undo(made, by=alice)
    assert result.left_alone == []
    assert state() == before


def test_everything_that_points_to_an_organisation_is_moved() -> None:
    """Derived rows are found anew; every other foreign key of every app must be among what a merge moves."""
    moved = {*pointing_here(Organisation), *unrecorded(Organisation)}
    pointing = [
        (model, field.attname)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if field.remote_field and field.related_model is Organisation
    ]
    assert len(pointing) > 10
    forgotten = [
        (model, name)
        for model, name in pointing
        if (model, name) not in moved
        and model not in (LinkageKey, PossibleDuplicate)
        # The history's own rows tell what was: they stay.
        and not model.__name__.startswith("Historical")
    ]
    assert forgotten == []


def test_merge_needs_two_of_the_area(english: Client, area: Area, other_area: Area, organisation: Organisation) -> None:
    foreign = Organisation.objects.create(area=other_area, name="Fremd")
    for pair in ((organisation.pk, organisation.pk), (organisation.pk, foreign.pk)):
        assert english.post(reverse("actors:merge", args=[area.slug, *pair])).status_code == 404
    assert Organisation.objects.count() == 2


def test_only_editors_see_duplicates(login: Any, vera: User, area: Area) -> None:
    assert login(vera).get(reverse("actors:duplicates", args=[area.slug])).status_code == 403


def test_pairs_of_made_up_names_are_not_listed(area: Area, make_organisation: Make) -> None:
    for _number in range(2):
        make_organisation("Kiosk (ohne Namen), nahe Am Bahnhof", lat=53.56, lon=13.26, postcode="17033")
    look(area)
    assert not PossibleDuplicate.objects.exists()
