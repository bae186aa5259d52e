"""Opening hours: kept in OpenStreetMap's syntax, read and typed the way people say them.

Source of the syntax: https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification. What goes beyond
weekdays, times, "off", "24/7" and public holidays is kept and shown as it stands.
"""

from __future__ import annotations

import re

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_GERMAN = {"mo": "Mo", "di": "Tu", "mi": "We", "do": "Th", "fr": "Fr", "sa": "Sa", "so": "Su"}
_LONG = {
    "montag": "Mo", "dienstag": "Tu", "mittwoch": "We", "donnerstag": "Th", "freitag": "Fr", "samstag": "Sa",
    "sonnabend": "Sa", "sonntag": "Su", "monday": "Mo", "tuesday": "Tu", "wednesday": "We", "thursday": "Th",
    "friday": "Fr", "saturday": "Sa", "sunday": "Su", "feiertag": "PH", "feiertage": "PH",
}  # fmt: skip
_DAY = r"(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|SH)"
_TIME = r"\d{1,2}:\d{2}"
_RULE = re.compile(
    rf"^(?P<days>{_DAY}(?:\s?[-,]\s?{_DAY})*)?\s*"
    rf"(?P<times>{_TIME}\s?-\s?{_TIME}\+?(?:\s?,\s?{_TIME}\s?-\s?{_TIME}\+?)*|{_TIME}\+|off|closed)?$"
)


def impossible_time(text: str) -> str:
    """The first time in opening hours that no clock shows, "" if all are right.

    The syntax counts on past midnight: 26:00 is two o'clock in the night.

    >>> impossible_time("Mo-Fr 08:00-18:75"), impossible_time("Fr 20:00-26:00")
    ('18:75', '')
    """
    for hour, minute in re.findall(r"\b(\d{1,2}):(\d{2})\b", text):
        if int(hour) > 26 or int(minute) > 59:
            return f"{hour}:{minute}"
    return ""


def _day_name(day: str) -> str:
    return {
        "Mo": _("Monday"),
        "Tu": _("Tuesday"),
        "We": _("Wednesday"),
        "Th": _("Thursday"),
        "Fr": _("Friday"),
        "Sa": _("Saturday"),
        "Su": _("Sunday"),
        "PH": _("Public holidays"),
        "SH": _("School holidays"),
    }[day]


def _days(text: str) -> str:
    if not text:
        return _("Daily")
    parts = []
    for part in re.split(r"\s?,\s?", text):
        first, _dash, last = (piece.strip() for piece in part.partition("-"))
        if last:
            parts.append(_("%(first)s to %(last)s") % {"first": _day_name(first), "last": _day_name(last)})
        else:
            parts.append(_day_name(first))
    return ", ".join(parts)


def _clock(text: str) -> str:
    hour, minute = text.split(":")
    plain = str(int(hour)) if minute == "00" else f"{int(hour)}:{minute}"
    return plain


def _times(text: str) -> str:
    if text in ("off", "closed"):
        return pgettext("opening hours", "closed")
    if not text:
        return pgettext("opening hours", "open")
    said = []
    for part in re.split(r"\s?,\s?", text):
        start, _dash, end = (piece.strip() for piece in part.partition("-"))
        if not end or end.endswith("+"):
            said.append(_("from %(start)s") % {"start": _clock(start.rstrip("+"))})
        else:
            said.append(f"{_clock(start)}–{_clock(end)}")
    return _("%(times)s o'clock") % {"times": ", ".join(said)}


def lines(text: str) -> list[tuple[str, str]]:
    """Days and times in words, one pair a rule; a rule beyond the usual stands alone as ("", rule).

    "Mo-Fr 09:00-18:00; Sa off" gives ("Monday to Friday", "9–18 o'clock"), ("Saturday", "closed").
    """
    text = text.strip()
    if not text:
        return []
    if text == "24/7":
        return [(_("Daily"), _("round the clock"))]
    found = []
    for rule in re.split(r"\s*(?:;|\|\|)\s*", text.rstrip(";")):
        match = _RULE.match(rule.strip())
        if match and (match["days"] or match["times"]):
            found.append((_days(match["days"] or ""), _times(match["times"] or "")))
        elif rule.strip():
            found.append(("", rule.strip()))
    return found


def _osm_days(text: str) -> str:
    def one(match: re.Match[str]) -> str:
        word = match[0].casefold().rstrip(".")
        return _LONG.get(word) or _GERMAN.get(word) or match[0]

    text = re.sub(r"[A-Za-zäöüÄÖÜß]+\.?", one, text)
    text = re.sub(rf"({_DAY})\s*(?:bis|to|–|-)\s*({_DAY})", r"\1-\2", text)
    text = re.sub(rf"({_DAY})\s*(?:und|and|\+|&|,|/)\s*(?={_DAY})", r"\1,", text)
    return text


def _osm_times(text: str) -> str:
    text = re.sub(r"(?<=\d)\s*(?:Uhr|h)\b\.?", "", text)
    text = re.sub(r"(?<=\d)\s*(?:bis|to|–|-)\s*(?=\d)", "-", text)
    text = re.sub(r"(?<![\d:.])(\d{1,2})[.](\d{2})(?!\d)", r"\1:\2", text)
    text = re.sub(r"(?<![\d:])(\d{1,2})(?![\d:])", r"\1:00", text)
    text = re.sub(r"(?<!\d)(\d):(\d{2})", r"0\1:\2", text)
    text = re.sub(r"(?<=\d)\s*(?:und|and|&|\+)\s*(?=\d)", ",", text)
    return re.sub(r"\b(?:geschlossen|zu|Ruhetag|closed)\b", "off", text)


def parse(text: str) -> str:
    """What somebody typed, in OpenStreetMap's syntax; kept as it stands where it is not understood.

    >>> parse("Mo-Fr 9-18 Uhr, Sa 9.30 bis 13 Uhr")
    'Mo-Fr 09:00-18:00; Sa 09:30-13:00'
    >>> parse("Montag bis Freitag 8–12 und 14–18 Uhr; So geschlossen")
    'Mo-Fr 08:00-12:00,14:00-18:00; Su off'
    >>> parse("Mo-Fr 09:00-18:00"), parse("nach Vereinbarung"), parse("Di, Do 10-12")
    ('Mo-Fr 09:00-18:00', 'nach Vereinbarung', 'Tu,Th 10:00-12:00')
    """
    text = " ".join(text.replace("\n", "; ").split())
    if not text or text == "24/7":
        return text
    found = _osm_times(_osm_days(re.sub(r":(?=\s)", "", text)))
    # A comma or nothing before a new day starts a new rule.
    found = re.sub(rf"(?<=\d|f)\s*,?\s+(?={_DAY}\b)", "; ", found)
    found = re.sub(r"(?<=\d),\s+(?=\d)", ",", found)
    found = re.sub(r"\s*;\s*", "; ", found).strip(" ;,")
    rules = found.split("; ")
    return found if all(_RULE.match(rule) and re.search(r"\d|off", rule) for rule in rules) else text


def typed(text: str) -> str:
    """Kept opening hours with the weekdays of the page's language, as somebody would type them; `parse` reads them.

    >>> from django.utils.translation import override
    >>> with override("de"): typed("Mo-We 09:00-18:00; Su off")
    'Mo-Mi 09:00-18:00; So geschlossen'
    """
    if not (get_language() or "de").startswith("de") or not all(map(_RULE.match, text.split("; "))):
        return text
    german = {osm: de.capitalize() for de, osm in _GERMAN.items()} | {"PH": "Feiertag", "off": "geschlossen"}
    return re.sub(r"[A-Za-z]+", lambda word: german.get(word[0], word[0]), text)
