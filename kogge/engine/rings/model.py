"""What a ring plan is made of: nodes that take part, arcs that may be agreed, limits, and the plan itself."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from kogge.engine.said import Refusal


class BadProblem(Refusal):
    """A problem that cannot mean what was intended; the message names the entry and what would be right."""


def is_finite(value: float) -> bool:
    """Whether a number can be reckoned with: JSON knows whole numbers that no float can hold.

    >>> is_finite(10**308), is_finite(10**400), is_finite(float("nan"))
    (True, False, False)
    """
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


@dataclass(frozen=True, slots=True)
class Node:
    """One who can take part in rings and chains.

    `times`: how many rings and chains it may be part of in one plan (≥ 0).
    `start_weight`: what starting a chain is worth by itself, beside the arcs (≥ 0; 1 when givers count as
    participants, 0 when only what is received counts). `counts_idle`: is counted as a participant even when
    in no ring or chain (altruists in the published values of the kidney-exchange form).
    """

    id: str
    times: int = 1
    start_weight: float = 0.0
    counts_idle: bool = False


@dataclass(frozen=True, slots=True)
class Arc:
    """`giver` could serve `receiver`.

    `weight`: what it is worth when it happens (finite). `success`: the chance that it does, 0 < p ≤ 1.
    `starts`: the giver may give this without asking back, so the arc may open a chain.
    `draws`: names of limited things one use takes one of (an offer, a need); see `Problem.limits`.
    `label`: returned untouched, to find the offer and the need again.
    """

    giver: str
    receiver: str
    weight: float = 1.0
    success: float = 1.0
    starts: bool = False
    draws: tuple[str, ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Nodes, arcs, limits of what arcs draw on, and a constant added to every plan's value.

    `apart`: pairs of ids that are never in the same ring or chain, whatever their place in it.
    """

    nodes: tuple[Node, ...]
    arcs: tuple[Arc, ...]
    limits: Mapping[str, int] = field(default_factory=dict)
    offset: float = 0.0
    apart: frozenset[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Ring:
    """A ring (the last arc leads back to the first party) or a chain (it does not).

    `parties` in giving order, each once; `arcs` in the same order. `weight`: value if everything happens;
    `expected`: value with the chances of the arcs counted in, which is what the plan maximises.
    """

    parties: tuple[str, ...]
    arcs: tuple[Arc, ...]
    weight: float
    expected: float


@dataclass(frozen=True, slots=True)
class Plan:
    """The chosen rings and chains, and how good they are provably.

    `objective`: expected value of the plan, offset included. `bound`: no plan has a higher one (certified).
    `optimal`: objective and bound meet. `complete`: all rings and chains were considered one by one; when
    false the bound comes from a relaxation in which rings may be longer. `candidates`: how many rings and
    chains were in play. `seconds`: wall time of the solve.
    """

    objective: float
    bound: float
    optimal: bool
    rings: tuple[Ring, ...]
    chains: tuple[Ring, ...]
    complete: bool
    candidates: int
    seconds: float

    @property
    def gap(self) -> float:
        """(bound − objective) / bound, and 0 for an empty plan that is provably the best."""
        return 0.0 if self.optimal or self.bound <= 0 else (self.bound - self.objective) / self.bound
