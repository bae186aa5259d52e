"""The agenda of a meeting, and the list on which those who come write their names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kogge.actors.models import Organisation
from kogge.core.typeset import typeset
from kogge.networks.models import Meeting

DOCUMENT = Path(__file__).with_name("meeting.typ")
GUEST_LINES = 8


def when(meeting: Meeting) -> str:
    """Day and time in words."""
    text = date_format(meeting.date, "l, j. F Y" if str(get_language()).startswith("de") else "l, j F Y")
    if meeting.start:
        text += f", {meeting.start:%H:%M}" + (f"–{meeting.end:%H:%M}" if meeting.end else "")
    return text


def meeting_pdf(meeting: Meeting, *, members: Sequence[Organisation] | None) -> bytes:
    """The agenda as PDF; with members the attendance list, with room for guests. In the active language."""
    is_list = members is not None
    data = {
        "language": str(get_language() or "de")[:2],
        "area": meeting.network.area.name,
        "network": meeting.network.name,
        "when": when(meeting),
        "where": meeting.where,
        "items": meeting.items,
        "list": is_list,
        "members": [member.name for member in members or ()],
        "guests": GUEST_LINES,
        "words": {
            "title": _("Attendance list") if is_list else _("Agenda"),
            "who": _("Organisation"),
            "name": _("Name"),
            "sign": _("Signature"),
            "guest": _("Guests"),
            "nothing": _("Nothing is on the agenda yet."),
            "page": _("Page"),
            "of": _("of"),
        },
    }
    return typeset(DOCUMENT, data)
