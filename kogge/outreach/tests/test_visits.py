"""Whom do I visit today? The list, planning, one-gesture outcomes."""

from __future__ import annotations

import io
import re

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from kogge.actors.models import Person, Position
from kogge.core.models import Change
from kogge.core.undo import undo
from kogge.outreach.models import Task, Visit

from .factories import days, make_interview, make_organisation, make_promise, make_task, make_visit


@pytest.fixture
def listing(area):
    return reverse("outreach:visits", args=[area.slug])


def test_says_how_many_visits_are_due_and_whose(area, bob, organisation, english, listing):
    make_visit(organisation, 0, visitor=Person.objects.get(user=bob))
    make_visit(make_organisation(area, "Friseur Kamm"), -3)
    body = english(bob).get(listing).content.decode()
    assert "<strong>1</strong> visit is planned for today, <strong>1</strong> was left over" in body
    assert "<strong>1</strong> of them is yours" in body
    assert "Bäckerei Sturm" in body
    assert "left over" in body


def test_empty_day_teaches(bob, english, listing):
    assert "Nobody is waiting for you today." in english(bob).get(listing).content.decode()


def test_card_warns_of_refusals_and_broken_promises(area, bob, organisation, english, listing):
    make_visit(organisation, 0)
    make_promise(organisation, -5, "broken")
    barber = make_organisation(area, "Friseur Kamm")
    make_visit(barber, -9, "refused")
    make_visit(barber, 0)
    body = english(bob).get(listing).content.decode()
    assert "A promise to them was not kept." in body
    assert "no visits, please" in body


def test_shows_late_next_steps_and_missed_visits(area, bob, organisation, english, listing):
    make_task(organisation, -2, kind="follow_up", title="Flyer bringen")
    make_task(organisation, -2, kind="other", title="Nicht hier")
    make_visit(make_organisation(area, "Kneipe Anker"), -4, "away")
    body = english(bob).get(listing).content.decode()
    assert "Flyer bringen" in body
    assert "Nicht hier" not in body
    assert "Kneipe Anker" in body
    assert "Plan again" in body


def test_filters_by_who_district_status_and_time(area, bob, alice, organisation, district, english, listing):
    me, other = Person.objects.get(user=bob), Person.objects.get(user=alice)
    far = make_organisation(area, "Fernes Café")
    make_visit(organisation, -5, "met", visitor=me)
    make_visit(far, -50, "away", visitor=other)
    client = english(bob)

    def names(**query):
        body = client.get(listing, query, headers={"hx-request": "true"}).content.decode()
        return re.findall(r'<a href="[^"]*/visits/\d+/">([^<]*)</a>', body)

    assert names() == []
    assert names(status="all") == ["Bäckerei Sturm", "Fernes Café"]
    assert names(status="away") == ["Fernes Café"]
    assert names(status="all", who="me") == ["Bäckerei Sturm"]
    assert names(status="all", who=other.pk) == ["Fernes Café"]
    assert names(status="all", district=district.pk) == ["Bäckerei Sturm"]
    assert names(status="all", since=days(-10).isoformat()) == ["Bäckerei Sturm"]
    assert names(status="all", until=days(-10).isoformat()) == ["Fernes Café"]
    assert names(status="all", q="cafe") == ["Fernes Café"]
    assert names(status="nonsense", who="xyz", since="no day") == []


def test_export_holds_what_is_filtered_and_no_formula(area, bob, organisation, english):
    make_visit(organisation, -5, "met", note="=1+1")
    make_visit(make_organisation(area, "Fernes Café"), -5, "away")
    client = english(bob)
    answer = client.get(reverse("outreach:visits_export", args=[area.slug, "csv"]), {"status": "met"})
    text = answer.content.decode("utf-8-sig")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert len(text.splitlines()) == 2
    assert ";'=1+1;" in text
    answer = client.get(reverse("outreach:visits_export", args=[area.slug, "xlsx"]), {"status": "all"})
    rows = list(load_workbook(io.BytesIO(answer.content)).active.values)
    assert len(rows) == 3
    assert "=1+1" in {cell for row in rows for cell in row}
    assert client.get(reverse("outreach:visits_export", args=[area.slug, "pdf"])).status_code == 404


def test_nobody_there_is_one_gesture_and_undone_with_one(area, bob, organisation, english, listing):
    visit = make_visit(organisation, -2)
    client = english(bob)
    answer = client.post(reverse("outreach:outcome", args=[area.slug, visit.pk]), {"outcome": "away"}, follow=True)
    assert "Nobody there: Bäckerei Sturm" in answer.content.decode()
    visit.refresh_from_db()
    assert (visit.status, visit.outcome, visit.date) == ("done", "away", days(0))
    undo(Change.objects.latest("at"), by=bob)
    visit.refresh_from_db()
    assert (visit.status, visit.outcome, visit.date) == ("planned", "", days(-2))


def test_a_wrong_gesture_leads_back_to_where_it_was_made(area, bob, organisation, english):
    visit = make_visit(organisation)
    url, here = reverse("outreach:outcome", args=[area.slug, visit.pk]), reverse("outreach:walks", args=[area.slug])
    answer = english(bob).post(url, {"outcome": "later", "come_back_on": "", "next": here})
    assert (answer.status_code, answer["Location"]) == (302, here)
    visit.refresh_from_db()
    assert visit.status == "planned"


def test_come_back_plans_the_next_visit(area, bob, organisation, english):
    visit = make_visit(organisation, 0, visitor=Person.objects.get(user=bob), note="Wegen Fest")
    client = english(bob)
    url = reverse("outreach:outcome", args=[area.slug, visit.pk])
    for wrong, said in (("", "Enter the day"), (days(0).isoformat(), "a later day than today")):
        answer = client.post(url, {"outcome": "later", "come_back_on": wrong}, follow=True)
        assert said in answer.content.decode()
    visit.refresh_from_db()
    assert visit.status == "planned"
    client.post(url, {"outcome": "later", "come_back_on": days(7).isoformat()})
    coming = Visit.objects.planned().get()
    assert (coming.organisation, coming.date, coming.visitor, coming.note) == (
        organisation,
        days(7),
        visit.visitor,
        "Wegen Fest",
    )
    undo(Change.objects.latest("at"), by=bob)
    assert Visit.objects.planned().get() == visit


def test_does_not_want_to_cancels_what_else_is_planned(area, bob, organisation, english):
    visit, other = make_visit(organisation, 0), make_visit(organisation, 9)
    elsewhere = make_visit(make_organisation(area, "Friseur Kamm"), 9)
    english(bob).post(reverse("outreach:outcome", args=[area.slug, visit.pk]), {"outcome": "refused"})
    other.refresh_from_db()
    assert other.status == "cancelled"
    assert list(Visit.objects.planned()) == [elsewhere]
    undo(Change.objects.latest("at"), by=bob)
    assert Visit.objects.planned().count() == 3


def test_met_is_no_gesture_it_is_recorded(area, bob, organisation, english):
    visit = make_visit(organisation, 0)
    english(bob).post(reverse("outreach:outcome", args=[area.slug, visit.pk]), {"outcome": "met"})
    visit.refresh_from_db()
    assert visit.status == "planned"


def test_panel_of_an_organisation(area, bob, stella, organisation, english):
    make_visit(organisation, -5, "met", note="Freundlich")
    make_promise(organisation, -1, what="Flyer bringen")
    make_interview(organisation, -5, max_fee="12.5", not_with=[make_organisation(area, "Friseur Kamm")])
    url = reverse("outreach:organisation_panel", args=[area.slug, organisation.pk])
    body = english(bob).get(url).content.decode()
    for said in ("Freundlich", "Flyer bringen", "overdue", "at most 12.50 €", "Friseur Kamm"):
        assert said in body
    body = english(stella).get(url).content.decode()
    assert "Freundlich" in body
    assert "12.50" not in body
    assert "Friseur Kamm" not in body


def test_who_waits_for_an_answer(area, bob, vera, organisation, english):
    client = english(bob)
    url = reverse("outreach:waiting", args=[area.slug])
    assert "Everybody has heard from us." in client.get(url).content.decode()
    make_visit(organisation, -30, "met", next_step="Formular schicken")
    body = client.get(url).content.decode()
    assert "<strong>1</strong> organisation has been waiting for more than 14 days." in body
    assert "30 days, since the talk of" in body
    assert "Formular schicken" in body
    assert english(vera).get(url).status_code == 403


@pytest.mark.parametrize(("number", "queries"), [(0, 10), (1, 19), (3, 19)])
def test_query_count_of_the_list(area, bob, number, queries, english, listing, django_assert_num_queries):
    """An empty day asks for no briefings; every other day costs the same, however many visits it has."""
    for index in range(number):
        row = make_organisation(area, f"Laden {index}")
        owner = Person.objects.create(area=area, name=f"Inhaber {index}")
        Position.objects.create(organisation=row, person=owner, title="Inhaber")
        make_visit(row, 0)
        make_visit(row, -5, "met")
        make_promise(row)
        make_task(row, -1, kind="follow_up")
        make_visit(make_organisation(area, f"Verein {index}"), -3, "away")
        make_interview(row, -5, not_with=[make_organisation(area, f"Rivale {index}")])
    client = english(bob)
    client.get(listing)
    with django_assert_num_queries(queries):
        client.get(listing, {"status": "all"})


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("visits", "get"),
        ("plan", "get"),
        ("record_new", "get"),
        ("promises", "get"),
        ("promise_new", "get"),
        ("tasks", "get"),
        ("task_new", "get"),
        ("organisation_options", "get"),
    ],
)
def test_strangers_find_nothing_and_viewers_may_not(area, charlie, vera, client, login, name, method):
    url = reverse(f"outreach:{name}", args=[area.slug])
    assert client.get(url).status_code == 302
    assert login(charlie).get(url).status_code == 404
    assert login(vera).get(url).status_code == 403


def test_records_of_another_area_are_not_found(area, other_area, bob, english):
    visit = make_visit(make_organisation(other_area, "Fremd"), 0)
    task = make_task(visit.organisation)
    promise = make_promise(visit.organisation)
    client = english(bob)
    for name, pk in (
        ("visit", visit.pk),
        ("record", visit.pk),
        ("replan", visit.pk),
        ("promise_edit", promise.pk),
        ("task_edit", task.pk),
        ("organisation_panel", visit.organisation_id),
    ):
        assert client.get(reverse(f"outreach:{name}", args=[area.slug, pk])).status_code == 404
    for name, pk in (("outcome", visit.pk), ("promise_close", promise.pk), ("task_done", task.pk)):
        assert client.post(reverse(f"outreach:{name}", args=[area.slug, pk])).status_code == 404
    assert Task.objects.get().done_on is None


def test_a_day_without_plans_says_where_the_other_visits_are(area, bob, organisation, english, listing):
    make_visit(organisation, -3, "met")
    client = english(bob)
    assert "Choose another status to see those that were made." in client.get(listing).content.decode()
    assert "No visit fits these filters." in client.get(listing, {"q": "nirgends"}).content.decode()
