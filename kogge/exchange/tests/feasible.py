"""That the proposals of a plan can all be done together: checked on the stored rows, without the engine."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import Any

import pytest

from kogge.exchange.models import Proposal, RingPlan, Transfer


def check(plan: RingPlan) -> int:
    """Assert feasibility and the figures; returns the number of proposals."""
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
