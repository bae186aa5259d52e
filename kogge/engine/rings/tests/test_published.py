"""Published optima of kidney-exchange instances, and the two hard ones with honest bounds."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest

from kogge.engine.rings import solve
from kogge.engine.rings.kidney import kidney_problem
from kogge.engine.rings.tests.oracle import complaints
from kogge.testing import shared_data


def load(name: str) -> Any:
    path = shared_data("rings", name)
    with gzip.open(path) if name.endswith(".gz") else path.open("rb") as stream:
        return json.load(stream)


def test_every_published_optimum_is_reached_and_proven() -> None:
    published = load("expected.json")["published"]
    assert len(published) == 18
    for name, entry in published.items():
        problem = kidney_problem(load(f"{name}.json"))
        plan = solve(problem)
        assert complaints(problem, plan, 3, 3) == [], name
        assert (plan.objective, plan.bound, plan.optimal) == (
            *[entry["max_transplants_cycle3_chain3"]] * 2,
            True,
        ), name


def test_rings_without_chains_reach_the_reference() -> None:
    for name, entry in load("expected.json")["rings_only_own_reference"].items():
        problem = kidney_problem(load(f"{name}.json"))
        plan = solve(problem, chain=0)
        assert plan.optimal
        assert plan.objective - problem.offset == entry["max_participants_rings_only_k3"], name


@pytest.mark.parametrize(("scores", "success"), [(True, 1.0), (False, 0.7), (True, 0.7)])
def test_scores_and_chances_are_proven_too(scores: bool, success: float) -> None:
    problem = kidney_problem(load("medium-1.json"), scores=scores, success=success)
    plan = solve(problem)
    assert complaints(problem, plan, 3, 3) == []
    assert plan.optimal


@pytest.mark.parametrize(("name", "reached"), [("sparse-1000-5", 886), ("dense-5000-8", 4996)])
def test_hard_instances_end_in_time_with_an_honest_bound(name: str, reached: int) -> None:
    """The clock ends both: whatever was found by then is a right plan, and no bound is below a known plan."""
    problem = kidney_problem(load(f"{name}.json.gz"))
    plan = solve(problem, cycle=4, chain=0, seconds=2.0)
    assert complaints(problem, plan, 4, 0) == []
    assert plan.bound >= reached
    assert plan.objective > 0
    if name == "sparse-1000-5":  # 886 is the proven optimum
        assert plan.objective <= reached


def test_both_schemas_mean_the_same() -> None:
    first, second = (kidney_problem(load(name)) for name in ("test1.json", "test1.v2.json"))
    assert {(a.giver, a.receiver) for a in first.arcs} == {(a.giver, a.receiver) for a in second.arcs}


def test_a_recipient_without_donor_can_end_a_chain() -> None:
    """test7 has matches to a recipient that no donor belongs to."""
    plan = solve(kidney_problem(load("test7.json")))
    assert plan.optimal


def test_a_donor_for_two_recipients_gives_once() -> None:
    data = {
        "data": {
            "1": {"sources": [1, 2], "matches": [{"recipient": 3, "score": 1}, {"recipient": 4, "score": 1}]},
            "3": {"sources": [3], "matches": [{"recipient": 1, "score": 1}]},
            "4": {"sources": [4], "matches": [{"recipient": 2, "score": 1}]},
        }
    }
    assert solve(kidney_problem(data)).objective == 2.0


def test_arcs_of_several_donors_keep_the_best_score() -> None:
    data = {
        "data": {
            "1": {"sources": ["x"], "matches": [{"recipient": "y", "score": 2}]},
            "2": {"sources": ["x"], "matches": [{"recipient": "y", "score": 7}]},
            "3": {"sources": ["y"], "matches": [{"recipient": "x", "score": 1}]},
        }
    }
    plan = solve(kidney_problem(data, scores=True))
    assert plan.objective == 8.0
    assert {a.label for a in plan.rings[0].arcs} == {"2", "3"}
