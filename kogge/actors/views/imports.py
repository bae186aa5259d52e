"""Import of a list: upload, preview, run, report, errors."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kogge.accounts.roles import Permission
from kogge.actors import actions
from kogge.actors.forms import ReadForm, UploadForm
from kogge.actors.importing.readers import Reading, UnreadableFile, sniff
from kogge.actors.models import ImportRun
from kogge.actors.queries import imports as queries
from kogge.core.jobs import start
from kogge.core.messages import problem
from kogge.places.access import AreaRequest, area_view

# Lists up to here are read whole and compared with the register while the page waits (under a second); of larger
# tables the preview shows the first rows, and a job compares them.
AT_ONCE = 1_000


def _run(request: AreaRequest, pk: int) -> ImportRun:
    rows = ImportRun.objects.visible_to(request.user).in_area(request.area).select_related("change", "by")
    row: ImportRun = get_object_or_404(rows, pk=pk)
    row.area = request.area
    return row


@require_safe
@area_view(Permission.IMPORT_REGISTER)
def runs(request: AreaRequest) -> HttpResponse:
    """What was imported so far."""
    rows = ImportRun.objects.visible_to(request.user).in_area(request.area).select_related("change", "by")
    # What was not imported goes on where it was uploaded: networks have a preview of their own.
    rows = rows.filter(~Q(kind="network") | Q(status=ImportRun.Status.DONE))
    return render(
        request,
        "actors/imports.html",
        {"runs": rows[:100], "imported": rows.filter(status=ImportRun.Status.DONE).count()},
    )


@area_view(Permission.IMPORT_REGISTER)
def upload(request: AreaRequest) -> HttpResponse:
    """Take a file and find out what it is."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        run = ImportRun(area=request.area, by=request.user, file_name=file.name)
        run.file.save(file.name, file, save=False)
        try:
            run.kind = sniff(run.file.path)
            if run.kind == "register":
                run.options = {"towns": queries.towns_of(request.area), "current_only": True}
            reading = actions.read_run(run, first=AT_ONCE)
        except UnreadableFile as error:
            run.file.delete(save=False)
            error.file = file.name
            form.add_error("file", error.text(_))
        except Exception:
            run.file.delete(save=False)  # a file that nothing points to would lie there for ever
            raise
        else:
            if reading.headers and (known := queries.remembered(request.area, reading.headers)):
                run.options["mapping"] = known
            run.save()
            return redirect("actors:import_preview", request.area.slug, run.pk)
    return render(request, "actors/import_new.html", {"form": form}, status=422 if form.errors else 200)


@area_view(Permission.IMPORT_REGISTER)
def preview(request: AreaRequest, pk: int) -> HttpResponse:
    """The first rows, the mapping, what would happen; then start, check again or throw away."""
    run = _run(request, pk)
    if run.status == ImportRun.Status.DONE:
        return redirect("actors:import", request.area.slug, pk)
    # One that was killed too often is running for ever, as its row says: it can be started again.
    if run.status == ImportRun.Status.RUNNING and (job := queries.job_of(run)):
        return redirect("core:job", job.pk)
    if request.method == "POST" and request.POST.get("do") == "drop":
        run.file.delete(save=False)
        run.delete()
        return redirect("actors:imports", request.area.slug)
    try:
        reading = actions.read_run(run, first=AT_ONCE)
    except (UnreadableFile, FileNotFoundError) as error:
        text = error.text(_) if isinstance(error, UnreadableFile) else _("The file is gone. Upload it again.")
        problem(request, text)
        return redirect("actors:import_new", request.area.slug)
    form = ReadForm(request.POST or None, run=run, reading=reading)
    if request.method == "POST" and form.is_valid():
        return _act(request, run, form)
    return _show(request, run, form, reading)


def _act(request: AreaRequest, run: ImportRun, form: ReadForm) -> HttpResponse:
    run.options, run.mode, run.counts = form.options(), form.cleaned_data["mode"], {}
    run.save()
    if request.POST.get("do") != "start":
        return redirect("actors:import_preview", request.area.slug, run.pk)
    title = _("Import: %(name)s") % {"name": run.file_name}
    job = start(
        "kogge.actors.actions.run_import",
        title=title,
        by=request.user,
        area=request.area,
        arguments={"run": run.pk},
    )
    return redirect("core:job", job.pk)


def _show(request: AreaRequest, run: ImportRun, form: ReadForm, reading: Reading) -> HttpResponse:
    if not run.counts and not reading.cut and len(reading.records) <= AT_ONCE:
        run.counts = dict(actions.would_be(request.area, reading, run.mode))
    elif not run.counts and request.GET.get("compare"):
        job = start(
            "kogge.actors.actions.check_import",
            title=_("Comparing %(name)s with the register") % {"name": run.file_name},
            by=request.user,
            area=request.area,
            arguments={"run": run.pk},
        )
        return redirect("core:job", job.pk)
    context: dict[str, Any] = {
        "run": run,
        "form": form,
        "reading": reading,
        "first": reading.records[:5],
        "problems": actions.problem_lines(reading.problems[:20]),
        "problem_count": len(reading.problems),
        "kept_until": actions.kept_until(run),
        "remembered": bool(reading.headers and queries.remembered(request.area, reading.headers)),
    }
    return render(request, "actors/import_preview.html", context, status=422 if form.errors else 200)


@require_safe
@area_view(Permission.IMPORT_REGISTER)
def run(request: AreaRequest, pk: int) -> HttpResponse:
    """What an import did, with its errors and its undo."""
    row = _run(request, pk)
    return render(request, "actors/import.html", {"run": row, "kept_until": actions.kept_until(row)})


@require_safe
@area_view(Permission.IMPORT_REGISTER)
def errors(request: AreaRequest, pk: int) -> FileResponse:
    """The refused rows with the reasons, to be mended in Excel and imported again."""
    row = _run(request, pk)
    if not row.error_file or not row.error_file.storage.exists(row.error_file.name):
        raise Http404
    name = f"errors-{row.file_name.rsplit('.', 1)[0]}.csv"
    return FileResponse(row.error_file.open("rb"), as_attachment=True, filename=name, content_type="text/csv")
