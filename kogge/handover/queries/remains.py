"""What would be left without an owner: promises, tasks, agreements and networks of those who leave."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from kogge.actors.models import Person
from kogge.exchange.models import Agreement
from kogge.networks.models import Leader, Network
from kogge.outreach.models import Promise, Task
from kogge.places.models import Area


@dataclass(frozen=True)
class Remains:
    """Querysets of what those who leave would leave behind, as far as this person may see it."""

    promises: Any
    todo: Any
    agreements: Any
    networks: list[Network]


def remains_of(area: Area, user: Any, leavers: Collection[int]) -> Remains:
    """Open promises by, open tasks of, agreements noted by and networks led only by the leavers (person ids)."""
    ids = list(leavers)
    promises = Promise.objects.visible_to(user).in_area(area).open().filter(promised_by__in=ids)
    todo = Task.objects.visible_to(user).in_area(area).open().filter(assignee__in=ids)
    users = Person.objects.filter(pk__in=ids, user__isnull=False).values("user_id")
    noted = Agreement.history.filter(history_type="+", history_user_id__in=users).values("id")
    agreements = Agreement.objects.visible_to(user).in_area(area).open().filter(pk__in=noted)
    return Remains(
        promises=promises.select_related("organisation", "promised_by").order_by("due", "pk"),
        todo=todo.select_related("assignee").order_by("due", "pk"),
        agreements=agreements.order_by("due", "pk"),
        networks=_leaderless(area, user, ids),
    )


def _leaderless(area: Area, user: Any, leavers: Collection[int]) -> list[Network]:
    """Living networks that somebody leads today and nobody would lead then (two queries)."""
    leaders: dict[int, set[int]] = {}
    rows = Leader.objects.filter(network__area=area, network__ended_on__isnull=True)
    for network, person in rows.values_list("network_id", "person_id"):
        leaders.setdefault(network, set()).add(person)
    lost = [network for network, people in leaders.items() if people.issubset(leavers)]
    return list(Network.objects.visible_to(user).filter(pk__in=lost).order_by("name"))
