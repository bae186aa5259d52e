"""The promise ledger: what was promised, to whom, until when, and what became of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kogge.accounts.roles import Permission
from kogge.actors.models import Organisation
from kogge.core.addresses import number
from kogge.core.history import change
from kogge.core.messages import done, problem
from kogge.core.twice import just_made
from kogge.outreach import actions
from kogge.outreach.flow import back, interview_of, steps, way_back
from kogge.outreach.forms import ClosePromiseForm, PromiseFilter, PromiseForm
from kogge.outreach.models import Promise, Visit
from kogge.outreach.queries import keeping_rate
from kogge.outreach.queries.promises import owed
from kogge.outreach.sheets import sheet
from kogge.places.access import AreaRequest, area_view

from .record import visits_of

PER_PAGE = 50


def _rows(request: AreaRequest) -> Any:
    rows = Promise.objects.visible_to(request.user).in_area(request.area)
    return rows.select_related("organisation__district", "promised_by", "apology")


@area_view(Permission.VIEW_VISITS)
def promise_list(request: AreaRequest) -> HttpResponse:
    """Do we keep our word? The rate in one sentence, the promises below."""
    filters = PromiseFilter(request.GET, area=request.area, user=request.user)
    page = Paginator(filters.apply(_rows(request)), PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {"filters": filters, "page": page}
    if request.htmx:
        return render(request, "outreach/promises.html#results", context)
    context["rate"] = keeping_rate(request.area)
    return render(request, "outreach/promises.html", context)


@area_view(Permission.VIEW_VISITS)
def promise_export(request: AreaRequest, kind: str) -> HttpResponse:
    """The promises that the filters leave, as CSV or XLSX."""
    filters = PromiseFilter(request.GET, area=request.area, user=request.user)
    heads = [
        _("to whom"),
        _("what"),
        _("by whom"),
        _("given on"),
        _("until"),
        _("Status"),
        _("closed on"),
        _("what became of it"),
        _("Practice"),
    ]
    rows = (
        [
            row.organisation.name,
            row.what,
            row.promised_by,
            row.made_on,
            row.due,
            _("overdue") if row.is_overdue else row.get_status_display(),
            row.closed_on,
            row.result,
            _("yes") if row.is_practice else "",
        ]
        for row in filters.apply(_rows(request)).iterator(chunk_size=2000)
    )
    return sheet(kind, f"{request.area.slug}-{_('promises')}", heads, rows)


def _save_once(request: AreaRequest, form: PromiseForm, text: str) -> None:
    """Save a promise; a new one that was sent twice is noted once."""
    with transaction.atomic():
        if form.instance.pk is None and just_made(form.instance, by=request.user):
            return
        with change(text, by=request.user, area=request.area) as made:
            form.save()
    done(request, text, made)


def _owed(request: AreaRequest, promise: Promise, initial: dict[str, Any]) -> Organisation | None:
    """The organisation, if an apology to it comes before a new promise."""
    asked = promise.organisation_id or initial.get("organisation")
    if not asked or promise.pk is not None or not owed([asked]):
        return None
    found: Organisation | None = (
        Organisation.objects.visible_to(request.user).in_area(request.area).filter(pk=asked).first()
    )
    return found


def _ask_for_apology(request: AreaRequest, organisation: Organisation) -> None:
    words = _("%(organisation)s: a promise to them was not kept. Apologise before you ask for anything.")
    messages.warning(request, words % {"organisation": organisation})


def _edit(request: AreaRequest, promise: Promise, label: str) -> HttpResponse:
    initial: dict[str, Any] = {}
    if asked := number(request.GET.get("organisation")):
        initial["organisation"] = asked
    form = PromiseForm(request.POST or None, instance=promise, area=request.area, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        text = label % {"what": form.cleaned_data["what"]}
        new = promise.pk is None
        _save_once(request, form, text)
        if new and owed([promise.organisation_id]):
            _ask_for_apology(request, promise.organisation)
        return back(request, reverse("outreach:promises", args=[request.area.slug]))
    way_out = way_back(request, reverse("outreach:promises", args=[request.area.slug]))
    context = {"form": form, "promise": promise, "way_out": way_out, "owed": _owed(request, promise, initial)}
    return render(request, "outreach/promise_edit.html", context, status=422 if form.errors else 200)


@area_view(Permission.EDIT_VISITS)
def promise_new(request: AreaRequest) -> HttpResponse:
    """Note a promise outside a visit."""
    return _edit(request, Promise(area=request.area), _("Promise noted: %(what)s"))


@area_view(Permission.EDIT_VISITS)
def promise_edit(request: AreaRequest, pk: int) -> HttpResponse:
    """Correct a promise."""
    return _edit(request, get_object_or_404(_rows(request), pk=pk), _("Promise changed: %(what)s"))


@area_view(Permission.EDIT_VISITS)
@require_POST
def promise_close(request: AreaRequest, pk: int) -> HttpResponse:
    """Kept, broken, released, or open again."""
    promise = get_object_or_404(_rows(request), pk=pk)
    form = ClosePromiseForm(request.POST)
    if form.is_valid():
        made = actions.close_promise(
            promise, form.cleaned_data["status"], by=request.user, result=form.cleaned_data["result"]
        )
        done(request, made.label, made)
        if promise.status == Promise.Status.BROKEN and promise.wants_an_apology:
            _ask_for_apology(request, promise.organisation)
    else:
        problem(request, _("Say what became of the promise in at most 250 characters: kept, broken or released."))
    return back(request, reverse("outreach:promises", args=[request.area.slug]))


@area_view(Permission.EDIT_VISITS)
def visit_promises(request: AreaRequest, pk: int) -> HttpResponse:
    """Step 4 of recording a visit: what was promised there, and what became of older promises."""
    visit = get_object_or_404(visits_of(request).filter(status=Visit.Status.DONE), pk=pk)
    promise = Promise(
        area=request.area,
        organisation=visit.organisation,
        visit=visit,
        made_on=visit.date,
        is_practice=visit.is_practice,
    )
    form = PromiseForm(
        request.POST or None,
        instance=promise,
        area=request.area,
        user=request.user,
        initial={"promised_by": visit.visitor_id} if visit.visitor_id else {},
    )
    if request.method == "POST" and form.is_valid():
        text = _("Promise noted: %(what)s") % {"what": form.cleaned_data["what"]}
        _save_once(request, form, text)
        return redirect("outreach:visit_promises", request.area.slug, visit.pk)
    rows = Promise.objects.filter(organisation=visit.organisation).select_related("promised_by", "apology")
    context = {
        "form": form,
        "visit": visit,
        "organisation": visit.organisation,
        "owed": visit.organisation if owed([visit.organisation_id]) else None,
        "given": list(rows.filter(visit=visit)),
        "older": list(rows.filter(status=Promise.Status.OPEN).exclude(visit=visit)),
        "steps": steps(request, visit, "promises", interview_of(visit)),
    }
    return render(request, "outreach/visit_promises.html", context, status=422 if form.errors else 200)
