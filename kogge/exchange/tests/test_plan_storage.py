"""How a plan is stored: practice apart, in one transaction, as a job, undone as a whole, in few queries."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kogge.accounts.models import User
from kogge.core.jobs import Progress
from kogge.core.models import Change
from kogge.core.undo import undo
from kogge.exchange import actions, queries
from kogge.exchange.actions import plan as plan_module
from kogge.exchange.models import Proposal, RingPlan
from kogge.places.models import Area

from .feasible import check

Make = Callable[..., Any]


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
