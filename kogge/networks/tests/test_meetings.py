"""Meetings: planned, held, decided, on paper; taken back; seen by those who may."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from kogge.core.models import Change
from kogge.core.undo import undo
from kogge.networks.models import Decision, Meeting

from .factories import TODAY, days, make_meeting, make_network, make_organisation


@pytest.fixture
def baker(area):
    return make_organisation(area, "Bäckerei Ähre", street="Kai", housenumber="3")


@pytest.fixture
def network(area, baker):
    return make_network(area, "Tisch", [baker, make_organisation(area, "Café")])


def url(name, area, *more):
    return reverse(f"networks:{name}", args=[area.slug, *more])


def test_an_empty_page_teaches(area, network, stella, login):
    text = login(stella).get(url("meetings", area, network.pk)).content.decode()
    assert "Sie haben sich noch nicht getroffen." in text
    assert url("meeting_new", area, network.pk) in text


def test_plan_a_meeting_at_a_house_and_take_it_back(area, network, baker, stella, login):
    client = login(stella)
    values = {"date": days(7), "start": "08:00", "end": "09:30", "host": baker.pk, "agenda": "Kennenlernen\n\nFlyer"}
    answer = client.post(url("meeting_new", area, network.pk), values)
    meeting = Meeting.objects.get()
    assert answer["Location"] == url("meeting", area, meeting.pk)
    assert (meeting.items, float(meeting.hours), meeting.where) == (
        ["Kennenlernen", "Flyer"],
        1.5,
        "Bäckerei Ähre, Kai 3",
    )
    text = client.get(url("meetings", area, network.pk)).content.decode()
    assert "Bäckerei Ähre, Kai 3" in text
    undo(Change.objects.latest("at"), by=stella)
    assert not Meeting.objects.exists()


def test_the_next_one_begins_like_the_last(area, network, baker, stella, login):
    make_meeting(network, -7, host=baker, start=dt.time(8), end=dt.time(9), place="Hof")
    form = login(stella).get(url("meeting_new", area, network.pk)).context["form"]
    assert (form.initial["host"], form.initial["place"], form.initial["start"]) == (baker.pk, "Hof", dt.time(8))
    assert form.initial["date"] is None


def test_the_list_of_networks_names_the_next_day(area, network, vera, login):
    for day in (-3, 9, 4):
        make_meeting(network, day)
    text = login(vera).get(url("list", area)).content.decode()
    assert f"nächstes Treffen am {days(4):%d.%m.%Y}" in text


def test_what_somebody_took_on_stands_with_them(area, network, baker, vera, login):
    meeting = make_meeting(network, -3)
    Decision.objects.create(meeting=meeting, text="Flyer drucken", owner=baker, due=days(-1))
    Decision.objects.create(meeting=meeting, text="Längst getan", owner=baker, done_on=TODAY)
    text = login(vera).get(url("organisation_panel", area, baker.pk)).content.decode()
    assert "Flyer drucken" in text
    assert "überfällig" in text
    assert "Längst getan" not in text


def test_what_came_of_it_fills_the_letter(area, network, baker, alice, login):
    meeting = make_meeting(network, -3, guests=0)
    Decision.objects.create(meeting=meeting, text="Flyer drucken", owner=baker)
    client = login(alice)
    letters = url("letters", area, network.pk, "results")
    assert letters in client.get(url("meeting", area, meeting.pk)).content.decode()
    assert "– Flyer drucken" in client.get(letters).content.decode()


def test_what_cannot_be_is_said_and_kept(area, network, stella, login):
    client = login(stella)
    answer = client.post(
        url("meeting_new", area, network.pk), {"date": days(7), "start": "09:00", "end": "08:00", "place": "Hof"}
    )
    assert answer.status_code == 422
    assert "Das Ende liegt vor dem Anfang." in answer.content.decode()
    assert "Hof" in answer.content.decode()
    assert client.post(url("meeting_new", area, network.pk), {"date": days(7), "end": "08:00"}).status_code == 422
    assert client.post(url("meeting_new", area, network.pk), {"date": "0226-01-01"}).status_code == 422
    assert not Meeting.objects.exists()


def test_a_network_that_ended_meets_no_more(area, network, stella, login):
    network.ended_on = days(-3)
    network.save()
    client = login(stella)
    answer = client.post(url("meeting_new", area, network.pk), {"date": days(1), "place": "Hof"})
    assert answer.status_code == 422
    assert "endete am" in answer.content.decode()
    # What was before its end may still be noted.
    assert client.post(url("meeting_new", area, network.pk), {"date": days(-5), "place": "Hof"}).status_code == 302


def test_sent_twice_is_one_meeting(area, network, stella, login):
    client = login(stella)
    for _press in range(2):
        client.post(url("meeting_new", area, network.pk), {"date": days(7), "start": "08:00"})
    assert Meeting.objects.count() == 1


def test_who_came_and_what_was_said(area, network, baker, stella, login):
    meeting = make_meeting(network, -3)
    client = login(stella)
    page = client.get(url("meeting", area, meeting.pk)).content.decode()
    assert "Wer da war, ist noch nicht notiert." in page
    values = {"attendees": [baker.pk], "guests": 2, "minutes": "Man kennt sich."}
    client.post(url("meeting_held", area, meeting.pk), values)
    meeting.refresh_from_db()
    assert (list(meeting.attendees.all()), meeting.guests, meeting.minutes) == ([baker], 2, "Man kennt sich.")
    page = client.get(url("meeting", area, meeting.pk)).content.decode()
    assert "Man kennt sich." in page
    undo(Change.objects.latest("at"), by=stella)
    meeting.refresh_from_db()
    assert (meeting.attendees.count(), meeting.guests, meeting.minutes) == (0, None, "")


def test_nobody_came_to_a_meeting_that_is_still_to_come(area, network, baker, stella, login):
    meeting = make_meeting(network, 3)
    answer = login(stella).post(url("meeting_held", area, meeting.pk), {"attendees": [baker.pk]})
    assert answer.status_code == 422
    assert meeting.attendees.count() == 0


def test_a_stranger_cannot_have_come(area, network, stella, login):
    stranger = make_organisation(area, "Fremd")
    meeting = make_meeting(network, -3)
    answer = login(stella).post(url("meeting_held", area, meeting.pk), {"attendees": [stranger.pk]})
    assert answer.status_code == 422


def test_decisions_are_carried_out_or_dropped_with_the_reason(area, network, baker, stella, login):
    meeting = make_meeting(network, -3)
    client = login(stella)
    new = url("decision_new", area, meeting.pk)
    client.post(new, {"text": "Flyer drucken", "owner": baker.pk, "due": days(-1)})
    client.post(new, {"text": "Saal fragen", "owner": ""})
    first, second = Decision.objects.order_by("pk")
    assert first.is_late
    assert "überfällig" in client.get(url("meetings", area, network.pk)).content.decode()
    assert client.post(url("decision_settle", area, first.pk), {"done_on": days(2)}).status_code == 422
    client.post(url("decision_settle", area, first.pk), {"done_on": TODAY})
    assert client.post(url("decision_settle", area, second.pk) + "?drop=1", {"dropped_why": " "}).status_code == 422
    client.post(url("decision_settle", area, second.pk) + "?drop=1", {"dropped_why": "zu teuer"})
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.done_on, second.dropped_why, second.dropped_on) == (TODAY, "zu teuer", TODAY)
    assert "zu teuer" in client.get(url("meeting", area, meeting.pk)).content.decode()
    client.post(url("decision_reopen", area, second.pk))
    second.refresh_from_db()
    assert second.is_open
    client.post(url("remove", area, "decisions", second.pk))
    assert Decision.objects.count() == 1
    undo(Change.objects.latest("at"), by=stella)
    assert Decision.objects.count() == 2


def test_papers(area, network, baker, vera, login):
    meeting = make_meeting(network, 3, host=baker, start=dt.time(8), agenda="Kennenlernen")
    client = login(vera)
    for name in ("agenda_pdf", "attendance_pdf"):
        answer = client.get(url(name, area, meeting.pk))
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")


def test_viewers_read_and_change_nothing(area, network, vera, login):
    meeting = make_meeting(network, -3)
    decision = Decision.objects.create(meeting=meeting, text="Flyer")
    client = login(vera)
    text = client.get(url("meeting", area, meeting.pk)).content.decode()
    assert "Flyer" in text
    assert "decision_text" not in text
    for name, pk in (
        ("meeting_new", network.pk),
        ("meeting_edit", meeting.pk),
        ("meeting_held", meeting.pk),
        ("decision_new", meeting.pk),
        ("decision_settle", decision.pk),
    ):
        assert client.get(url(name, area, pk)).status_code == 403
    assert client.post(url("remove", area, "meetings", meeting.pk)).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_queries_are_constant(area, alice, login, number, django_assert_max_num_queries):
    shops = [make_organisation(area, f"Laden {n}") for n in range(number)]
    network = make_network(area, "Tisch", shops)
    rows = [make_meeting(network, -n - 1, attendees=shops, guests=1) for n in range(number)]
    for row in rows:
        Decision.objects.create(meeting=row, text="Flyer", owner=shops[0])
    client = login(alice)
    for page, most in ((url("meetings", area, network.pk), 7), (url("meeting", area, rows[0].pk), 9)):
        client.get(page)
        with django_assert_max_num_queries(most):
            client.get(page)
