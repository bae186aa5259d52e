"""Noting, changing and closing a need or an offer; the step of a visit that collects them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kogge.accounts.roles import Permission
from kogge.actors.models import Organisation
from kogge.core.addresses import number
from kogge.core.history import change
from kogge.core.messages import done
from kogge.core.twice import just_made
from kogge.needs import actions
from kogge.needs.forms import form_class
from kogge.needs.models import Need, Offer
from kogge.outreach.flow import back, next_url, steps, way_back
from kogge.outreach.models import Interview, Visit
from kogge.places.access import AreaRequest, area_view

from .board import own_organisations

MODELS: dict[str, Any] = {"need": Need, "offer": Offer}
FORM_IDS = "%s_%%s"


def _model(kind: str) -> Any:
    if kind not in MODELS:
        raise Http404
    return MODELS[kind]


def _entry(request: AreaRequest, kind: str, pk: int) -> Any:
    """An entry this person may change: 404 if it is not visible, 403 if it is not theirs to change."""
    rows = _model(kind).objects.visible_to(request.user).in_area(request.area)
    entry = get_object_or_404(rows.select_related("organisation", "topic__group"), pk=pk)
    _may_write(request, entry.organisation_id)
    return entry


def _may_write(request: AreaRequest, organisation: int) -> None:
    if Permission.EDIT_NEEDS in request.permissions:
        return
    if not own_organisations(request).filter(pk=organisation).exists():
        raise PermissionDenied


def _save(request: AreaRequest, form: Any, kind: str, is_new: bool) -> None:
    labels = {
        ("need", True): _("Need noted: %(text)s"),
        ("offer", True): _("Offer noted: %(text)s"),
        ("need", False): _("Need changed: %(text)s"),
        ("offer", False): _("Offer changed: %(text)s"),
    }
    text = labels[kind, is_new] % {"text": form.cleaned_data["text"]}
    with transaction.atomic():
        if is_new and just_made(form.instance, by=request.user):
            return  # sent twice, noted once
        with change(text, by=request.user, area=request.area) as made:
            form.save()
    done(request, text, made)


def _board(request: AreaRequest) -> str:
    return reverse("needs:board", args=[request.area.slug])


@area_view(Permission.EDIT_NEEDS, Permission.EDIT_OWN)
def entry_new(request: AreaRequest, kind: str) -> HttpResponse:
    """Note a need or an offer, of any organisation one may write for."""
    entry = _model(kind)(area=request.area)
    asked = number(request.GET.get("organisation"))
    initial = {"organisation": asked} if asked else {}
    return _edit(request, kind, entry, initial)


@area_view(Permission.EDIT_NEEDS, Permission.EDIT_OWN)
def entry_edit(request: AreaRequest, kind: str, pk: int) -> HttpResponse:
    """Change a need or an offer."""
    return _edit(request, kind, _entry(request, kind, pk), {})


def _edit(request: AreaRequest, kind: str, entry: Any, initial: dict[str, Any]) -> HttpResponse:
    is_new = entry.pk is None
    form = form_class(kind)(
        request.POST or None,
        instance=entry,
        area=request.area,
        rows=own_organisations(request),
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        _save(request, form, kind, is_new)
        return back(request, _board(request))
    context = {
        "form": form,
        "entry": entry,
        "kind": kind,
        "kind_label": f"needs.{kind}",
        "way_out": way_back(request, _board(request)),
    }
    return render(request, "needs/entry_edit.html", context, status=422 if form.errors else 200)


@area_view(Permission.EDIT_NEEDS, Permission.EDIT_OWN)
@require_POST
def entry_close(request: AreaRequest, kind: str, pk: int) -> HttpResponse:
    """Settle, withdraw, or open again."""
    entry = _entry(request, kind, pk)
    status = request.POST.get("status", "")
    if status not in entry.Status.values:
        raise Http404
    made = actions.set_status(entry, status, by=request.user)
    done(request, made.label, made)
    return back(request, _board(request))


def _collect(request: AreaRequest, organisation: Organisation, interview: Any, visit: Any) -> HttpResponse:
    """Two short forms, and below what was noted so far."""
    _may_write(request, organisation.pk)
    forms: dict[str, Any] = {}
    sent = request.POST.get("kind", "") if request.method == "POST" else ""
    practice = bool((interview and interview.is_practice) or (visit and visit.is_practice))
    for kind, model in MODELS.items():
        entry = model(area=request.area, organisation=organisation, interview=interview, is_practice=practice)
        data = request.POST if kind == sent else None
        initial = {"text": request.GET.get(kind, "")[:300]}  # what an answer said that fitted no topic
        forms[kind] = form_class(kind)(
            data, instance=entry, area=request.area, auto_id=FORM_IDS % kind, initial=initial
        )
    if sent in forms and forms[sent].is_valid():
        _save(request, forms[sent], sent, True)
        return back(request, request.get_full_path())
    rows = [
        model.objects.visible_to(request.user).filter(organisation=organisation, status="open").select_related("topic")
        for model in MODELS.values()
    ]
    context = {
        "organisation": organisation,
        "interview": interview,
        "visit": visit,
        "need_form": forms["need"],
        "offer_form": forms["offer"],
        "needs": list(rows[0]),
        "offers": list(rows[1]),
        "steps": steps(request, visit, "needs", interview) if visit else [],
        "next_url": next_url(request, visit, "needs", interview) if visit else _board(request),
    }
    failed = sent in forms
    return render(request, "needs/interview_entries.html", context, status=422 if failed else 200)


@area_view(Permission.EDIT_NEEDS)
def interview_entries(request: AreaRequest, pk: int) -> HttpResponse:
    """Step 3 of recording a visit: needs and offers that came up in the talk."""
    interview = get_object_or_404(
        Interview.objects.visible_to(request.user)
        .in_area(request.area)
        .select_related("organisation", "visit__organisation"),
        pk=pk,
    )
    return _collect(request, interview.organisation, interview, interview.visit)


@area_view(Permission.EDIT_NEEDS, Permission.EDIT_OWN)
def organisation_entries(request: AreaRequest, pk: int) -> HttpResponse:
    """The same without a talk: of an organisation, or (`?visit=`) of a visit without an interview."""
    rows = Organisation.objects.visible_to(request.user).in_area(request.area)
    organisation = get_object_or_404(rows, pk=pk)
    visit = None
    if asked := number(request.GET.get("visit")):
        visits = Visit.objects.visible_to(request.user).filter(organisation=organisation)
        visit = get_object_or_404(visits.select_related("organisation"), pk=asked)
    return _collect(request, organisation, None, visit)


@area_view(Permission.VIEW_NEEDS, Permission.VIEW_OWN)
def organisation_panel(request: AreaRequest, pk: int) -> HttpResponse:
    """What one organisation needs and has, for its page."""
    organisation = get_object_or_404(Organisation.objects.visible_to(request.user).in_area(request.area), pk=pk)
    needs, offers = (
        list(
            model.objects.visible_to(request.user)
            .filter(organisation=organisation)
            .select_related("topic")
            .order_by("status", "-created_on")[:20]
        )
        for model in (Need, Offer)
    )
    context = {
        "organisation": organisation,
        "needs": needs,
        "offers": offers,
        "may_write": own_organisations(request).filter(pk=organisation.pk).exists(),
    }
    return render(request, "needs/organisation_panel.html", context)
