"""Who works with whom? The waves, who is asked, how far the answers are; opened, mailed, closed."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from kogge.accounts.roles import Permission
from kogge.core.addresses import number
from kogge.core.history import change
from kogge.core.jobs import start
from kogge.core.messages import done, problem
from kogge.networks.actions import surveys as actions
from kogge.networks.forms.surveys import RespondentForm, TieSurveyForm
from kogge.networks.models import SurveyRespondent, TieAnswer, TieSurvey
from kogge.networks.paper.surveys import letters_pdf, sheets_pdf
from kogge.networks.queries.surveys import asked
from kogge.networks.survey_links import link_of
from kogge.networks.views.records import here
from kogge.outreach.actions.letters import mail_ready
from kogge.places.access import AreaRequest, area_view

WORK = "kogge.networks.actions.survey_mails.send_links"


def survey_of(request: AreaRequest, pk: int) -> TieSurvey:
    """The survey, if the person may see it; else 404."""
    rows = TieSurvey.objects.visible_to(request.user).in_area(request.area).select_related("area", "network")
    found: TieSurvey = get_object_or_404(rows, pk=pk)
    return found


def respondent_of(request: AreaRequest, pk: int) -> SurveyRespondent:
    """One who is asked, if the person may see who answers; else 404."""
    rows = SurveyRespondent.objects.visible_to(request.user).in_area(request.area)
    found: SurveyRespondent = get_object_or_404(rows.select_related("survey__area", "organisation"), pk=pk)
    return found


@require_safe
@area_view(Permission.VIEW_NETWORKS)
def survey_list(request: AreaRequest) -> HttpResponse:
    """The waves so far."""
    rows = list(asked.surveys(request.area, request.user))
    return render(request, "networks/surveys/list.html", {"surveys": rows})


def _edit(request: AreaRequest, row: TieSurvey) -> HttpResponse:
    form = TieSurveyForm(request.POST or None, instance=row, user=request.user)
    if request.method == "POST" and form.is_valid():
        if row.pk:
            text = _("Tie survey changed: %(name)s") % {"name": row}
            with change(text, by=request.user, area=request.area) as made:
                form.save()
        else:
            made = actions.draft(form.save(commit=False), by=request.user)
            text = made.label
        done(request, text, made)
        return redirect(here("survey", request, row.pk))
    context = {"form": form, "survey": row, "back": here("survey", request, row.pk) if row.pk else ""}
    return render(request, "networks/surveys/form.html", context, status=422 if form.errors else 200)


@area_view(Permission.EDIT_NETWORKS)
def survey_new(request: AreaRequest) -> HttpResponse:
    """A new wave."""
    network = number(request.GET.get("network"))
    row = TieSurvey(area=request.area)
    if network and request.method != "POST":
        row.network_id = network  # preselected; the form only offers what may be seen
    return _edit(request, row)


@area_view(Permission.EDIT_NETWORKS)
def survey_edit(request: AreaRequest, pk: int) -> HttpResponse:
    """Another name, a later day."""
    row = survey_of(request, pk)
    if row.closed_at:
        problem(request, _("The survey is closed for good."))
        return redirect(here("survey", request, pk))
    return _edit(request, row)


@require_safe
@area_view(Permission.VIEW_NETWORKS)
@never_cache
def survey(request: AreaRequest, pk: int) -> HttpResponse:
    """One wave: how many answered, and for those who run it who did."""
    row = survey_of(request, pk)
    if row.closed_at:
        return redirect(here("survey_results", request, pk))
    return _page(request, row)


def _page(request: AreaRequest, row: TieSurvey, add_form: RespondentForm | None = None) -> HttpResponse:
    runs = Permission.EDIT_NETWORKS in request.permissions
    people = list(asked.respondents(row))
    back = sum(1 for one in people if one.sent_at)
    fewest = max(asked.FEWEST, row.raters + 1)
    context: dict[str, Any] = {
        "survey": row,
        "people": people if runs else [],
        "asked": len(people),
        "back": back,
        "percent": round(100 * back / len(people)) if people else 0,
        "missing": max(0, -(-row.gate * len(people) // 100) - back),
        "fewest": fewest,
        "too_few": len(people) < fewest,
    }
    if runs and row.state == "draft":
        context["add_form"] = add_form or RespondentForm(area=request.area, user=request.user)
    if runs and row.opened_at:
        context["mail"] = mail_ready()
        for one in people:
            one.link = "" if one.sent_at else request.build_absolute_uri(link_of(one))
    return render(request, "networks/surveys/survey.html", context, status=422 if add_form else 200)


@area_view(Permission.EDIT_NETWORKS)
@require_POST
def survey_remove(request: AreaRequest, pk: int) -> HttpResponse:
    """A draft is thrown away."""
    row = survey_of(request, pk)
    if row.opened_at:
        problem(request, _("A survey that was opened stays: people have answered, or could have."))
        return redirect(here("survey", request, pk))
    text = _("Removed: %(name)s") % {"name": row}
    with change(text, by=request.user, area=request.area) as made:
        row.delete()
    done(request, text, made)
    return redirect(here("surveys", request))


@area_view(Permission.EDIT_NETWORKS)
@require_POST
def respondent_add(request: AreaRequest, pk: int) -> HttpResponse:
    """One more who is asked."""
    row = survey_of(request, pk)
    form = RespondentForm(request.POST, area=request.area, user=request.user)
    if row.state == "draft" and not form.is_valid():
        return _page(request, row, form)
    chosen = [form.cleaned_data["organisation"]] if form.is_valid() else []
    return _done(request, row.pk, lambda: actions.add_respondents(row, chosen, by=request.user))


@area_view(Permission.EDIT_NETWORKS)
@require_POST
def respondent_remove(request: AreaRequest, pk: int) -> HttpResponse:
    """Somebody is not asked after all, while it is a draft."""
    row = respondent_of(request, pk)
    if row.survey.opened_at:
        problem(request, _("The lists are written, and others are asked about %(name)s.") % {"name": row.organisation})
    else:
        text = _("Not asked: %(name)s") % {"name": row.organisation}
        with change(text, by=request.user, area=request.area) as made:
            row.delete()
        done(request, text, made)
    return redirect(here("survey", request, row.survey_id))


def _done(request: AreaRequest, survey: int, action: Any, *, can_undo: bool = True) -> HttpResponse:
    """Run an action that gives a Change or refuses, say how it went, and go back to the wave."""
    try:
        made = action()
    except actions.Refused as refusal:
        problem(request, str(refusal))
    else:
        done(request, made.label, made if can_undo else None)
    return redirect(here("survey", request, survey))


@area_view(Permission.EDIT_NETWORKS)
@require_POST
def survey_open(request: AreaRequest, pk: int) -> HttpResponse:
    """From now on answers are taken."""
    row = survey_of(request, pk)
    return _done(request, pk, lambda: actions.open_survey(row, by=request.user))


@area_view(Permission.EDIT_NETWORKS)
@require_POST
def respondent_again(request: AreaRequest, pk: int) -> HttpResponse:
    """Throw the answers away and ask anew."""
    row = respondent_of(request, pk)
    # What was thrown away does not come back.
    return _done(request, row.survey_id, lambda: actions.ask_again(row, by=request.user), can_undo=False)


@area_view(Permission.EDIT_NETWORKS)
def survey_close(request: AreaRequest, pk: int) -> HttpResponse:
    """Close the wave, after one look at what that means."""
    row = survey_of(request, pk)
    if request.method == "POST":
        try:
            row = actions.close_survey(row, by=request.user)
        except actions.Refused as refusal:
            problem(request, str(refusal))
            return redirect(here("survey", request, pk))
        done(request, _("The survey is closed: who rated whom is forgotten."))
        return redirect(here("survey_results", request, pk))
    people = list(asked.respondents(row))
    back = sum(1 for one in people if one.sent_at)
    context = {
        "survey": row, "asked": len(people), "back": back, "percent": round(100 * back / len(people)) if people else 0,
        "is_enough": bool(people) and 100 * back >= row.gate * len(people),
        "begun": sum(1 for one in people if not one.sent_at and one.filled),
    }  # fmt: skip
    return render(request, "networks/surveys/close.html", context)


@require_safe
@area_view(Permission.EDIT_NETWORKS)
@sensitive_variables()
def survey_letters(request: AreaRequest, pk: int) -> HttpResponse:
    """Letters with the link for those who have not answered, to print."""
    row, waiting = _waiting(request, pk)
    if not waiting:
        return redirect(here("survey", request, pk))
    letters = [(one, request.build_absolute_uri(link_of(one))) for one in waiting]
    return _pdf(letters_pdf(row, letters, sender=request.user.name), f"{slugify(row.name) or 'survey'}-links")


@require_safe
@area_view(Permission.EDIT_NETWORKS)
def survey_sheets(request: AreaRequest, pk: int) -> HttpResponse:
    """Sheets to fill in by hand, for those who have not answered; `?one=` for one of them."""
    row, waiting = _waiting(request, pk)
    if not waiting:
        return redirect(here("survey", request, pk))
    rows = TieAnswer.objects.filter(respondent__in=waiting).select_related("organisation").order_by("place")
    lists: dict[int, list[str]] = {}
    for answer in rows:
        lists.setdefault(answer.respondent_id, []).append(answer.organisation.name)
    sheets = [
        (one, lists.get(one.pk, []), request.build_absolute_uri(here("respondent_type", request, one.pk)))
        for one in waiting
    ]
    return _pdf(sheets_pdf(row, sheets), f"{slugify(row.name) or 'survey'}-sheets")


def _waiting(request: AreaRequest, pk: int) -> tuple[TieSurvey, list[SurveyRespondent]]:
    row = survey_of(request, pk)
    rows = asked.respondents(row).filter(sent_at__isnull=True, number__isnull=False)
    if one := number(request.GET.get("one")):
        rows = rows.filter(pk=one)
    found = list(rows) if row.opened_at and not row.closed_at else []
    if not found:
        problem(request, _("Nobody is left to ask: the survey is not open, or all have answered."))
    return row, found


def _pdf(data: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(data, content_type="application/pdf", headers=headers)


@area_view(Permission.EDIT_NETWORKS)
@require_POST
def survey_mail(request: AreaRequest, pk: int) -> HttpResponse:
    """Mail the link to those who have not answered, as a job."""
    row = survey_of(request, pk)
    if row.state != "open" or not mail_ready():
        problem(request, _("Nothing was sent: the survey is not open, or no mail server is set up."))
        return redirect(here("survey", request, pk))
    job = start(
        WORK, title=_("Mail the links: %(name)s") % {"name": row}, by=request.user, area=request.area,
        arguments={"survey_id": row.pk, "user_id": request.user.pk, "base": request.build_absolute_uri("/")},
    )  # fmt: skip
    return redirect("core:job", job.pk)


@area_view(Permission.EDIT_NETWORKS)
@require_POST
def find_sheet(request: AreaRequest, pk: int) -> HttpResponse:
    """The sheet with the number that was typed."""
    row = survey_of(request, pk)
    wanted = number(request.POST.get("number"))
    found = SurveyRespondent.objects.filter(survey=row, number=wanted).first() if wanted else None
    if found is None:
        last = SurveyRespondent.objects.filter(survey=row).order_by(F("number").desc(nulls_last=True)).first()
        most = last.number if last else 0
        problem(request, _("There is no sheet with this number: they go from 1 to %(most)s.") % {"most": most or 0})
        return redirect(here("survey", request, pk))
    return redirect(here("respondent_type", request, found.pk))
