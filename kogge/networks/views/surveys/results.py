"""What a closed wave says: of the group, of each one, of what came and broke; and what follows for the register."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kogge.accounts.roles import Permission
from kogge.core import numbers
from kogge.core.messages import done, problem
from kogge.engine.ties import figures
from kogge.networks.actions import surveys as actions
from kogge.networks.governance import advice
from kogge.networks.models import SurveyRespondent, TieScore
from kogge.networks.profile import profile_of
from kogge.networks.queries.surveys import results as queries
from kogge.networks.views.records import here
from kogge.places.access import AreaRequest, area_view

from .running import respondent_of, survey_of

SHOWN = 100


def told(value: float | None) -> str | None:
    """A figure with two places, None where there is none."""
    return None if value is None else numbers.number(value, 2)


@require_safe
@area_view(Permission.VIEW_NETWORKS)
def survey_results(request: AreaRequest, pk: int) -> HttpResponse:
    """Trust and value of the group, its ties, each one's figures where enough answered; beside the wave before."""
    row = survey_of(request, pk)
    if not row.closed_at:
        problem(request, _("There are figures only when the survey is closed."))
        return redirect(here("survey", request, pk))
    ties = queries.ties_of(row)
    real = [tie for tie in ties.values() if tie.frequency]
    earlier = queries.earlier_of(row, request.user)
    runs = Permission.EDIT_NETWORKS in request.permissions
    whole = figures(queries.network_of(row, ties), slow=False)
    context: dict[str, Any] = {
        "survey": row,
        "trust": told(row.trust),
        "worth": told(row.value),
        "density": told(row.trust_density),
        "centralisation": told(whole.degree_centralisation),
        "percent": round(100 * (row.answered or 0) / row.asked) if row.asked else 0,
        "ties": len(real),
        "confirmed": sum(1 for tie in real if tie.is_confirmed),
        "both_asked": sum(1 for tie in ties.values() if tie.asked == 2),
        "kinds": [(label, sum(1 for tie in real if kind in tie.kinds)) for kind, label in queries.kind_labels()],
        "options": advice(row.asked, row.trust_density) if row.is_named else [],
        "difference": queries.difference(earlier, row) if earlier else None,
        "earlier": earlier,
        "shown": SHOWN,
    }
    if runs:
        people = SurveyRespondent.objects.visible_to(request.user).filter(survey=row).select_related("organisation")
        scores = {score.organisation_id: score for score in TieScore.objects.filter(survey=row)}
        context["people"] = [
            (one, scores.get(one.organisation_id)) for one in people.order_by("organisation__name", "pk")
        ]
        context["others"] = [one for one in people if one.others]
        context["followings"] = queries.followings(row)
    return render(request, "networks/surveys/results.html", context)


@require_safe
@area_view(Permission.EDIT_NETWORKS)
def respondent_profile(request: AreaRequest, pk: int) -> HttpResponse:
    """The profile that a respondent gets, to print for those who have no link."""
    row = respondent_of(request, pk)
    if not row.survey.closed_at:
        problem(request, _("There are figures only when the survey is closed."))
        return redirect(here("survey", request, row.survey_id))
    context = {"respondent": row, "survey": row.survey, "profile": profile_of(row)}
    return render(request, "networks/surveys/profile.html", context)


@area_view(Permission.EDIT_NETWORKS)
@require_POST
def survey_take(request: AreaRequest, pk: int) -> HttpResponse:
    """The ties become relations of the register; those that nobody names any more end."""
    row = survey_of(request, pk)
    add, end = bool(request.POST.get("add")), bool(request.POST.get("end"))
    if not row.closed_at or not (add or end):
        problem(request, _("Nothing is chosen that could be taken over."))
        return redirect(here("survey", request, pk))
    made = actions.take_over(row, queries.followings(row), add=add, end=end, by=request.user)
    done(request, made.label, made)
    return redirect(here("survey_results", request, pk))
