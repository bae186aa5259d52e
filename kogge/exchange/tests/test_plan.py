"""Making a plan: what is proposed holds, what must not be is not, and what was decided stays."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kogge.accounts.models import User
from kogge.actors.models import Consent, Relation
from kogge.core.jobs import Progress
from kogge.core.models import Change
from kogge.core.undo import undo
from kogge.exchange import actions, queries
from kogge.exchange.actions import plan as plan_module
from kogge.exchange.models import Proposal, Rejection, RingPlan, Transfer
from kogge.outreach.models import Interview, NoGo
from kogge.places.models import Area

Make = Callable[..., Any]


@pytest.fixture
def ring(org: Make, need: Make, offer: Make) -> list[Any]:
    """Three organisations, each with what the next one needs."""
    orgs = [org("Bäckerei Sturm"), org("Kita Möwe"), org("Malerei Brise")]
    for index, about in enumerate(["brot", "raum", "farbe"]):
        offer(orgs[index], about)
        need(orgs[(index + 1) % 3], about)
    return orgs


def pairs(area: Area) -> set[tuple[str, str]]:
    rows = Transfer.objects.filter(proposal__plan__area=area, proposal__status="proposed")
    return set(rows.values_list("giver__name", "receiver__name"))


def check(plan: RingPlan) -> int:
    """That the stored proposals can all be done together: independent of the engine. Returns how many."""
    used_offers: Counter[int] = Counter()
    used_needs: Counter[int] = Counter()
    parties: Counter[tuple[int, bool]] = Counter()
    value = 0.0
    success = plan.inputs["success_probability"]
    for proposal in plan.proposals.all():
        arrows = list(proposal.transfers.select_related("offer", "need"))
        assert [t.order for t in arrows] == list(range(len(arrows)))
        for arrow, after in pairwise(arrows):
            assert arrow.receiver_id == after.giver_id
        givers = [t.giver_id for t in arrows]
        closed = arrows[-1].receiver_id == givers[0]
        assert closed == (proposal.kind == Proposal.Kind.RING)
        members = givers if closed else [*givers, arrows[-1].receiver_id]
        assert len(set(members)) == len(members)
        assert len(members) <= (plan.area.longest_ring if closed else plan.area.longest_chain)
        assert closed or arrows[0].offer.asks_nothing
        practice = {entry.is_practice for t in arrows for entry in (t.offer, t.need)}
        assert len(practice) == 1
        parties.update((member, next(iter(practice))) for member in members)
        for t in arrows:
            assert t.offer.organisation_id == t.giver_id
            assert t.need.organisation_id == t.receiver_id
            assert t.offer.status == t.need.status == "open"
            used_offers[t.offer_id] += 1
            used_needs[t.need_id] += 1
        weights = [t.score for t in arrows]
        if closed:
            expected = sum(weights) * success ** len(arrows)
        else:
            expected = sum(weight * success ** (i + 1) for i, weight in enumerate(weights))
        assert proposal.score == pytest.approx(expected)
        assert proposal.probability == pytest.approx(success ** len(arrows))
        value += expected
    assert all(used_offers[t.offer_id] <= t.offer.capacity for t in _arrows(plan))
    assert all(count == 1 for count in used_needs.values())
    assert all(count == 1 for count in parties.values())
    assert plan.objective == pytest.approx(value)
    assert plan.bound >= plan.objective - 1e-6
    return plan.proposals.count()


def _arrows(plan: RingPlan) -> Any:
    return Transfer.objects.filter(proposal__plan=plan).select_related("offer")


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


def test_practice_is_a_world_of_its_own(area: Area, org: Make, need: Make, offer: Make) -> None:
    one, two = org("Eins", consent=False), org("Zwei", consent=False)
    offer(one, "brot", is_practice=True), need(two, "brot", is_practice=True)
    offer(two, "raum"), need(one, "raum")
    assert check(actions.make_plan(area=area)) == 0  # half of it is real
    offer(two, "holz", is_practice=True), need(one, "holz", is_practice=True)
    plan = actions.make_plan(area=area)
    assert check(plan) == 1
    agreement, _change = actions.accept(
        proposal=plan.proposals.get(), title="Übung", due=dt.date.today(), texts={}, by=None
    )
    assert agreement.is_practice
    assert queries.redemption_rate(area).whole == 0


def test_a_plan_that_dies_while_it_is_stored_leaves_the_old_one(
    area: Area, ring: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    old = actions.make_plan(area=area)

    def die(*args: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(plan_module, "transfer_of", die)
    with pytest.raises(KeyboardInterrupt):
        actions.make_plan(area=area)
    monkeypatch.undo()
    assert RingPlan.objects.get() == old
    assert old.proposals.get().status == "proposed"
    assert check(actions.make_plan(area=area)) == 1  # and the work can be started again


def test_the_job_says_where_it_is_and_leads_to_the_page(area: Area, ring: list[Any], alice: User) -> None:
    said: list[float] = []

    class Heard(Progress):
        def say(self, step: Any, percent: float) -> None:
            said.append(percent)

    result = actions.run_plan(Heard(), area=area.pk, by=alice.pk)
    assert said == sorted(said)
    assert len(said) > 2
    assert result["url"].endswith(f"/a/{area.slug}/exchange/")
    assert RingPlan.objects.get(pk=result["plan"]).made_by == alice


def test_a_plan_is_undone_as_a_whole(area: Area, ring: list[Any], alice: User) -> None:
    old = actions.make_plan(area=area, by=alice)
    actions.make_plan(area=area, by=alice)
    undo(Change.objects.latest("at"), by=alice)
    assert RingPlan.objects.get() == old
    assert old.proposals.get().status == "proposed"


def test_queries_do_not_grow_with_the_board(area: Area, org: Make, need: Make, offer: Make) -> None:
    counts = []
    for more in (1, 3):
        for _index in range(more):
            one, two = org(f"Neu {Proposal.objects.count()}"), org("Auch")
            offer(one, "brot"), need(two, "brot"), offer(two, "raum"), need(one, "raum")
        with CaptureQueriesContext(connection) as seen:
            actions.make_plan(area=area)
        Proposal.objects.update(status="rejected")
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_success_probability_of_the_area_counts(area: Area, ring: list[Any]) -> None:
    area.success_probability = "0.50"
    area.save()
    plan = actions.make_plan(area=Area.objects.get(pk=area.pk))
    assert check(plan) == 1
    assert math.isclose(plan.proposals.get().probability, 0.125)
