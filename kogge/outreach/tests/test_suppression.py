"""Small numbers: whatever is shown, nothing about fewer than the smallest number can be computed from it.

The checkers know nothing of how the module works: they try every number that a reader must think possible, and every
sum that can be made of what is shown.
"""

from __future__ import annotations

import doctest
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kogge.outreach import suppression
from kogge.outreach.suppression import enough, entangled, hidden, hides_share, is_small

COUNTS = st.lists(st.integers(0, 7), min_size=2, max_size=5)
GROUPS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 4)), min_size=1, max_size=5)  # said so, did not


def test_examples_in_the_words_of_the_module():
    assert doctest.testmod(suppression).failed == 0


def possible(counts: Sequence[int], away: Sequence[int]) -> list[tuple[int, ...]]:
    """What a reader who knows the sum and the shown counts must think possible for the hidden ones, in their order.

    Zeros are shown, so a hidden count is at least 1, unless all are hidden.
    """
    left = sum(counts[at] for at in away)
    least = 0 if len(away) == len(counts) else 1
    return [guess for guess in product(range(least, left + 1), repeat=len(away)) if sum(guess) == left]


@given(COUNTS, st.integers(2, 4))
def test_no_hidden_number_can_be_computed(counts, least):
    if not enough(sum(counts), least):
        return  # then nothing is shown at all
    away = sorted(hidden({at: (count,) for at, count in enumerate(counts)}, least))
    guesses = possible(counts, away)
    for place in range(len(away)):
        values = {guess[place] for guess in guesses}
        assert len(values) > 1
        assert max(values) >= least


@given(COUNTS, st.integers(2, 4))
def test_no_small_number_is_shown(counts, least):
    away = hidden({at: (count,) for at, count in enumerate(counts)}, least)
    assert all(count == 0 or count >= least for at, count in enumerate(counts) if at not in away)


@settings(max_examples=300, deadline=None)
@given(GROUPS, st.integers(2, 4), st.sets(st.integers(0, 4)), st.sets(st.integers(0, 4)))
def test_of_groups_neither_side_can_be_computed(groups, least, barred, spare):
    parts = dict(enumerate(groups))
    gone = sorted(hidden(parts, least, barred=barred, spare=spare))
    assert barred & set(parts) <= set(gone)
    for key, (said, did_not) in parts.items():
        if key not in gone:
            assert not any(is_small(count, least) for count in (said, did_not, said + did_not))
    if len(gone) == len(parts):
        return  # nothing is shown
    left = [sum(parts[key][side] for key in gone) for side in (0, 1)]
    assert not any(is_small(count, least) for count in (*left, sum(left)))
    sizes = [sum(parts[key]) for key in gone]
    thinkable = [range(size + 1) for size in sizes]
    for place, key in enumerate(gone):
        if parts[key][0] >= least > 2 and 0 < parts[key][1] < least:  # its sheet says: most of them
            thinkable[place] = range(sizes[place] - least + 1, sizes[place])
    guesses = [guess for guess in product(*thinkable) if sum(guess) == left[0]]
    for place, size in enumerate(sizes):
        assert not size or len({guess[place] for guess in guesses}) > 1


def test_where_the_whole_is_hidden_nothing_adds_up_to_it():
    assert hidden({"a": (3, 2), "b": (4, 3)}, 3, whole_known=False) == {"a", "b"}


def test_nothing_is_hidden_without_need():
    assert hidden({0: (4,), 1: (0,), 2: (9,)}, 3) == set()
    assert hidden({0: (1,), 1: (9,), 2: (4,)}, 1) == set()
    assert hidden({"a": (4, 5), "b": (6, 3)}, 3) == set()


def test_what_no_page_shows_is_hidden_first():
    parts = {"Hafen": (5, 4), "Markt": (1, 6), "without a street": (8, 9)}
    assert hidden(parts, 3) == {"Hafen", "Markt"}
    assert hidden(parts, 3, spare={"without a street"}) == {"Markt", "without a street"}


def test_all_or_none_of_the_hidden_is_an_answer_too():
    """The two of Markt all said so; hidden beside Hafen alone, of whom all said so, everybody would know."""
    assert hidden({"Hafen": (4, 0), "Markt": (2, 0), "Kai": (5, 4)}, 3) == {"Hafen", "Markt", "Kai"}


def test_almost_all_is_as_telling_as_almost_none():
    assert hides_share(19, 20, 3)
    assert not hides_share(20, 20, 3)


def computable(published: Iterable[set[int]], wanted: set[int], everybody: int) -> bool:
    """Is the number of the wanted among any who said so a sum of published numbers, each taken any number of times?

    Elimination over fractions: the wanted must be a combination of the published sets.
    """
    rows = [[Fraction(at in group) for at in range(everybody)] for group in published]
    target = [Fraction(at in wanted) for at in range(everybody)]
    done: list[tuple[int, list[Fraction]]] = []

    def reduced(row: list[Fraction]) -> list[Fraction]:
        for pivot, other in done:
            if row[pivot]:
                factor = row[pivot]
                row = [value - factor * there for value, there in zip(row, other, strict=True)]
        return row

    for row in rows:
        row = reduced(row)
        pivot = next((at for at, value in enumerate(row) if value), None)
        if pivot is not None:
            done.append((pivot, [value / row[pivot] for value in row]))
    return not any(reduced(target))


PLACES = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from(["", "x", "y", "z"]), st.booleans()), min_size=1, max_size=10
)


@settings(max_examples=300, deadline=None)
@given(PLACES, st.integers(2, 4))
def test_no_sum_of_streets_districts_and_sectors_leaves_a_few(businesses, least):
    streets = {at: [f"street {street}"] if named else [] for at, (street, _sector, named) in enumerate(businesses)}
    places = {at: [*streets[at], f"district {street // 2}"] for at, (street, _s, _n) in enumerate(businesses)}
    sectors = {at: [sector] for at, (_street, sector, _n) in enumerate(businesses) if sector}
    members: dict[str, set[int]] = {}
    for table in (places, sectors):
        for at, groups in table.items():
            for group in groups:
                members.setdefault(group, set()).add(at)
    large = {group for group, inside in members.items() if len(inside) >= least}
    in_large = ({at: [g for g in groups if g in large] for at, groups in table.items()} for table in (places, sectors))
    shown = large - entangled(tuple(in_large), least)
    for size in range(1, least):
        for few in combinations(range(len(businesses)), size):
            assert not computable([members[group] for group in shown], set(few), len(businesses))


def table(**groups: set[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for name, members in groups.items():
        for business in members:
            found.setdefault(business, []).append(name)
    return found


def test_a_group_within_another_but_for_two_is_barred():
    assert entangled((table(bakers={1, 2, 3, 4}), table(street={1, 2, 3, 4, 5})), 3) == {"bakers"}
    assert entangled((table(bakers={1, 2, 3, 4, 5, 6}), table(street={1, 2, 3, 4})), 3) == {"street"}
    assert entangled((table(bakers={1, 2, 3}), table(street={1, 2, 3})), 3) == set()
    assert entangled((table(bakers={1, 2, 3, 9}), table(street={1, 2, 3, 4, 5, 6})), 3) == set()


def test_two_streets_together_give_a_sector_away():
    """All bakers are in two streets, and there is one other shop: both streets less the bakers are that shop."""
    bakers, streets = table(bakers={1, 2, 3, 4, 5, 6}), table(kai={1, 2, 3}, gasse={4, 5, 6, 7})
    assert len(entangled((streets, bakers), 3)) == 1


def test_what_a_district_leaves_beside_its_streets():
    places = {at: ["kai", "hafen"] for at in range(6)} | {6: ["hafen"]}
    assert entangled((places, {}), 3) == {"kai"}


@pytest.mark.parametrize("number", [30, 300])
def test_many_groups_that_differ_by_many_are_all_shown(number):
    places = {at: [f"street {at // 10}", f"district {at // 100}"] for at in range(number * 10)}
    sectors = {at: [f"sector {at % 7}"] for at in range(number * 10)}
    assert entangled((places, sectors), 3) == set()
