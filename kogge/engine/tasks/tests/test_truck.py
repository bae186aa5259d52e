"""Truck factor against brute force, and what must always hold."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kogge.engine.tasks import truck, truck_factor

NAMES = "abcdefg"
boards = st.lists(st.frozensets(st.sampled_from(NAMES), max_size=3), max_size=14)


def orphaned(tasks: list[frozenset[str]], gone: set[str]) -> int:
    return sum(1 for people in tasks if people <= gone)


def brute_force(tasks: list[frozenset[str]]) -> int:
    """Try every group of people, small ones first."""
    for size in range(len(NAMES) + 1):
        for group in combinations(NAMES, size):
            if 2 * orphaned(tasks, set(group)) > len(tasks):
                return size
    raise AssertionError("everybody leaving orphans everything")


@settings(max_examples=150, deadline=None)
@given(boards)
def test_as_small_as_brute_force(tasks: list[frozenset[str]]) -> None:
    found = truck_factor(tasks)
    if not tasks:
        assert found is None
        return
    assert found is not None
    assert found.exact
    assert found.size == brute_force(tasks)
    assert found.orphaned == orphaned(tasks, set(found.people))
    assert 2 * found.orphaned > found.tasks == len(tasks)


@settings(max_examples=60, deadline=None)
@given(boards.filter(bool))
def test_greedy_is_an_upper_bound_and_says_so(tasks: list[frozenset[str]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(truck, "EXACT_UP_TO", 0)
        found = truck_factor(tasks)
    assert found is not None
    assert 2 * orphaned(tasks, set(found.people)) > len(tasks)
    assert found.size >= brute_force(tasks)
    if found.exact:
        assert found.size == brute_force(tasks)


def test_beyond_forty_people_it_is_marked() -> None:
    found = truck_factor([{f"p{number:02}"} for number in range(41)])
    assert found is not None
    assert (found.size, found.exact, found.tasks) == (21, False, 41)


def test_one_person_holds_most() -> None:
    found = truck_factor([["Ayla"]] * 5 + [["Bernd"]] * 4)
    assert found is not None
    assert (found.people, found.orphaned, found.exact) == (("Ayla",), 5, True)


def test_a_deputy_saves_the_task() -> None:
    found = truck_factor([["Ayla", "Bernd"], ["Ayla", "Cem"], ["Ayla"]])
    assert found is not None
    assert found.size == 2
    assert "Ayla" in found.people


def test_half_is_not_more_than_half() -> None:
    found = truck_factor([[], ["Ayla"]])
    assert found is not None
    assert (found.people, found.orphaned) == (("Ayla",), 2)
