"""Where a circle could meet: houses of civic partners first, others only where none of them is near."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from kogge.actors.models import Organisation, Relation
from kogge.engine import circles
from kogge.needs.models import Offer

NEAR = 800.0  # metres: another house is proposed only where no civic house is so near
MOST_HOUSES = 40
# Topics of the shipped list that are rooms where a dozen can sit.
ROOMS = frozenset({"meeting-room", "event-hall", "training-room", "neighbour-cafe"})


@dataclass(frozen=True)
class House:
    """A place for a circle. `offers`: a room was offered; else one must ask."""

    organisation: int
    lat: float
    lon: float
    is_civic: bool
    offers: bool

    @property
    def id(self) -> str:
        return f"h{self.organisation}"


def house_organisation(place: str) -> int:
    """The organisation behind a place of the town.

    >>> house_organisation("h12")
    12
    """
    return int(place.removeprefix("h"))


def houses(area: Any, consenting: Collection[int], *, practice: bool = False) -> list[House]:
    """Civic houses that offer a room, else give room to somebody already; without any, every civic house.

    Offers count with consent to matching; with `practice` those made for practising too, which need none.
    """
    rows = Offer.objects.in_area(area).live().filter(topic__code__in=ROOMS)
    offering = {
        pk
        for pk, invented in rows.values_list("organisation", "is_practice")
        if (practice if invented else pk in consenting)
    }
    hosting = set(Relation.objects.on().filter(area=area, type=Relation.Type.HOSTS).values_list("source", flat=True))
    places = Organisation.objects.in_area(area).current().filter(lat__isnull=False, lon__isnull=False)
    known = places.filter(pk__in=offering | hosting).order_by("pk")
    civic_kinds = {Organisation.Kind.CIVIC, Organisation.Kind.EDUCATION, Organisation.Kind.PUBLIC}
    found = [_house(one, civic=one.kind in civic_kinds, offers=one.pk in offering) for one in known]
    civic = [house for house in found if house.is_civic]
    if not civic:
        everybody = places.filter(kind=Organisation.Kind.CIVIC).order_by("pk")
        civic = [_house(one, civic=True, offers=False) for one in everybody]
    civic.sort(key=lambda house: not house.offers)  # stable: in order of their ids otherwise
    others = [house for house in found if not house.is_civic and all(_apart(house, one) > NEAR for one in civic)]
    return [*civic, *others][:MOST_HOUSES]


def _house(one: Organisation, *, civic: bool, offers: bool) -> House:
    return House(one.pk, float(one.lat or 0), float(one.lon or 0), civic, offers)


def _apart(one: House, other: House) -> float:
    return circles.model.metres(
        circles.Place("", one.lat, one.lon, frozenset()), circles.Place("", other.lat, other.lon, frozenset())
    )
