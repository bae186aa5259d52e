"""The feedback clock starts with a talk that asked something and stops with any answer."""

from __future__ import annotations

import datetime as dt

import pytest

from kogge.outreach.models import Task
from kogge.outreach.queries import feedback_overdue

from .factories import days, make_interview, make_organisation, make_promise, make_task, make_visit


@pytest.fixture(autouse=True, params=["counted anew", "kept"])
def _figures(request, settings):
    """Everything holds too where the answer is kept until something is written."""
    if request.param == "kept":
        place = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": request.node.name}
        settings.CACHES = settings.CACHES | {"figures": place}


def waiting(user, area):
    return [due.organisation.name for due in feedback_overdue(user, area)]


def test_first_talk_waits_after_the_days_the_area_allows(area, alice, organisation):
    make_visit(organisation, -15, "met")
    [due] = feedback_overdue(alice, area)
    assert (due.organisation, due.days, due.overdue_by, due.since) == (organisation, 15, 1, days(-15))


def test_not_before_the_days_are_over(area, alice, organisation):
    make_visit(organisation, -14, "met")
    assert waiting(alice, area) == []
    area.answer_days = 13
    assert waiting(alice, area) == [organisation.name]


@pytest.mark.parametrize("outcome", ["away", "later", "refused"])
def test_only_a_talk_starts_the_clock(area, alice, organisation, outcome):
    make_visit(organisation, -30, outcome)
    assert waiting(alice, area) == []


def test_a_letter_from_us_starts_no_clock_but_is_an_answer(area, alice, organisation):
    make_visit(organisation, -40, "met", channel="mail")
    assert waiting(alice, area) == []
    other = make_organisation(area, "Friseur")
    make_visit(other, -40, "met")
    assert waiting(alice, area) == ["Friseur"]
    make_visit(other, -20, "met", channel="mail")
    assert waiting(alice, area) == []


def test_a_later_call_that_only_brought_news_starts_no_new_clock(area, alice, organisation):
    make_visit(organisation, -90, "met")
    call = make_visit(organisation, -60, "met", channel="phone")
    assert waiting(alice, area) == []
    call.next_step = "Angebot schicken"
    call.save()
    assert waiting(alice, area) == [organisation.name]


def test_an_interview_starts_a_clock_every_time(area, alice, organisation):
    make_visit(organisation, -90, "met")
    visit = make_visit(organisation, -30, "met")
    make_interview(organisation, -30, visit=visit)
    [due] = feedback_overdue(alice, area)
    assert (due.visit, due.interview) == (visit, None)


def test_an_interview_without_a_visit_counts(area, alice, organisation):
    interview = make_interview(organisation, -30)
    [due] = feedback_overdue(alice, area)
    assert due.interview == interview


@pytest.mark.parametrize("outcome", ["met", "refused"])
def test_a_later_contact_answers(area, alice, organisation, outcome):
    make_visit(organisation, -30, "met")
    make_visit(organisation, -10, outcome)
    assert waiting(alice, area) == []


@pytest.mark.parametrize("outcome", ["away", "later"])
def test_an_attempt_is_no_answer(area, alice, organisation, outcome):
    make_visit(organisation, -30, "met")
    make_visit(organisation, -10, outcome)
    assert waiting(alice, area) == [organisation.name]


def test_a_task_done_answers_an_open_one_does_not(area, alice, organisation):
    visit = make_visit(organisation, -30, "met")
    task = make_task(organisation)
    assert waiting(alice, area) == [organisation.name]
    task.done_on = days(-31)
    task.save()
    assert waiting(alice, area) == [organisation.name]
    task.done_on = days(-30)
    task.save()
    assert waiting(alice, area) == []
    task.delete()
    Task.objects.create(area=area, title="x", visit=visit, done_on=days(-5))
    assert waiting(alice, area) == []


@pytest.mark.parametrize(("status", "answered"), [("kept", True), ("broken", False), ("released", False)])
def test_only_a_kept_promise_answers(area, alice, organisation, status, answered):
    make_visit(organisation, -30, "met")
    make_promise(organisation, -5, status)
    assert (waiting(alice, area) == []) is answered


def test_after_a_year_and_after_closing_nobody_waits(area, alice, organisation):
    make_visit(organisation, -366, "met")
    assert waiting(alice, area) == []
    other = make_organisation(area, "Friseur", closed_on=dt.date.today())
    make_visit(other, -30, "met")
    assert waiting(alice, area) == []


def test_two_talks_on_one_day_wait_once_and_the_longest_wait_stands_first(area, alice, organisation):
    make_visit(organisation, -20, "met")
    make_visit(organisation, -20, "met")
    other = make_organisation(area, "Friseur")
    make_interview(other, -50)
    assert waiting(alice, area) == ["Friseur", organisation.name]


def test_strangers_see_nothing_and_stewards_no_interviews(area, charlie, stella, organisation):
    make_interview(organisation, -30)
    assert waiting(charlie, area) == []
    assert waiting(stella, area) == []
    make_visit(organisation, -30, "met")
    assert waiting(stella, area) == [organisation.name]


@pytest.mark.parametrize("number", [1, 3])
def test_query_count_does_not_grow(area, alice, number, django_assert_num_queries):
    for index in range(number):
        organisation = make_organisation(area, f"Laden {index}")
        make_visit(organisation, -30, "met", next_step="x")
        make_interview(make_organisation(area, f"Verein {index}"), -30)
    # The permissions (outside a request), whether anything was written, visits, interviews.
    with django_assert_num_queries(4):
        found = feedback_overdue(alice, area)
        assert len(found) == found.count() == 2 * number
    with django_assert_num_queries(2):
        assert len(list(found)) == 2 * number
    with django_assert_num_queries(1):
        assert len(found[:1]) == 1
