"""The profile that a respondent gets back: its ties, how the others see it, where the group as a whole stands."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from .models import Frequency, SurveyRespondent, TieAnswer, TieScore, TieSurvey
from .models.surveys import DIMENSIONS
from .queries.surveys.results import Tie, kind_labels, ties_of


@dataclass(frozen=True)
class Partner:
    """One it has a tie with: how often, in which ways, and who says so."""

    name: str
    often: str
    kinds: list[str]
    told: str


@dataclass(frozen=True)
class Profile:
    """`dimensions`: what others say, each with its mean (1 to 4) or None; `why_not` says why there is none."""

    partners: list[Partner]
    raters: int
    trust: float | None
    value: float | None
    dimensions: list[tuple[str, float | None]]
    group_trust: float | None
    group_value: float | None
    before: TieScore | None
    why_not: str


def _told(tie: Tie, own: bool) -> str:
    if tie.is_confirmed:
        return _("you both say so")
    return _("you say so") if own else _("they say so")


def profile_of(respondent: SurveyRespondent) -> Profile:
    """What a closed wave says of one who was asked; a constant number of queries. It never tells who rated."""
    survey, me = respondent.survey, respondent.organisation_id
    own = set(
        TieAnswer.objects.filter(respondent=respondent, frequency__gt=0).values_list("organisation_id", flat=True)
    )
    names = dict(survey.respondents.values_list("organisation_id", "organisation__name"))
    labels = dict(kind_labels())
    partners = []
    for (one, other), tie in ties_of(survey).items():
        if me in (one, other) and tie.frequency:
            partner = other if me == one else one
            partners.append(
                Partner(
                    names.get(partner, _("no longer in the register")),
                    str(Frequency(tie.frequency).label),
                    [str(labels[kind]) for kind in labels if kind in tie.kinds],
                    _told(tie, partner in own),
                )
            )
    score = TieScore.objects.filter(survey=survey, organisation=me).first()
    before = (
        TieScore.objects.filter(
            organisation=me, survey__network=survey.network_id, survey__area=survey.area_id,
            survey__closed_at__lt=survey.closed_at,
        )
        .select_related("survey")
        .order_by("-survey__closed_at")
        .first()
    )  # fmt: skip
    return Profile(
        partners=sorted(partners, key=lambda one: one.name),
        raters=score.raters if score else 0,
        trust=score.trust if score else None,
        value=score.value if score else None,
        dimensions=[
            (str(TieAnswer._meta.get_field(name).verbose_name), getattr(score, name) if score else None)  # type: ignore[union-attr]
            for name in DIMENSIONS
        ],
        group_trust=survey.trust,
        group_value=survey.value,
        before=before,
        why_not="" if score else _why_not(survey),
    )


def _why_not(survey: TieSurvey) -> str:
    if not survey.is_named:
        return _("Only %(back)s of %(asked)s answered. Below %(gate)s per cent nothing is said of single ones.") % {
            "back": survey.answered,
            "asked": survey.asked,
            "gate": survey.gate,
        }
    return _("Fewer than %(n)s said something about you. So that nobody can be guessed, nothing is shown.") % {
        "n": survey.raters
    }
