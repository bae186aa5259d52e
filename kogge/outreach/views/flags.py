"""Who needs help now? Flags: list, raise, ask before involving anybody, involve, close with a result."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from kogge.accounts.roles import Permission
from kogge.actors.models import Consent, Organisation
from kogge.core.addresses import number
from kogge.core.messages import done
from kogge.core.twice import just_made
from kogge.outreach.actions import flags as actions
from kogge.outreach.flow import back, way_back
from kogge.outreach.forms.flags import (
    CloseFlagForm,
    FlagConsentForm,
    FlagFilter,
    FlagForm,
    ReferralForm,
    ReferralResultForm,
)
from kogge.outreach.models import Flag, Interview, Referral, Visit
from kogge.outreach.queries.flags import open_flags
from kogge.outreach.sheets import sheet
from kogge.places.access import AreaRequest, area_view, require

PER_PAGE = 50


def _rows(request: AreaRequest) -> Any:
    rows = Flag.objects.visible_to(request.user).in_area(request.area)
    return rows.select_related("organisation__district", "owner").annotate(helpers=Count("referrals"))


def _one(request: AreaRequest, pk: int, *, write: bool = False) -> Flag:
    if write:
        require(request, Permission.EDIT_VISITS)
    found: Flag = get_object_or_404(_rows(request), pk=pk)
    return found


@area_view(Permission.VIEW_INTERVIEWS)
def flag_list(request: AreaRequest) -> HttpResponse:
    """Open first, red before yellow, what is overdue on top."""
    filters = FlagFilter(request.GET, area=request.area, user=request.user)
    page = Paginator(filters.apply(_rows(request)), PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {"filters": filters, "page": page}
    if request.htmx:
        return render(request, "outreach/flags/list.html#results", context)
    today = timezone.localdate()
    rows = list(open_flags(request.user, request.area).order_by().values_list("level", "due"))
    context |= {
        "red": sum(1 for level, _due in rows if level == Flag.Level.RED),
        "yellow": sum(1 for level, _due in rows if level == Flag.Level.YELLOW),
        "overdue": sum(1 for _level, due in rows if due < today),
    }
    return render(request, "outreach/flags/list.html", context)


@area_view(Permission.VIEW_INTERVIEWS)
def flag_export(request: AreaRequest, kind: str) -> HttpResponse:
    """The flags that the filters leave, as CSV or XLSX."""
    filters = FlagFilter(request.GET, area=request.area, user=request.user)
    heads = [
        _("Organisation"),
        pgettext("of a town", "District"),
        _("Level"),
        _("What about"),
        _("what was said"),
        _("who takes care"),
        _("raised on"),
        _("until"),
        _("Status"),
        _("May helpers be involved?"),
        _("said by"),
        _("said on"),
        _("Helpers told"),
        _("closed on"),
        _("what became of it"),
        _("the business heard of it on"),
        _("Practice"),
    ]
    rows = (
        [
            row.organisation.name,
            row.organisation.district,
            row.get_level_display(),
            row.get_kind_display(),
            row.text,
            row.owner,
            row.opened_on,
            row.due,
            _("overdue") if row.is_overdue else pgettext("flag", "closed") if row.closed_on else _("open"),
            row.get_consent_display(),
            row.consent_by,
            row.consent_on,
            row.helpers,
            row.closed_on,
            row.result,
            row.feedback_on,
            _("yes") if row.is_practice else "",
        ]
        for row in filters.apply(_rows(request)).iterator(chunk_size=2000)
    )
    return sheet(kind, f"{request.area.slug}-{_('flags')}", heads, rows)


def _raised_at(request: AreaRequest) -> Flag:
    """A new flag with what the address names: an organisation, a visit, or an interview."""
    flag = Flag(area=request.area)
    if asked := number(request.GET.get("interview")):
        flag.interview = get_object_or_404(Interview.objects.visible_to(request.user).in_area(request.area), pk=asked)
        flag.organisation, flag.visit = flag.interview.organisation, flag.interview.visit
        flag.is_practice = flag.interview.is_practice
    elif asked := number(request.GET.get("visit")):
        flag.visit = get_object_or_404(Visit.objects.visible_to(request.user).in_area(request.area), pk=asked)
        flag.organisation, flag.is_practice = flag.visit.organisation, flag.visit.is_practice
        flag.interview = Interview.objects.filter(visit=flag.visit).first()
    elif asked := number(request.GET.get("organisation")):
        rows = Organisation.objects.visible_to(request.user).in_area(request.area)
        flag.organisation = get_object_or_404(rows, pk=asked)
    return flag


@area_view(Permission.VIEW_INTERVIEWS)
def flag_new(request: AreaRequest) -> HttpResponse:
    """Raise one by hand."""
    require(request, Permission.EDIT_VISITS)
    return _edit(request, _raised_at(request))


@area_view(Permission.VIEW_INTERVIEWS)
def flag_edit(request: AreaRequest, pk: int) -> HttpResponse:
    """Correct it, give it to somebody, set another day."""
    return _edit(request, _one(request, pk, write=True))


def _edit(request: AreaRequest, flag: Flag) -> HttpResponse:
    form = FlagForm(request.POST or None, instance=flag, area=request.area, user=request.user)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            row = form.save(commit=False)
            twin = just_made(row, by=request.user) if row.pk is None else None
            if twin is None:
                made = actions.save_flag(row, by=request.user)
                done(request, made.label, made)
        return back(request, reverse("outreach:flag", args=[request.area.slug, (twin or row).pk]))
    stored = reverse("outreach:flag", args=[request.area.slug, flag.pk]) if flag.pk else ""
    way_out = way_back(request, stored or reverse("outreach:flags", args=[request.area.slug]))
    context = {"form": form, "flag": flag, "way_out": way_out}
    return render(request, "outreach/flags/edit.html", context, status=422 if form.errors else 200)


def _page(request: AreaRequest, flag: Flag, status: int = 200, **forms: Any) -> HttpResponse:
    shared = Consent.objects.filter(organisation=flag.organisation, purpose=Consent.Purpose.SHARING)
    context = {
        "flag": flag,
        "organisation": flag.organisation,
        "referrals": list(flag.referrals.select_related("helper")),
        "may_edit": Permission.EDIT_VISITS in request.permissions,
        "why_not": "" if flag.may_involve else actions.why_not(flag),
        "sharing": shared.valid().first(),
        "ask": forms.get("ask") or FlagConsentForm(initial=_asked(flag), prefix="ask"),
        "involve": forms.get("involve") or ReferralForm(flag=flag, user=request.user, prefix="involve"),
        "close": forms.get("close") or CloseFlagForm(prefix="close", initial={"result": flag.result}),
        "result": ReferralResultForm(prefix="result"),
        "result_for": forms.get("result_for"),
        "result_form": forms.get("result"),
    }
    return render(request, "outreach/flags/flag.html", context, status=status)


def _asked(flag: Flag) -> dict[str, Any]:
    known = {"answer": flag.consent, "said_by": flag.consent_by}
    return known | ({"said_on": flag.consent_on} if flag.consent_on else {})


@area_view(Permission.VIEW_INTERVIEWS)
def flag(request: AreaRequest, pk: int) -> HttpResponse:
    """Everything about one flag, and what may be done next."""
    return _page(request, _one(request, pk))


@area_view(Permission.VIEW_INTERVIEWS)
@require_POST
def flag_ask(request: AreaRequest, pk: int) -> HttpResponse:
    """Note what the business said about involving helpers."""
    found = _one(request, pk, write=True)
    form = FlagConsentForm(request.POST, prefix="ask")
    if not form.is_valid():
        return _page(request, found, 422, ask=form)
    data = form.cleaned_data
    made = actions.ask(found, answer=data["answer"], said_by=data["said_by"], on=data["said_on"], by=request.user)
    done(request, made.label, made)
    return redirect("outreach:flag", request.area.slug, pk)


@area_view(Permission.VIEW_INTERVIEWS)
@require_POST
def flag_involve(request: AreaRequest, pk: int) -> HttpResponse:
    """Note that a helper was told; only after the business agreed."""
    found = _one(request, pk, write=True)
    form = ReferralForm(request.POST, flag=found, user=request.user, prefix="involve")
    if form.is_valid():
        data = form.cleaned_data
        try:
            made = actions.involve(found, helper=data["helper"], told_on=data["told_on"], by=request.user)
        except actions.NotAgreed as error:
            form.add_error(None, str(error))
        else:
            done(request, made.label, made)
            return redirect("outreach:flag", request.area.slug, pk)
    return _page(request, found, 422, involve=form)


def _referral(request: AreaRequest, pk: int) -> Referral:
    require(request, Permission.EDIT_VISITS)
    rows = Referral.objects.visible_to(request.user).in_area(request.area)
    found: Referral = get_object_or_404(rows.select_related("flag__area", "helper"), pk=pk)
    return found


@area_view(Permission.VIEW_INTERVIEWS)
@require_POST
def referral_result(request: AreaRequest, pk: int) -> HttpResponse:
    """Note what a helper did."""
    found = _referral(request, pk)
    form = ReferralResultForm(request.POST, prefix="result")
    if not form.is_valid():
        return _page(request, _one(request, found.flag_id), 422, result=form, result_for=found.pk)
    made = actions.note_result(
        found, result=form.cleaned_data["result"], on=form.cleaned_data["result_on"], by=request.user
    )
    done(request, made.label, made)
    return redirect("outreach:flag", request.area.slug, found.flag_id)


@area_view(Permission.VIEW_INTERVIEWS)
@require_POST
def referral_delete(request: AreaRequest, pk: int) -> HttpResponse:
    """A helper who was noted by mistake."""
    found = _referral(request, pk)
    made = actions.take_back(found, by=request.user)
    done(request, made.label, made)
    return redirect("outreach:flag", request.area.slug, found.flag_id)


@area_view(Permission.VIEW_INTERVIEWS)
@require_POST
def flag_close(request: AreaRequest, pk: int) -> HttpResponse:
    """Close it, with the result and whether the business heard of it."""
    found = _one(request, pk, write=True)
    form = CloseFlagForm(request.POST, prefix="close")
    if form.is_valid() and form.cleaned_data["closed_on"] < found.opened_on:
        form.add_error("closed_on", _("This day lies before the day it was raised."))
    if not form.is_valid():
        return _page(request, found, 422, close=form)
    data = {name: value for name, value in form.cleaned_data.items() if name != "heard"}
    made = actions.close_flag(found, by=request.user, **data)
    done(request, made.label, made)
    return redirect("outreach:flag", request.area.slug, pk)


@area_view(Permission.VIEW_INTERVIEWS)
@require_POST
def flag_reopen(request: AreaRequest, pk: int) -> HttpResponse:
    """Open it again."""
    made = actions.reopen_flag(_one(request, pk, write=True), by=request.user)
    done(request, made.label, made)
    return redirect("outreach:flag", request.area.slug, pk)


@area_view(Permission.VIEW_INTERVIEWS)
def flags_panel(request: AreaRequest, pk: int) -> HttpResponse:
    """The flags of one organisation, for its page."""
    organisation = get_object_or_404(Organisation.objects.visible_to(request.user).in_area(request.area), pk=pk)
    rows = Flag.objects.visible_to(request.user).filter(organisation=organisation).select_related("owner")
    context = {"organisation": organisation, "flags": list(rows.in_order()[:8])}
    return render(request, "outreach/flags/panel.html", context)
