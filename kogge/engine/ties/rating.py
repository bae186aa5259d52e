"""Trust and value of organisations as rated by others (PARTNER), with the gate that keeps raters safe."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean
from typing import Literal

TRUST = ("reliability", "mission", "openness")
VALUE = ("power", "involvement", "resources")
LOWEST, HIGHEST = 1, 4
RESPONSE = 0.8  # share of those asked; a vendor's threshold, so a setting
RATERS = 3  # fewest who rated, for a figure to be shown; a setting


@dataclass(frozen=True, slots=True)
class Rating:
    """What one organisation says about another: each dimension 1 (not at all) to 4 (a great deal), or None.

    reliability, mission (supports the common one), openness: trust. power (and influence), involvement,
    resources (what it contributes): value.
    """

    rater: str
    rated: str
    reliability: int | None = None
    mission: int | None = None
    openness: int | None = None
    power: int | None = None
    involvement: int | None = None
    resources: int | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """What others say of one organisation, means from 1 to 4. None: fewer than the required raters.

    `raters`: how many rated it at all; not who. `dimensions`: name → mean, each with raters enough of its own.
    `withheld`: raters there were, but too few, or too few answered the survey.
    """

    id: str
    raters: int
    trust: float | None
    value: float | None
    dimensions: Mapping[str, float | None]
    withheld: bool


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of all organisations in the order given: by no rank, best or worst.

    `response`: share of those asked who replied or rated another; None if nobody was asked. `closed`: too few
    answered, no organisation is named. `trust`, `value`: raw means of the network over all answers, each of 1 to 4,
    shown also when closed as they name nobody (None below the required raters); `trust_rescaled`: (mean − 1) / 3.
    `density_of_trust`: mean trust over the pairs rated, each (mean − 1) / 3, × the share of pairs rated of all
    ordered pairs among those asked.
    """

    asked: int
    answered: int
    response: float | None
    closed: Literal["nobody asked", "too few answered"] | None
    trust: float | None
    value: float | None
    trust_rescaled: float | None
    density_of_trust: float | None
    organisations: tuple[Score, ...]


def scores(
    asked: Iterable[str],
    ratings: Iterable[Rating],
    *,
    replied: Iterable[str] = (),
    response: float = RESPONSE,
    raters: int = RATERS,
) -> Scores:
    """Trust and value of each organisation that was `asked`, from what the others say of it.

    A rater's trust in an organisation is the mean of the dimensions they answered; an organisation's trust is the
    mean of its raters, so that each rater weighs the same. Ratings of oneself are left out; of several ratings of
    one pair the last one counts. `replied`: who answered the survey, perhaps without a rating; raters did anyway.

    Raises `ValueError` for an answer outside 1 to 4, anybody who was not asked, a share outside 0 to 1, or
    fewer than one rater. Source: PARTNER; BMC Public Health 2016, s12889-016-3194-7, table 1; gates: formulas.

    >>> told = [Rating(rater, "club", 4, 3, 2, 1) for rater in ("bakery", "school", "choir")]
    >>> found = scores(["bakery", "school", "choir", "club"], told, response=0.75)
    >>> found.response, found.organisations[3].trust, found.organisations[3].value
    (0.75, 3.0, 1.0)
    >>> scores(["bakery", "school", "choir", "club"], told[:2]).closed
    'too few answered'
    """
    if not 0 <= response <= 1 or raters < 1:
        raise ValueError("the response gate is a share from 0 to 1, and at least one rater is needed")
    ids = list(dict.fromkeys(asked))
    known = set(ids)
    pairs: dict[tuple[str, str], Rating] = {}
    for rating in ratings:
        for end in (rating.rater, rating.rated):
            if end not in known:
                raise ValueError(f"{end!r} rates or is rated, but was not asked")
        for dimension in TRUST + VALUE:
            answer = getattr(rating, dimension)
            if answer is not None and not LOWEST <= answer <= HIGHEST:
                raise ValueError(f"{rating.rater!r} gives {rating.rated!r} a {answer}: answers go from 1 to 4")
        if rating.rater != rating.rated:
            pairs[rating.rater, rating.rated] = rating
    given = [rating for rating in pairs.values() if _mean(rating, TRUST + VALUE) is not None]
    there = set(replied)
    if strangers := there - known:
        raise ValueError(f"{min(strangers)!r} replied, but was not asked")
    answered = len(there | {rating.rater for rating in given})
    share = answered / len(ids) if ids else None
    closed: Literal["nobody asked", "too few answered"] | None = None
    if share is None:
        closed = "nobody asked"
    elif share < response - 1e-12:
        closed = "too few answered"
    received: dict[str, list[Rating]] = {name: [] for name in ids}
    for rating in given:
        received[rating.rated].append(rating)
    trusts = [value for rating in given if (value := _mean(rating, TRUST)) is not None]
    values = [value for rating in given if (value := _mean(rating, VALUE)) is not None]
    enough = len({rating.rater for rating in given}) >= raters
    trust = fmean(trusts) if trusts and enough else None
    possible = len(ids) * (len(ids) - 1)
    return Scores(
        asked=len(ids),
        answered=answered,
        response=share,
        closed=closed,
        trust=trust,
        value=fmean(values) if values and enough else None,
        trust_rescaled=None if trust is None else (trust - 1) / 3,
        density_of_trust=math.fsum((value - 1) / 3 for value in trusts) / possible if possible and enough else None,
        organisations=tuple(_score(name, received[name], raters, closed is not None) for name in ids),
    )


def _mean(rating: Rating, dimensions: Iterable[str]) -> float | None:
    answers = [answer for name in dimensions if (answer := getattr(rating, name)) is not None]
    return fmean(answers) if answers else None


def _score(name: str, received: list[Rating], raters: int, closed: bool) -> Score:
    def shown(*dimensions: str) -> float | None:
        means = [mean for rating in received if (mean := _mean(rating, dimensions)) is not None]
        return fmean(means) if len(means) >= raters and not closed else None

    return Score(
        id=name,
        raters=len(received),
        trust=shown(*TRUST),
        value=shown(*VALUE),
        dimensions={dimension: shown(dimension) for dimension in TRUST + VALUE},
        withheld=bool(received) and (closed or len(received) < raters),
    )
