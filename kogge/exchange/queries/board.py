"""The rows of an area as the engine's board. A constant number of queries, however large the board."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from kogge.actors.models import Organisation
from kogge.engine import rings
from kogge.exchange.models import Contribution
from kogge.needs.models import Need, Offer, Topic
from kogge.outreach.queries import Conditions, current_conditions

from .standing import Standing, standing

PRACTICE = "p"  # mark before the id of an organisation's double in the practice world


@dataclass(frozen=True)
class Reading:
    """The board with the rows behind it: `offers` and `needs` by id, and what was left out.

    Practice entries form a world of their own: an organisation that has both takes part twice, under its id
    and under "p" + id, and no ring mixes the two.
    """

    board: rings.Board
    offers: dict[int, Offer]
    needs: dict[int, Need]
    standing: Standing
    without_consent: int

    @property
    def numbers(self) -> dict[str, int]:
        return {
            "parties": len(self.board.parties),
            "offers": len(self.board.offers),
            "needs": len(self.board.needs),
            "without_consent": self.without_consent,
        }


def party_id(organisation: int, is_practice: bool) -> str:
    return f"{PRACTICE if is_practice else ''}{organisation}"


def organisation_id(party: str) -> int:
    """The organisation a party of the board stands for.

    >>> organisation_id(party_id(12, True)), organisation_id("7")
    (12, 7)
    """
    return int(party.removeprefix(PRACTICE))


def read_board(area: Any) -> Reading:
    """Who takes part with what: live offers and needs, less what agreements take.

    An organisation takes part when it exists today and has a valid consent to matching. Practice entries need
    no consent: nobody said them.
    """
    now = standing(area)
    offers = Offer.objects.in_area(area).live().filter(organisation__closed_on__isnull=True)
    needs = Need.objects.in_area(area).live().filter(organisation__closed_on__isnull=True)
    all_offers = [o for o in offers.select_related("topic").order_by("pk") if now.left_of(o)]
    all_needs = [n for n in needs.select_related("topic").order_by("pk") if n.pk not in now.covered_needs]

    def agreed(entry: Offer | Need) -> bool:
        return entry.is_practice or entry.organisation_id in now.consenting

    silent = {e.organisation_id for e in (*all_offers, *all_needs) if not agreed(e)}
    free_offers = {o.pk: o for o in all_offers if agreed(o)}
    open_needs = {n.pk: n for n in all_needs if agreed(n)}
    board = rings.Board(
        parties=_parties(area, [*free_offers.values(), *open_needs.values()], now),
        offers=tuple(
            rings.Offer(
                id=str(o.pk),
                party=party_id(o.organisation_id, o.is_practice),
                topic=o.topic.code,
                text=o.text,
                quantity=now.left_of(o),
                starts_chain=o.asks_nothing,
            )
            for o in free_offers.values()
        ),
        needs=tuple(
            rings.Need(
                id=str(n.pk),
                party=party_id(n.organisation_id, n.is_practice),
                topic=n.topic.code,
                text=n.text,
                urgency=n.urgency,
            )
            for n in open_needs.values()
        ),
        topics=_topics(area),
        rejections=tuple(
            rings.Rejection(str(offer), str(need))
            for offer, need in sorted(now.refused)
            if offer in free_offers and need in open_needs
        ),
    )
    return Reading(board, free_offers, open_needs, now, len(silent))


def _topics(area: Any) -> tuple[rings.Topic, ...]:
    related: dict[str, list[str]] = defaultdict(list)
    pairs = Topic.related.through.objects.filter(from_topic__area=area)
    for code, other in pairs.values_list("from_topic__code", "to_topic__code").order_by("pk"):
        related[code].append(other)
    rows = Topic.objects.filter(area=area).order_by("code").values_list("code", "group__code")
    return tuple(rings.Topic(code, group, tuple(related[code])) for code, group in rows)


def _parties(area: Any, entries: list[Any], now: Standing) -> tuple[rings.Party, ...]:
    taking_part = sorted({(entry.organisation_id, entry.is_practice) for entry in entries})
    conditions = current_conditions(area)
    broken = Counter(
        Contribution.objects.in_area(area)
        .filter(redeemed=Contribution.Redeemed.NO, agreement__is_practice=False)
        .values_list("giver", flat=True)
    )
    apart: dict[int, set[int]] = defaultdict(set)
    for one, other in now.apart:
        apart[one].add(other)
        apart[other].add(one)
    rows = Organisation.objects.filter(area=area, closed_on__isnull=True)
    rows = rows.filter(
        Q(pk__in=Offer.objects.in_area(area).live().values("organisation"))
        | Q(pk__in=Need.objects.in_area(area).live().values("organisation"))
    ).only("pk", "lat", "lon", "languages", "kind", "verified_on")
    organisations = {row.pk: row for row in rows}
    today = timezone.localdate()
    return tuple(
        _party(organisations[pk], practice, conditions.get(pk), apart[pk], broken[pk], today)
        for pk, practice in taking_part
    )


def _party(
    organisation: Organisation,
    practice: bool,
    said: Conditions | None,
    apart: set[int],
    broken: int,
    today: dt.date,
) -> rings.Party:
    if said is not None and said.is_practice and not practice:
        said = None  # what was made up for practising holds only there
    seen = [day for day in (organisation.verified_on, said.date if said else None) if day]
    return rings.Party(
        id=party_id(organisation.pk, practice),
        lat=organisation.lat if organisation.lon is not None else None,
        lon=organisation.lon if organisation.lat is not None else None,
        languages=frozenset(organisation.languages) | (said.languages if said else frozenset()),
        slots=said.slots if said else frozenset(),
        formats=said.formats if said else frozenset(),
        hours_per_month=said.hours_per_month if said else None,
        max_fee=said.max_fee if said else None,
        max_walk_m=said.max_walk_m if said else None,
        no_go=frozenset(party_id(other, practice) for other in apart),
        kind=organisation.kind,
        days_since_verified=max(0, (today - max(seen)).days) if seen else None,
        broken=broken,
    )
