"""The pages behind a respondent's link: one organisation after the other, sent once; afterwards the own profile.

No account. Opening a page changes nothing; what was sent is not shown again, whoever holds the link.
"""

from __future__ import annotations

import hashlib
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from kogge.core.limits import too_often
from kogge.core.views import behind_a_link, too_many
from kogge.networks.actions import surveys as actions
from kogge.networks.forms.surveys import SCALE, AnswerForm, SendForm
from kogge.networks.models import SurveyRespondent, TieAnswer
from kogge.networks.profile import profile_of
from kogge.networks.survey_links import asked_by

MINUTES = 10
ASKED = {"GET": 240, "POST": 120}  # in so many minutes, by one address with one link


def _behind(token: str) -> tuple[SurveyRespondent | None, str]:
    """Who is asked by this link, or the sentence that says why nobody is."""
    found = asked_by(token)
    if found is None:
        return None, _("A character of this address is missing or wrong. Scan the code again, or type all of it.")
    rows = SurveyRespondent.objects.select_related("survey__area", "organisation")
    row = rows.filter(pk=found[0]).first()
    if row is None:
        return None, _("This survey is no longer there.")
    if row.edition != found[1]:
        return None, _("This link is no longer valid: there is a newer one, or it was given back.")
    if not row.survey.opened_at:
        return None, _("This survey is not open yet.")
    return row, ""


def answering(view: Any) -> Any:
    """Find the respondent behind the token, throttle, keep the link from other servers."""

    @never_cache
    @sensitive_variables("token")
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def wrapped(request: HttpRequest, token: str, **more: Any) -> HttpResponse:
        who = hashlib.sha256(f"{request.META.get('REMOTE_ADDR', '')} {token}".encode()).hexdigest()[:24]
        method = "POST" if request.method == "POST" else "GET"
        if too_often(f"survey:{method}:{who}", most=ASKED[method], seconds=MINUTES * 60):
            return too_many(request)
        respondent, problem = _behind(token)
        if respondent is None:
            answer: HttpResponse = render(request, "networks/surveys/gone.html", {"problem": problem}, status=404)
        else:
            answer = view(request, token, respondent, **more)
        return behind_a_link(answer)

    return wrapped


def _lines(respondent: SurveyRespondent) -> list[TieAnswer]:
    return list(respondent.answers.select_related("organisation").order_by("place"))


@answering
def page(request: HttpRequest, token: str, respondent: SurveyRespondent) -> HttpResponse:
    """Where one stands: begin, go on, it is in; when all is closed: the own profile."""
    survey = respondent.survey
    context: dict[str, Any] = {"respondent": respondent, "survey": survey, "token": token}
    if survey.closed_at:
        if not respondent.sent_at:
            return render(request, "networks/surveys/over.html", context)
        return render(request, "networks/surveys/profile.html", context | {"profile": profile_of(respondent)})
    if respondent.sent_at:
        return render(request, "networks/surveys/thanks.html", context)
    if survey.state == "over":
        return render(request, "networks/surveys/over.html", context)
    lines = _lines(respondent)
    first = next((line.place for line in lines if line.frequency is None), None)
    context |= {"count": len(lines), "filled": sum(1 for line in lines if line.frequency is not None), "first": first}
    return render(request, "networks/surveys/begin.html", context)


@answering
def step(request: HttpRequest, token: str, respondent: SurveyRespondent, place: int) -> HttpResponse:
    """One organisation: how often, in which ways, what one thinks of it."""
    if respondent.sent_at or respondent.survey.state != "open":
        return redirect("survey:page", token)
    lines = _lines(respondent)
    line = next((one for one in lines if one.place == place), None)
    if line is None:
        return redirect("survey:page", token)
    line.respondent = respondent
    form = AnswerForm(request.POST or None, instance=line)
    if request.method == "POST" and form.is_valid():
        try:
            actions.keep_answer(line, form.cleaned_data)
        except actions.Refused:
            return redirect("survey:page", token)  # which says why
        if place < len(lines):
            return redirect("survey:step", token, place + 1)
        return redirect("survey:send", token)
    context = {
        "respondent": respondent, "survey": respondent.survey, "token": token, "line": line, "form": form,
        "count": len(lines), "scale": SCALE, "before": place - 1,
    }  # fmt: skip
    return render(request, "networks/surveys/step.html", context, status=422 if form.errors else 200)


@answering
def send(request: HttpRequest, token: str, respondent: SurveyRespondent) -> HttpResponse:
    """The last page: what is still open, who else there is, and the button that sends."""
    if respondent.sent_at or respondent.survey.state != "open":
        return redirect("survey:page", token)
    lines = _lines(respondent)
    form = SendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.send_answers(
                respondent, channel=SurveyRespondent.Channel.LINK, others=form.cleaned_data["others"], by=None
            )
        except actions.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("survey:page", token)
    context = {
        "respondent": respondent, "survey": respondent.survey, "token": token, "form": form,
        "open": [line for line in lines if line.frequency is None], "count": len(lines),
    }  # fmt: skip
    return render(request, "networks/surveys/send.html", context, status=422 if form.errors else 200)


@answering
def wrong(request: HttpRequest, token: str, respondent: SurveyRespondent) -> HttpResponse:
    """ "That is not us": asked once more, then the link is void."""
    if respondent.sent_at or respondent.survey.state != "open":
        return redirect("survey:page", token)
    if request.method == "POST":
        actions.wrong_person(respondent)
        return render(request, "networks/surveys/given_back.html", {"survey": respondent.survey})
    context = {"respondent": respondent, "survey": respondent.survey, "token": token}
    return render(request, "networks/surveys/wrong.html", context)
