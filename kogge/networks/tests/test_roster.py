"""Whom each respondent of a tie survey is asked about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kogge.networks.roster import ENOUGH, MOST, Closeness, rosters


@st.composite
def towns(draw):
    size = draw(st.integers(0, 30))
    ids = draw(st.permutations(range(1, size + 1)))
    pair = st.tuples(st.integers(1, max(size, 1)), st.integers(1, max(size, 1)))
    return ids, draw(st.dictionaries(pair, st.sampled_from(list(Closeness)), max_size=200))


@given(towns(), st.integers(0, 4), st.integers(2, 8))
def test_short_lists_never_oneself_and_everybody_rated_by_enough(town, enough, room):
    ids, close = town
    most = enough + room
    lists = rosters(ids, close, most=most, enough=enough)
    assert set(lists) == set(ids)
    for rater, rated in lists.items():
        assert len(rated) <= most
        assert len(set(rated)) == len(rated)
        assert rater not in rated
        assert set(rated) <= set(ids)
    for one in ids:
        assert sum(one in rated for rated in lists.values()) >= min(enough, len(ids) - 1)


@given(towns())
def test_the_same_lists_in_whatever_order_people_come(town):
    ids, close = town
    assert rosters(ids, close) == rosters(sorted(ids), dict(reversed(close.items())))


def test_one_whom_everybody_knows_does_not_push_out_the_others():
    ids = range(1, 41)
    close = {(a, b): Closeness.KNOWN_TIE for a in ids for b in range(1, 11)}
    lists = rosters(ids, close)
    assert all(len(rated) <= MOST for rated in lists.values())
    assert all(sum(one in rated for rated in lists.values()) >= ENOUGH for one in ids)


def test_known_ties_stand_first_then_the_network_then_what_is_shared():
    lists = rosters(
        range(1, 6), {(1, 5): Closeness.KNOWN_TIE, (1, 3): Closeness.SAME_NETWORK, (4, 1): Closeness.SHARED}
    )
    assert lists[1][:3] == (5, 3, 4)


def test_strangers_only_where_somebody_would_be_rated_by_too_few():
    ids = range(1, 13)
    close = {(a, b): Closeness.SAME_NETWORK for a in range(1, 6) for b in range(1, 6) if a != b}
    lists = rosters(ids, close)
    for one in ids:
        raters = [rater for rater in ids if one in lists[rater]]
        strangers = [rater for rater in raters if one > 5 or rater > 5]
        assert len(raters) == (4 if one <= 5 else ENOUGH)
        assert bool(strangers) == (one > 5)


def test_a_list_too_short_to_share_out_is_refused():
    with pytest.raises(ValueError, match="two longer"):
        rosters([1, 2], {}, most=4, enough=3)
