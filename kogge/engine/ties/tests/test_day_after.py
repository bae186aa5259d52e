"""The day after: what remains, and introductions against brute force."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kogge.engine.ties import Candidate, Edge, Network, Node, Reason, day_after
from kogge.engine.ties.tests.oracle import check_day_after, graph_of, unconnected_share
from kogge.engine.ties.tests.test_figures import networks

Pairs = list[tuple[str, str]]


@st.composite
def departures(draw: st.DrawFn, most: int = 9) -> tuple[Network, list[str]]:
    """A network that tends to fall apart, and who leaves."""
    n = draw(st.integers(2, most))
    ids = [f"n{i}" for i in range(n)]
    edges = draw(st.lists(st.tuples(st.sampled_from(ids), st.sampled_from(ids)), max_size=n))
    leavers = draw(st.lists(st.sampled_from(ids), max_size=3, unique=True))
    return Network.of(*edges, alone=tuple(ids)), leavers


def remaining(network: Network, leavers: list[str]) -> Any:
    graph = nx.Graph(graph_of(network))
    graph.remove_nodes_from(leavers)
    return graph


def best_total(graph: Any, allowed: Iterable[tuple[str, str]], k: int) -> float:
    """The largest fall of F that k ties among the allowed pairs can bring, by trying all."""
    now = unconnected_share(graph)
    assert now is not None
    useful = [pair for pair in allowed if not nx.has_path(graph, *pair)]
    best = 0.0
    for chosen in combinations(useful, min(k, len(useful))):
        more = graph.copy()
        more.add_edges_from(chosen)
        then = unconnected_share(more)
        assert then is not None
        best = max(best, now - then)
    return best


@given(networks(), st.data())
@settings(max_examples=100, deadline=None)
def test_what_remains_equals_networkx(network: Network, data: st.DataObject) -> None:
    leavers = data.draw(st.lists(st.sampled_from([node.id for node in network.nodes]), unique=True))
    check_day_after(day_after(network, leavers), graph_of(network), leavers)


@given(departures(8), st.integers(1, 3))
@settings(max_examples=80, deadline=None)
def test_any_pair_allowed_is_optimal(case: tuple[Network, list[str]], k: int) -> None:
    network, leavers = case
    graph = remaining(network, leavers)
    if len(graph) < 2:
        return
    found = day_after(network, leavers, k)
    assert found.introductions_optimal
    assert found.introductions_gain == pytest.approx(best_total(graph, combinations(graph, 2), k), abs=1e-12)


@given(departures(7), st.data())
@settings(max_examples=60, deadline=None)
def test_restricted_pairs_first_exact_then_bounded(case: tuple[Network, list[str]], data: st.DataObject) -> None:
    network, leavers = case
    graph = remaining(network, leavers)
    everybody = list(combinations([node.id for node in network.nodes], 2))
    pairs = data.draw(st.lists(st.sampled_from(everybody), unique=True, max_size=7))
    allowed = [pair for pair in pairs if pair[0] in graph and pair[1] in graph]
    refused = [pair for pair in everybody if pair not in pairs]

    def asks(one: tuple[str, ...], two: tuple[str, ...]) -> Iterable[Candidate]:
        return [Candidate(a, b) for a, b in pairs if (a in one and b in two) or (a in two and b in one)]

    ways: list[dict[str, Any]] = [
        {"plausible": [Candidate(a, b) for a, b in pairs]},
        {"plausible": asks},
        {"no_go": refused},
    ]
    for way in ways:
        check_day_after(day_after(network, leavers, 3, **way), graph_of(network), leavers)
        if len(graph) < 2:
            continue
        for k in (1, 2, 3):
            found = day_after(network, leavers, k, **way)
            best = best_total(graph, allowed, k)
            pairs_used = {frozenset((tie.a, tie.b)) for tie in found.introductions}
            assert pairs_used <= {frozenset(pair) for pair in allowed}
            assert found.introductions_bound >= best - 1e-12
            if k == 1 or found.introductions_optimal:
                assert found.introductions_gain == pytest.approx(best, abs=1e-12)


def chain(name: str, size: int) -> Pairs:
    return [(f"{name}{i}", f"{name}{i + 1}") for i in range(size - 1)]


def test_greedy_can_miss_a_bridge_and_the_bound_says_so() -> None:
    """Two groups of ten that only one organisation can join; greedy prefers a pair of three and four."""
    network = Network.of(*chain("a", 10), *chain("b", 10), *chain("c", 3), *chain("d", 4), alone=("x",))
    plausible = [Candidate("a0", "x"), Candidate("x", "b0"), Candidate("c0", "d0")]
    found = day_after(network, [], 2, plausible)
    assert [(tie.a, tie.b) for tie in found.introductions] == [("d0", "c0"), ("a0", "x")]
    assert not found.introductions_optimal
    pairs = 28 * 27 / 2
    assert found.introductions_gain == pytest.approx((12 + 10) / pairs)
    assert found.introductions_bound == pytest.approx((100 + 20) / pairs)


def test_among_equals_those_who_know_the_leaver_are_introduced() -> None:
    """Two triangles fall apart; only p and q know the one who leaves."""
    one = [("a", "b"), ("b", "p"), ("p", "a")]
    two = [("c", "d"), ("d", "q"), ("q", "c")]
    found = day_after(Network.of(*one, *two, ("p", "staff"), ("q", "staff")), ["staff"], 1)
    (tie,) = found.introductions
    assert {tie.a, tie.b} == {"p", "q"}
    assert tie.reasons[0] == Reason("shared_contact_leaves", {"leavers": ("staff",)})
    assert found.cut_off == ("c", "d", "q")
    assert found.staff_only_ties == 2 / 8


def test_more_shared_leavers_win_and_the_work_is_spread() -> None:
    main = [("hub", f"m{i}") for i in range(4)]
    ties = [*main, ("m0", "s"), ("m1", "s"), ("m1", "t"), ("o0", "s"), ("o0", "t"), ("o1", "s"), ("o2", "s")]
    found = day_after(Network.of(*ties), ["s", "t"], 3)
    first = found.introductions[0]
    assert (first.a, first.b) == ("m1", "o0")
    assert found.orphans == ("o0", "o1", "o2")
    # all four know s by now joined: o1 and o2 are given to m0 or o0, not to m1 again
    assert [tie.b for tie in found.introductions[1:]] == ["o1", "o2"]
    assert "m1" not in {tie.a for tie in found.introductions[1:]}


def test_score_decides_between_equal_gains_and_reasons_are_kept() -> None:
    network = Network.of(*chain("a", 3), alone=("x", "y"))
    why = (Reason("needs_match", {"topic": "accounting"}),)
    listed = [Candidate("a0", "x", 1.0), Candidate("a1", "y", 2.0, why), ("a2", "x", 1.5, ())]
    found = day_after(network, [], 2, [Candidate(*item) for item in listed])
    assert [(tie.a, tie.b) for tie in found.introductions] == [("a1", "y"), ("a2", "x")]
    assert found.introductions[0].reasons[0] == why[0]


def test_staff_who_stay_are_not_introduced() -> None:
    nodes = (Node("a"), Node("b"), Node("helper", staff=True))
    found = day_after(Network(nodes, ()), [], 5)
    assert [{tie.a, tie.b} for tie in found.introductions] == [{"a", "b"}]
    assert found.introductions_optimal


def test_a_tie_carried_by_staff_ends_with_the_last_of_them() -> None:
    nodes = tuple(Node(name) for name in "abc")
    edges = (
        Edge("a", "b", through=("mia", "tom")),
        Edge("b", "c", through=("mia",)),
        Edge("b", "c", through=("tom",)),
    )
    assert day_after(Network(nodes, edges), ["mia"]).staff_only == ()
    found = day_after(Network(nodes, edges), ["mia", "tom"])
    assert found.staff_only == (("a", "b"), ("b", "c"))
    assert found.staff_only_ties == 1.0
    assert found.introductions[0].reasons[0].code == "shared_contact_leaves"


def test_all_leave() -> None:
    found = day_after(Network.of(("a", "b")), ["a", "b"])
    assert (found.nodes_after, found.fragmentation_after, found.introductions) == (0, None, ())
    assert found.staff_only_ties == 0.0


@pytest.mark.parametrize(
    ("leavers", "extra", "says"),
    [
        (["zoe"], {}, "leaver 'zoe'"),
        (["a"], {"no_go": [("a", "zoe")]}, "'zoe'"),
        (["a"], {"plausible": [Candidate("zoe", "b")]}, "'zoe'"),
        (["a"], {"introductions": -1}, "negative"),
    ],
)
def test_unknown_names_are_refused(leavers: list[str], extra: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        day_after(Network.of(("a", "b")), leavers, **extra)
