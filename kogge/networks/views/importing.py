"""A network drawn elsewhere comes into the register: upload, what is what, take over; undone as a whole."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kogge.accounts.roles import Permission
from kogge.actors.models import ImportRun
from kogge.core.messages import done, problem
from kogge.networks.actions import importing as actions
from kogge.networks.forms.importing import NetworkUploadForm, TakeOverForm
from kogge.networks.importing import KIND, look
from kogge.places.access import AreaRequest, area_view


@area_view(Permission.IMPORT_REGISTER)
def network_import(request: AreaRequest) -> HttpResponse:
    """Take the file and read it."""
    form = NetworkUploadForm(request.POST, request.FILES) if request.method == "POST" else NetworkUploadForm()
    if form.is_bound and form.is_valid():
        name = form.cleaned_data["file"].name
        run = actions.keep_upload(request.area, form.network, name=name, by=request.user)
        return redirect("networks:import_preview", request.area.slug, run.pk)
    return render(request, "networks/importing/upload.html", {"form": form}, status=422 if form.errors else 200)


@area_view(Permission.IMPORT_REGISTER)
def import_preview(request: AreaRequest, pk: int) -> HttpResponse:
    """What was read, what the ties mean, who the unclear ones are; then take over."""
    rows = ImportRun.objects.visible_to(request.user).in_area(request.area).filter(kind=KIND)
    run = get_object_or_404(rows.select_related("area"), pk=pk)
    if run.status == ImportRun.Status.DONE:
        return redirect("actors:import", request.area.slug, pk)
    try:
        preview = look(request.area, actions.network_of(run))
    except FileNotFoundError:
        problem(request, _("The file is gone. Upload it again."))
        return redirect("networks:import", request.area.slug)
    sent = request.POST if request.method == "POST" else None
    form = TakeOverForm(sent, preview=preview, rifts=Permission.VIEW_INTERVIEWS in request.permissions)
    if form.is_bound and form.is_valid():
        run = actions.take_over(run, preview, choices=form.choices(), types=form.types(), by=request.user)
        text = _("%(new)s organisations and %(ties)s relations taken over, %(there)s relations were there already.")
        counts = run.counts
        done(request, text % {"new": counts["new"], "ties": counts["ties"], "there": counts["ties_there"]}, run.change)
        return redirect("actors:import", request.area.slug, run.pk)
    context = {"run": run, "preview": preview, "form": form, "ties": len(preview.network.edges)}
    return render(request, "networks/importing/preview.html", context, status=422 if form.errors else 200)
