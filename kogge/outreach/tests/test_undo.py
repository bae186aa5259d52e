"""Undo: from the history alone, field by field, and never over what somebody did since."""

from __future__ import annotations

from typing import Any

import pytest

from kogge.accounts.models import User
from kogge.actors.models import Organisation
from kogge.core.history import bulk_create, bulk_update, change
from kogge.core.models import Change
from kogge.core.undo import CannotUndo, undo
from kogge.outreach.models import Visit
from kogge.places.models import Area


def edit(record: Any, by: User, **values: Any) -> Change:
    with change("Edit", by=by, area=record.area) as made:
        for name, value in values.items():
            setattr(record, name, value)
        record.save()
    return made


def test_an_edit_gets_its_old_values_back(organisation: Organisation, alice: User) -> None:
    made = edit(organisation, alice, name="Bäckerei Flaute", street="Neue Straße")
    assert undo(made, by=alice).restored == 1
    organisation.refresh_from_db()
    assert (organisation.name, organisation.street) == ("Bäckerei Sturm", "Kaistraße")


def test_a_later_edit_of_another_field_is_kept(organisation: Organisation, alice: User, bob: User) -> None:
    made = edit(organisation, alice, name="Bäckerei Flaute")
    edit(organisation, bob, phone="030 23125 001")
    undo(made, by=alice)
    organisation.refresh_from_db()
    assert (organisation.name, organisation.phone) == ("Bäckerei Sturm", "030 23125 001")


def test_a_later_edit_of_the_same_field_wins_and_is_named(organisation: Organisation, alice: User, bob: User) -> None:
    made = edit(organisation, alice, name="Bäckerei Flaute")
    edit(organisation, bob, name="Bäckerei Brise")
    assert undo(made, by=alice).left_alone == ["Bäckerei Brise"]
    organisation.refresh_from_db()
    assert organisation.name == "Bäckerei Brise"


def test_undo_is_undone(organisation: Organisation, alice: User) -> None:
    made = edit(organisation, alice, name="Bäckerei Flaute")
    back = undo(made, by=alice)
    undo(back.change, by=alice)
    organisation.refresh_from_db()
    assert organisation.name == "Bäckerei Flaute"
    with pytest.raises(CannotUndo):
        undo(made, by=alice)


def test_a_deleted_record_comes_back_with_what_hung_on_it(organisation: Organisation, alice: User) -> None:
    pk = organisation.pk
    visit = Visit.objects.create(area=organisation.area, organisation=organisation, note="Er lachte.")
    with change("Delete", by=alice, area=organisation.area) as made:
        organisation.delete()
    assert not Visit.objects.filter(pk=visit.pk).exists()
    undo(made, by=alice)
    assert Organisation.objects.get(pk=pk).name == "Bäckerei Sturm"
    assert Visit.objects.get(pk=visit.pk).note == "Er lachte."


def test_a_whole_import_is_undone_but_not_what_was_used_since(area: Area, alice: User) -> None:
    with change("Import", by=alice, area=area) as made:
        rows = bulk_create([Organisation(area=area, name=f"Laden {number}") for number in range(1200)])
    used = Organisation.objects.get(name="Laden 7")
    Visit.objects.create(area=area, organisation=used)
    edited = Organisation.objects.get(name="Laden 8")
    edited.note = "war da"
    edited.save()
    result = undo(made, by=alice)
    assert (len(rows), result.removed) == (1200, 1198)
    assert set(result.left_alone) == {"Laden 7", "Laden 8"}
    assert set(Organisation.objects.values_list("name", flat=True)) == {"Laden 7", "Laden 8"}


def test_bulk_updates_are_undone(area: Area, alice: User) -> None:
    rows = bulk_create([Organisation(area=area, name=f"Laden {number}") for number in range(3)])
    with change("Move", by=alice, area=area) as made:
        for row in rows:
            row.street = "Kaistraße"
        bulk_update(rows, ["street"])
    undo(made, by=alice)
    assert set(Organisation.objects.values_list("street", flat=True)) == {""}


def test_button_is_for_the_author_and_for_those_who_keep_the_register(
    organisation: Organisation, alice: User, bob: User, vera: User, charlie: User, login: Any
) -> None:
    made = edit(organisation, bob, name="Bäckerei Flaute")
    for stranger in (vera, charlie):
        assert login(stranger).post(f"/undo/{made.pk}/").status_code == 404
    assert login(alice).post(f"/undo/{made.pk}/").status_code == 302
    organisation.refresh_from_db()
    assert organisation.name == "Bäckerei Sturm"


def test_history_page_shows_old_and_new(organisation: Organisation, alice: User, charlie: User, login: Any) -> None:
    edit(organisation, alice, name="Bäckerei Flaute")
    url = f"/a/{organisation.area.slug}/history/actors.organisation/{organisation.pk}/"
    page = login(alice).get(url).content.decode()
    assert "Bäckerei Sturm" in page
    assert "Bäckerei Flaute" in page
    assert login(charlie).get(url).status_code == 404
