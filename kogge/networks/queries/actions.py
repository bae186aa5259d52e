"""Small wins: how many worked, and what the members could take up next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from kogge.needs.models import Need, Offer, Topic
from kogge.networks.models import JointAction, Network

from .life import members_on
from .stages import YEAR

LEAST_SHARED = 2
SUGGESTED = 3
NAMED = 6


@dataclass(frozen=True)
class Success:
    """How many joint actions are over, how many of them worked, in part or fully."""

    over: int
    won: int
    partly: int

    @property
    def share(self) -> float | None:
        """Share of those that worked, 0 to 1; in part counts half. None where none is over."""
        return (self.won + 0.5 * self.partly) / self.over if self.over else None


def success_of(actions: Iterable[JointAction]) -> Success:
    """The balance of joint actions."""
    outcomes = [row.outcome for row in actions if row.outcome != JointAction.Outcome.PLANNED]
    return Success(len(outcomes), outcomes.count(JointAction.Outcome.WON), outcomes.count(JointAction.Outcome.PARTLY))


@dataclass
class Suggestion:
    """A topic that several members need, and who of them could help with it."""

    topic: Topic
    needing: list[str] = field(default_factory=list)
    urgent: int = 0  # sum of the urgencies
    offering: list[str] = field(default_factory=list)


def suggestions(network: Network, user: Any) -> list[Suggestion]:
    """What at least two members need today and nobody took up in the last twelve months; what most need stands first,
    then what is most urgent, then where a member offers help (four queries)."""
    members = dict(members_on(network).values_list("pk", "name"))
    recent = JointAction.objects.filter(network=network, on__gte=timezone.localdate() - YEAR, topic__isnull=False)
    taken = set(recent.values_list("topic_id", flat=True))
    needs = Need.objects.visible_to(user).live().filter(organisation__in=members).select_related("topic").order_by()
    found: dict[int, Suggestion] = {}
    who: dict[int, set[int]] = defaultdict(set)
    for need in needs:
        if need.topic_id in taken:
            continue
        entry = found.setdefault(need.topic_id, Suggestion(need.topic))
        entry.urgent += need.urgency
        who[need.topic_id].add(need.organisation_id)
    shared = {pk: entry for pk, entry in found.items() if len(who[pk]) >= LEAST_SHARED}
    for pk, organisation in (
        Offer.objects.visible_to(user)
        .live()
        .filter(organisation__in=members, topic__in=shared)
        .order_by()
        .values_list("topic_id", "organisation_id")
        .distinct()
    ):
        shared[pk].offering.append(members[organisation])
    for pk, entry in shared.items():
        entry.needing = sorted((members[key] for key in who[pk]), key=str.casefold)
        entry.offering.sort(key=str.casefold)
    ranked = sorted(
        shared.values(),
        key=lambda one: (-len(one.needing), -one.urgent, not one.offering, one.topic.name.casefold()),
    )
    return ranked[:SUGGESTED]
