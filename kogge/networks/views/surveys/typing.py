"""What somebody wrote on paper or says in a talk is typed in: one page, keyboard only, the next sheet by its number."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kogge.accounts.roles import Permission
from kogge.core.messages import done, problem
from kogge.networks.actions import surveys as actions
from kogge.networks.forms.surveys import SCALE, AnswerForm, SheetForm
from kogge.networks.models import SurveyRespondent
from kogge.networks.views.records import here
from kogge.places.access import AreaRequest, area_view

from .running import respondent_of


@area_view(Permission.EDIT_NETWORKS)
def respondent_type(request: AreaRequest, pk: int) -> HttpResponse:
    """A sheet to type in. It is always empty: nobody sees here what somebody answered."""
    row = respondent_of(request, pk)
    back = here("survey", request, row.survey_id)
    if row.sent_at or row.survey.closed_at or not row.survey.opened_at:
        text = _("The answers of %(name)s are in.") if row.sent_at else _("The survey takes no answers now.")
        problem(request, text % {"name": row.organisation})
        return redirect(back)
    sent = request.POST if request.method == "POST" else None
    head = SheetForm(sent)
    lines = [
        AnswerForm(sent, instance=answer, prefix=f"line{answer.place}", blank=True)
        for answer in row.answers.select_related("organisation", "respondent__survey").order_by("place")
    ]
    if sent is not None and all([head.is_valid(), *(line.is_valid() for line in lines)]):
        try:
            with transaction.atomic():
                for line in lines:
                    actions.keep_answer(line.instance, line.cleaned_data, late=True)
                actions.send_answers(
                    row, channel=head.cleaned_data["channel"], others=head.cleaned_data["others"], by=request.user,
                    late=True,
                )  # fmt: skip
        except actions.Refused as refusal:
            head.add_error(None, str(refusal))
        else:
            done(request, _("Sheet %(n)s is in: %(name)s") % {"n": row.number, "name": row.organisation})
            following = SurveyRespondent.objects.filter(survey=row.survey, sent_at__isnull=True).order_by("number")
            after = following.filter(number__gt=row.number).first()
            if after and request.POST.get("then") == "next":
                return redirect(here("respondent_type", request, after.pk))
            return redirect(back)
    wrong = head.is_bound and (bool(head.errors) or any(line.errors for line in lines))
    context = {"respondent": row, "survey": row.survey, "head": head, "lines": lines, "scale": SCALE, "back": back}
    return render(request, "networks/surveys/type.html", context, status=422 if wrong else 200)
