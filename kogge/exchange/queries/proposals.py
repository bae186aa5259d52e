"""Proposals and plans as the pages show them, in a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q

from kogge.actors.models import Consent, Organisation
from kogge.exchange.models import Proposal, RingPlan, Transfer
from kogge.needs.models import Need, Offer


def with_arrows(rows: Any) -> Any:
    """Proposals with everything their cards show."""
    transfers = Transfer.objects.select_related("giver", "receiver", "offer__topic", "need__topic").order_by("order")
    return rows.select_related("plan__area", "decided_by").prefetch_related(Prefetch("transfers", queryset=transfers))


def latest_plan(area: Any, user: Any) -> RingPlan | None:
    """The newest plan of an area that this person may see."""
    found: RingPlan | None = (
        RingPlan.objects.visible_to(user).in_area(area).select_related("made_by").order_by("-made_at").first()
    )
    return found


def plans(area: Any, user: Any) -> Any:
    """All plans, newest first, with how many of their proposals were made and how they were decided."""
    by_status = {
        f"n_{status}": Count("proposals", filter=Q(proposals__status=status)) for status in Proposal.Status.values
    }
    rows = RingPlan.objects.visible_to(user).in_area(area).select_related("made_by")
    return rows.annotate(n_all=Count("proposals"), **by_status).order_by("-made_at")


@dataclass(frozen=True)
class Reach:
    """What proposals would do: how many there are, how many organisations would get something."""

    proposals: int
    helped: int


def reach(proposals: Any) -> Reach:
    """Count proposals and the organisations that would receive something in them."""
    transfers = Transfer.objects.filter(proposal__in=proposals.order_by().values("pk"))
    return Reach(proposals.count(), transfers.values("receiver").distinct().count())


def filtered(rows: Any, *, district: Any = None, text: str = "", kind: str = "", status: str = "") -> Any:
    """Proposals narrowed to a district, an organisation's name, ring or chain, a status."""
    if kind:
        rows = rows.filter(kind=kind)
    if status:
        rows = rows.filter(status=status)
    if district:
        near = Transfer.objects.filter(Q(giver__district=district) | Q(receiver__district=district))
        rows = rows.filter(pk__in=near.values("proposal"))
    for word in text.split():
        named = Transfer.objects.filter(Q(giver__name__icontains=word) | Q(receiver__name__icontains=word))
        rows = rows.filter(pk__in=named.values("proposal"))
    return rows


@dataclass(frozen=True)
class BoardState:
    """What there is to work with: live entries, the organisations behind them, and how many agreed."""

    needs: int
    offers: int
    organisations: int
    consenting: int


def board_state(area: Any) -> BoardState:
    """Count what an empty page needs to say what is missing."""
    needs, offers = Need.objects.in_area(area).live(), Offer.objects.in_area(area).live()
    consents = Consent.objects.filter(organisation=OuterRef("pk"), purpose=Consent.Purpose.MATCHING)
    holders = Organisation.objects.in_area(area).filter(
        Q(pk__in=needs.values("organisation")) | Q(pk__in=offers.values("organisation"))
    )
    counts = holders.annotate(consents_now=Exists(consents.valid())).aggregate(
        all=Count("pk"), agreed=Count("pk", filter=Q(consents_now=True))
    )
    return BoardState(needs.count(), offers.count(), counts["all"], counts["agreed"])
