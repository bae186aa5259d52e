"""Founding circles in words: the codes of reasons, changes and notes as sentences in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from babel import Locale
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kogge.core.numbers import number
from kogge.exchange.reasons import distance
from kogge.outreach.models import DAYS, FORMATS, TIMES

Params = Mapping[str, Any]


@dataclass(frozen=True)
class Names:
    """What codes and ids are called: fields of topics by code, organisations by id."""

    topics: Mapping[str, str] = field(default_factory=dict)
    organisations: Mapping[int, str] = field(default_factory=dict)

    def topic(self, code: str) -> str:
        return self.topics.get(code, code)

    def organisation(self, pk: Any) -> str:
        return self.organisations.get(int(pk), "?")


Sentence = Callable[[Params, Names], str]


def sentences(rows: Iterable[Mapping[str, Any]], names: Names, table: Mapping[str, Sentence]) -> list[str]:
    """Stored rows in words; a code this version does not know is left out rather than shown raw."""
    return [table[row["code"]](row["params"], names) for row in rows if row["code"] in table]


def in_a_row(words: Iterable[str]) -> str:
    """Words in a row: "a, b and c"."""
    found = [str(word) for word in words]
    if len(found) < 2:
        return "".join(found)
    return _("%(words)s and %(last)s") % {"words": ", ".join(found[:-1]), "last": found[-1]}


def slot_words(slot: str) -> str:
    """A time as people say it.

    >>> from django.utils.translation import override
    >>> with override("en"): slot_words("tu-morning")
    'Tuesday 9 to 12'
    """
    day, _dash, time = slot.partition("-")
    return _("%(day)s %(time)s") % {"day": dict(DAYS).get(day, day), "time": dict(TIMES).get(time, time)}


def language_name(code: str) -> str:
    names = Locale((get_language() or "de")[:2]).languages
    return str(names.get(code, code))


def _split(text: Any) -> list[str]:
    return [part.strip() for part in str(text).split(",") if part.strip()]


def _formats(text: str) -> str:
    names = dict(FORMATS)
    return in_a_row(str(names.get(code, code)) for code in _split(text))


def _figure(value: Any) -> str:
    found = float(value)
    return number(found, 0 if found == int(found) else 1)


def _months(p: Params, n: Names) -> str:
    months = max(1, round(p["days"] / 30.4))
    return ngettext("The talk was a month ago.", "The talk was %(months)s months ago.", months) % {"months": months}


FOR: dict[str, Sentence] = {
    "topics": lambda p, n: (
        _("Speaks of what the circle takes up: %(topics)s.") % {"topics": in_a_row(map(n.topic, _split(p["topics"])))}
    ),
    "free": lambda p, n: _("Is free on %(slot)s.") % {"slot": slot_words(p["slot"])},
    "near": lambda p, n: _("It is %(distance)s to the place.") % {"distance": distance(p["metres"])},
    "language": lambda p, n: _("Speaks %(language)s.") % {"language": language_name(p["language"])},
    "trust": lambda p, n: (
        _("Is already in touch with %(names)s.") % {"names": in_a_row(map(n.organisation, _split(p["parties"])))}
    ),
    "form": lambda p, n: _("Likes this form: %(formats)s.") % {"formats": _formats(p["formats"])},
    "host": lambda p, n: _("Would take part without conditions and has the time: could invite the others."),
}
AGAINST: dict[str, Sentence] = {
    "no_topic": lambda p, n: _("The circle takes up none of their topics."),
    "maybe": lambda p, n: _("Comes only under conditions: talk about them first."),
    "walk_unknown": lambda p, n: _("Nobody asked how far they walk; 2 km were assumed."),
    "hours_unknown": lambda p, n: _("Nobody asked how many hours they have."),
    "long_ago": _months,
    "district": lambda p, n: _("Lies in another district than most: %(district)s.") % p,
}
MISSING: dict[str, Sentence] = {
    "interview": lambda p, n: _("No talk yet: under which conditions would they join?"),
    "consent": lambda p, n: _("May we look who fits to them? (consent to matching)"),
    "join": lambda p, n: _("Would they take part?"),
    "slots": lambda p, n: _("When could they?"),
    "languages": lambda p, n: _("Which languages do they speak?"),
    "place": lambda p, n: _("Where are they? (place on the map)"),
    "topics": lambda p, n: _("What do they need, what could they give?"),
}
LEFT_OUT: dict[str, Sentence] = {
    "said_no": lambda p, n: _("Said that they do not want to take part."),
    "format": lambda p, n: _("Wants only %(formats)s, no round at a table.") % {"formats": _formats(p["formats"])},
    "founded": lambda p, n: _("Is in “%(network)s” already.") % p,
    "wished_out": lambda p, n: _("Stays out, because somebody wished so."),
    "hours": lambda p, n: _("Gives %(has)s hours a month; a circle takes %(needs)s.") % p,
    "fee": lambda p, n: _("Pays at most %(has)s € a month; a circle costs %(needs)s €.") % p,
    "no_slot": lambda p, n: _("Is free at none of the times that come into question."),
    "no_place_open": lambda p, n: _("No house is open when they are free."),
    "too_far": lambda p, n: (
        _("Walks %(walk)s at most; the nearest house is %(metres)s away.")
        % {"walk": distance(float(p["walk"])), "metres": distance(p["metres"])}
    ),
    "no_language": lambda p, n: _("No language is known."),
    "alone_in_language": lambda p, n: (
        _("Too few others speak %(languages)s at the same time and place: %(count)s with them, %(lo)s are needed.")
        % {**p, "languages": in_a_row(map(language_name, _split(p["languages"])))}
    ),
    "too_few": lambda p, n: (
        _("Too few others are free at a house in reach: %(count)s with them, %(lo)s are needed.") % p
    ),
    "no_host": lambda p, n: _("Nobody who could sit with them would be host."),
    "no_topics": lambda p, n: _("Names no topic that others name too."),
    "no_go": lambda p, n: _("Would fit into circle %(circle)s, but not everybody there can be brought together.") % p,
    "full": lambda p, n: _("Would fit into circle %(circle)s, but it is full.") % p,
    "kept": lambda p, n: _("Would fit into circle %(circle)s, but it stays as it is.") % p,
    "room": lambda p, n: _("Would fit into circle %(circle)s, which still has room: pin them and look again.") % p,
    "together": lambda p, n: _("Would fit into circle %(circle)s, but comes only with somebody who does not.") % p,
    "no_shared_topic": lambda p, n: _("Could sit in circle %(circle)s, but it takes up none of their topics.") % p,
    "not_enough_shared": lambda p, n: _("No circle meets when and where they can."),
}
OPENING: dict[str, Sentence] = {
    "slot": lambda p, n: _("Free on %(value)s as well: circle %(circle)s.") % {**p, "value": slot_words(p["value"])},
    "walk": lambda p, n: _("%(value)s on foot: circle %(circle)s.") % {**p, "value": distance(p["value"])},
    "language": lambda p, n: (
        _("An interpreter for %(value)s: circle %(circle)s.") % {**p, "value": language_name(p["value"])}
    ),
    "hours": lambda p, n: _("%(value)s hours a month: circle %(circle)s.") % {**p, "value": _figure(p["value"])},
    "fee": lambda p, n: _("%(value)s € a month: circle %(circle)s.") % {**p, "value": _figure(p["value"])},
    "size": lambda p, n: (
        _("One chair more (%(value)s members): circle %(circle)s.") % {**p, "value": _figure(p["value"])}
    ),
}


def _empty(p: Params, n: Names) -> str:
    slots = in_a_row(map(slot_words, _split(p["slots"])))
    if not p.get("best"):
        return _("Nobody is free on %(slots)s.") % {"slots": slots}
    return _("Nobody is free on %(slots)s; most are on %(best)s (%(count)s businesses).") % {
        "slots": slots,
        "best": slot_words(p["best"]),
        "count": p["count"],
    }


def _smaller(p: Params, n: Names) -> str:
    return ngettext(
        "No circle reaches %(least)s members. With %(size)s it would be one circle.",
        "No circle reaches %(least)s members. With %(size)s it would be %(circles)s circles.",
        p["circles"],
    ) % dict(p)


NOTES: dict[str, Sentence] = {
    "empty_slots": _empty,
    "smaller": _smaller,
    "no_size": lambda p, n: _("No circle reaches %(least)s members, and no smaller one comes about either.") % p,
    "no_house": lambda p, n: _(
        "No house is known where a circle could meet: note which civic organisation offers a room."
    ),
    "not_kept": lambda p, n: (
        _("Circle %(number)s could not stay as it was: somebody's conditions or the limits changed.") % p
    ),
    "no_part": lambda p, n: (
        _("A wish about %(name)s was not heard: they take no part at present.") % {"name": n.organisation(p["party"])}
    ),
    "in_kept": lambda p, n: (
        _("A wish about %(name)s was not heard: their circle stays as it is.") % {"name": n.organisation(p["party"])}
    ),
    "not_placed": lambda p, n: (
        _("%(name)s could not be placed as wished: no circle fits their conditions.")
        % {"name": n.organisation(p["party"])}
    ),
}
