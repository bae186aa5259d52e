"""Pairs and groups in whole lists, against networkx and against comparing everything with everything."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kogge.engine.linkage import Record, clusters, find_pairs

NAMES = ("Bäckerei Sturm", "Baeckerei Sturm GmbH", "Fahrrad Petersen", "Petersen Fahrräder", "Kita Möwe", "Imbiss Ali")
STREETS = ("Lange Straße", "Lange Str.", "Kaistraße", "")


@st.composite
def lists(draw: st.DrawFn) -> list[Record]:
    """Short lists in which many are alike."""
    size = draw(st.integers(0, 7))
    return [
        Record(
            id=str(number),
            name=draw(st.sampled_from(NAMES)),
            street=draw(st.sampled_from(STREETS)),
            housenumber=draw(st.sampled_from(["", "3", "4"])),
            postcode=draw(st.sampled_from(["", "18055", "18146"])),
            phone=draw(st.sampled_from(["", "+49 381 555 01", "+49 381 555 02"])),
        )
        for number in range(size)
    ]


def found(records: list[Record], threshold: float) -> dict[frozenset[str], float]:
    return {frozenset((p.left, p.right)): p.comparison.probability for p in find_pairs(records, threshold)}


@settings(max_examples=80, deadline=None)
@given(lists(), st.sampled_from([0.5, 0.9]))
def test_no_pair_is_said_twice_below_the_threshold_or_with_itself(records: list[Record], threshold: float) -> None:
    pairs = find_pairs(records, threshold)
    said = [frozenset((pair.left, pair.right)) for pair in pairs]
    assert len(said) == len(set(said))
    assert all(len(pair) == 2 for pair in said)
    assert all(pair.comparison.probability >= threshold for pair in pairs)
    assert [p.comparison.probability for p in pairs] == sorted((p.comparison.probability for p in pairs), reverse=True)


@settings(max_examples=60, deadline=None)
@given(lists(), st.randoms(use_true_random=False))
def test_order_of_a_list_does_not_matter(records: list[Record], dice: object) -> None:
    shuffled = list(records)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert found(shuffled, 0.5) == pytest.approx(found(records, 0.5))


@settings(max_examples=80, deadline=None)
@given(lists())
def test_what_is_alike_in_everything_is_always_found(records: list[Record]) -> None:
    whole = found(records, 0.9)
    for one, other in combinations(records, 2):
        same = (one.name, one.street, one.housenumber, one.postcode, one.phone) == (
            (other.name, other.street, other.housenumber, other.postcode, other.phone)
        )
        if same and one.street and one.housenumber and one.phone:
            assert frozenset((one.id, other.id)) in whole


@settings(max_examples=60, deadline=None)
@given(lists(), lists())
def test_between_two_lists_every_pair_has_an_end_in_each(left: list[Record], right: list[Record]) -> None:
    others = [Record(f"b{record.id}", record.name, record.street, record.housenumber) for record in right]
    for pair in find_pairs(left, 0.5, others=others):
        assert {pair.left.startswith("b"), pair.right.startswith("b")} == {True, False}


@settings(max_examples=80, deadline=None)
@given(lists())
def test_groups_equal_the_components_of_networkx(records: list[Record]) -> None:
    pairs = find_pairs(records, 0.5)
    graph = nx.Graph((pair.left, pair.right) for pair in pairs)
    groups = clusters(pairs)
    assert sorted(map(sorted, groups)) == sorted(sorted(part) for part in nx.connected_components(graph))
