"""The networks that were founded: with their members, of one organisation, by name."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from kogge.actors.models import Organisation, Person, Position, Relation
from kogge.core.search import Hit
from kogge.networks.models import Leader, Meeting, Network, NetworkMember
from kogge.outreach.queries import team


def founded(user: Any, area: Any) -> Any:
    """Networks of the area with `size`, their members of today; the living ones first."""
    today = timezone.localdate()
    current = Q(members__start__isnull=True) | Q(members__start__lte=today)
    current &= Q(members__end__isnull=True) | Q(members__end__gte=today)
    rows = Network.objects.visible_to(user).in_area(area).select_related("area", "district", "project")
    return rows.annotate(size=Count("members", filter=current)).order_by("-ended_on", "name")


def with_next_meeting(rows: Any) -> Any:
    """Networks with `next_on`, the day of their next meeting."""
    coming = Meeting.objects.filter(network=OuterRef("pk"), date__gte=timezone.localdate()).order_by("date")
    return rows.annotate(next_on=Subquery(coming.values("date")[:1]))


def with_leaders(rows: Any) -> Any:
    """Networks with those who lead them (one query more)."""
    leaders = Leader.objects.select_related("person__project").order_by("person__name")
    return rows.prefetch_related(Prefetch("leaderships", queryset=leaders))


def members_of(network: Network) -> list[NetworkMember]:
    """Everybody who is or was in a network: those of today first, by name (one query)."""
    today = timezone.localdate()
    rows = NetworkMember.objects.filter(network=network).select_related("organisation__district")

    def order(row: NetworkMember) -> tuple[bool, bool, str]:
        return row.end is not None and row.end < today, row.role == "member", row.organisation.name.casefold()

    return sorted(rows, key=order)


def possible_leaders(network: Network) -> Any:
    """Who could lead a network: the team, persons of its members, and volunteers; not who leads it already."""
    members = NetworkMember.objects.current().filter(network=network).values("organisation")
    people = Person.objects.filter(area=network.area)
    inside = Position.objects.current().filter(organisation__in=members).values("person")
    chosen = Q(pk__in=team(network.area).values("pk")) | Q(pk__in=inside) | Q(positions__isnull=True)
    past = Q(project__end__lt=timezone.localdate())
    leading = Leader.objects.filter(network=network).values("person")
    return people.filter(chosen).exclude(past).exclude(pk__in=leading).distinct().order_by("name")


def memberships_of(organisation: Organisation, user: Any) -> Any:
    """In which networks an organisation is or was; newest first (one query)."""
    rows = NetworkMember.objects.visible_to(user).filter(organisation=organisation)
    return rows.select_related("network").order_by("-start", "-pk")


def relations_of(organisation: Organisation, user: Any, *, rifts: bool) -> Any:
    """Relations of today; rifts only for those who may read what was said in confidence (one query)."""
    rows = Relation.objects.visible_to(user).on().filter(Q(source=organisation) | Q(target=organisation))
    if not rifts:
        rows = rows.exclude(type=Relation.Type.RIFT)
    return rows.select_related("source", "target")


def find_networks(user: Any, area: Any, text: str, limit: int) -> list[Hit]:
    """Networks for the quick search box (one query)."""
    rows = founded(user, area)
    for word in text.split():
        rows = rows.filter(Q(name__icontains=word) | Q(purpose__icontains=word))
    return [
        Hit(
            row.name,
            f"{row.get_stage_display()}, "
            + ngettext("%(count)s member", "%(count)s members", row.size) % {"count": row.size},
            reverse("networks:network", args=[area.slug, row.pk]),
            "waypoints",
        )
        for row in rows[:limit]
    ]
