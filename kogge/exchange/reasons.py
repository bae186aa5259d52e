"""Reasons for and against a proposal: the engine's codes as sentences in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from babel import Locale
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kogge.outreach.models import DAYS, FORMATS, TIMES


@dataclass(frozen=True)
class Names:
    """What codes and ids are called: topics by code, organisations by id."""

    topics: Mapping[str, str] = field(default_factory=dict)
    organisations: Mapping[int, str] = field(default_factory=dict)


Params = Mapping[str, Any]
Sentence = Callable[[Params, Names], str]


def sentences(rows: Iterable[Mapping[str, Any]], names: Names) -> list[str]:
    """Stored reasons in words. A code this version does not know is left out rather than shown raw."""
    return [SENTENCES[row["code"]](row["params"], names) for row in rows if row["code"] in SENTENCES]


def distance(metres: float) -> str:
    """A way as people say it: steps of 50 m, then kilometres.

    >>> from django.utils.translation import override
    >>> with override("en"): distance(430), distance(2349)
    ('450 m', '2.3 km')
    """
    if metres < 1000:
        return _("%(metres)s m") % {"metres": max(50, 50 * round(metres / 50))}
    number = f"{metres / 1000:.1f}"
    return _("%(km)s km") % {"km": number.replace(".", ",") if _german() else number}


def _german() -> bool:
    return (get_language() or "de").startswith("de")


def _split(text: str) -> list[str]:
    return [part.strip() for part in str(text).split(",") if part.strip()]


def _list(words: list[str]) -> str:
    """Words in a row: "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return _("%(words)s and %(last)s") % {"words": ", ".join(words[:-1]), "last": words[-1]}


def _times(codes: str, most: int = 3) -> str:
    days, times = dict(DAYS), dict(TIMES)
    order = {code: number for number, code in enumerate(days)}
    found = [code.partition("-") for code in _split(codes)]
    found.sort(key=lambda part: (order.get(part[0], 9), list(times).index(part[2]) if part[2] in times else 9))
    words = [
        _("%(day)s %(time)s") % {"day": days.get(day, day), "time": times.get(time, time)} for day, _dash, time in found
    ]
    rest = len(words) - most
    if rest > 0:
        return (
            ", ".join(words[:most])
            + " "
            + ngettext("and one more time", "and %(count)s more times", rest) % {"count": rest}
        )
    return _list(words)


def _languages(codes: str) -> str:
    names = Locale((get_language() or "de")[:2]).languages
    return _list([names.get(code, code) for code in _split(codes)])


def _formats(codes: str) -> str:
    names = dict(FORMATS)
    return _list([str(names.get(code, code)) for code in _split(codes)])


def _topics(params: Params, names: Names) -> dict[str, str]:
    return {
        key: names.topics.get(params[key], params[key])
        for key in ("offer_topic", "need_topic", "topic")
        if key in params
    }


def _who(params: Params, names: Names) -> str:
    return names.organisations.get(int(params["party"]), "?")


def _unverified(p: Params, names: Names) -> str:
    months = max(1, round(p["days"] / 30.4))
    return ngettext(
        "Nobody has spoken with %(name)s for a month.",
        "Nobody has spoken with %(name)s for %(months)s months.",
        months,
    ) % {"name": _who(p, names), "months": months}


def _broken(p: Params, names: Names) -> str:
    return ngettext(
        "%(name)s did not keep one agreement before.",
        "%(name)s did not keep %(count)s agreements before.",
        int(p["count"]),
    ) % {"name": _who(p, names), "count": p["count"]}


SENTENCES: dict[str, Sentence] = {
    "same_topic": lambda p, n: _("Need and offer are both about “%(topic)s”.") % _topics(p, n),
    "related_topic": lambda p, n: _("“%(offer_topic)s” is close to “%(need_topic)s”.") % _topics(p, n),
    "same_group": lambda p, n: (
        _("“%(offer_topic)s” and “%(need_topic)s” belong to the same field; ask whether it fits.") % _topics(p, n)
    ),
    "different_group": lambda p, n: (
        _("The topics differ (“%(offer_topic)s”, “%(need_topic)s”); only the words are alike.") % _topics(p, n)
    ),
    "shared_words": lambda p, n: _("Both say: %(words)s.") % {"words": _list(_split(p["words"]))},
    "near": lambda p, n: _("They are %(distance)s apart as the crow flies.") % {"distance": distance(p["metres"])},
    "far": lambda p, n: (
        _("They are %(distance)s apart; they would go about %(reach)s.")
        % {"distance": distance(p["metres"]), "reach": distance(p["reach"])}
    ),
    "place_unknown": lambda p, n: _("Of one of them the place on the map is missing."),
    "common_times": lambda p, n: _("Both have time: %(times)s.") % {"times": _times(p["slots"])},
    "no_common_times": lambda p, n: _("They named no time that suits both."),
    "common_language": lambda p, n: _("Both speak %(languages)s.") % {"languages": _languages(p["languages"])},
    "no_common_language": lambda p, n: _("No common language is known."),
    "common_format": lambda p, n: _("Both like this form: %(formats)s.") % {"formats": _formats(p["formats"])},
    "no_common_format": lambda p, n: _("They like different forms of meeting."),
    "over_budget": lambda p, n: (
        _("It costs %(fee)s € a month; %(max_fee)s € are the limit.")
        % {"fee": _number(p["fee"]), "max_fee": _number(p["max_fee"])}
    ),
    "too_many_hours": lambda p, n: (
        _("It takes %(hours)s hours a month; the giver has %(limit)s.")
        % {"hours": _number(p["hours"]), "limit": _number(p["hours_per_month"])}
    ),
    "long_unverified": _unverified,
    "past_broken_promise": _broken,
    "urgent": lambda p, n: _("The need is urgent."),
    "asks_nothing_back": lambda p, n: _("The giver asks nothing in return."),
}


def _number(value: float) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if _german() else text
