"""What came in and waits for somebody? Filled guides, one page each, filed to an organisation or discarded."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kogge.accounts.roles import Permission
from kogge.actors.forms import OrganisationForm
from kogge.core.history import change
from kogge.core.messages import done, problem
from kogge.outreach.actions import inbox as actions
from kogge.outreach.attachments import SHOWN
from kogge.outreach.filing import suggested
from kogge.outreach.forms.inbox import FileForm, TalkForm
from kogge.outreach.guides import preview
from kogge.outreach.guides.answered import answered
from kogge.outreach.guides.answers import Instance, Unreadable, parse
from kogge.outreach.models import Submission, SubmissionFile
from kogge.outreach.queries import inbox as queries
from kogge.places.access import AreaRequest, area_view, require

PER_PAGE = 50
# Types that a browser shows and cannot run.
PICTURES = frozenset(kind for kind in SHOWN if kind.startswith("image/"))


def _submission(request: AreaRequest, pk: int) -> Submission:
    rows = Submission.objects.visible_to(request.user).in_area(request.area)
    return get_object_or_404(rows.select_related("version__guide__area", "by", "interview__organisation"), pk=pk)


def _instance(row: Submission) -> Instance:
    """The answers; none where the form cannot be read (it then stays as it came)."""
    try:
        return parse(row.xml.encode())
    except Unreadable:
        return Instance("", "", row.instance_id, "")


def _list(request: AreaRequest) -> str:
    return reverse("outreach:inbox", args=[request.area.slug])


@require_safe
@area_view(Permission.VIEW_INTERVIEWS)
def inbox(request: AreaRequest) -> HttpResponse:
    """What waits; `?status=` for what was filed, discarded, or is incomplete."""
    counts = queries.by_status(request.user, request.area)
    status = request.GET.get("status", "")
    status = status if status in Submission.Status.values else Submission.Status.RECEIVED
    rows = (
        Submission.objects.visible_to(request.user)
        .in_area(request.area)
        .filter(status=status)
        .select_related("version__guide", "by", "interview__organisation")
        .defer("xml", "version__definition", "version__xform", "version__itemsets")
    )
    tabs = [
        {
            "label": label,
            "url": f"{_list(request)}?status={value}",
            "active": value == status,
            "count": counts.get(value, 0),
        }
        for value, label in (
            (Submission.Status.RECEIVED, _("Waiting")),
            (Submission.Status.INCOMPLETE, _("Incomplete")),
            (Submission.Status.FILED, _("Filed")),
            (Submission.Status.DISCARDED, _("Discarded")),
        )
    ]
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "waiting": counts.get(Submission.Status.RECEIVED, 0),
        "status": status,
        "status_tabs": tabs,
    }
    return render(request, "outreach/inbox/list.html", context)


def _context(request: AreaRequest, row: Submission, form: FileForm | None) -> dict[str, Any]:
    definition, instance = row.version.read(), _instance(row)
    told = suggested(definition, instance)
    reader = str(get_language() or "de")[:2]
    files = {file.name: file for file in row.files.all()}
    may_file = row.status in actions.OPEN and Permission.EDIT_VISITS in request.permissions
    day = queries.day_of(row)
    if may_file and form is None:
        form = FileForm(area=request.area, user=request.user, **_talk(row))
    return {
        "submission": row,
        "day": day,
        "told": told,
        "rows": answered(definition, instance, reader),
        "files": files,
        "missing": [name for name in row.expected_files if name not in files],
        "form": form if may_file else None,
        "suggestions": queries.suggestions(request.user, row, told) if may_file else [],
        "picked": form.data.get("organisation", "") if form is not None else "",
        "shown_types": PICTURES,
    }


def _talk(row: Submission) -> dict[str, Any]:
    """What a form about the talk begins with: its day, and the guide's languages."""
    definition = row.version.read()
    initial = {"date": queries.day_of(row), "language": preview.best_language(definition)[:5]}
    return {"initial": initial, "languages": preview.languages(definition)}


@require_safe
@area_view(Permission.VIEW_INTERVIEWS)
def submission(request: AreaRequest, pk: int) -> HttpResponse:
    """One filled guide: what it says, whom it may come from, and what to do with it."""
    return render(request, "outreach/inbox/submission.html", _context(request, _submission(request, pk), None))


def _already(request: AreaRequest, pk: int) -> HttpResponseRedirect:
    problem(request, _("Somebody was faster: this form is filed or discarded already."))
    return redirect("outreach:submission", request.area.slug, pk)


@area_view(Permission.EDIT_VISITS)
@require_POST
def submission_file(request: AreaRequest, pk: int) -> HttpResponse:
    """File it to an organisation that is in the register."""
    require(request, Permission.VIEW_INTERVIEWS)
    row = _submission(request, pk)
    form = FileForm(request.POST, area=request.area, user=request.user, **_talk(row))
    if not form.is_valid():
        return render(request, "outreach/inbox/submission.html", _context(request, row, form), status=422)
    try:
        interview, made = actions.file_submission(
            row,
            organisation=form.cleaned_data["organisation"],
            by=request.user,
            date=form.cleaned_data["date"],
            language=form.cleaned_data.get("language", ""),
        )
    except actions.AlreadyDone:
        return _already(request, pk)
    done(request, made.label, made)
    return redirect("outreach:interview", request.area.slug, interview.pk)


@area_view(Permission.EDIT_VISITS)
def submission_new(request: AreaRequest, pk: int) -> HttpResponse:
    """File it to a business that was met by chance: a new organisation, prefilled with what the form says of it."""
    require(request, Permission.VIEW_INTERVIEWS)
    require(request, Permission.EDIT_REGISTER)
    row = _submission(request, pk)
    if row.status not in actions.OPEN:
        return _already(request, pk)
    told = suggested(row.version.read(), _instance(row))
    form = OrganisationForm(request.POST or None, area=request.area, initial=told)
    talk = TalkForm(request.POST or None, prefix="talk", **_talk(row))
    if request.method == "POST" and form.is_valid() and talk.is_valid():
        label = _("New and filed: %(name)s") % {"name": form.cleaned_data["name"]}
        try:
            with change(label, by=request.user, area=request.area) as made:
                organisation = form.save()
                interview, _made = actions.file_submission(
                    row,
                    organisation=organisation,
                    by=request.user,
                    date=talk.cleaned_data["date"],
                    language=talk.cleaned_data.get("language", ""),
                )
        except actions.AlreadyDone:
            return _already(request, pk)
        done(request, label, made)
        return redirect("outreach:interview", request.area.slug, interview.pk)
    context = {"form": form, "talk": talk, "submission": row}
    status = 422 if form.errors or talk.errors else 200
    return render(request, "outreach/inbox/new.html", context, status=status)


@area_view(Permission.EDIT_VISITS)
@require_POST
def submission_discard(request: AreaRequest, pk: int) -> HttpResponse:
    """Discard it, or (`do=back`) let a discarded one wait again."""
    require(request, Permission.VIEW_INTERVIEWS)
    row = _submission(request, pk)
    act = actions.take_back if request.POST.get("do") == "back" else actions.discard
    try:
        made = act(row, by=request.user)
    except actions.AlreadyDone:
        return _already(request, pk)
    done(request, made.label, made)
    return redirect(_list(request))


@require_safe
@area_view(Permission.VIEW_INTERVIEWS)
def attachment(request: AreaRequest, pk: int) -> FileResponse:
    """A photo or recording that came with a form; what a browser might run is only ever saved."""
    rows = SubmissionFile.objects.visible_to(request.user).in_area(request.area)
    file = get_object_or_404(rows, pk=pk)
    if not file.is_there:
        raise Http404
    inline = file.content_type in SHOWN
    response = FileResponse(
        file.file.open("rb"),
        as_attachment=not inline,
        filename=file.name,
        content_type=file.content_type if inline else "application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
