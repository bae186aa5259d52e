"""Small numbers stay hidden, and nobody can compute them back."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from kogge.outreach.queries.joining import Bar, Picture, guarded, named_only
from kogge.outreach.queries.suppression import enough, hidden, hides_share

COUNTS = st.lists(st.integers(0, 7), min_size=2, max_size=5)


def possible(counts: list[int], away: frozenset[int]) -> list[tuple[int, ...]]:
    """What a reader who knows the sum and the shown counts must think possible for the hidden ones.

    An oracle of its own: it tries all numbers. Zeros are shown, so a hidden count is at least 1, unless all are hidden.
    """
    left = sum(counts[at] for at in away)
    least = 0 if len(away) == len(counts) else 1
    return [guess for guess in product(range(least, left + 1), repeat=len(away)) if sum(guess) == left]


@given(COUNTS, st.integers(2, 4))
def test_no_hidden_number_can_be_computed(counts: list[int], smallest: int) -> None:
    if not enough(sum(counts), smallest):
        return  # then nothing is shown at all
    away = hidden(counts, smallest)
    guesses = possible(counts, away)
    for place in range(len(away)):
        values = {guess[place] for guess in guesses}
        assert len(values) > 1
        assert max(values) >= smallest


@given(COUNTS, st.integers(2, 4))
def test_no_small_number_is_shown(counts: list[int], smallest: int) -> None:
    away = hidden(counts, smallest)
    assert all(count == 0 or count >= smallest for at, count in enumerate(counts) if at not in away)


def test_nothing_is_hidden_without_need() -> None:
    assert hidden([4, 0, 9], 3) == frozenset()
    assert hidden([1, 9, 4], 1) == frozenset()


def test_almost_all_is_as_telling_as_almost_none() -> None:
    assert hides_share(19, 20, 3)
    assert not hides_share(20, 20, 3)


def picture(*counts: int, said: int = 20, unsaid: int = 0) -> Picture:
    return Picture(said, unsaid, [Bar(str(at), f"b{at}", count, count) for at, count in enumerate(counts)], 7.5)


def test_a_guarded_picture_has_no_single_answer_in_it() -> None:
    found = guarded(picture(1, 12, 7), 3, several=False)
    assert [bar.count for bar in found.bars] == [None, 12, None]
    assert found.median is None
    assert all(bar.still is None for bar in found.bars)


def test_few_who_said_nothing_hide_how_many_answered() -> None:
    found = guarded(picture(10, 10, unsaid=1), 3, several=False)
    assert found.unsaid is None
    assert [bar.count for bar in found.bars].count(None) == 1


def test_too_few_are_no_picture() -> None:
    found = guarded(picture(3, 2, said=5), 3, several=True)
    assert not found.shown
    assert found.bars == []


def test_the_order_of_hidden_bars_tells_nothing() -> None:
    found = guarded(picture(18, 9, 2, 1), 3, several=True)
    assert [(bar.label, bar.count) for bar in found.bars] == [("b1", 9), ("b0", None), ("b2", None), ("b3", None)]
    assert [bar.label for bar in named_only(found).bars] == ["b1"]
