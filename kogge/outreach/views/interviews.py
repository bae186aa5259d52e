"""Step 2: the talk; and reading one."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language

from kogge.accounts.roles import Permission
from kogge.actors import wording
from kogge.actors.models import Consent
from kogge.actors.queries import languages
from kogge.core.messages import done
from kogge.outreach import actions
from kogge.outreach.flow import interview_of, next_url, steps
from kogge.outreach.forms import InterviewForm
from kogge.outreach.guides.answered import answered
from kogge.outreach.guides.answers import from_stored
from kogge.outreach.models import DAYS, FORMATS, TIMES, Interview, Visit
from kogge.outreach.queries import briefing
from kogge.places.access import AreaRequest, area_view, require

from .inbox import PICTURES
from .record import latest_interview, visits_of


@area_view(Permission.EDIT_VISITS)
def interview_edit(request: AreaRequest, pk: int) -> HttpResponse:
    """The standard guide, to be filled in while talking or right after."""
    require(request, Permission.VIEW_INTERVIEWS)
    visit = get_object_or_404(visits_of(request).filter(status=Visit.Status.DONE), pk=pk)
    known = interview_of(visit)
    last = None if known else latest_interview(visit.organisation)
    interview = known or Interview(
        area=request.area,
        organisation=visit.organisation,
        visit=visit,
        date=visit.date,
        is_practice=visit.is_practice,
        language=last.language if last else "de",
    )
    form = InterviewForm(request.POST or None, instance=interview, area=request.area, user=request.user, last=last)
    if request.method == "POST" and form.is_valid():
        interview = form.save(commit=False)
        made = actions.save_interview(
            interview,
            not_with=form.cleaned_data["not_with"],
            consents=form.consents(),
            by=request.user,
        )
        done(request, made.label, made)
        if "finish" in request.POST:
            return redirect("outreach:visit", request.area.slug, visit.pk)
        return redirect(next_url(request, visit, "interview", interview))
    context = {
        "form": form,
        "visit": visit,
        "organisation": visit.organisation,
        "last": last,
        "told": briefing(request.user, request.area, visit.organisation, before=visit),
        "steps": steps(request, visit, "interview", known),
        "wording_version": wording.version(),
        "leaflet_languages": wording.languages(),
        "skip_url": next_url(request, visit, "interview", known),
    }
    return render(request, "outreach/interview_edit.html", context, status=422 if form.errors else 200)


@area_view(Permission.VIEW_INTERVIEWS)
def interview(request: AreaRequest, pk: int) -> HttpResponse:
    """What was said, for those who may read it."""
    row = get_object_or_404(
        Interview.objects.visible_to(request.user)
        .in_area(request.area)
        .select_related("organisation__district", "visit__visitor", "guide_version__guide"),
        pk=pk,
    )
    chosen = set(row.slots)
    context = {
        "interview": row,
        "organisation": row.organisation,
        "not_with": list(row.not_with.all()),
        "formats": [label for code, label in FORMATS if code in row.formats],
        "languages": [languages.name(code) for code in row.languages],
        "talk_language": languages.name(row.language),
        "days": [label for _code, label in DAYS],
        "grid": [(label, [(day_label, f"{day}-{time}" in chosen) for day, day_label in DAYS]) for time, label in TIMES],
        "consents": list(Consent.objects.filter(organisation=row.organisation).valid()),
        "is_latest": Interview.objects.filter(organisation=row.organisation)
        .latest_per_organisation()
        .filter(pk=row.pk)
        .exists(),
    }
    if row.guide_version is not None:
        reader = str(get_language() or "de")[:2]
        context["rows"] = answered(row.guide_version.read(), from_stored(row.answers), reader)
        files = row.submission.files.all() if row.submission is not None else []
        context |= {"files": {file.name: file for file in files}, "shown_types": PICTURES}
    return render(request, "outreach/interview.html", context)
