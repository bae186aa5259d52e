"""Who no longer agrees to matching leaves the board, and open proposals with them end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kogge.accounts.models import User
from kogge.actors.actions import withdraw
from kogge.actors.models import Consent
from kogge.core.models import Change
from kogge.core.undo import undo
from kogge.exchange import actions
from kogge.exchange.models import Proposal
from kogge.needs.models import Need, Offer
from kogge.places.models import Area

STATES = (Need, Offer)


def states(organisation: Any) -> list[str]:
    return [row.status for model in STATES for row in model.objects.filter(organisation=organisation)]


def test_matching_withdrawn_and_undone(area: Area, ring: list[Any], alice: User) -> None:
    proposal = actions.make_plan(area=area).proposals.get()
    leaving, staying = ring[0], ring[1]
    withdraw(Consent.objects.get(organisation=leaving, purpose="matching"), by=alice, area=area)
    proposal.refresh_from_db()
    assert proposal.status == Proposal.Status.SUPERSEDED
    assert states(leaving) == ["withdrawn", "withdrawn"]
    assert states(staying) == ["open", "open"]
    undo(Change.objects.latest("at"), by=alice)
    proposal.refresh_from_db()
    assert proposal.status == Proposal.Status.PROPOSED
    assert states(leaving) == ["open", "open"]


def test_what_was_decided_and_practised_stays(
    area: Area, org: Callable[..., Any], need: Callable[..., Any], offer: Callable[..., Any], alice: User
) -> None:
    shop = org("Bäckerei Sturm")
    need(shop, "brot", status="met")
    offer(shop, "raum", is_practice=True)
    withdraw(Consent.objects.get(organisation=shop, purpose="matching"), by=alice, area=area)
    assert states(shop) == ["met", "open"]


def test_another_purpose_changes_nothing_here(area: Area, ring: list[Any], alice: User) -> None:
    proposal = actions.make_plan(area=area).proposals.get()
    contact = Consent.objects.create(
        area=area, organisation=ring[0], purpose="contact", channel="spoken", given_on=proposal.plan.made_at
    )
    withdraw(contact, by=alice, area=area)
    proposal.refresh_from_db()
    assert proposal.status == Proposal.Status.PROPOSED
    assert states(ring[0]) == ["open", "open"]
