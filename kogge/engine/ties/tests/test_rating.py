"""Trust and value: by hand, by a plain second computation, and never named where raters would not be safe."""

from __future__ import annotations

from statistics import fmean
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kogge.engine.ties import Rating, scores

IDS = ["a", "b", "c", "d", "e"]
answer = st.none() | st.integers(1, 4)
end = st.sampled_from(IDS)
rating = st.builds(Rating, end, end, answer, answer, answer, answer, answer, answer)


def mean(values: list[int | None]) -> float | None:
    given = [value for value in values if value is not None]
    return fmean(given) if given else None


@given(st.lists(rating, max_size=20), st.integers(1, 4), st.floats(0, 1))
def test_scores_equal_a_plain_computation(ratings: list[Rating], raters: int, gate: float) -> None:
    found = scores(IDS, ratings, response=gate, raters=raters)
    last = {(r.rater, r.rated): r for r in ratings if r.rater != r.rated}
    said = {
        pair: (mean([r.reliability, r.mission, r.openness]), mean([r.power, r.involvement, r.resources]))
        for pair, r in last.items()
    }
    said = {pair: both for pair, both in said.items() if both != (None, None)}
    answered = {rater for rater, _ in said}
    assert found.response == len(answered) / 5
    assert (found.closed is None) == (len(answered) / 5 >= gate - 1e-12)
    assert [score.id for score in found.organisations] == IDS
    for score in found.organisations:
        about = [both for (_, rated), both in said.items() if rated == score.id]
        assert score.raters == len(about)
        for shown, place in ((score.trust, 0), (score.value, 1)):
            values = [both[place] for both in about if both[place] is not None]
            if found.closed or len(values) < raters:
                assert shown is None
            else:
                assert shown == pytest.approx(fmean(v for v in values if v is not None))
    trusts = [trust for trust, _ in said.values() if trust is not None]
    if len(answered) >= raters and trusts:
        assert found.trust == pytest.approx(fmean(trusts))
        assert found.density_of_trust == pytest.approx(sum((t - 1) / 3 for t in trusts) / 20)
        assert 0 <= (found.density_of_trust or 0) <= 1
    else:
        assert found.trust is found.trust_rescaled is None


def test_who_replied_without_a_rating_answered_too_but_counts_as_no_rater() -> None:
    told = [Rating(rater, "e", 4, 4, 4) for rater in ("a", "b", "c")]
    assert scores(IDS, told).closed == "too few answered"
    found = scores(IDS, told, replied=["a", "d"])
    assert (found.answered, found.closed, found.organisations[4].trust) == (4, None, 4.0)
    assert scores(IDS, told[:2], replied=IDS).trust is None
    with pytest.raises(ValueError, match="'x' replied"):
        scores(IDS, told, replied=["x"])


@given(st.lists(rating, max_size=20))
def test_nothing_is_named_from_two_raters_or_below_four_of_five(ratings: list[Rating]) -> None:
    found = scores(IDS, ratings)
    for score in found.organisations:
        if score.raters < 3 or found.answered < 4:
            assert score.trust is score.value is None
            assert set(score.dimensions.values()) == {None}
            assert score.withheld == (score.raters > 0)


def test_by_hand() -> None:
    told = [
        Rating("a", "d", 4, 4, 4, power=1),
        Rating("b", "d", 1, None, 2, power=2),
        Rating("c", "d", 3, 3, 3, power=3, involvement=4, resources=2),
        Rating("d", "a", 2, 2, 2),
    ]
    found = scores(["a", "b", "c", "d"], told)
    assert (found.answered, found.response, found.closed) == (4, 1.0, None)
    d = found.organisations[3]
    assert d.trust == pytest.approx((4 + 1.5 + 3) / 3)
    assert d.value == pytest.approx((1 + 2 + 3) / 3)
    assert d.dimensions["reliability"] == pytest.approx(8 / 3)
    assert d.dimensions["mission"] is None  # two raters only
    assert found.organisations[0].withheld
    assert found.trust == pytest.approx((4 + 1.5 + 3 + 2) / 4)
    assert found.trust_rescaled == pytest.approx((2.625 - 1) / 3)
    assert scores([], []).closed == "nobody asked"


@pytest.mark.parametrize(
    ("ratings", "gates", "says"),
    [
        ([Rating("a", "b", 5)], {}, "from 1 to 4"),
        ([Rating("a", "x", 3)], {}, "'x' rates or is rated"),
        ([], {"response": 1.2}, "share from 0 to 1"),
        ([], {"raters": 0}, "at least one rater"),
    ],
)
def test_ratings_that_cannot_be(ratings: list[Rating], gates: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        scores(["a", "b"], ratings, **gates)
