"""`kogge day-after`."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from kogge.actors.models import Person
from kogge.cli.handover import day_after
from kogge.handover.models import CoordinationTask, DayAfterRecord
from kogge.networks.tests.factories import make_organisation, relate, talk


@pytest.fixture
def ties(area, district, project):
    paid = Person.objects.create(area=area, name="Paula Projekt", project=project)
    shops = [make_organisation(area, f"Laden {number}", district=district) for number in range(4)]
    relate(shops[0], shops[1])
    for row in shops[1:]:
        talk(paid, row)
    CoordinationTask.objects.create(area=area, name="Einladen", leader=paid)
    return shops


def test_json_names_what_would_remain_and_stores_the_week(area, ties):
    result = CliRunner().invoke(day_after, ["hafen", "--json"])
    assert result.exit_code == 0, result.output
    data = json.loads(result.stdout)
    assert data["leavers"] == ["Paula Projekt"]
    assert data["orphans"] == ["Laden 2", "Laden 3"]
    assert data["components_after"] == 3
    assert data["fragmentation_today"] == 0
    assert data["fragmentation_after"] == pytest.approx(1 - 2 / 12)
    assert data["staff_only_ties"] == pytest.approx(3 / 4)
    assert ["Laden 2", "Paula Projekt"] in [sorted(pair) for pair in data["staff_only"]]
    assert len(data["introductions"]) == 2
    assert all(one["reasons"] and one["gain"] > 0 for one in data["introductions"])
    assert (data["tasks_orphaned"], data["handover_ratio"], data["truck_factor"]) == (["Einladen"], 0.0, 1)
    assert DayAfterRecord.objects.get(area=area).orphans == 2


def test_for_a_person(area, ties):
    result = CliRunner().invoke(day_after, ["hafen"])
    assert result.exit_code == 0
    assert "stand alone (2): Laden 2, Laden 3" in result.stdout
    assert "1. introduce" in result.stdout


def test_too_little_is_known(area):
    result = CliRunner().invoke(day_after, ["hafen", "--json"])
    assert result.exit_code == 1
    assert json.loads(result.stdout)["fragmentation_after"] is None
    assert "too few ties" in result.stderr
    assert not DayAfterRecord.objects.exists()


def test_talks_alone_say_nothing_about_the_day_after(area, district, project):
    paid = Person.objects.create(area=area, name="Paula Projekt", project=project)
    for number in range(3):
        talk(paid, make_organisation(area, f"Laden {number}", district=district))
    result = CliRunner().invoke(day_after, ["hafen", "--json"])
    assert result.exit_code == 0
    data = json.loads(result.stdout)
    assert data["fragmentation_after"] is None
    assert "Only talks" in data["not_enough_data"]
    assert data["week"] is None
    assert "Note relations" in result.stderr
    assert not DayAfterRecord.objects.exists()
    assert "not enough data. Only talks" in CliRunner().invoke(day_after, ["hafen"]).stdout


def test_no_such_area(area):
    result = CliRunner().invoke(day_after, ["nirgends"])
    assert result.exit_code == 2
    assert "hafen" in result.output
