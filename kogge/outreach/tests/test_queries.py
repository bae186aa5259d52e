"""What other apps read from outreach: conditions, no-gos, the ledger, today's visits, the briefing."""

from __future__ import annotations

import pytest

from kogge.actors.models import Person, Relation
from kogge.outreach.models import Apology
from kogge.outreach.queries import (
    briefing,
    briefings,
    current_conditions,
    keeping_rate,
    lost_sight_of,
    no_go_pairs,
    open_tasks,
    promises_due,
    refusals,
    team,
    todays_visits,
)

from .factories import days, make_interview, make_organisation, make_promise, make_task, make_visit


@pytest.fixture
def barber(area):
    return make_organisation(area, "Friseur Kamm")


def test_conditions_come_from_the_newest_interview(area, organisation, barber):
    make_interview(organisation, -100, slots=["mo-early"], max_fee="50", not_with=[barber])
    newest = make_interview(organisation, -10, slots=["tu-morning"], hours_per_month="2.5", formats=["walk"])
    found = current_conditions(area)
    assert set(found) == {organisation.pk}
    conditions = found[organisation.pk]
    assert conditions.interview == newest.pk
    assert conditions.slots == {"tu-morning"}
    assert (conditions.hours_per_month, conditions.max_fee) == (2.5, None)
    assert conditions.not_with == frozenset()
    assert no_go_pairs(area) == set()


def test_a_real_interview_counts_before_practice(area, organisation):
    real = make_interview(organisation, -100, max_fee="10")
    make_interview(organisation, -1, max_fee="99", is_practice=True)
    assert current_conditions(area)[organisation.pk].interview == real.pk


def test_no_gos_hold_one_sided_and_rifts_count(area, other_area, organisation, barber):
    third = make_organisation(area, "Kneipe")
    make_interview(barber, not_with=[organisation])
    assert no_go_pairs(area) == {(organisation.pk, barber.pk)}
    Relation.objects.create(area=area, source=third, target=barber, type="rift")
    Relation.objects.create(area=area, source=third, target=organisation, type="rift", end=days(-1))
    assert no_go_pairs(area) == {(organisation.pk, barber.pk), (barber.pk, third.pk)}
    assert no_go_pairs(area, rifts=False) == {(organisation.pk, barber.pk)}
    assert no_go_pairs(other_area) == set()


@pytest.mark.parametrize("number", [1, 3])
def test_conditions_and_no_gos_cost_the_same_for_many(area, number, django_assert_num_queries):
    rows = [make_organisation(area, f"Laden {index}") for index in range(number + 1)]
    for row in rows[1:]:
        make_interview(row, not_with=[rows[0]])
    with django_assert_num_queries(2):
        assert len(current_conditions(area)) == number
    with django_assert_num_queries(2):
        assert len(no_go_pairs(area)) == number


def test_keeping_rate_counts_overdue_as_not_kept_and_released_not_at_all(area, organisation):
    assert keeping_rate(area).rate is None
    make_promise(organisation, -3, "kept")
    make_promise(organisation, -3, "kept")
    make_promise(organisation, -3, "broken")
    make_promise(organisation, -3, "released")
    make_promise(organisation, -1)
    make_promise(organisation, 0)
    rate = keeping_rate(area)
    assert (rate.kept, rate.broken, rate.released, rate.overdue, rate.open) == (2, 1, 1, 1, 1)
    assert rate.rate == 0.5
    assert rate.percent == 50
    make_promise(organisation, -3, "kept", is_practice=True)
    assert keeping_rate(area, practice=False).kept == 2


def test_promises_due_within_the_days(area, alice, charlie, organisation):
    late, soon = make_promise(organisation, -1), make_promise(organisation, 7)
    make_promise(organisation, 8)
    make_promise(organisation, -2, "kept")
    assert list(promises_due(alice, area)) == [late, soon]
    assert list(promises_due(alice, area, days=0)) == [late]
    assert list(promises_due(charlie, area)) == []


def test_todays_visits_own_first_then_the_oldest(area, bob, alice, organisation):
    me = Person.objects.get(user=bob)
    other = make_visit(organisation, -2, visitor=Person.objects.get(user=alice))
    mine = make_visit(organisation, 0, visitor=me)
    make_visit(organisation, 1, visitor=me)
    make_visit(organisation, 0, "met", visitor=me)
    make_visit(organisation, 0, status="cancelled", visitor=me)
    rows = list(todays_visits(bob, area))
    assert rows == [mine, other]
    assert [row.is_mine for row in rows] == [1, 0]


def test_tasks_own_first_and_those_without_a_day_last(area, bob, organisation):
    me = Person.objects.get(user=bob)
    someday, late, own = make_task(organisation), make_task(organisation, -3), make_task(organisation, 9)
    own.assignee = me
    own.save()
    make_task(organisation, done_on=days(0))
    assert list(open_tasks(bob, area)) == [own, late, someday]


def test_missed_and_not_tried_again(area, alice, organisation, barber):
    attempt = make_visit(organisation, -5, "away")
    make_visit(barber, -5, "away")
    make_visit(barber, 3)
    make_visit(make_organisation(area, "Alt"), -90, "away")
    talked = make_organisation(area, "Traf")
    make_visit(talked, -5, "away")
    make_visit(talked, -5, "met")
    assert list(lost_sight_of(alice, area)) == [attempt]


def test_refusal_holds_until_they_talk_again(area, alice, organisation):
    make_visit(organisation, -9, "refused")
    make_visit(organisation, -5, "away")
    assert refusals([organisation.pk]) == {organisation.pk: days(-9)}
    assert briefing(alice, area, organisation).refused_on == days(-9)
    make_visit(organisation, -1, "met")
    assert refusals([organisation.pk]) == {}
    assert briefing(alice, area, organisation).refused_on is None


def test_briefing_says_what_one_must_know(area, alice, stella, organisation, barber):
    talk = make_visit(organisation, -20, "met", note="War freundlich")
    attempt = make_visit(organisation, -5, "away")
    broken = make_promise(organisation, -10, "broken")
    open_ = make_promise(organisation, 4)
    make_interview(organisation, -20, not_with=[barber], visit=talk)
    told = briefing(alice, area, organisation)
    assert (told.last_talk, told.last_visit) == (talk, attempt)
    assert (told.broken_promises, told.open_promises) == ([broken], [open_])
    assert told.owes_an_apology
    assert told.not_with == ["Friseur Kamm"]
    kept_quiet = briefing(stella, area, organisation)
    assert kept_quiet.interview is None
    assert kept_quiet.not_with == []


def test_apology_is_owed_until_it_was_noted(area, alice, organisation):
    promise = make_promise(organisation, -10)
    assert briefing(alice, area, organisation).owes_an_apology
    make_visit(organisation, -2, "met")
    assert briefing(alice, area, organisation).owes_an_apology, "a talk alone is no apology"
    promise.apology = Apology.objects.create(area=area, organisation=organisation, text="Tut uns leid")
    promise.save()
    assert not briefing(alice, area, organisation).owes_an_apology


@pytest.mark.parametrize("number", [1, 3])
def test_briefings_cost_the_same_for_many(area, alice, number, django_assert_num_queries):
    rows = [make_organisation(area, f"Laden {index}") for index in range(number)]
    for row in rows:
        make_visit(row, -3, "met")
        make_promise(row)
        make_interview(row, -3, not_with=[rows[0]] if row != rows[0] else [])
    with django_assert_num_queries(8):
        briefings(alice, area, rows)


def test_the_team_are_those_who_may_record_visits(area, alice, bob, stella, vera, charlie):
    Person.objects.create(area=area, name="Ladenbesitzerin")
    assert {person.name for person in team(area)} == {"Alice", "Bob", "Stella"}
