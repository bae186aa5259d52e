"""The dossier's page: make one, wait for it, fetch it."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kogge.accounts.roles import Permission
from kogge.core.jobs import start
from kogge.core.models import Job
from kogge.places.access import AreaRequest, area_view
from kogge.reports.dossier.build import dossier_file

WORK = "kogge.reports.dossier.make_dossier"


@area_view(Permission.VIEW_REPORTS)
def dossier(request: AreaRequest) -> HttpResponse:
    """What the dossier is, and the ones this person had made."""
    jobs = Job.objects.filter(work=WORK, scope=request.area.pk, by=request.user)[:10]
    made = [job for job in jobs if job.status == Job.Status.DONE and dossier_file(job.pk).exists()]
    waiting = next((job for job in jobs if not job.is_over), None)
    return render(request, "reports/dossier.html", {"made": made, "waiting": waiting})


@area_view(Permission.VIEW_REPORTS)
@require_POST
def dossier_make(request: AreaRequest) -> HttpResponse:
    job = start(
        WORK,
        title=_("Dossier of %(area)s") % {"area": request.area},
        by=request.user,
        area=request.area,
        arguments={"area_id": request.area.pk, "user_id": request.user.pk},
    )
    return redirect("core:job", job.pk)


@area_view(Permission.VIEW_REPORTS)
def dossier_download(request: AreaRequest, pk: str) -> HttpResponse:
    """The PDF, for the person who had it made: it shows what that person may see."""
    job = get_object_or_404(Job, pk=pk, work=WORK, scope=request.area.pk, by=request.user)
    file = dossier_file(job.pk)
    if not file.exists():
        raise Http404
    name = f"{slugify(request.area.name)}-dossier-{job.created_at:%Y-%m-%d}.pdf"
    return FileResponse(file.open("rb"), filename=name, content_type="application/pdf")  # type: ignore[return-value]
