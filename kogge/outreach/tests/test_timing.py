"""The feedback clock: how long people wait, and assemblies that come too late."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kogge.core.models import Change
from kogge.core.undo import undo
from kogge.outreach.models import SurveyRound, Task
from kogge.outreach.queries.timing import answers, assemblies, flags_closed, quantile, rounds

from .factories import days, make_flag, make_interview, make_organisation, make_promise, make_task, make_visit


@pytest.fixture
def clock(area):
    return reverse("outreach:clock", args=[area.slug])


def shops(area, number):
    return [make_organisation(area, f"Laden {index}") for index in range(number)]


def waits(timing):
    return sorted(((span.until - span.since).days if span.until else None for span in timing.spans), key=str)


def make_round(area, first, last, **fields):
    fields.setdefault("name", "Hauptstraße")
    return SurveyRound.objects.create(area=area, begin=days(first), end=days(last), **fields)


def test_the_quantile_equals_numpy_s():
    import numpy

    values = [1, 3, 4, 9, 9, 12, 40]
    for share in (0.5, 0.9, 0.0, 1.0):
        assert quantile(values, share) == pytest.approx(float(numpy.quantile(values, share)))


def test_what_counts_as_an_answer(area, bob):
    later, task, promise, step, none, mail = shops(area, 6)
    for shop in (later, task, promise, none):
        make_visit(shop, -30, "met")
    make_visit(later, -20, "met", channel="mail")
    make_task(task, done_on=days(-25))
    make_promise(promise, -10, "kept", closed_on=days(-27))
    visit = make_visit(step, -30, "met", next_step="Anrufen")
    Task.objects.create(area=area, title="Anrufen", visit=visit, done_on=days(-29))
    make_visit(mail, -30, "met", channel="mail")
    timing = answers(bob, area)
    assert waits(timing) == [1, 10, 3, 5, None]
    assert timing.median == 4
    assert timing.late == 1
    assert len(timing.lasting) == 1


def test_who_did_not_want_or_practised_or_closed_does_not_count(area, bob):
    refused, closed, practice, old = shops(area, 4)
    make_visit(refused, -30, "met")
    make_visit(refused, -20, "refused")
    make_visit(closed, -30, "met")
    closed.closed_on = days(-3)
    closed.save()
    make_visit(practice, -30, "met", is_practice=True)
    make_visit(old, -500, "met")
    assert answers(bob, area).spans == []


def test_a_talk_without_a_visit_waits_too(area, bob, organisation):
    make_interview(organisation, -9)
    (span,) = answers(bob, area).spans
    assert (span.kind, span.until) == ("interview", None)


def test_too_few_are_no_figure(area, bob, english, clock):
    for shop in shops(area, 2):
        make_visit(shop, -30, "met")
        make_task(shop, done_on=days(-25))
    assert answers(bob, area).median is None
    assert "Too few talks were answered" in english(bob).get(clock).content.decode()


def test_the_page_says_it_in_one_sentence_and_opens_the_records(area, bob, english, clock):
    for index, shop in enumerate(shops(area, 3)):
        make_visit(shop, -60, "met")
        make_task(shop, done_on=days(-50 + index * 10))
    client = english(bob)
    body = client.get(clock).content.decode()
    assert (
        "Of those who heard from us, half waited at most <strong>20</strong> days, nine of ten at most "
        "<strong>28</strong>; the aim is 14."
    ) in body
    assert "still waiting" not in body
    page = client.get(clock, {"show": "answers"})
    assert [row["days"] for row in page.context["page"].object_list] == [30, 20, 10]
    assert [row["late"] for row in page.context["page"].object_list] == [True, True, False]
    assert client.get(page.context["page"].object_list[0]["url"]).status_code == 200
    assert client.get(clock, {"show": "nonsense"}).status_code == 200


def test_who_still_waits_is_not_counted_as_answered(area, bob, english, clock):
    for index, shop in enumerate(shops(area, 5)):
        make_visit(shop, -60, "met")
        if index < 3:
            make_task(shop, done_on=days(-50 + index * 7))
    body = english(bob).get(clock).content.decode()
    assert "Of those who heard from us, half waited at most <strong>17</strong> days" in body
    assert "nine of ten at most <strong>23</strong>" in body  # 22.6: a day that has begun was waited for
    assert "<strong>2</strong> are still waiting." in body


def test_a_question_as_the_name_of_a_round_reads_well_and_leads_to_it(area, bob, organisation, english, clock):
    make_interview(organisation, -30)
    row = make_round(area, -40, -10, name="Wer macht mit?", assembly_on=days(20))
    body = english(bob).get(clock).content.decode()
    edit = reverse("outreach:round_edit", args=[area.slug, row.pk])
    assert f'<a href="{edit}">“Wer macht mit?”</a>' in body
    assert "mit?:" not in body


def test_flags_by_level_and_only_for_those_who_may_read_them(area, bob, stella, organisation, english, clock):
    for number in (1, 2, 6):
        make_flag(organisation, -20, opened_on=days(-30), closed_on=days(-30 + number), result="x")
    make_flag(organisation, 9, level="yellow", opened_on=days(-3))
    red = flags_closed(bob, area, "red")
    assert (red.median, red.p90, red.target, red.late) == (2, pytest.approx(5.2), 2, 1)
    assert "Red flag raised" in english(bob).get(clock, {"show": "red"}).content.decode()
    body = english(stella).get(clock, {"show": "red"}).content.decode()
    assert "Red flag raised" not in body
    assert organisation.name not in body


def test_an_assembly_too_late_is_warned_of_here_and_on_the_home_page(area, bob, organisation, english, clock):
    make_interview(organisation, -30)
    row = make_round(area, -40, -10, assembly_on=days(20))
    (state,) = rounds(bob, area)
    assert (state.talks, state.last_talk, state.latest, state.days) == (1, days(-30), days(12), 50)
    assert state.warns
    client = english(bob)
    for url in (clock, reverse("reports:today", args=[area.slug])):
        body = client.get(url).content.decode()
        assert "comes too late: 50 days after the last talk" in body, url
    row.assembly_on = days(12)
    row.save()
    for url in (clock, reverse("reports:today", args=[area.slug])):
        assert "comes too late" not in client.get(url).content.decode(), url


@pytest.mark.parametrize(
    ("last", "fields", "words"),
    [
        (-10, {}, "no assembly is planned. In time is until"),
        (-50, {}, "since "),
        (-10, {"assembly_on": -1}, "Note it."),
        (-10, {"assembly_on": 5}, ""),
        (-10, {"held_on": -1}, ""),
        (5, {}, ""),
    ],
)
def test_what_is_warned_of(area, bob, english, clock, last, fields, words):
    make_round(area, last - 20, last, **{name: days(day) for name, day in fields.items()})
    (state,) = rounds(bob, area)
    assert state.warns == bool(words)
    if words:
        assert words in english(bob).get(clock).content.decode()


def test_only_talks_of_the_district_count(area, bob, organisation, district):
    make_interview(organisation, -20)
    make_interview(make_organisation(area, "Woanders"), -5)
    make_interview(make_organisation(area, "Übung", district=district), -5, is_practice=True)
    make_round(area, -40, -1, district=district, held_on=days(0))
    states = rounds(bob, area)
    assert (states[0].talks, states[0].last_talk) == (1, days(-20))
    assert assemblies(states, area).median == 20


def test_plan_change_delete_and_undo(area, bob, english, clock):
    client = english(bob)
    data = {"name": "Hauptstraße", "begin": days(0).isoformat(), "end": days(20).isoformat(), "assembly_on": ""}
    bad = client.post(reverse("outreach:round_new", args=[area.slug]), data | {"end": days(-3).isoformat()})
    assert bad.status_code == 422
    assert "ends before it begins" in bad.content.decode()
    client.post(reverse("outreach:round_new", args=[area.slug]), data)
    row = SurveyRound.objects.get()
    client.post(reverse("outreach:round_edit", args=[area.slug, row.pk]), data | {"assembly_on": days(30).isoformat()})
    row.refresh_from_db()
    assert row.assembly_on == days(30)
    client.post(reverse("outreach:round_delete", args=[area.slug, row.pk]))
    assert not SurveyRound.objects.exists()
    undo(Change.objects.latest("at"), by=bob)
    assert SurveyRound.objects.get().assembly_on == days(30)


def test_the_empty_page_teaches(area, bob, english, clock):
    assert "Plan its day before the first talk" in english(bob).get(clock).content.decode()


def test_queries_do_not_grow(area, bob, english, clock):
    client, counts = english(bob), []
    for times in (1, 2):
        for shop in shops(area, times):
            make_interview(shop, -20, visit=make_visit(shop, -20, "met"))
            make_flag(shop, opened_on=days(-9))
            make_round(area, -30, -10)
        client.get(clock, {"show": "answers"})
        with CaptureQueriesContext(connection) as captured:
            client.get(clock, {"show": "answers"})
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_first_talk_of_long_ago_is_remembered(area, bob):
    """A talk without an interview or a next step asks for an answer only where it is the first one ever."""
    known, fresh, spoken = shops(area, 3)
    make_visit(known, -500, "met")
    make_interview(spoken, -500)
    for shop in (known, fresh, spoken):
        make_visit(shop, -30, "met")
    assert [span.organisation for span in answers(bob, area).spans] == [fresh.pk]


def test_an_interview_noted_under_another_day_belongs_to_its_visit(area, bob, organisation):
    make_visit(organisation, -500, "met")
    make_interview(organisation, -400, visit=make_visit(organisation, -360, "met"))
    (span,) = answers(bob, area).spans
    assert (span.since, span.kind) == (days(-360), "visit")


def test_the_waits_are_kept_until_something_is_written(area, bob, organisation, settings, request):
    place = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": request.node.name}
    settings.CACHES = settings.CACHES | {"figures": place}
    make_visit(organisation, -30, "met")
    assert waits(answers(bob, area)) == [None]
    with CaptureQueriesContext(connection) as found:
        assert waits(answers(bob, area)) == [None]
    assert len(found) == 2
    make_task(organisation, done_on=days(-25))
    assert waits(answers(bob, area)) == [5]
