"""The plan is feasible, and equals the brute-force optimum, on many small random problems."""

from __future__ import annotations

import math
from time import perf_counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kogge.engine.rings import Arc, BadProblem, Node, Problem, solve
from kogge.engine.rings.flow import flow_bound
from kogge.engine.rings.packing import pack
from kogge.engine.rings.tests.oracle import best_value, complaints

WEIGHTS = st.sampled_from([0.0, 0.25, 0.5, 1.0, 1.0, 2.0, 3.7])
CHANCES = st.sampled_from([1.0, 1.0, 0.7, 0.4])


@st.composite
def problems(draw: st.DrawFn, most_nodes: int = 5, most_arcs: int = 9) -> Problem:
    """Small problems with every feature: parallel arcs, chances, capacities, limits, givers, enemies."""
    names = "abcdef"[: draw(st.integers(2, most_nodes))]
    limits = draw(st.dictionaries(st.sampled_from(["o1", "o2", "o3"]), st.integers(0, 2), max_size=3))
    pairs = st.tuples(st.sampled_from(names), st.sampled_from(names)).filter(lambda p: p[0] != p[1])
    arcs: list[Arc] = []
    for giver, receiver in draw(st.lists(pairs, max_size=most_arcs)):
        draws = tuple(draw(st.lists(st.sampled_from(sorted(limits)), max_size=2))) if limits else ()
        arcs.append(Arc(giver, receiver, draw(WEIGHTS), draw(CHANCES), draw(st.booleans()), draws, str(len(arcs))))
    nodes = tuple(Node(n, draw(st.sampled_from([0, 1, 1, 1, 2])), draw(st.sampled_from([0.0, 1.0]))) for n in names)
    enemies = frozenset(frozenset(p) for p in draw(st.lists(pairs, max_size=1)))
    return Problem(nodes, tuple(arcs), limits, draw(st.sampled_from([0.0, 3.0])), enemies)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems(), st.sampled_from([0, 2, 3, 4]), st.sampled_from([0, 2, 3, 4]))
def test_plan_is_feasible_and_best(problem: Problem, cycle: int, chain: int) -> None:
    plan = solve(problem, cycle=cycle, chain=chain)
    assert complaints(problem, plan, cycle, chain) == []
    assert plan.optimal
    assert plan.complete
    assert math.isclose(plan.objective, best_value(problem, cycle, chain), abs_tol=1e-7)


@settings(max_examples=60, deadline=None)
@given(problems())
def test_flow_bound_is_never_below_the_optimum(problem: Problem) -> None:
    assert flow_bound(problem, perf_counter() + 10) + problem.offset >= best_value(problem, 4, 4) - 1e-9


@settings(max_examples=60, deadline=None)
@given(problems(), st.integers(0, 6))
def test_too_many_candidates_give_an_honest_gap(problem: Problem, most: int) -> None:
    plan = solve(problem, cycle=4, chain=4, most_candidates=most)
    best = best_value(problem, 4, 4)
    assert complaints(problem, plan, 4, 4) == []
    assert plan.objective <= best + 1e-7
    assert plan.bound >= best - 1e-7


def test_one_hand_made_town() -> None:
    """Two rings beside each other beat the one long ring that would use a third party twice."""
    arcs = [Arc(*pair) for pair in ["ab", "ba", "bc", "ca", "cd", "dc"]]
    plan = solve(Problem(tuple(Node(n) for n in "abcd"), tuple(arcs)))
    assert sorted(sorted(r.parties) for r in plan.rings) == [["a", "b"], ["c", "d"]]
    assert (plan.objective, plan.optimal) == (4.0, True)


def test_low_chances_make_short_rings_better() -> None:
    """Three at 70 %: 3 · 0.343 = 1.029, two: 2 · 0.49 = 0.98; at 60 % it is 0.648 against 0.72."""
    names = tuple(Node(n) for n in "abc")
    for chance, size in ((0.7, 3), (0.6, 2)):
        arcs = tuple(Arc(pair[0], pair[1], success=chance) for pair in ["ab", "bc", "ca", "ba"])
        plan = solve(Problem(names, arcs))
        assert [len(r.parties) for r in plan.rings] == [size]


def test_capacities_let_a_generous_party_give_twice() -> None:
    arcs = tuple(Arc(pair[0], pair[1], draws=("van",) if pair[0] == "a" else ()) for pair in ["ab", "ba", "ac", "ca"])
    once = Problem((Node("a"), Node("b"), Node("c")), arcs, {"van": 5})
    twice = Problem((Node("a", 2), Node("b"), Node("c")), arcs, {"van": 2})
    one_van = Problem((Node("a", 2), Node("b"), Node("c")), arcs, {"van": 1})
    assert [solve(p).objective for p in (once, twice, one_van)] == [2.0, 4.0, 2.0]


def test_one_ring_may_happen_as_often_as_capacities_allow() -> None:
    arcs = (Arc("a", "b"), Arc("b", "a"))
    plan = solve(Problem((Node("a", 3), Node("b", 2)), arcs))
    assert len(plan.rings) == 2
    assert plan.objective == 4.0


def test_nothing_to_do_is_proven_too() -> None:
    plan = solve(Problem((Node("a"),), ()))
    assert (plan.objective, plan.bound, plan.optimal, plan.gap) == (0.0, 0.0, True, 0.0)


def test_a_column_that_never_fits_does_not_hold_up_the_proof() -> None:
    """The LP takes half of the third column, which needs twice of what the first leaves once."""
    rows = [(0, 2, 3), (0, 2, 3, 3), (1, 2, 3, 3), (0, 2), (0, 1, 2, 3, 3), (0, 1, 2, 3)]
    packed = pack(rows, [4.0, 1.575, 1.0, 3.0, 4.0, 3.25], [1, 1, 2, 2], perf_counter() + 5)
    assert packed.proven
    assert packed.value == 4.0


@pytest.mark.parametrize(
    ("problem", "says"),
    [
        (Problem((Node("a"), Node("a")), ()), "party a is there twice"),
        (Problem((Node("a"),), (Arc("a", "b"),)), "there is no party b"),
        (Problem((Node("a"),), (Arc("a", "a"),)), "nobody serves themselves"),
        (Problem((Node("a"), Node("b")), (Arc("a", "b", math.nan),)), "weight nan"),
        (Problem((Node("a"), Node("b")), (Arc("a", "b", success=0.0),)), "success 0.0 must be above 0"),
        (Problem((Node("a"), Node("b")), (Arc("a", "b", draws=("x",)),)), "has no limit"),
        (Problem((Node("a", -1),), ()), "times is -1"),
    ],
)
def test_nonsense_is_refused_with_its_name(problem: Problem, says: str) -> None:
    with pytest.raises(BadProblem, match=says):
        solve(problem)
