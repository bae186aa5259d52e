"""A proposal changed before it is decided: another offer, another member, one left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kogge.accounts.models import User
from kogge.actors.models import Relation
from kogge.core.models import Change
from kogge.core.undo import undo
from kogge.exchange import actions, queries
from kogge.exchange.models import Agreement, Proposal, Rejection
from kogge.places.models import Area

Make = Callable[..., Any]


def options(proposal: Proposal, kind: str) -> list[Any]:
    return [one for one in queries.changes(proposal, proposal.plan.area).options if one.kind == kind]


def url(area: Area, name: str, *args: Any) -> str:
    return reverse(f"exchange:{name}", args=[area.slug, *args])


def accept(proposal: Proposal, by: Any = None) -> tuple[Agreement, Change]:
    due = dt.date.today() + dt.timedelta(42)
    return actions.accept(proposal=proposal, title="Ring", due=due, texts={}, by=by)


def test_another_offer_of_the_same_giver(proposal: Proposal, orgs: list[Any], offer: Make, alice: User) -> None:
    other = offer(orgs[0], "brot", text="Kuchen vom Vortag")
    (option,) = [one for one in options(proposal, "entry") if one.arrow.offer == other.pk]
    actions.change_proposal(proposal=proposal, option=option.key, by=alice)
    proposal.refresh_from_db()
    assert other.pk in proposal.transfers.values_list("offer", flat=True)
    assert proposal.transfers.count() == 3
    assert proposal.kind == "ring"


def test_another_member_takes_over_giving_and_getting(
    proposal: Proposal, orgs: list[Any], org: Make, need: Make, offer: Make, alice: User
) -> None:
    newcomer = org("Café Luv")
    offer(newcomer, "brot")
    assert not options(proposal, "member")  # gives, but nobody in the ring has something for it
    need(newcomer, "farbe")
    (option,) = options(proposal, "member")
    made = actions.change_proposal(proposal=proposal, option=option.key, by=alice)

    arrows = {(t.giver.name, t.receiver.name) for t in proposal.transfers.all()}
    assert arrows == {
        ("Café Luv", "Kita Möwe"),
        ("Kita Möwe", "Malerei Brise"),
        ("Malerei Brise", "Café Luv"),
    }
    accept(Proposal.objects.get(pk=proposal.pk), alice)
    undo(Change.objects.exclude(pk=made.pk).latest("at"), by=alice)
    undo(made, by=alice)
    assert {t.giver.name for t in proposal.transfers.all()} == {o.name for o in orgs}


def test_leaving_one_out_needs_a_bridge(proposal: Proposal, orgs: list[Any], need: Make, alice: User) -> None:
    assert not options(proposal, "drop")
    need(orgs[0], "raum")  # the nursery could serve the bakery directly
    (option,) = options(proposal, "drop")
    assert option.at == orgs[2].pk
    before = set(proposal.transfers.values_list("offer", "need"))
    made = actions.change_proposal(proposal=proposal, option=option.key, by=alice)
    proposal.refresh_from_db()
    assert proposal.transfers.count() == 2
    assert proposal.probability == pytest.approx(0.49)
    undo(made, by=alice)
    assert set(proposal.transfers.values_list("offer", "need")) == before


def test_somebody_who_asks_nothing_back_turns_a_ring_into_a_chain(
    proposal: Proposal, org: Make, offer: Make, alice: User
) -> None:
    offer(org("Reederei"), "raum", asks_nothing=True)
    (option,) = options(proposal, "member")
    actions.change_proposal(proposal=proposal, option=option.key, by=alice)
    proposal.refresh_from_db()
    assert proposal.kind == "chain"
    assert [(t.giver.name, t.receiver.name) for t in proposal.transfers.all()] == [
        ("Reederei", "Malerei Brise"),
        ("Malerei Brise", "Bäckerei Sturm"),
        ("Bäckerei Sturm", "Kita Möwe"),
    ]


def test_options_keep_apart_who_must_not_meet_and_what_was_rejected(
    area: Area, proposal: Proposal, orgs: list[Any], org: Make, need: Make, offer: Make
) -> None:
    newcomer = org("Café Luv")
    bread, wish = offer(newcomer, "brot"), need(newcomer, "farbe")
    assert options(proposal, "member")
    relation = Relation.objects.create(area=area, source=newcomer, target=orgs[2], type="rift")
    assert not options(proposal, "member")
    relation.delete()
    Rejection.objects.create(area=area, offer=bread, need=orgs[1].needs.get(), reason="time")
    assert not options(proposal, "member")
    assert wish.status == "open"


def test_an_option_that_is_gone_is_refused(
    area: Area, proposal: Proposal, orgs: list[Any], offer: Make, alice: User, login: Callable[[User], Client]
) -> None:
    other = offer(orgs[0], "brot", text="Kuchen vom Vortag")
    client = login(alice)
    page = client.get(url(area, "change", proposal.pk)).content.decode()
    assert "Kuchen vom Vortag" in page
    (option,) = [one for one in options(proposal, "entry") if one.arrow.offer == other.pk]
    type(other).objects.filter(pk=other.pk).update(status="withdrawn")
    page = client.post(url(area, "change", proposal.pk), {"option": option.key}, follow=True).content.decode()
    assert "This change is no longer possible." in page
    assert proposal.transfers.filter(offer=other).count() == 0
