"""Import of lists: what is new, known, refused; modes; all or nothing; undone as a whole."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kogge.accounts.models import User
from kogge.actors import actions
from kogge.actors.importing import store
from kogge.actors.models import (
    AddressPoint,
    ImportMapping,
    ImportRun,
    LinkageKey,
    Organisation,
    Person,
    PossibleDuplicate,
    Tagging,
)
from kogge.core.jobs import Cancelled, Progress
from kogge.core.models import Change
from kogge.core.undo import undo
from kogge.places.models import Area, District

LIST = """Firma;Straße;PLZ;Ort;Telefon;Ansprechpartner;Schlagworte;Branche
Bäckerei Sturm;Kaistr. 3;18146;Rostock;0381 111111;Uwe Sturm;Markt, Frühstück;Bäckerei
Fahrradladen Wind;Hafenallee 4;18147;Rostock;;;Markt;
Haus der Familie e.V.;Lange Str. 1;18055;Rostock;0381 222222;;;
"""

Import = Callable[..., ImportRun]


@pytest.fixture
def run_import(area: Area, alice: User, tmp_path: Path, settings: Any) -> Import:
    """`run_import(text, mode="update")` imports a list and gives the run."""
    settings.MEDIA_ROOT = tmp_path / "media"

    def run(text: str = LIST, mode: str = "fill", name: str = "liste.csv", **options: Any) -> ImportRun:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        row = ImportRun.objects.create(area=area, by=alice, file_name=name, mode=mode, options=options)
        return actions.import_file(row, path, Progress())

    return run


def counts(run: ImportRun) -> tuple[int, ...]:
    return tuple(run.counts[name] for name in ("read", "new", "updated", "duplicate", "refused"))


def test_a_list_comes_in_with_everything(run_import: Import, area: Area, district: District) -> None:
    run = run_import()
    assert counts(run) == (3, 3, 0, 0, 0)
    assert run.status == ImportRun.Status.DONE
    baker = Organisation.objects.get(name="Bäckerei Sturm")
    assert (baker.street, baker.housenumber, baker.postcode) == ("Kaistr.", "3", "18146")
    assert (baker.wz_code, baker.source) == ("47.24", "csv")
    assert baker.search == baker.search_text() != ""
    assert sorted(tag.name for tag in baker.tags.all()) == ["Bäckerei", "Frühstück", "Markt"]
    assert baker.positions.get().person.name == "Uwe Sturm"
    assert baker.linkage_keys.exists()
    assert Organisation.objects.get(name__startswith="Haus").kind == "civic"
    assert set(Organisation.history.values_list("change", flat=True)) == {run.change_id}


def test_the_same_list_again_changes_nothing(run_import: Import) -> None:
    run_import()
    assert counts(run_import()) == (3, 0, 0, 3, 0)
    assert Organisation.objects.count() == 3
    assert Person.objects.filter(name="Uwe Sturm").count() == 1
    assert Tagging.objects.count() == 4


CHANGED = LIST.replace("0381 111111", "0381 999999").replace(
    "Hafenallee 4;18147;Rostock;;", "Hafenallee 4;18147;Rostock;0381 333;"
)


@pytest.mark.parametrize(
    ("mode", "updated", "baker", "bike"),
    [
        ("skip", 0, "0381 111111", ""),
        ("fill", 1, "0381 111111", "0381 333333"),
        ("update", 2, "0381 999999", "0381 333333"),
    ],
)
def test_modes(run_import: Import, mode: str, updated: int, baker: str, bike: str) -> None:
    run_import()
    run = run_import(CHANGED.replace("0381 333;", "0381 333333;"), mode=mode)
    assert counts(run) == (3, 0, updated, 3 - updated, 0)
    assert Organisation.objects.get(name="Bäckerei Sturm").phone == baker
    assert Organisation.objects.get(name="Fahrradladen Wind").phone == bike


def test_the_same_twice_in_one_file_is_one(run_import: Import) -> None:
    run = run_import(LIST + "Baeckerei Sturm;Kaistraße 3;18146;Rostock;0381 111111;;Eck;\n")
    assert counts(run) == (4, 3, 0, 1, 0)
    assert Organisation.objects.filter(name="Bäckerei Sturm").get().tags.filter(name="Eck").exists()


def test_what_is_only_likely_comes_in_and_is_listed(run_import: Import) -> None:
    run = run_import(LIST + "Sturm Konditorei;Kaistraße 3;18146;Rostock;;;;\n")
    assert run.counts["new"] == 4
    pair = PossibleDuplicate.objects.get()
    assert {pair.first.name, pair.second.name} == {"Bäckerei Sturm", "Sturm Konditorei"}
    assert pair.reasons


def test_refused_rows_come_back_with_the_reason(run_import: Import) -> None:
    run = run_import(LIST + ";Nirgendwo 1;18146;Rostock;;;;\n=cmd|' /C calc'!A0;Am Eck 1;18146;Rostock;;;;;zu viel\n")
    assert run.counts["refused"] == 2
    assert Organisation.objects.count() == 3
    rows = list(csv.reader(io.StringIO(run.error_file.read().decode("utf-8-sig")), delimiter=";"))
    assert [row[0] for row in rows[1:]] == ["5", "6"]
    assert not any(cell.startswith("=") for row in rows for cell in row)


def test_a_whole_import_is_undone(run_import: Import, alice: User) -> None:
    first = run_import()
    before = list(Organisation.objects.order_by("pk").values())
    second = run_import(CHANGED + "Neuer Laden;Am Strom 1;18119;Rostock;;Ina Neu;Neu;\n", mode="update")
    assert second.counts["new"] == 1
    result = undo(second.change, by=alice)  # type: ignore[arg-type]
    assert result.left_alone == []
    assert list(Organisation.objects.order_by("pk").values()) == before
    assert not Person.objects.filter(name="Ina Neu").exists()
    assert undo(first.change, by=alice).left_alone == []  # type: ignore[arg-type]
    assert not Organisation.objects.exists()
    assert not LinkageKey.objects.exists()


def test_undo_leaves_what_somebody_worked_on(run_import: Import, alice: User) -> None:
    run = run_import()
    baker = Organisation.objects.get(name="Bäckerei Sturm")
    baker.note = "War ich gestern"
    baker.save()
    assert undo(run.change, by=alice).left_alone  # type: ignore[arg-type]
    assert [row.name for row in Organisation.objects.all()] == ["Bäckerei Sturm"]


class Stops(Progress):
    """Somebody presses "Cancel" at a step."""

    def __init__(self, after: float) -> None:
        super().__init__()
        self.after = after

    def say(self, step: Any, percent: float) -> None:
        if percent >= self.after:
            raise Cancelled


@pytest.mark.parametrize("after", [2, 60, 85, 98])
def test_nothing_is_half_imported(area: Area, alice: User, tmp_path: Path, after: int) -> None:
    path = tmp_path / "liste.csv"
    path.write_text(LIST)
    row = ImportRun.objects.create(area=area, by=alice, file_name="liste.csv")
    with pytest.raises(Cancelled):
        actions.import_file(row, path, Stops(after))
    assert not Organisation.objects.exists()
    assert not Organisation.history.exists()
    assert not Change.objects.exists()
    row.refresh_from_db()
    assert row.status == ImportRun.Status.UPLOADED


def test_somebody_who_adds_the_same_meanwhile_is_seen(
    run_import: Import, area: Area, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = store.Writer.write
    plans = []

    from kogge.actors.actions import imports

    make_plan = imports.matching.make_plan

    def plan_and_interrupt(area: Area, records: Any, say: Any) -> Any:
        plan = make_plan(area, records, say)
        if not plans:
            Organisation.objects.create(
                area=area, name="Bäckerei Sturm", street="Kaistr.", housenumber="3", postcode="18146", city="Rostock"
            )
        plans.append(plan)
        return plan

    monkeypatch.setattr(imports.matching, "make_plan", plan_and_interrupt)
    run = run_import()
    assert len(plans) == 2
    assert run.counts["new"] == 2
    assert Organisation.objects.filter(name="Bäckerei Sturm").count() == 1
    assert store.Writer.write is original


def test_a_number_of_statements_that_does_not_grow_with_every_row(
    run_import: Import, django_assert_max_num_queries: Any
) -> None:
    rows = [f"Laden {'abcdefghij'[n % 10] * 3}{n};Weg {n};18146;Rostock;;;;" for n in range(300)]
    header = LIST.splitlines()[0]
    with django_assert_max_num_queries(90):
        run = run_import("\n".join([header, *rows]))
    assert run.counts["read"] == 300


def test_the_mapping_is_remembered(run_import: Import, area: Area) -> None:
    text = "Wer;Wo\nLaden Eins;Am Markt 1\n"
    run = run_import(text, mapping={"Wer": "name", "Wo": "street"})
    assert run.counts["new"] == 1
    assert ImportMapping.objects.get().mapping == {"Wer": "name", "Wo": "street"}


def test_places_and_districts_come_from_addresses_and_boundaries(run_import: Import, area: Area) -> None:
    ring = [[12.0, 54.0], [12.2, 54.0], [12.2, 54.2], [12.0, 54.2], [12.0, 54.0]]
    inside = District.objects.create(area=area, name="Innen", boundary={"type": "Polygon", "coordinates": [ring]})
    AddressPoint.objects.create(area=area, key="kaistrasse3", postcode="18146", lat=54.1, lon=12.1)
    run_import()
    baker = Organisation.objects.get(name="Bäckerei Sturm")
    assert (baker.lat, baker.lon, baker.district) == (54.1, 12.1, inside)
    assert Organisation.objects.get(name="Fahrradladen Wind").district is None


def test_what_is_too_long_is_cut_and_told(run_import: Import) -> None:
    run = run_import(f"Firma;Straße\n{'Sehr langer Name ' * 15};Weg 1\n")
    assert run.counts["new"] == 1
    assert len(Organisation.objects.get().name) <= 200
    assert any(problem["severity"] == "warning" for problem in run.problems)


def test_a_struck_off_row_closes_a_known_organisation(run_import: Import) -> None:
    run_import("Firma;Status\nLaden Eins;aktiv\n")
    run_import("Firma;Status\nLaden Eins;geschlossen\n", mode="update", current_only=False)
    assert Organisation.objects.get().closed_on is not None
