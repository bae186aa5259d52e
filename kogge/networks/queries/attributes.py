"""What is known of those in a network beside their ties: sector and district, for colours and lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kogge.actors.models import Organisation
from kogge.actors.queries.sectors import section_of, sections
from kogge.engine.ties import Network
from kogge.places.models import Area

from .nodes import KIND_WORDS, organisation_node

SHAPES = 8  # that the picture can tell apart; the last one stands for all others


class About(NamedTuple):
    """Letter of the section ("" unknown), name of the district ("")."""

    sector: str
    district: str


NOTHING = About("", "")


def about_of(area: Area, network: Network) -> dict[str, About]:
    """Node → what is known, for the organisations in the network (one query)."""
    rows = Organisation.objects.filter(area=area).values_list("pk", "wz_code", "district__name")
    return {
        organisation_node(pk): About(section_of(code), district or "")
        for pk, code, district in rows
        if organisation_node(pk) in network.index
    }


def sector_words() -> dict[str, str]:
    return dict(sections())


def most_frequent(values: Iterable[str], most: int = SHAPES - 1) -> list[str]:
    """The values that are there, most frequent first, as many as can be told apart."""
    counted = Counter(value for value in values if value)
    return [value for value, _count in sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:most]]


def choices(kinds: Iterable[str], about: Iterable[About]) -> dict[str, dict[str, Any]]:
    """By what the picture can be coloured: attribute → its label, and the words of its values for the legend."""
    there = list(about)
    words = sector_words()

    def shown(values: list[str], names: Mapping[str, Any]) -> dict[str, str]:
        first = most_frequent(values)
        rest = {} if set(values) <= set(first) else {"": _("others, or not known")}
        return {value: str(names.get(value, value)) for value in first} | rest

    kind_values = set(kinds)
    return {
        "kind": {
            "label": pgettext("attribute", "Kind"),
            "words": {kind: str(word) for kind, word in KIND_WORDS.items() if kind in kind_values},
        },
        "sector": {"label": _("Sector"), "words": shown([one.sector for one in there], words)},
        "district": {"label": _("District"), "words": shown([one.district for one in there], {})},
    }
