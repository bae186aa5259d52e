"""Which form of governance suits a network: shared, a lead organisation, or an organisation of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from kogge.engine.ties.model import Reason

Form = Literal["shared", "lead", "nao"]
Level = Literal["low", "moderate", "high"]

FORMS: tuple[Form, ...] = ("shared", "lead", "nao")
# Provan & Kenis 2008, table 1. "Moderately low" is read as low or moderate, "moderately high" as moderate or high.
SUITS: Mapping[str, Mapping[Form, frozenset[Level]]] = {
    "trust": {"shared": frozenset({"high"}), "lead": frozenset({"low"}), "nao": frozenset({"moderate"})},
    "size": {"shared": frozenset({"low"}), "lead": frozenset({"moderate"}), "nao": frozenset({"moderate", "high"})},
    "consensus": {
        "shared": frozenset({"high"}),
        "lead": frozenset({"low", "moderate"}),
        "nao": frozenset({"moderate", "high"}),
    },
    "competence": {"shared": frozenset({"low"}), "lead": frozenset({"moderate"}), "nao": frozenset({"high"})},
}
NEEDED = ("trust", "size")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where a figure counts as moderate and as high. The source gives words, so these are ours: settings.

    size: members; from how many moderate (Provan & Kenis speak of six to eight for shared governance), high.
    share: the same for trust density, consensus and competence, from 0 to 1.
    """

    size: tuple[int, int] = (9, 16)
    share: tuple[float, float] = (1 / 3, 2 / 3)


@dataclass(frozen=True, slots=True)
class Governance:
    """A suggestion; people decide. `suggested`: the forms that fit most criteria, several when they fit equally.

    `levels`: criterion → low, moderate or high, for those given. `fits`, `against`: form → a reason for each
    criterion that speaks for or against it (code `governance_trust`, `_size`, `_consensus`, `_competence`; params
    `value`, `level`). `missing`: criteria without which nothing is suggested.
    """

    suggested: tuple[Form, ...]
    levels: Mapping[str, Level]
    fits: Mapping[Form, tuple[Reason, ...]]
    against: Mapping[Form, tuple[Reason, ...]]
    missing: tuple[str, ...]


def governance(
    members: int | None,
    trust_density: float | None,
    *,
    consensus: float | None = None,
    competence: float | None = None,
    thresholds: Thresholds | None = None,
) -> Governance:
    """Suggest a form from the size of a network and its density of trust, and from more where it is known.

    members: organisations that take part. trust_density: 0 to 1, how far trust reaches through the network, as
    `Scores.density_of_trust`. consensus: 0 to 1, how far members agree on the goals. competence: 0 to 1, how much
    the network needs that no member has alone (funds, an office, dealing with authorities).
    Without members or trust nothing is suggested. Raises `ValueError` for values outside these ranges.

    Source: Provan & Kenis 2008, table 1, doi 10.1093/jopart/mum015.

    >>> governance(6, 0.8).suggested, governance(12, 0.1).suggested, governance(30, 0.5).suggested
    (('shared',), ('lead',), ('nao',))
    >>> found = governance(12, 0.9)
    >>> found.suggested, [reason.code for reason in found.fits["nao"]], [r.code for r in found.against["nao"]]
    (('shared', 'lead', 'nao'), ['governance_size'], ['governance_trust'])
    """
    bounds = thresholds or Thresholds()
    shares = {"trust": trust_density, "consensus": consensus, "competence": competence}
    if members is not None and members < 0:
        raise ValueError("the number of members cannot be negative")
    for name, share in shares.items():
        if share is not None and not 0 <= share <= 1:
            raise ValueError(f"{name} is {share}; a share from 0 to 1 was expected")
    values: dict[str, float | None] = {"trust": trust_density, "size": members} | shares
    given = {name: value for name, value in values.items() if value is not None}
    levels = {name: _level(value, bounds.size if name == "size" else bounds.share) for name, value in given.items()}
    reasons = {name: Reason(f"governance_{name}", {"value": given[name], "level": levels[name]}) for name in given}
    fits = {form: tuple(reasons[name] for name in given if levels[name] in SUITS[name][form]) for form in FORMS}
    against = {form: tuple(reasons[name] for name in given if levels[name] not in SUITS[name][form]) for form in FORMS}
    missing = tuple(name for name in NEEDED if name not in given)
    most = max(len(those) for those in fits.values())
    suggested = tuple(form for form in FORMS if len(fits[form]) == most) if most and not missing else ()
    return Governance(suggested, levels, fits, against, missing)


def _level(value: float, bounds: tuple[float, float]) -> Level:
    moderate, high = bounds
    return "low" if value < moderate else "moderate" if value < high else "high"
