"""The form of governance that suits a network, in words: for pages that know how far trust reaches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kogge.core import numbers
from kogge.engine.ties import Governance, Reason, governance

FORMS = {
    "shared": gettext_lazy("All share the leading"),
    "lead": gettext_lazy("One member leads"),
    "nao": gettext_lazy("An office of the network's own leads"),
}
LEVELS = {"low": gettext_lazy("low"), "moderate": gettext_lazy("moderate"), "high": gettext_lazy("high")}


@dataclass(frozen=True)
class Option:
    """One form: its name, whether it is suggested, and what speaks for and against it."""

    name: Any
    suggested: bool
    reasons: list[str]
    against: list[str]


def advice(members: int | None, trust_density: float | None, **more: float | None) -> list[Option]:
    """The three forms with reasons, those suggested first; empty where members or trust are not known.

    `trust_density`: as `engine.ties.Scores.density_of_trust`, 0 to 1. `more`: `consensus`, `competence` (0 to 1).
    Where answers are too few `trust_density` is None, so nothing about a few is told here.
    """
    found: Governance = governance(members, trust_density, **more)
    if found.missing:
        return []
    options = [
        Option(
            name,
            form in found.suggested,
            [_sentence(reason) for reason in found.fits[form]],
            [_sentence(reason) for reason in found.against[form]],
        )
        for form, name in FORMS.items()
    ]
    return sorted(options, key=lambda option: not option.suggested)


def _sentence(reason: Reason) -> str:
    level, value = LEVELS[str(reason.params["level"])], reason.params["value"]
    texts = {
        "governance_size": _("Number of members: %(level)s (%(value)s)"),
        "governance_trust": _("Trust among the members: %(level)s (%(value)s)"),
        "governance_consensus": _("Agreement on the goals: %(level)s (%(value)s)"),
        "governance_competence": _("Skills needed that no member has alone: %(level)s (%(value)s)"),
    }
    places = 0 if reason.code == "governance_size" else 2
    return texts[reason.code] % {"level": level, "value": numbers.number(float(str(value)), places)}
