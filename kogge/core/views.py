"""Pages that belong to no area: health, errors, jobs."""

from __future__ import annotations

import io
import uuid
import zipfile
from functools import cache

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import DatabaseError, connection
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseServerError, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from kogge import __version__

from . import jobs
from .models import Job


def healthz(request: HttpRequest) -> HttpResponse:
    """200 with the database in reach, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"database": "unreachable"}, status=503)
    return JsonResponse({"database": "ok"})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "core/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "core/403.html", status=403)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without the token of this session (CSRF): says what to do, not what a token is."""
    return render(request, "core/403_csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "core/404.html", status=404)


def too_many(request: HttpRequest) -> HttpResponse:
    """The sign-in library asks for this page when somebody tries too often."""
    return render(request, "core/429.html", status=429)


def behind_a_link(answer: HttpResponse) -> HttpResponse:
    """The answer of a page whose address is its key: no other server learns it, and nobody finds it by searching.

    Not "no-referrer": browsers would then send "Origin: null" with a form, which the check against forged requests
    refuses.
    """
    answer["Referrer-Policy"] = "same-origin"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """Asks nothing that may be broken: no session, no database, no context processor."""
    return HttpResponseServerError(render_to_string("core/500.html"))


@login_required
def job_page(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The bar of a job, for the person who started it; with HTMX only the bar itself."""
    job = jobs.live(get_object_or_404(Job, pk=pk, by=request.user))
    if job.status == Job.Status.DONE and job.result_url:
        if getattr(request, "htmx", False):
            return HttpResponseClientRedirect(job.result_url)
        return redirect(job.result_url)
    template = "core/job.html#bar" if getattr(request, "htmx", False) else "core/job.html"
    return render(request, template, {"job": job})


@login_required
@require_POST
def job_cancel(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask a job to stop."""
    job = get_object_or_404(Job, pk=pk, by=request.user)
    jobs.cancel(job)
    return redirect("core:job", job.pk)


def source(request: HttpRequest) -> HttpResponse:
    """The source code of what runs here (AGPL-3.0, section 13): a link, or the files themselves as one zip."""
    if settings.SOURCE_URL:
        return redirect(settings.SOURCE_URL)
    archive = io.BytesIO(source_archive())
    return FileResponse(archive, as_attachment=True, filename=f"kogge-{__version__}.zip")  # type: ignore[return-value]


@cache
def source_archive() -> bytes:
    """All source files as one zip: packed once a process, since anybody may ask for it as often as they like."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as target:
        files = [path for path in settings.PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
        around = [settings.BASE_DIR / name for name in ("LICENSE", "README.md", "pyproject.toml", "Makefile")]
        for path in [*sorted(files), *(path for path in around if path.exists())]:
            target.write(path, f"kogge-{__version__}/{path.relative_to(settings.BASE_DIR).as_posix()}")
    return archive.getvalue()
