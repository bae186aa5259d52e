"""Making a plan: what is proposed holds, what must not be is not, and what was decided stays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from kogge.accounts.models import User
from kogge.actors.models import Consent, Relation
from kogge.exchange import actions
from kogge.exchange.models import Proposal, Rejection, Transfer
from kogge.outreach.models import Interview, NoGo
from kogge.places.models import Area

from .feasible import check

Make = Callable[..., Any]


def pairs(area: Area) -> set[tuple[str, str]]:
    rows = Transfer.objects.filter(proposal__plan__area=area, proposal__status="proposed")
    return set(rows.values_list("giver__name", "receiver__name"))


def test_a_ring_is_found_stored_and_explained(area: Area, ring: list[Any], alice: User) -> None:
    plan = actions.make_plan(area=area, by=alice)

    assert check(plan) == 1
    only = plan.proposals.get()
    assert only.kind == "ring"
    assert only.probability == pytest.approx(0.7**3)
    assert plan.is_optimal
    assert plan.made_by == alice
    assert pairs(area) == {
        ("Bäckerei Sturm", "Kita Möwe"),
        ("Kita Möwe", "Malerei Brise"),
        ("Malerei Brise", "Bäckerei Sturm"),
    }
    codes = {reason["code"] for t in only.transfers.all() for reason in t.reasons}
    assert "same_topic" in codes
    assert plan.inputs["parties"] == 3


def test_a_chain_starts_with_an_offer_that_asks_nothing_back(area: Area, org: Make, need: Make, offer: Make) -> None:
    giver, middle, last = org("Reederei"), org("Verein"), org("Schule")
    offer(giver, "holz", asks_nothing=True)
    need(middle, "holz")
    offer(middle, "musik")
    need(last, "musik")
    plan = actions.make_plan(area=area)
    assert check(plan) == 1
    assert plan.proposals.get().kind == "chain"
    assert pairs(area) == {("Reederei", "Verein"), ("Verein", "Schule")}


def test_a_large_board_gives_a_feasible_plan(area: Area, org: Make, need: Make, offer: Make) -> None:
    topics = [f"thema-{number}" for number in range(6)]
    for number in range(40):
        one = org(f"Laden {number}")
        offer(one, topics[number % 6], capacity=1 + number % 3, asks_nothing=number % 7 == 0)
        need(one, topics[(number * 5 + 1) % 6], urgency=1 + number % 3)
    assert check(actions.make_plan(area=area)) > 5


def test_without_consent_nobody_is_proposed(area: Area, org: Make, need: Make, offer: Make) -> None:
    one, two = org("Eins"), org("Zwei", consent=False)
    offer(one, "brot"), need(two, "brot"), offer(two, "raum"), need(one, "raum")
    plan = actions.make_plan(area=area)
    assert check(plan) == 0
    assert plan.inputs["without_consent"] == 1
    for purpose, withdrawn in (("contact", None), ("matching", dt.date.today())):
        Consent.objects.create(
            area=area,
            organisation=two,
            purpose=purpose,
            channel="spoken",
            given_on=dt.date.today(),
            withdrawn_on=withdrawn,
        )
    assert check(actions.make_plan(area=area)) == 0
    Consent.objects.create(area=area, organisation=two, purpose="matching", channel="spoken", given_on=dt.date.today())
    assert check(actions.make_plan(area=area)) == 1


@pytest.mark.parametrize("how", ["said", "rift", "rejected"])
def test_who_must_not_meet_is_in_no_ring_together(how: str, area: Area, ring: list[Any]) -> None:
    """Anywhere in the ring, not only as neighbours: with three everybody is a neighbour, so four are tried too."""
    one, two = ring[0], ring[1]
    if how == "said":
        interview = Interview.objects.create(area=area, organisation=two)
        NoGo.objects.create(interview=interview, organisation=one)
    elif how == "rift":
        Relation.objects.create(area=area, source=one, target=two, type=Relation.Type.RIFT)
    else:
        Rejection.objects.create(area=area, offer=one.offers.get(), need=two.needs.get(), reason=Rejection.Reason.RIFT)
    assert check(actions.make_plan(area=area)) == 0


def test_no_go_across_a_ring_of_four(area: Area, org: Make, need: Make, offer: Make) -> None:
    orgs = [org(f"Nr. {number}") for number in range(4)]
    for index, about in enumerate(["brot", "raum", "farbe", "musik"]):
        offer(orgs[index], about)
        need(orgs[(index + 1) % 4], about)
    assert check(actions.make_plan(area=area)) == 1
    Relation.objects.create(area=area, source=orgs[0], target=orgs[2], type=Relation.Type.RIFT)
    assert check(actions.make_plan(area=area)) == 0


def test_rejection_is_remembered_until_it_is_forgotten(area: Area, ring: list[Any], alice: User) -> None:
    first = actions.make_plan(area=area, by=alice).proposals.get()
    arrow = first.transfers.first()
    assert arrow is not None
    actions.reject(proposal=first, reasons={arrow.pk: ("too_far", "über die Warnow")}, by=alice)
    assert Rejection.objects.get().note == "über die Warnow"
    assert check(actions.make_plan(area=area, by=alice)) == 0
    actions.forget_rejection(rejection=Rejection.objects.get(), by=alice)
    assert check(actions.make_plan(area=area, by=alice)) == 1


def test_a_new_plan_replaces_what_nobody_decided_and_leaves_the_rest(
    area: Area, ring: list[Any], org: Make, need: Make, offer: Make, alice: User
) -> None:
    one, two = org("Eins"), org("Zwei")
    offer(one, "musik"), need(two, "musik"), offer(two, "holz"), need(one, "holz")
    old = actions.make_plan(area=area, by=alice)
    assert check(old) == 2
    taken, waiting = old.proposals.order_by("-probability")  # the swap, the ring of three
    actions.accept(proposal=taken, title="Tausch", due=dt.date.today(), texts={}, by=alice)

    new = actions.make_plan(area=area, by=alice)

    assert check(new) == 1
    statuses = {p.pk: p.status for p in Proposal.objects.all()}
    assert (statuses[taken.pk], statuses[waiting.pk]) == ("accepted", "superseded")
    assert ("Eins", "Zwei") not in pairs(area)  # what is agreed is not proposed again


def test_an_offer_is_proposed_as_often_as_it_is_left(
    area: Area, org: Make, need: Make, offer: Make, agree: Make
) -> None:
    giver, one, two = org("Reederei"), org("Eins"), org("Zwei")
    holz = offer(giver, "holz", asks_nothing=True, capacity=2)
    first, _second = need(one, "holz"), need(two, "holz")
    agree((giver, one, holz, first))
    assert check(actions.make_plan(area=area)) == 1
    assert pairs(area) == {("Reederei", "Zwei")}
    agree((giver, two, holz))
    assert check(actions.make_plan(area=area)) == 0


def test_settled_expired_and_closed_take_no_part(area: Area, ring: list[Any]) -> None:
    wanted = ring[0].needs.get()
    for fields in ({"status": "met"}, {"status": "open", "valid_until": dt.date.today() - dt.timedelta(1)}):
        type(wanted).objects.filter(pk=wanted.pk).update(**fields)
        assert check(actions.make_plan(area=area)) == 0
    type(wanted).objects.filter(pk=wanted.pk).update(status="open", valid_until=None)
    assert check(actions.make_plan(area=area)) == 1
    ring[0].closed_on = dt.date.today()
    ring[0].save()
    assert check(actions.make_plan(area=area)) == 0
