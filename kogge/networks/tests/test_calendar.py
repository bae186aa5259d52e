"""The calendar: a secret address that is shown once and taken back, and a file for one meeting."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import vobject
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from kogge.networks.models import CalendarLink

from .factories import days, make_meeting, make_network, make_organisation


@pytest.fixture
def network(area):
    return make_network(area, "Tisch; der, große")


def url(name, area, *more):
    return reverse(f"networks:{name}", args=[area.slug, *more])


def make_link(client, area, network):
    text = client.post(url("calendar_links", area, network.pk), {"label": "Alle"}).content.decode()
    return re.search(r"/calendar/[\w-]+\.ics", text).group()


def test_a_feed_needs_no_account_and_is_read_by_a_library(area, network, stella, login):
    host = make_organisation(area, "Bäckerei Ähre")
    make_meeting(
        network, 7, date=dt.date(2026, 7, 1), start=dt.time(8), end=dt.time(9, 30), host=host, agenda="Eins\nZwei, drei"
    )
    make_meeting(network, 8)
    address = make_link(login(stella), area, network)
    answer = Client().get(address)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert max(len(line) for line in answer.content.split(b"\r\n")) <= 75
    book = vobject.readOne(answer.content.decode())
    timed, whole = sorted(book.vevent_list, key=lambda event: len(event.contents))[::-1]
    assert timed.summary.value == "Tisch; der, große"
    # Eight o'clock in Berlin's summer.
    assert timed.dtstart.value == dt.datetime(2026, 7, 1, 6, tzinfo=dt.UTC)
    assert timed.dtend.value == dt.datetime(2026, 7, 1, 7, 30, tzinfo=dt.UTC)
    assert timed.location.value == "Bäckerei Ähre"
    assert timed.description.value == "1. Eins\n2. Zwei, drei"
    assert whole.dtstart.value == days(8)
    assert timed.uid.value != whole.uid.value


def test_the_address_is_shown_once_and_taken_back_for_good(area, network, stella, login):
    client = login(stella)
    address = make_link(client, area, network)
    link = CalendarLink.objects.get()
    assert link.digest not in address
    assert address not in client.get(url("calendar_links", area, network.pk)).content.decode()
    assert Client().get(address).status_code == 200
    link.refresh_from_db()
    assert link.last_used_at is not None
    client.post(url("calendar_revoke", area, link.pk))
    assert Client().get(address).status_code == 404
    assert "Niemand" in client.get(url("calendar_links", area, network.pk)).content.decode()


def test_guessing_is_in_vain_and_asking_all_the_time_is_slowed_down(area, network):
    cache.clear()
    client = Client()
    assert client.get("/calendar/abc.ics").status_code == 404
    codes = {client.get("/calendar/abc.ics").status_code for _try in range(40)}
    assert codes == {404, 429}


def test_the_file_of_a_meeting(area, network, vera, charlie, login):
    meeting = make_meeting(network, 3, place="Hof")
    answer = login(vera).get(url("meeting_ics", area, meeting.pk))
    assert vobject.readOne(answer.content.decode()).vevent.location.value == "Hof"
    assert login(charlie).get(url("meeting_ics", area, meeting.pk)).status_code == 404


def test_a_link_needs_a_name(area, network, stella, login):
    assert login(stella).post(url("calendar_links", area, network.pk), {"label": ""}).status_code == 422


def test_signs_that_a_calendar_may_not_hold_are_left_out(area, network, vera, login):
    meeting = make_meeting(network, 7, place="Halle\x07 \u202eost", agenda="Eins\x0b\nZwei\x1b")
    text = login(vera).get(url("meeting_ics", area, meeting.pk)).content.decode()
    event = vobject.readOne(text).vevent
    assert (event.location.value, event.description.value) == ("Halle ost", "1. Eins\n2. Zwei")
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e]", text)
