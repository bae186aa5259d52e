"""Agreements: the list with its two figures, one agreement and its end, an organisation's agreements."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kogge.accounts.roles import Permission
from kogge.actors.models import Organisation
from kogge.core.messages import done, problem
from kogge.exchange import actions, queries
from kogge.exchange.forms import (
    AgreementFilter,
    AgreementForm,
    CancelForm,
    ContributionFormSet,
    HandmadeForm,
    RedemptionForm,
)
from kogge.exchange.forms.fields import option_text, suggestions
from kogge.exchange.models import Agreement
from kogge.places.access import AreaRequest, area_view

A_PAGE = 25


def _agreement(request: AreaRequest, pk: int) -> Agreement:
    rows = Agreement.objects.visible_to(request.user).in_area(request.area)
    found: Agreement = get_object_or_404(queries.with_contributions(rows), pk=pk)
    return found


@area_view(Permission.VIEW_EXCHANGE)
def agreements(request: AreaRequest) -> HttpResponse:
    """Which agreements are there, and how many of them were redeemed?"""
    rows = Agreement.objects.visible_to(request.user).in_area(request.area)
    form = AgreementFilter(request.GET or None, area=request.area)
    if form.is_valid():
        data = form.cleaned_data
        rows = queries.in_state(rows, data["state"])
        rows = queries.search_agreements(rows, data["q"])
        if data["district"]:
            rows = queries.in_district(rows, data["district"])
    page = Paginator(queries.with_contributions(rows.order_by("due", "pk")), A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "form": form}
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "exchange/agreements.html#rows", context)
    mine = Agreement.objects.visible_to(request.user).in_area(request.area)
    counts = {"all": mine.count(), "open": mine.open().count(), "overdue": mine.overdue().count()}
    context |= {
        "counts": counts,
        "state": _in_words(counts["open"], counts["overdue"]),
        "rate": (rate := queries.redemption_rate(request.area)),
        "figures": _figures(request.area, rate, queries.reciprocity(request.area)),
    }
    return render(request, "exchange/agreements.html", context)


def _in_words(open_: int, overdue: int) -> str:
    """How many agreements are open, and how many of them overdue."""
    if not open_:
        return _("No agreement is open.")
    if overdue == open_:
        text = ngettext(
            "One agreement is open, and it is overdue.",
            "%(open)s agreements are open, all of them overdue.",
            open_,
        )
    elif overdue:
        text = _("%(open)s agreements are open, %(overdue)s of them overdue.")
    else:
        text = ngettext(
            "One agreement is open, it is not overdue.",
            "%(open)s agreements are open, none of them overdue.",
            open_,
        )
    return text % {"open": open_, "overdue": overdue}


def _figures(area: Any, rate: queries.Rate, mutual: queries.Rate) -> list[dict[str, Any]]:
    """The two figures with their rules and the records behind them."""
    address = reverse("exchange:agreements", args=[area.slug])
    return [
        {
            "label": _("Redemption rate"),
            "value": None if rate.percent is None else _("%(percent)s %%") % {"percent": rate.percent},
            "rule": _(
                "(Redeemed in full + half of those redeemed partly) ÷ due. An agreement is due when closed"
                " or past its day. Cancelled ones and those made while practising are not counted. At "
                "markets for such agreements about 70 %% are kept (Marktplatz Gute Geschäfte, 55 markets)."
            )
            % {},
            "records": f"{address}?state=counted",
            "note": _("No agreement was due yet.")
            if rate.value is None
            else _("%(redeemed)s in full, %(partly)s partly, %(failed)s not, %(overdue)s overdue") % rate.numbers,
        },
        {
            "label": _("Reciprocity"),
            "value": None if mutual.percent is None else _("%(percent)s %%") % {"percent": mutual.percent},
            "rule": _(
                "Agreements with a counter-contribution ÷ agreements. There is a counter-contribution when "
                "everybody who gives in the agreement gets something in it too, as in a ring. Cancelled ones "
                "and those made while practising are not counted."
            ),
            "records": f"{address}?state=mutual",
            "note": _("There is no agreement to look at yet.")
            if mutual.value is None
            else _("%(mutual)s of %(agreements)s agreements") % mutual.numbers,
        },
    ]


@area_view(Permission.VIEW_EXCHANGE)
def agreement(request: AreaRequest, pk: int) -> HttpResponse:
    """What was agreed, and what became of it?"""
    found = _agreement(request, pk)
    return _page(request, found, RedemptionForm(agreement=found), CancelForm())


def _page(request: AreaRequest, found: Agreement, form: RedemptionForm, cancel_form: CancelForm) -> HttpResponse:
    invalid = form.errors or cancel_form.errors
    answers = {one.redeemed for one in found.contributions.all()}
    context = {
        "agreement": found,
        "form": form,
        "cancel_form": cancel_form,
        "may_decide": Permission.DECIDE_EXCHANGE in request.permissions,
        "may_cancel": found.is_open and not answers & {"yes", "partly"},
    }
    return render(request, "exchange/agreement.html", context, status=422 if invalid else 200)


@require_POST
@area_view(Permission.DECIDE_EXCHANGE)
def redeem(request: AreaRequest, pk: int) -> HttpResponse:
    """Record per contribution whether it was redeemed."""
    found = _agreement(request, pk)
    form = RedemptionForm(request.POST, agreement=found)
    if not form.is_valid():
        return _page(request, found, form, CancelForm())
    made = actions.record_redemption(
        agreement=found, answers=form.answers, result=form.cleaned_data["result"], by=request.user
    )
    done(request, _("Redemption recorded."), made)
    return redirect("exchange:agreement", request.area.slug, found.pk)


@require_POST
@area_view(Permission.DECIDE_EXCHANGE)
def cancel(request: AreaRequest, pk: int) -> HttpResponse:
    """Call an agreement off by common consent."""
    found = _agreement(request, pk)
    form = CancelForm(request.POST)
    if not form.is_valid():
        return _page(request, found, RedemptionForm(agreement=found), form)
    try:
        made = actions.cancel_agreement(agreement=found, reason=form.cleaned_data["reason"], by=request.user)
    except actions.Refused as refused:
        problem(request, refused)
    else:
        done(request, _("The agreement is cancelled. Its offers and needs are free again."), made)
    return redirect("exchange:agreement", request.area.slug, found.pk)


@require_POST
@area_view(Permission.DECIDE_EXCHANGE)
def reopen(request: AreaRequest, pk: int) -> HttpResponse:
    """Take a cancelled agreement up again."""
    found = _agreement(request, pk)
    done(request, _("The agreement holds again."), actions.reopen_agreement(agreement=found, by=request.user))
    return redirect("exchange:agreement", request.area.slug, found.pk)


@area_view(Permission.DECIDE_EXCHANGE)
def agreement_edit(request: AreaRequest, pk: int) -> HttpResponse:
    """Change the words and the day."""
    found = _agreement(request, pk)
    sides = [
        (
            one.pk,
            _("What %(giver)s gives to %(receiver)s") % {"giver": one.giver, "receiver": one.receiver},
            one.text,
            one.hours,
        )
        for one in found.contributions.all()
    ]
    form = AgreementForm(request.POST or None, instance=found, sides=sides)
    if request.method == "POST" and form.is_valid():
        made = actions.edit_agreement(
            agreement=found,
            title=form.cleaned_data["title"],
            due=form.cleaned_data["due"],
            texts=form.texts,
            by=request.user,
        )
        done(request, _("Agreement saved."), made)
        return redirect("exchange:agreement", request.area.slug, found.pk)
    context = {"agreement": found, "form": form}
    return render(request, "exchange/agreement_edit.html", context, status=422 if form.errors else 200)


@area_view(Permission.DECIDE_EXCHANGE)
def agreement_new(request: AreaRequest) -> HttpResponse:
    """Write down an agreement that came about without a proposal."""
    form = HandmadeForm(request.POST or None)
    formset = ContributionFormSet(request.POST or None, form_kwargs={"area": request.area})
    if request.method == "POST" and form.is_valid() and formset.is_valid():
        sides = [
            actions.Side(giver=data["giver"].pk, receiver=data["receiver"].pk, text=data["text"], hours=data["hours"])
            for data in formset.cleaned_data
            if data
        ]
        found, made = actions.create_agreement(
            area=request.area,
            title=form.cleaned_data["title"],
            agreed_on=form.cleaned_data["agreed_on"],
            due=form.cleaned_data["due"],
            sides=sides,
            by=request.user,
        )
        done(request, _("Agreement written down."), made)
        return redirect("exchange:agreement", request.area.slug, found.pk)
    invalid = request.method == "POST"
    context = {"form": form, "formset": formset}
    return render(request, "exchange/agreement_new.html", context, status=422 if invalid else 200)


@area_view(Permission.DECIDE_EXCHANGE)
def organisation_options(request: AreaRequest) -> HttpResponse:
    """Names for the list of suggestions while somebody types one."""
    text = request.GET.get(request.GET.get("field", ""), "")
    options = [option_text(one) for one in suggestions(request.area, text)]
    return render(request, "exchange/organisation_options.html", {"options": options})


@area_view(Permission.VIEW_EXCHANGE)
def organisation_panel(request: AreaRequest, pk: int) -> HttpResponse:
    """What an organisation agreed to: a panel for its page."""
    organisation = get_object_or_404(Organisation.objects.visible_to(request.user).in_area(request.area), pk=pk)
    rows = queries.agreements_of(organisation, request.user)
    context = {"organisation": organisation, "agreements": rows[:10], "count": rows.count()}
    template = "exchange/organisation_panel.html"
    return render(request, f"{template}#panel" if request.htmx else template, context)  # type: ignore[attr-defined]
