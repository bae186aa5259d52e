"""Meetings as iCalendar (RFC 5545): a feed for calendars, a file to invite with."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable

import vobject
from django.utils import timezone
from vobject.icalendar import utc

from kogge import __version__
from kogge.networks.models import Meeting, Network

PRODUCT = f"-//Kogge//Kogge {__version__}//DE"


def calendar(network: Network, meetings: Iterable[Meeting], *, host: str) -> str:
    """A VCALENDAR with an event for each meeting. Times are in UTC, so no time zone needs to be explained.

    `host` makes the ids unique in the world; a meeting keeps its id when it changes.
    """
    book = vobject.iCalendar()
    book.add("prodid").value = PRODUCT
    book.add("method").value = "PUBLISH"
    book.add("x-wr-calname").value = _plain(network.name)
    for meeting in meetings:
        _event(book, network, meeting, host)
    text: str = book.serialize()
    return text


def _event(book: vobject.base.Component, network: Network, meeting: Meeting, host: str) -> None:
    event = book.add("vevent")
    event.add("uid").value = f"meeting-{meeting.pk}@{host}"
    event.add("dtstamp").value = timezone.now().astimezone(utc).replace(microsecond=0)
    event.add("summary").value = _plain(network.name)
    if meeting.start is None:
        event.add("dtstart").value = meeting.date
    else:
        event.add("dtstart").value = _moment(meeting.date, meeting.start)
        if meeting.end is not None:
            event.add("dtend").value = _moment(meeting.date, meeting.end)
    if meeting.where:
        event.add("location").value = _plain(meeting.where)
    if meeting.items:
        agenda = (f"{number}. {_plain(item)}" for number, item in enumerate(meeting.items, 1))
        event.add("description").value = "\n".join(agenda)


def _plain(text: str) -> str:
    """A line without control signs, which a calendar file may not hold, nor signs that turn its direction."""
    return "".join(sign for sign in text if sign == "\t" or unicodedata.category(sign) not in {"Cc", "Cf"})


def _moment(day: dt.date, time: dt.time) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, time)).astimezone(utc)
