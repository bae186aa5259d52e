"""Texts of letters: what comes with Kogge, the placeholders that may stand in them, and how they are filled."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")
PLACEHOLDERS = {
    "organisation": _("name of the organisation"),
    "contact": _("who to ask for there"),
    "greeting": _("“Guten Tag Maria Sturm” or “Guten Tag”, in the letter's language"),
    "address": _("street, postcode and town"),
    "last_talk": _("day of the last talk"),
    "results": _("what came of it, typed for this mailing"),
    "meeting_date": _("day of the meeting, typed for this mailing"),
    "meeting_time": _("time of the meeting, typed for this mailing"),
    "meeting_place": _("place of the meeting, typed for this mailing"),
    "area": _("name of the area"),
    "sender": _("your name"),
    "today": _("today's date"),
    "imprint": _("imprint of the area (settings)"),
}
GREETINGS = {
    "de": "Guten Tag",
    "en": "Hello",
    "tr": "Merhaba",
    "ru": "Здравствуйте",
    "uk": "Добрий день",
    "vi": "Xin chào",
}
_END_DE = (
    "Wenn Sie keine Post mehr von uns möchten, sagen Sie es uns einfach: Eine kurze Antwort oder ein Anruf genügt.\n\n"
    "Mit freundlichen Grüßen\n{sender}"
)
_END_EN = (
    "If you want no more mail from us, simply tell us: a short answer or a call is enough.\n\nKind regards\n{sender}"
)
# (kind, language) → subject, text
SHIPPED: dict[tuple[str, str], tuple[str, str]] = {
    ("results", "de"): (
        "Was aus unserem Gespräch geworden ist",
        "{greeting},\n\nwir haben mit Ihnen und mit anderen in {area} gesprochen. Sie haben sich Zeit genommen, "
        "deshalb hören Sie jetzt von uns, was dabei herausgekommen ist:\n\n{results}\n\n"
        "Stimmt etwas nicht, oder fehlt etwas? Dann sagen Sie es uns bitte.\n\n" + _END_DE,
    ),
    ("results", "en"): (
        "What came of our talk",
        "{greeting},\n\nwe talked with you and with others in {area}. You took the time, so this is what came of it:"
        "\n\n{results}\n\nIs something wrong or missing? Then please tell us.\n\n" + _END_EN,
    ),
    ("invitation", "de"): (
        "Einladung zum Treffen am {meeting_date}",
        "{greeting},\n\nwir laden Sie herzlich ein: Betriebe und Einrichtungen aus {area} treffen sich, um einander "
        "kennenzulernen und zu helfen.\n\nWann: {meeting_date}, {meeting_time}\nWo: {meeting_place}\n\n"
        "Es kostet nichts und verpflichtet Sie zu nichts.\n\n" + _END_DE,
    ),
    ("invitation", "en"): (
        "Invitation to the meeting on {meeting_date}",
        "{greeting},\n\nyou are warmly invited: businesses and organisations in {area} meet to get to know and help "
        "each other.\n\nWhen: {meeting_date}, {meeting_time}\nWhere: {meeting_place}\n\n"
        "It costs nothing and binds you to nothing.\n\n" + _END_EN,
    ),
    ("poster", "de"): (
        "Wir treffen uns!",
        "Betriebe und Einrichtungen in {area} helfen einander.\n\n{meeting_date}, {meeting_time}\n{meeting_place}\n\n"
        "Kommen Sie vorbei. Es kostet nichts und verpflichtet zu nichts.",
    ),
    ("poster", "en"): (
        "We meet!",
        "Businesses and organisations in {area} help each other.\n\n{meeting_date}, {meeting_time}\n{meeting_place}\n\n"
        "Come along. It costs nothing and binds you to nothing.",
    ),
}  # fmt: skip


def unknown(text: str) -> list[str]:
    """Placeholders in a text that nobody fills.

    >>> unknown("{greeting}, {oranisation} {}")
    ['oranisation', '']
    """
    return list(dict.fromkeys(name for name in PLACEHOLDER.findall(text) if name not in PLACEHOLDERS))


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its placeholders filled; what is filled in is not looked at again.

    >>> filled("{organisation}: {results}", {"organisation": "{today}", "results": "gut"})
    '{today}: gut'
    """
    return PLACEHOLDER.sub(lambda found: values.get(found[1], ""), text)


def greeting(language: str, contact: str) -> str:
    """How a letter begins; German where the language is not known."""
    return f"{GREETINGS.get(language, GREETINGS['de'])} {contact}".strip()
