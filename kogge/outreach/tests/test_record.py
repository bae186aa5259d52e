"""Recording a visit: step by step, each saved on its own, nothing lost on an error."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kogge.actors.models import Consent, Person
from kogge.core.models import Change
from kogge.core.undo import undo
from kogge.outreach.models import Interview, Promise, Task, Visit
from kogge.outreach.queries import no_go_pairs

from .factories import days, make_interview, make_organisation, make_promise, make_visit


@pytest.fixture
def said(bob):
    """What one fills in for a visit."""
    return {
        "outcome": "met",
        "date": days(0).isoformat(),
        "visitor": Person.objects.get(user=bob).pk,
        "channel": "visit",
        "minutes": "20",
        "mood": "4",
        "note": "Der Ofen ist neu.",
        "next_step": "Angebot der Schule schicken",
        "next_step_due": days(7).isoformat(),
    }


def test_step_one_records_the_visit_and_makes_the_task(area, bob, organisation, english, said):
    visit = make_visit(organisation, -1)
    client = english(bob)
    url = reverse("outreach:record", args=[area.slug, visit.pk])
    assert "How was it at Bäckerei Sturm?" in client.get(url).content.decode()
    answer = client.post(url, said)
    assert answer["Location"] == reverse("outreach:interview_edit", args=[area.slug, visit.pk])
    visit.refresh_from_db()
    assert (visit.status, visit.outcome, visit.minutes, visit.mood) == ("done", "met", 20, 4)
    task = Task.objects.get()
    assert (task.title, task.due, task.kind, task.visit) == (said["next_step"], days(7), "follow_up", visit)
    assert list(task.organisations.all()) == [organisation]
    undo(Change.objects.latest("at"), by=bob)
    visit.refresh_from_db()
    assert visit.status == "planned"
    assert not Task.objects.exists()


def test_correcting_the_visit_keeps_one_task(area, bob, organisation, english, said):
    visit = make_visit(organisation)
    client = english(bob)
    url = reverse("outreach:record", args=[area.slug, visit.pk])
    client.post(url, said)
    client.post(url, {**said, "next_step": "Anrufen"})
    assert Task.objects.get().title == "Anrufen"
    client.post(url, {**said, "next_step": "", "next_step_due": ""})
    assert not Task.objects.exists()


def test_a_task_that_is_done_stays_done(area, bob, organisation, english, said):
    visit = make_visit(organisation)
    client = english(bob)
    url = reverse("outreach:record", args=[area.slug, visit.pk])
    client.post(url, said)
    task = Task.objects.get()
    client.post(reverse("outreach:task_done", args=[area.slug, task.pk]), {"done": "1"})
    client.post(url, said)
    assert Task.objects.get().done_on == days(0)


def test_a_visit_nobody_planned(area, bob, organisation, english, said):
    client = english(bob)
    url = reverse("outreach:record_new", args=[area.slug])
    client.post(url, {**said, "organisation_q": "Sturm"})
    assert Visit.objects.get().organisation == organisation
    client.post(f"{url}?organisation={organisation.pk}", {**said, "note": "Noch einmal dort"})
    assert Visit.objects.count() == 2


def test_who_was_not_met_ends_after_step_one(area, bob, organisation, english, said):
    visit = make_visit(organisation)
    quiet = {"outcome": "away", "date": days(0).isoformat(), "channel": "visit"}
    answer = english(bob).post(reverse("outreach:record", args=[area.slug, visit.pk]), quiet)
    assert answer["Location"] == reverse("outreach:visits", args=[area.slug])


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"date": days(1).isoformat()}, "This day is still to come."),
        ({"minutes": "600"}, "600 minutes are more than eight hours."),
        ({"minutes": "0"}, "Zero minutes"),
        ({"minutes": "-5"}, "greater than or equal to 0"),
        ({"next_step_due": ""}, "A next step without a day is soon forgotten."),
        ({"next_step": ""}, "There is a day but no step."),
        ({"next_step_due": days(-1).isoformat()}, "This day lies before the visit."),
        ({"next_step_due": "0226-01-01"}, "The year 226 cannot be right."),
        ({"outcome": "later"}, "When shall somebody come back?"),
        ({"outcome": "later", "come_back_on": days(0).isoformat()}, "choose a later day"),
        ({"outcome": ""}, "required"),
    ],
)
def test_errors_are_sentences_and_nothing_typed_is_lost(area, bob, organisation, english, said, changed, sentence):
    visit = make_visit(organisation)
    answer = english(bob).post(reverse("outreach:record", args=[area.slug, visit.pk]), {**said, **changed})
    body = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in body
    assert "Der Ofen ist neu." in body
    visit.refresh_from_db()
    assert visit.status == "planned"
    assert not Task.objects.exists()


def test_shows_what_one_must_know_before(area, bob, stella, organisation, english):
    organisation.languages = ["ru", "de"]
    organisation.save()
    make_visit(organisation, -30, "met", note="Will wiederkommen")
    make_promise(organisation, -3, "broken", what="Formular schicken")
    make_promise(organisation, 4, what="Zur Messe einladen")
    make_interview(organisation, -30, slots=["tu-morning"], not_with=[make_organisation(area, "Friseur Kamm")])
    visit = make_visit(organisation)
    url = reverse("outreach:record", args=[area.slug, visit.pk])
    body = english(bob).get(url).content.decode()
    for known in (
        "Will wiederkommen",
        "Formular schicken",
        "Zur Messe einladen",
        "Russian",
        "Tuesday 9 to 12",
        "Friseur Kamm",
    ):
        assert known in body
    body = english(stella).get(url).content.decode()
    assert "Formular schicken" in body
    assert "Friseur Kamm" not in body
    assert "Tuesday 9 to 12" not in body


def interview_data(**fields):
    return {"language": "de", "situation": "Läuft gut", **fields}


def test_step_two_saves_conditions_no_gos_and_consents(area, bob, organisation, english):
    barber = make_organisation(area, "Friseur Kamm")
    visit = make_visit(organisation, -1, "met")
    client = english(bob)
    url = reverse("outreach:interview_edit", args=[area.slug, visit.pk])
    body = client.get(url).content.decode()
    assert 'value="tu-morning"' in body
    assert "Tuesday, 9 to 12" in body
    answer = client.post(
        url,
        interview_data(
            would_join="maybe",
            slots=["tu-morning", "we-evening"],
            hours_per_month="2.5",
            max_fee="10",
            max_walk_m="800",
            formats=["breakfast"],
            languages=["de", "ru"],
            not_with=[barber.pk],
            consent_contact="spoken",
            consent_matching="signed",
        ),
    )
    interview = Interview.objects.get()
    assert answer["Location"] == reverse("needs:interview_entries", args=[area.slug, interview.pk])
    assert (interview.visit, interview.date, interview.slots) == (visit, visit.date, ["tu-morning", "we-evening"])
    assert no_go_pairs(area) == {(organisation.pk, barber.pk)}
    given = dict(Consent.objects.values_list("purpose", "channel"))
    assert given == {"contact": "spoken", "matching": "signed"}
    undo(Change.objects.latest("at"), by=bob)
    assert not Interview.objects.exists()
    assert not Consent.objects.exists()


def test_coming_back_changes_the_same_interview(area, bob, organisation, english):
    barber = make_organisation(area, "Friseur Kamm")
    visit = make_visit(organisation, -1, "met")
    client = english(bob)
    url = reverse("outreach:interview_edit", args=[area.slug, visit.pk])
    client.post(url, interview_data(not_with=[barber.pk], consent_contact="spoken"))
    body = client.get(url).content.decode()
    assert "Läuft gut" in body
    assert f'value="{barber.pk}" checked' in body
    client.post(url, interview_data(situation="Läuft schlecht", consent_contact=""))
    assert Interview.objects.get().situation == "Läuft schlecht"
    assert no_go_pairs(area) == set()
    assert Consent.objects.get().withdrawn_on == days(0)
    undo(Change.objects.latest("at"), by=bob)
    assert no_go_pairs(area) == {(organisation.pk, barber.pk)}
    assert Consent.objects.get().withdrawn_on is None


def test_a_new_talk_starts_from_the_last_conditions(area, bob, organisation, english):
    barber = make_organisation(area, "Friseur Kamm")
    make_interview(
        organisation, -90, slots=["mo-early"], max_fee="7", situation="Alte Lage", not_with=[barber], language="ru"
    )
    visit = make_visit(organisation, 0, "met")
    body = english(bob).get(reverse("outreach:interview_edit", args=[area.slug, visit.pk])).content.decode()
    assert 'value="mo-early" id="id_slots_mo-early" checked' in body
    assert f'value="{barber.pk}" checked' in body
    assert "Alte Lage" not in body
    assert "change what is different today" in body
    assert Interview.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("hours_per_month", "300", "Hours a month lie between 0 and 200."),
        ("max_fee", "-1", "A fee is not negative."),
        ("max_walk_m", "3", "Metres on foot lie between 50 and 20,000."),
        ("slots", ["mo-midnight"], "mo-midnight is not one of the available choices"),
        ("not_with_q", "Gibt es nicht", "Nothing in the register fits"),
    ],
)
def test_wrong_conditions_are_refused_and_the_words_kept(area, bob, organisation, english, field, value, sentence):
    visit = make_visit(organisation, 0, "met")
    answer = english(bob).post(
        reverse("outreach:interview_edit", args=[area.slug, visit.pk]), interview_data(**{field: value})
    )
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "Läuft gut" in answer.content.decode()
    assert not Interview.objects.exists()


def test_interviews_are_for_those_who_may_read_them(area, bob, stella, vera, organisation, english):
    visit = make_visit(organisation, 0, "met")
    barber = make_organisation(area, "Friseur Kamm")
    interview = make_interview(organisation, 0, visit=visit, situation="Vertraulich", not_with=[barber])
    read = reverse("outreach:interview", args=[area.slug, interview.pk])
    write = reverse("outreach:interview_edit", args=[area.slug, visit.pk])
    body = english(bob).get(read).content.decode()
    assert "Vertraulich" in body
    assert "Friseur Kamm" in body
    for user in (stella, vera):
        assert english(user).get(read).status_code == 403
        assert english(user).get(write).status_code == 403
    body = english(stella).get(reverse("outreach:visit", args=[area.slug, visit.pk])).content.decode()
    assert "Read the talk" not in body
    assert "Vertraulich" not in body


def test_a_steward_goes_from_the_visit_to_the_needs(area, stella, organisation, english, said):
    visit = make_visit(organisation)
    data = {**said, "visitor": ""}
    answer = english(stella).post(reverse("outreach:record", args=[area.slug, visit.pk]), data)
    needs = reverse("needs:organisation_entries", args=[area.slug, organisation.pk])
    assert answer["Location"] == f"{needs}?visit={visit.pk}"


def test_step_four_notes_promises_and_closes_old_ones(area, bob, organisation, english):
    old = make_promise(organisation, -3, what="Alte Zusage")
    visit = make_visit(organisation, -1, "met", visitor=Person.objects.get(user=bob))
    client = english(bob)
    url = reverse("outreach:visit_promises", args=[area.slug, visit.pk])
    assert "Alte Zusage" in client.get(url).content.decode()
    me = Person.objects.get(user=bob)
    data = {"what": "Flyer bringen", "due": days(5).isoformat(), "promised_by": me.pk}
    answer = client.post(url, {**data, "due": days(-2).isoformat()})
    assert answer.status_code == 422
    assert "lies before the day the promise was given" in answer.content.decode()
    assert client.post(url, data)["Location"] == url
    promise = Promise.objects.get(visit=visit)
    assert (promise.made_on, promise.organisation, promise.promised_by) == (visit.date, organisation, me)
    close = reverse("outreach:promise_close", args=[area.slug, old.pk])
    answer = client.post(close, {"status": "kept", "result": "gebracht", "next": url})
    assert answer["Location"] == url
    old.refresh_from_db()
    assert (old.status, old.result, old.closed_on) == ("kept", "gebracht", days(0))


def test_summary_says_what_came_of_it(area, bob, organisation, english, said):
    visit = make_visit(organisation)
    client = english(bob)
    client.post(reverse("outreach:record", args=[area.slug, visit.pk]), said)
    make_promise(organisation, 4, visit=visit, what="Flyer bringen")
    body = client.get(reverse("outreach:visit", args=[area.slug, visit.pk])).content.decode()
    for known in ("20 minutes", "<strong>1</strong> promise", "<strong>1</strong> task", "Flyer bringen"):
        assert known in body
    assert "Angebot der Schule schicken" in body


@pytest.mark.parametrize("number", [1, 3])
def test_query_count_of_step_one(area, bob, organisation, number, english, django_assert_num_queries):
    for index in range(number):
        make_visit(organisation, -9 - index, "met")
        make_promise(organisation, -3, "broken")
        make_interview(organisation, -9 - index, not_with=[make_organisation(area, f"Nein {index}")])
    visit = make_visit(organisation)
    client = english(bob)
    with django_assert_num_queries(15):
        client.get(reverse("outreach:record", args=[area.slug, visit.pk]))
