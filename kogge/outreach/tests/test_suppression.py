"""Small numbers: whatever is shown, nothing about fewer than three can be computed from it."""

from __future__ import annotations

import doctest

from hypothesis import given, settings
from hypothesis import strategies as st

from kogge.outreach import suppression
from kogge.outreach.suppression import hidden, is_small, overlapping


def test_examples_in_the_words_of_the_module():
    assert doctest.testmod(suppression).failed == 0


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(st.booleans(), max_size=9), min_size=1, max_size=8), st.integers(2, 4))
def test_nothing_small_is_shown_nor_left_over_when_shown_counts_are_subtracted(table, least):
    groups, said, number = {}, set(), 0
    for key, members in enumerate(table):
        groups[key] = set(range(number, number + len(members)))
        said |= {number + index for index, yes in enumerate(members) if yes}
        number += len(members)
    gone = hidden(groups, said, least)
    for key, members in groups.items():
        if key not in gone:
            count = len(members & said)
            assert not is_small(count, least)
            assert not is_small(len(members) - count, least)
    if len(gone) < len(groups):  # some of it is shown: what is left of the totals must not describe a few
        rest = set().union(*(groups[key] for key in gone)) if gone else set()
        for left in (len(rest), len(rest & said), len(rest - said)):
            assert not is_small(left, least)


def test_where_the_total_is_hidden_nothing_adds_up_to_it():
    groups = {"a": set(range(5)), "b": set(range(5, 12))}
    assert hidden(groups, {5, 6, 7}, 3, total_shown=False) == {"a", "b"}


def test_a_group_within_another_but_for_two_is_barred():
    assert overlapping({"bakers": {1, 2, 3, 4}}, {"street": {1, 2, 3, 4, 5}}, 3) == {"bakers"}
    assert overlapping({"bakers": {1, 2, 3, 4, 5, 6}}, {"street": {1, 2, 3, 4}}, 3) == {"street"}
    assert overlapping({"bakers": {1, 2, 3}}, {"street": {1, 2, 3}}, 3) == set()
    assert overlapping({"bakers": {1, 2, 3, 9}}, {"street": {1, 2, 3, 4, 5, 6}}, 3) == set()
