"""The governance form: Provan & Kenis' table by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kogge.engine.ties import governance
from kogge.engine.ties.governance import Thresholds

share = st.none() | st.floats(0, 1)


@pytest.mark.parametrize(
    ("members", "trust", "consensus", "competence", "form"),
    [
        (5, 0.9, 0.9, 0.1, "shared"),
        (12, 0.1, 0.2, 0.5, "lead"),
        (12, 0.1, 0.5, 0.5, "lead"),
        (12, 0.5, 0.9, 0.9, "nao"),
        (40, 0.5, 0.5, 0.9, "nao"),
    ],
)
def test_the_rows_of_the_table(members: int, trust: float, consensus: float, competence: float, form: str) -> None:
    found = governance(members, trust, consensus=consensus, competence=competence)
    assert found.suggested == (form,)
    assert len(found.fits[found.suggested[0]]) == 4
    assert found.against[found.suggested[0]] == ()


@given(st.none() | st.integers(0, 100), share, share, share)
def test_every_criterion_given_speaks_for_or_against_each_form(
    members: int | None, trust: float | None, consensus: float | None, competence: float | None
) -> None:
    found = governance(members, trust, consensus=consensus, competence=competence)
    known = sum(value is not None for value in (members, trust, consensus, competence))
    for form in ("shared", "lead", "nao"):
        assert len(found.fits[form]) + len(found.against[form]) == known == len(found.levels)
    if members is None or trust is None:
        assert not found.suggested
        assert found.missing
    for form in found.suggested:
        assert len(found.fits[form]) == max(map(len, found.fits.values()))
    assert bool(found.suggested) == (members is not None and trust is not None)


def test_thresholds_are_settings_and_nonsense_is_refused() -> None:
    assert governance(12, 0.5, thresholds=Thresholds(size=(20, 40), share=(0.2, 0.4))).suggested == ("shared",)
    assert governance(None, 0.5).missing == ("size",)
    with pytest.raises(ValueError, match="share from 0 to 1"):
        governance(5, 1.5)
    with pytest.raises(ValueError, match="negative"):
        governance(-1, 0.5)
