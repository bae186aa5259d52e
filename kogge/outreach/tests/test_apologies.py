"""First say sorry: the step before anything new, the warning until it was noted, the keeping rate."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from kogge.actors.models import Person
from kogge.core.models import Change
from kogge.core.undo import undo
from kogge.outreach.models import Apology, Promise
from kogge.outreach.queries.promises import keeping_by_generation, keeping_over_time, owed
from kogge.places.models import Project

from .factories import days, make_organisation, make_promise, make_visit

WARNING = "Apologise before you ask for anything."
STEP = "Apologise first"


def to(name, area, *args):
    return reverse(f"outreach:{name}", args=[area.slug, *args])


def said(client, area, organisation, **other):
    data = {"text": "Das war unser Fehler.", "said_on": days(0).isoformat(), "said_by": ""} | other
    return client.post(to("apology_new", area, organisation.pk), data)


@pytest.mark.parametrize(("due", "status", "is_owed"), [(-3, "broken", True), (-3, "open", True), (-3, "kept", False),
                                                        (-3, "released", False), (3, "open", False)])  # fmt: skip
def test_for_what_an_apology_is_owed(organisation, due, status, is_owed):
    make_promise(organisation, due, status)
    assert (owed([organisation.pk]) == {organisation.pk}) == is_owed


def test_the_step_stands_before_all_others_until_it_is_noted(area, bob, organisation, english):
    make_promise(organisation, -3, "broken", what="Formular bringen")
    visit = make_visit(organisation)
    client = english(bob)
    record = to("record", area, visit.pk)
    answer = client.get(record)
    assert answer.context["steps"][0].key == "apology"
    assert WARNING in answer.content.decode()
    page = client.get(to("apology_new", area, organisation.pk)).content.decode()
    assert "<strong>One</strong> promise was not kept" in page
    assert "Formular bringen" in page
    said(client, area, organisation, said_by=Person.objects.get(user=bob).pk, next=record)
    apology = Apology.objects.get()
    assert (apology.text, apology.said_on, apology.said_by.name) == ("Das war unser Fehler.", days(0), "Bob")
    assert Promise.objects.get().apology == apology
    answer = client.get(record)
    assert answer.context["steps"][0].key == "visit"
    assert WARNING not in answer.content.decode()
    undo(Change.objects.latest("at"), by=bob)
    assert not Apology.objects.exists()
    assert WARNING in client.get(record).content.decode()


def test_a_new_breach_asks_for_a_new_apology(area, bob, organisation, english):
    make_promise(organisation, -9, "broken")
    client = english(bob)
    said(client, area, organisation)
    assert owed([organisation.pk]) == set()
    make_promise(organisation, -1)
    assert owed([organisation.pk]) == {organisation.pk}


def test_a_new_promise_or_visit_shows_the_warning(area, bob, organisation, english):
    make_promise(organisation, -3, "broken")
    visit = make_visit(organisation, 0, "met")
    client = english(bob)
    for url in (
        f"{to('promise_new', area)}?organisation={organisation.pk}",
        f"{to('plan', area)}?organisation={organisation.pk}",
        to("visit_promises", area, visit.pk),
        to("organisation_panel", area, organisation.pk),
    ):
        assert WARNING in client.get(url).content.decode(), url
    data = {"organisation": organisation.pk, "what": "Neu", "due": days(5).isoformat(), "made_on": days(0).isoformat()}
    assert WARNING in client.post(to("promise_new", area), data, follow=True).content.decode()
    assert Promise.objects.filter(what="Neu").exists()
    said(client, area, organisation)
    data |= {"what": "Danach"}
    assert WARNING not in client.post(to("promise_new", area), data, follow=True).content.decode()


def test_an_apology_needs_words_and_a_day_that_has_come(area, bob, organisation, english):
    make_promise(organisation, -3, "broken")
    assert said(english(bob), area, organisation, text="").status_code == 422
    assert said(english(bob), area, organisation, said_on=days(1).isoformat()).status_code == 422
    assert not Apology.objects.exists()


def test_a_viewer_finds_no_such_page(area, vera, organisation, login):
    assert login(vera).get(to("apology_new", area, organisation.pk)).status_code == 403
    assert login(vera).get(to("organisation_promises", area, organisation.pk)).status_code == 403
    assert login(vera).get(to("keeping", area)).status_code == 403


def generation(area, name, first, last):
    return Project.objects.create(area=area, name=name, start=days(first), end=days(last))


def test_all_promises_of_an_organisation_with_who_gave_them_in_which_project(area, project, bob, organisation, english):
    before = generation(area, "Hafen eins", -1400, -800)
    karla = Person.objects.create(area=area, name="Karla", project=before)
    make_promise(organisation, -900, "broken", what="Schaukasten", promised_by=karla, made_on=days(-950))
    make_promise(organisation, 5, what="Flyer", promised_by=Person.objects.get(user=bob), made_on=days(-2))
    make_promise(make_organisation(area, "Fernes Café"), what="Woanders")
    body = english(bob).get(to("organisation_promises", area, organisation.pk)).content.decode()
    assert "given in 2 projects" in body
    assert "<strong>1</strong> open, <strong>1</strong> broken" in body
    for words in ("Schaukasten", "Karla", "Hafen eins", "Flyer", "Bob", "Hafen bewegt"):
        assert words in body
    assert "Woanders" not in body


def test_keeping_rate_by_generation_opens_its_records(area, project, alice, organisation, english):
    before = generation(area, "Hafen eins", -1400, -800)
    karla = Person.objects.create(area=area, name="Karla", project=before)
    for status in ("kept", "broken", "broken", "broken", "released"):
        make_promise(organisation, -900, status, promised_by=karla, made_on=days(-950))
    me = Person.objects.get(user=alice)
    make_promise(organisation, -3, "kept", promised_by=me, made_on=days(-20))
    make_promise(organisation, -3, "kept", made_on=days(-20))
    make_promise(organisation, -1, made_on=days(-20), what="Überfällig")
    make_promise(organisation, -3, "broken", promised_by=me, is_practice=True)
    rows = keeping_by_generation(area, nobody="ohne")
    assert [(row.label, row.rate.kept, row.rate.judged, row.percent) for row in rows] == [
        ("Hafen eins", 1, 4, 25),
        ("Hafen bewegt", 2, 3, 67),
    ]
    client = english(alice)
    page = client.get(to("keeping", area)).content.decode()
    assert "<strong>25 %</strong>" in page
    link = f"?status=due&amp;project={before.pk}&amp;practice=no"
    assert link in page
    found = client.get(to("promises", area) + link.replace("&amp;", "&")).context["page"].paginator
    assert found.count == 4


def test_too_few_promises_are_no_figure(area, project, alice, organisation, english):
    make_promise(organisation, -3, "kept", made_on=days(-20))
    make_promise(organisation, -3, "broken", made_on=days(-20))
    assert [row.percent for row in keeping_by_generation(area, nobody="")] == [None]
    assert "not enough data" in english(alice).get(to("keeping", area)).content.decode()


def test_over_time_by_half_year(area, organisation):
    for year, status in ((2023, "kept"), (2023, "kept"), (2023, "broken")):
        Promise.objects.create(area=area, organisation=organisation, what="x", made_on=dt.date(year, 1, 1),
                               due=dt.date(year, 7, 1), status=status, closed_on=dt.date(year, 8, 1))  # fmt: skip
    make_promise(organisation, 300)
    assert [(row.label, row.percent) for row in keeping_over_time(area)] == [("2/2023", 67)]


def test_the_ledger_leads_to_the_apology_and_says_when_it_was(area, bob, organisation, english):
    make_promise(organisation, -3, "broken", what="Aushang")
    client = english(bob)
    ledger = reverse("outreach:promises", args=[area.slug])
    apology = to("apology_new", area, organisation.pk)
    assert apology in client.get(ledger, {"status": "broken"}).content.decode()
    client.post(apology, {"text": "Tut uns leid.", "said_on": days(0).isoformat()})
    body = client.get(ledger, {"status": "broken"}).content.decode()
    assert apology not in body
    assert "apologised on" in body


def test_breaking_one_asks_for_the_apology_at_once(area, bob, organisation, english):
    promise = make_promise(organisation, 3)
    url = reverse("outreach:promise_close", args=[area.slug, promise.pk])
    body = english(bob).post(url, {"status": "broken"}, follow=True).content.decode()
    assert "Bäckerei Sturm: a promise to them was not kept. Apologise before you ask for anything." in body
    body = english(bob).post(url, {"status": "kept"}, follow=True).content.decode()
    assert "Apologise before" not in body


def test_on_the_organisation_s_own_page_open_ones_are_closed(area, bob, organisation, english):
    promise = make_promise(organisation, 3, what="Aushang")
    page = to("organisation_promises", area, organisation.pk)
    client = english(bob)
    close = reverse("outreach:promise_close", args=[area.slug, promise.pk])
    assert close in client.get(page).content.decode()
    answer = client.post(close, {"status": "kept", "next": page})
    assert answer["Location"] == page
    body = client.get(page).content.decode()
    assert "Aushang" in body
    assert close not in body
