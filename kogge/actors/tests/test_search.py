"""Quick search in the register, and the keys that find duplicates, follow every save."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kogge.accounts.models import User
from kogge.actors.actions import tag
from kogge.actors.models import Organisation, Person, Position
from kogge.actors.queries.search import search
from kogge.core.search import find
from kogge.places.models import Area

Make = Callable[..., Organisation]


def hits(user: User, area: Area, text: str) -> list[str]:
    return [hit.title for group in find(user, area, text) for hit in group.results]


def test_finds_parts_of_words_umlauts_addresses_and_tags(area: Area, alice: User, make_organisation: Make) -> None:
    make_organisation("Hafenbäckerei", street="Kaistraße", city="Rostock")
    row = make_organisation("Café Süd")
    tag([row], name="Frühstück", by=alice, area=area)
    assert hits(alice, area, "baeck") == ["Hafenbäckerei"]
    assert hits(alice, area, "BÄCK kai") == ["Hafenbäckerei"]
    assert hits(alice, area, "frueh") == ["Café Süd"]
    assert hits(alice, area, "x") == []
    assert hits(alice, area, "%") == []


def test_names_that_begin_so_come_first(area: Area, alice: User, make_organisation: Make) -> None:
    make_organisation("Alte Mühle")
    make_organisation("Mühle Nord")
    assert [row.name for row in search(area, alice, "mühle")] == ["Mühle Nord", "Alte Mühle"]


def test_a_changed_name_is_found_by_the_new_one(area: Area, alice: User, organisation: Organisation) -> None:
    organisation.name = "Konditorei Wind"
    organisation.save(update_fields=["name"])
    assert hits(alice, area, "konditorei") == ["Konditorei Wind"]
    assert hits(alice, area, "sturm") == []
    assert organisation.linkage_keys.filter(key__startswith="d:").get().key == "d:konditorei wind"


def test_persons_lead_to_their_organisation(area: Area, alice: User, vera: User, organisation: Organisation) -> None:
    person = Person.objects.create(area=area, name="Uwe Graumann")
    Position.objects.create(person=person, organisation=organisation, title="Owner")
    assert hits(alice, area, "grau") == ["Uwe Graumann"]
    assert hits(vera, area, "grau") == []


def test_strangers_find_nothing(area: Area, charlie: User, organisation: Organisation) -> None:
    assert hits(charlie, area, "sturm") == []


def test_a_save_without_news_leaves_the_keys(organisation: Organisation, django_assert_num_queries: Any) -> None:
    before = set(organisation.linkage_keys.values_list("pk", flat=True))
    organisation.note = "neu"
    organisation.save()
    assert set(organisation.linkage_keys.values_list("pk", flat=True)) == before
