"""What do we take along on paper? Visit sheets and walk lists, for the visits or organisations that a filter leaves."""

from __future__ import annotations

import os
import uuid
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kogge.accounts.models import User
from kogge.accounts.roles import Permission
from kogge.actors.forms import RegisterFilter
from kogge.actors.queries import register
from kogge.core.jobs import JobFailed, Progress, start
from kogge.core.messages import problem
from kogge.core.models import Job
from kogge.outreach.actions.forgetting import SHEETS
from kogge.outreach.forms import VisitFilter
from kogge.outreach.forms.paper import SheetForm
from kogge.outreach.models import GuideVersion, Visit
from kogge.outreach.paper.numbers import read_number
from kogge.outreach.paper.sheets import visit_sheets
from kogge.outreach.paper.walklist import Stop, walk_list
from kogge.outreach.queries import refusals
from kogge.places.access import AreaRequest, area_view
from kogge.places.models import Area

WORK = "kogge.outreach.views.paper.make_sheets"
AT_ONCE = 20  # sheets that a page makes while one waits; more are made in the background
MOST = 2000


def _visits(user: Any, area: Area, asked: QueryDict) -> tuple[VisitFilter, Any]:
    filters = VisitFilter(asked, area=area, user=user)
    rows = Visit.objects.visible_to(user).in_area(area).select_related("organisation__district", "visitor")
    return filters, filters.apply(rows)


@require_safe
@area_view(Permission.VIEW_VISITS)
def paper(request: AreaRequest) -> HttpResponse:
    """Which visits, which guide, which language: then sheets or a walk list."""
    filters, rows = _visits(request.user, request.area, request.GET)
    made = Job.objects.filter(work=WORK, scope=request.area.pk, by=request.user)[:5]
    context = {
        "filters": filters,
        "count": rows.count(),
        "visits": list(rows[:10]),
        "form": SheetForm(area=request.area),
        "most": MOST,
        "made": [job for job in made if not job.is_over or _file(job.pk).exists()],
    }
    page = "outreach/paper/paper.html"
    return render(request, f"{page}#results" if request.htmx else page, context)  # type: ignore[attr-defined]


@require_POST
@area_view(Permission.VIEW_VISITS)
def sheets(request: AreaRequest) -> HttpResponse:
    """The visit sheets as one PDF: few at once, many in the background."""
    form = SheetForm(request.POST, area=request.area)
    _filters, rows = _visits(request.user, request.area, request.GET)
    count = rows.count()
    if not form.is_valid() or not count or count > MOST:
        problem(
            request,
            _("No visit is left to print.")
            if not count
            else _("Choose a guide and at most %(most)s visits.") % {"most": MOST},
        )
        return redirect(f"{reverse('outreach:paper', args=[request.area.slug])}?{request.GET.urlencode()}")
    arguments: dict[str, Any] = {
        "area_id": request.area.pk,
        "user_id": request.user.pk,
        "filters": request.GET.urlencode(),
        "version_id": form.cleaned_data["version"].pk,
        "language": form.cleaned_data["language"],
        "base": request.build_absolute_uri("/"),
    }
    if count > AT_ONCE:
        job = start(WORK, title=_("Visit sheets"), by=request.user, area=request.area, arguments=arguments)
        return redirect("core:job", job.pk)
    pdf = _sheets(Progress(), **arguments)
    return _answer(pdf, f"{request.area.slug}-{slugify(_('Visit sheets'))}")


def _sheets(
    progress: Progress, *, area_id: int, user_id: int, filters: str, version_id: int, language: str, base: str
) -> bytes:
    area, user = Area.objects.get(pk=area_id), User.objects.get(pk=user_id)
    if Permission.VIEW_VISITS not in area.permissions_of(user):
        raise JobFailed(_("You may not see the visits of this area."))
    _filters, rows = _visits(user, area, QueryDict(filters))
    version = GuideVersion.objects.visible_to(user).in_area(area).filter(pk=version_id).first()
    visits = list(rows[:MOST])
    if version is None or not visits:
        raise JobFailed(_("The guide or the visits are gone. Choose again."))

    def address(number: str) -> str:
        return base.rstrip("/") + reverse("outreach:sheet", args=[area.slug, number])

    return visit_sheets(user, area, visits, version, language=language, address=address, progress=progress)


def make_sheets(progress: Progress, **arguments: Any) -> dict[str, Any]:
    """The job behind many sheets: its file waits for the one who asked, for a day (`forgetting`)."""
    pdf = _sheets(progress, **arguments)
    target = _file(progress.job_id)
    unfinished = target.with_suffix(".part")
    unfinished.write_bytes(pdf)
    os.replace(unfinished, target)
    slug = Area.objects.get(pk=arguments["area_id"]).slug
    return {"url": reverse("outreach:sheets_file", args=[slug, progress.job_id]), "bytes": len(pdf)}


def _file(job_id: uuid.UUID) -> Path:
    folder = Path(settings.MEDIA_ROOT) / SHEETS
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{job_id}.pdf"


@require_safe
@area_view(Permission.VIEW_VISITS)
def sheets_file(request: AreaRequest, pk: uuid.UUID) -> HttpResponse:
    """The sheets, for the person who had them made: they show what that person may see."""
    job = get_object_or_404(Job, pk=pk, work=WORK, scope=request.area.pk, by=request.user)
    file = _file(job.pk)
    if not file.exists():
        raise Http404
    name = f"{request.area.slug}-{slugify(_('Visit sheets'))}-{job.created_at:%Y-%m-%d}.pdf"
    return FileResponse(file.open("rb"), filename=name, content_type="application/pdf")  # type: ignore[return-value]


def _answer(pdf: bytes, name: str) -> HttpResponse:
    day = timezone.localdate()
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}-{day}.pdf"', "Cache-Control": "private, no-store"},
    )


@require_safe
@area_view(Permission.VIEW_VISITS)
def sheet(request: AreaRequest, number: str) -> HttpResponse:
    """Where the code on a sheet leads: to its visit."""
    found = read_number(number)
    rows = Visit.objects.visible_to(request.user).in_area(request.area)
    visit = get_object_or_404(rows, pk=found.visit if found else 0)
    return redirect("outreach:visit", request.area.slug, visit.pk)


@require_safe
@area_view(Permission.VIEW_VISITS)
def walk_visits(request: AreaRequest) -> HttpResponse:
    """Walk list of the visits that the filter leaves."""
    _filters, rows = _visits(request.user, request.area, request.GET)
    visits = list(rows[:MOST])
    no = refusals({visit.organisation_id for visit in visits})
    stops: dict[int, Stop] = {}
    for visit in visits:
        warning = _("does not want to") if visit.organisation_id in no else ""
        stops.setdefault(visit.organisation_id, Stop(visit.organisation, visit, warning))
    return _answer(walk_list(request.area, list(stops.values())), f"{request.area.slug}-{slugify(_('Walk list'))}")


@require_safe
@area_view(Permission.VIEW_VISITS)
def walk_register(request: AreaRequest) -> HttpResponse:
    """Organisations of the register for a walk: the filter, and the list as PDF (`?pdf=1`)."""
    form = RegisterFilter(request.GET, area=request.area, auto_id="filter_%s")
    rows = register.filtered(register.organisations(request.user, request.area), request.area, form.criteria())
    if "pdf" in request.GET:
        found = list(rows.select_related("district")[:MOST])
        no = refusals([row.pk for row in found])
        stops = [Stop(row) for row in found if row.pk not in no]
        pdf = walk_list(request.area, stops, refused=len(no))
        return _answer(pdf, f"{request.area.slug}-{slugify(_('Walk list'))}")
    query = request.GET.copy()
    query["pdf"] = "1"
    context = {"form": form, "count": rows.count(), "query": query.urlencode(), "most": MOST}
    page = "outreach/paper/walk.html"
    return render(request, f"{page}#results" if request.htmx else page, context)  # type: ignore[attr-defined]
