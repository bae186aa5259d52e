"""Who can help whom? The plan, its proposals, earlier plans, and what was rejected."""

from __future__ import annotations

import math
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kogge.accounts.roles import Permission
from kogge.core.jobs import start
from kogge.core.messages import done
from kogge.core.numbers import number
from kogge.exchange import actions, queries
from kogge.exchange.cards import card, names_of
from kogge.exchange.forms import ProposalFilter
from kogge.exchange.models import Proposal, Rejection, RingPlan
from kogge.places.access import AreaRequest, area_view

A_PAGE = 10


@area_view(Permission.VIEW_EXCHANGE)
def plan(request: AreaRequest) -> HttpResponse:
    """Who can help whom?"""
    return _plan_page(request, queries.latest_plan(request.area, request.user), newest=True)


@area_view(Permission.VIEW_EXCHANGE)
def earlier_plan(request: AreaRequest, pk: int) -> HttpResponse:
    """What did an earlier plan propose, and what became of it?"""
    rows = RingPlan.objects.visible_to(request.user).in_area(request.area).select_related("made_by")
    found = get_object_or_404(rows, pk=pk)
    return _plan_page(request, found, newest=found == queries.latest_plan(request.area, request.user))


def _plan_page(request: AreaRequest, found: RingPlan | None, *, newest: bool) -> HttpResponse:
    context: dict[str, Any] = {"plan": found, "newest": newest}
    if found is None:
        context["board"] = queries.board_state(request.area)
        return render(request, "exchange/plan.html", context)
    mine = Proposal.objects.filter(plan=found)
    form = ProposalFilter(request.GET or None, area=request.area)
    wanted = form.cleaned_data if form.is_valid() else {}
    status = wanted.get("status") or (Proposal.Status.PROPOSED if newest else "all")
    rows = queries.filtered(
        mine,
        district=wanted.get("district"),
        text=wanted.get("q", ""),
        kind=wanted.get("kind", ""),
        status="" if status == "all" else status,
    )
    page = Paginator(queries.with_arrows(rows.order_by("-score", "pk")), A_PAGE).get_page(request.GET.get("page"))
    names = names_of(page.object_list, request.area)
    now = queries.standing(request.area) if newest else None
    context |= {"form": form, "page": page, "cards": [card(one, names, now) for one in page.object_list]}
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "exchange/plan.html#cards", context)
    reach = queries.reach(mine.open() if newest else mine)
    helped = ngettext("one organisation", "%(count)s organisations", reach.helped)
    context |= {
        "reach": reach,
        "helped": helped % {"count": reach.helped},
        "decided": mine.filter(status__in=[Proposal.Status.ACCEPTED, Proposal.Status.REJECTED]).count(),
        "shortfall": shortfall(found),
    }
    if not mine.exists():
        context["board"] = queries.board_state(request.area)
    return render(request, "exchange/plan.html", context)


def shortfall(found: RingPlan) -> str:
    """Percent below the best possible at most, one digit, rounded up; "" when the plan is proven best."""
    if found.is_optimal:
        return ""
    return number(max(1, math.ceil(1000 * found.gap)) / 10, 1)


@require_POST
@area_view(Permission.DECIDE_EXCHANGE)
def compute(request: AreaRequest) -> HttpResponse:
    """Put a new plan into work; the page of the job leads back."""
    job = start(
        "kogge.exchange.actions.run_plan",
        title=_("Who can help whom?"),
        by=request.user,
        area=request.area,
        arguments={"area": request.area.pk, "by": request.user.pk},
    )
    return redirect("core:job", job.pk)


@area_view(Permission.VIEW_EXCHANGE)
def plans(request: AreaRequest) -> HttpResponse:
    """Which plans were there, and how was decided?"""
    page = Paginator(queries.plans(request.area, request.user), 25).get_page(request.GET.get("page"))
    return render(request, "exchange/plans.html", {"page": page})


@area_view(Permission.VIEW_EXCHANGE)
def proposal(request: AreaRequest, pk: int) -> HttpResponse:
    """One proposal with all its reasons."""
    rows = queries.with_arrows(Proposal.objects.visible_to(request.user).in_area(request.area))
    found = get_object_or_404(rows.select_related("agreement"), pk=pk)
    shown = card(found, names_of([found], request.area), queries.standing(request.area))
    context = {"card": shown, "proposal": found, "agreement": getattr(found, "agreement", None)}
    if Permission.DECIDE_EXCHANGE in request.permissions:
        pairs = {(t.offer_id, t.need_id) for t in found.transfers.all()}
        context["rejections"] = [
            one
            for one in Rejection.objects.filter(offer__in=[pair[0] for pair in pairs])
            if (one.offer_id, one.need_id) in pairs
        ]
    return render(request, "exchange/proposal.html", context)


@area_view(Permission.DECIDE_EXCHANGE)
def rejections(request: AreaRequest) -> HttpResponse:
    """What is not proposed again, and why?"""
    rows = Rejection.objects.visible_to(request.user).in_area(request.area)
    rows = rows.select_related("offer__organisation", "need__organisation").order_by("-on", "-pk")
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    return render(request, "exchange/rejections.html", {"page": page})


@require_POST
@area_view(Permission.DECIDE_EXCHANGE)
def forget(request: AreaRequest, pk: int) -> HttpResponse:
    """Let a rejected pair be proposed again."""
    rows = Rejection.objects.visible_to(request.user).in_area(request.area)
    made = actions.forget_rejection(rejection=get_object_or_404(rows, pk=pk), by=request.user)
    done(request, _("The next plan may propose the two again."), made)
    return redirect("exchange:rejections", request.area.slug)
