"""Founding circles: wishes, and a network founded from a circle. A person decides; nothing happens by itself."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from kogge.core.history import change
from kogge.core.models import Change
from kogge.networks.models import (
    FoundingCircle,
    FoundingScenario,
    FoundingWish,
    Network,
    NetworkMember,
)
from kogge.networks.queries.founding.page import obstacles, seats_of

from .founding_plan import make_plan, run_plan

__all__ = ["NotPossible", "found", "make_plan", "pin", "release", "run_plan", "wish"]

Kind = FoundingWish.Kind
# Of one business these exclude each other; of one pair too.
ALONE = {Kind.PIN, Kind.OUT}
PAIRS = {Kind.TOGETHER, Kind.APART}


class NotPossible(Exception):
    """It cannot be done as things stand now; the message is a sentence for a person, in their language."""


def touched(scenario: FoundingScenario) -> None:
    """The plan there is no longer answers what is asked."""
    scenario.changed_at = timezone.now()
    scenario.save()


def wish(*, row: FoundingWish, by: Any, text: str) -> Change:
    """Note a wish; what it contradicts goes. Raises NotPossible when a circle that stays is in its way."""
    scenario = row.scenario
    with change(text, by=by, area=scenario.area) as made:
        old = scenario.wishes.select_related("circle")
        if row.kind in ALONE:
            for one in old.filter(kind__in=ALONE, organisation=row.organisation):
                one.delete()
            _not_kept(scenario, row.organisation, row.kind)
        elif row.kind in PAIRS:
            both = {row.organisation_id, row.other_id}
            for one in old.filter(kind__in=PAIRS):
                if {one.organisation_id, one.other_id} == both:
                    one.delete()
        elif row.kind == Kind.KEEP:
            for one in old.filter(kind=Kind.KEEP, circle=row.circle):
                one.delete()
            # Who is in it is in it: wishes about them alone say nothing more.
            inside = row.circle.seats.values("organisation") if row.circle else []
            for one in old.filter(kind__in=ALONE, organisation__in=inside):
                one.delete()
        row.save()
        touched(scenario)
    return made


def pin(*, circle: FoundingCircle, organisation: Any, by: Any) -> Change:
    """A business comes into this circle in any case."""
    text = _("%(name)s comes in any case: %(circle)s") % {"name": organisation, "circle": circle}
    row = FoundingWish(scenario=circle.plan.scenario, kind=Kind.PIN, organisation=organisation, circle=circle)
    return wish(row=row, by=by, text=text)


def release(*, row: FoundingWish, by: Any) -> Change:
    """A wish no longer holds."""
    scenario = row.scenario
    with change(_("No longer wished: %(wish)s") % {"wish": row}, by=by, area=scenario.area) as made:
        row.delete()
        touched(scenario)
    return made


def _not_kept(scenario: FoundingScenario, organisation: Any, kind: str) -> None:
    kept = scenario.wishes.filter(kind=Kind.KEEP, circle__seats__organisation=organisation).select_related("circle")
    if found := kept.first():
        raise NotPossible(
            _("%(circle)s stays as it is, with %(name)s in it. Let the circle go first, then change its members.")
            % {"circle": found.circle, "name": organisation}
        )


def found(*, circle: FoundingCircle, network: Network, by: Any) -> Change:
    """Found a network from a circle: stage idea, its businesses as members, the host as host.

    Raises NotPossible when it was founded already, or somebody of it can no longer be brought together.
    """
    text = _("Network founded: %(name)s") % {"name": network.name}
    with change(text, by=by, area=network.area) as made:
        fresh = FoundingCircle.objects.select_for_update().get(pk=circle.pk)
        if fresh.network_id is not None:
            raise NotPossible(_("A network was founded from this circle already. Nothing was changed."))
        seats = seats_of(fresh)
        if found := obstacles(fresh, seats):
            raise NotPossible(" ".join(found))
        today = timezone.localdate()
        network.stage = Network.Stage.IDEA
        network.save()
        for seat in seats:
            role = NetworkMember.Role.HOST if seat.is_host else NetworkMember.Role.MEMBER
            NetworkMember.objects.create(network=network, organisation=seat.organisation, role=role, start=today)
        fresh.network = network
        fresh.save()
    return made
