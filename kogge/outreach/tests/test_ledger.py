"""Promises and tasks: lists, filters, closing, taking on."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kogge.actors.models import Person
from kogge.core.models import Change
from kogge.core.undo import undo
from kogge.outreach.models import Promise, Task

from .factories import days, make_organisation, make_promise, make_task


@pytest.fixture
def ledger(area):
    return reverse("outreach:promises", args=[area.slug])


def test_keeping_rate_in_one_sentence(area, bob, organisation, english, ledger):
    client = english(bob)
    assert "No promise has been due so far; 0 are open." in client.get(ledger).content.decode()
    make_promise(organisation, -3, "kept")
    make_promise(organisation, -3, "kept")
    make_promise(organisation, -3, "broken")
    make_promise(organisation, -1)
    body = client.get(ledger).content.decode()
    assert "Of <strong>4</strong> promises that were due, <strong>2</strong> were kept: <strong>50 %</strong>." in body
    assert "<strong>1</strong> is overdue." in body


def test_filters_of_the_ledger(area, bob, organisation, district, english, ledger):
    me = Person.objects.get(user=bob)
    far = make_organisation(area, "Fernes Café")
    make_promise(organisation, -1, what="Überfällig", promised_by=me)
    make_promise(far, 30, what="Offen")
    make_promise(far, -9, "kept", what="Gehalten")
    make_promise(organisation, -9, "broken", what="Gebrochen", is_practice=True)
    client = english(bob)

    def found(**query):
        return [row.what for row in client.get(ledger, query, headers={"hx-request": "1"}).context["page"]]

    assert found() == ["Überfällig", "Offen"]
    assert found(status="overdue") == ["Überfällig"]
    assert found(status="kept") == ["Gehalten"]
    assert found(status="broken", practice="no") == []
    assert set(found(status="all")) == {"Überfällig", "Offen", "Gehalten", "Gebrochen"}
    assert found(who="me") == ["Überfällig"]
    assert found(who="nobody") == ["Offen"]
    assert found(district=district.pk) == ["Überfällig"]
    assert found(q="café") == ["Offen"]
    assert found(until=days(0).isoformat()) == ["Überfällig"]


@pytest.mark.parametrize("status", ["kept", "broken", "released"])
def test_closing_with_a_result_and_undo(area, bob, organisation, english, status):
    promise = make_promise(organisation, -3)
    client = english(bob)
    url = reverse("outreach:promise_close", args=[area.slug, promise.pk])
    client.post(url, {"status": status, "result": "so war es"})
    promise.refresh_from_db()
    assert (promise.status, promise.result, promise.closed_on) == (status, "so war es", days(0))
    undo(Change.objects.latest("at"), by=bob)
    promise.refresh_from_db()
    assert (promise.status, promise.closed_on) == ("open", None)
    client.post(url, {"status": status})
    client.post(url, {"status": "open"})
    promise.refresh_from_db()
    assert (promise.status, promise.closed_on) == ("open", None)


def test_nonsense_closes_nothing(area, bob, organisation, english):
    promise = make_promise(organisation)
    url = reverse("outreach:promise_close", args=[area.slug, promise.pk])
    answer = english(bob).post(url, {"status": "perhaps"}, follow=True)
    assert "kept, broken or released" in answer.content.decode()
    promise.refresh_from_db()
    assert promise.status == "open"


def test_never_leads_to_another_site(area, bob, organisation, english):
    promise = make_promise(organisation)
    url = reverse("outreach:promise_close", args=[area.slug, promise.pk])
    answer = english(bob).post(url, {"status": "kept", "next": "https://example.org/"})
    assert answer["Location"] == reverse("outreach:promises", args=[area.slug])


def test_note_and_correct_a_promise(area, bob, organisation, english):
    client = english(bob)
    data = {
        "organisation": organisation.pk,
        "what": "Flyer bringen",
        "due": days(5).isoformat(),
        "made_on": days(0).isoformat(),
    }
    client.post(reverse("outreach:promise_new", args=[area.slug]), data)
    promise = Promise.objects.get()
    assert (promise.area, promise.organisation) == (area, organisation)
    client.post(reverse("outreach:promise_edit", args=[area.slug, promise.pk]), {**data, "what": "Plakat bringen"})
    promise.refresh_from_db()
    assert promise.what == "Plakat bringen"


def test_ledger_as_a_file(area, bob, organisation, english):
    make_promise(organisation, -1, what="Flyer")
    answer = english(bob).get(reverse("outreach:promises_export", args=[area.slug, "csv"]))
    assert "Bäckerei Sturm;Flyer;" in answer.content.decode("utf-8-sig")
    assert ";overdue;" in answer.content.decode("utf-8-sig")


def test_tasks_say_how_many_are_open_and_whose(area, bob, organisation, english):
    make_task(organisation, -1, assignee=Person.objects.get(user=bob))
    make_task(organisation)
    body = english(bob).get(reverse("outreach:tasks", args=[area.slug])).content.decode()
    assert (
        "<strong>2</strong> tasks are open, <strong>1</strong> of them is yours; <strong>1</strong> is overdue." in body
    )


def test_tick_off_take_back_and_take_on(area, bob, organisation, english):
    task = make_task(organisation)
    client = english(bob)
    url = reverse("outreach:task_done", args=[area.slug, task.pk])
    client.post(url, {"mine": "1"})
    task.refresh_from_db()
    assert task.assignee == Person.objects.get(user=bob)
    client.post(url, {"done": "1"})
    task.refresh_from_db()
    assert task.done_on == days(0)
    undo(Change.objects.latest("at"), by=bob)
    task.refresh_from_db()
    assert task.done_on is None
    client.post(url, {"done": "1"})
    client.post(url, {"done": "0"})
    task.refresh_from_db()
    assert task.done_on is None


def test_note_a_task_for_organisations(area, bob, organisation, english):
    other = make_organisation(area, "Friseur Kamm")
    client = english(bob)
    data = {"title": "Bekannt machen", "kind": "introduction", "organisations": [organisation.pk, other.pk]}
    client.post(reverse("outreach:task_new", args=[area.slug]), data)
    task = Task.objects.get()
    assert set(task.organisations.all()) == {organisation, other}
    answer = client.post(reverse("outreach:task_edit", args=[area.slug, task.pk]), {**data, "title": ""})
    assert answer.status_code == 422
    assert "Friseur Kamm" in answer.content.decode()


@pytest.mark.parametrize("key", ["99999999999999999999", "-1", "eins", "٣"])
def test_an_organisation_that_cannot_be_is_no_fault_of_the_server(area, bob, english, key):
    data = {"title": "Anrufen", "kind": "introduction", "organisations": [key]}
    answer = english(bob).post(reverse("outreach:task_new", args=[area.slug]), data)
    assert answer.status_code == 422
    assert "Anrufen" in answer.content.decode()
    assert "organisations" in answer.context["form"].errors


def test_filters_of_tasks(area, bob, organisation, english):
    make_task(organisation, -1, title="Spät", kind="follow_up")
    make_task(organisation, 5, title="Bald")
    make_task(make_organisation(area, "Fernes Café"), title="Fertig", done_on=days(0))
    client = english(bob)

    def found(**query):
        url = reverse("outreach:tasks", args=[area.slug])
        return [row.title for row in client.get(url, query, headers={"hx-request": "1"}).context["page"]]

    assert found() == ["Spät", "Bald"]
    assert found(status="overdue") == ["Spät"]
    assert found(status="done") == ["Fertig"]
    assert found(status="all", kind="follow_up") == ["Spät"]
    assert found(status="all", q="fernes") == ["Fertig"]
    assert found(q="bald") == ["Bald"]


@pytest.mark.parametrize(("name", "queries"), [("promises", 10), ("tasks", 10)])
@pytest.mark.parametrize("number", [1, 3])
def test_query_counts(area, bob, number, name, queries, english, django_assert_num_queries):
    for index in range(number):
        row = make_organisation(area, f"Laden {index}")
        make_promise(row)
        make_task(row, 1)
    client = english(bob)
    with django_assert_num_queries(queries):
        client.get(reverse(f"outreach:{name}", args=[area.slug]))


def test_the_order_of_the_ledger(area, bob, organisation, login, ledger):
    me = Person.objects.get(user=bob)
    make_promise(make_organisation(area, "Alpha"), 9, what="A", promised_by=me)
    make_promise(organisation, 2, what="B", made_on=days(-40))
    make_promise(make_organisation(area, "Zett"), 5, what="Z")

    def order(wanted):
        return [row.what for row in login(bob).get(ledger, {"order": wanted}).context["page"]]

    assert order("") == order("nonsense") == ["B", "Z", "A"]
    assert order("organisation") == ["A", "B", "Z"]
    assert order("who")[0] == "A"
    assert order("made")[-1] == "B"


def test_the_empty_ledger_offers_the_first(area, bob, vera, english, ledger):
    new = reverse("outreach:promise_new", args=[area.slug])
    assert english(bob).get(ledger).content.decode().count(new) == 2
