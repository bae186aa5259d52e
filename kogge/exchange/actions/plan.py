"""A ring plan: read the board, let the engine find what fits best, keep all of it with its reasons."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kogge.accounts.models import User
from kogge.core.history import bulk_create, bulk_update, change
from kogge.core.jobs import Progress
from kogge.engine import rings
from kogge.exchange.models import Proposal, RingPlan, Transfer
from kogge.exchange.queries.board import Reading, organisation_id, read_board
from kogge.places.models import Area

SECONDS = 30.0  # for the solver; what it has then is kept, with the bound proven so far
LEAST_SUCCESS = 0.01  # the engine wants chances above 0


def make_plan(*, area: Area, by: Any = None, progress: Progress | None = None) -> RingPlan:
    """Compute and store the ring plan of an area as proposals that a person decides.

    Reads the board in a constant number of queries. Everything is stored in one transaction: a process that
    dies leaves the plan before. Earlier proposals that nobody decided become superseded; decided ones are
    untouched.
    """
    progress = progress or Progress()
    progress.say(_("Reading needs and offers"), 5)
    reading = read_board(area)
    progress.say(_("Looking for what fits"), 15)
    matches = rings.match(reading.board)
    progress.say(_("Looking for the best rings and chains"), 35)
    success = max(LEAST_SUCCESS, float(area.success_probability))
    problem = rings.problem_of(reading.board, matches, success=success)
    found = rings.solve(problem, cycle=area.longest_ring, chain=area.longest_chain, seconds=SECONDS)
    progress.say(_("Storing the proposals"), 90)
    inputs = {
        **reading.numbers,
        "arcs": len(matches),
        "candidates": found.candidates,
        "complete": found.complete,
        "longest_ring": area.longest_ring,
        "longest_chain": area.longest_chain,
        "success_probability": success,
    }
    with change(_("Ring plan computed"), by=by, area=area):
        plan = RingPlan.objects.create(
            area=area,
            made_by=by if getattr(by, "pk", None) else None,
            objective=found.objective,
            bound=found.bound,
            is_optimal=found.optimal,
            seconds=found.seconds,
            inputs=inputs,
        )
        _supersede(area, plan)
        _store(plan, found, reading, {(m.offer, m.need): m for m in matches})
    return plan


def run_plan(progress: Progress, *, area: int, by: int | None = None) -> dict[str, Any]:
    """The job behind the button: `make_plan` for ids, and where its result is."""
    place = Area.objects.get(pk=area)
    plan = make_plan(area=place, by=User.objects.filter(pk=by).first(), progress=progress)
    return {"plan": plan.pk, "url": reverse("exchange:plan", args=[place.slug])}


def _supersede(area: Area, plan: RingPlan) -> None:
    old = list(Proposal.objects.in_area(area).open().exclude(plan=plan))
    for proposal in old:
        proposal.status = Proposal.Status.SUPERSEDED
    bulk_update(old, ["status"])


def _store(plan: RingPlan, found: rings.Plan, reading: Reading, matches: dict[tuple[str, str], rings.Match]) -> None:
    kinds = [(Proposal.Kind.RING, ring) for ring in found.rings]
    kinds += [(Proposal.Kind.CHAIN, chain) for chain in found.chains]
    proposals = bulk_create(
        [
            Proposal(
                plan=plan,
                kind=kind,
                score=ring.expected,
                probability=math.prod(arc.success for arc in ring.arcs),
            )
            for kind, ring in kinds
        ]
    )
    bulk_create(
        [
            transfer_of(proposal, order, matches[pair_of(arc)], reading)
            for proposal, (_kind, ring) in zip(proposals, kinds, strict=True)
            for order, arc in enumerate(ring.arcs)
        ]
    )


def pair_of(arc: rings.Arc) -> tuple[str, str]:
    """Offer and need of an arc, from the label that `problem_of` gave it."""
    offer, _arrow, need = arc.label.partition(" → ")
    return offer, need


def transfer_of(proposal: Proposal, order: int, match: rings.Match, reading: Reading) -> Transfer:
    """An arrow of a proposal from a match of the engine (not saved)."""
    return Transfer(
        proposal=proposal,
        order=order,
        giver_id=organisation_id(match.giver),
        receiver_id=organisation_id(match.receiver),
        offer=reading.offers[int(match.offer)],
        need=reading.needs[int(match.need)],
        score=match.score,
        reasons=as_json(match.reasons),
        against=as_json(match.against),
    )


def as_json(found: Iterable[rings.Reason]) -> list[dict[str, Any]]:
    """Reasons as they are stored: code and parameters; a party is named by its organisation's id."""
    rows = []
    for reason in found:
        params = dict(reason.params)
        if "party" in params:
            params["party"] = organisation_id(str(params["party"]))
        rows.append({"code": reason.code, "params": params})
    return rows
