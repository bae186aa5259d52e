"""What did the members agree on?"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kogge.accounts.roles import Permission
from kogge.core.messages import problem
from kogge.networks.forms.charter import AgreeForm, CharterForm
from kogge.networks.models import Charter, Network
from kogge.networks.paper.charter import charter_pdf, parts_of, state_of
from kogge.places.access import AreaRequest, area_view

from .founded import visible
from .records import form_page, here, save_once


def _charter(request: AreaRequest, pk: int) -> Charter:
    rows = Charter.objects.visible_to(request.user).in_area(request.area)
    return get_object_or_404(rows.select_related("network__area"), pk=pk)


def _draft(network: Network) -> Charter | None:
    found: Charter | None = network.charters.filter(agreed_on__isnull=True).order_by("-number").first()
    return found


@require_safe
@area_view(Permission.VIEW_NETWORKS)
def charter(request: AreaRequest, pk: int) -> HttpResponse:
    """What holds today, the draft, and what held before."""
    network = visible(request, pk)
    rows = list(Charter.objects.visible_to(request.user).filter(network=network).order_by("-number"))
    agreed = [row for row in rows if row.agreed_on]
    context: dict[str, Any] = {
        "network": network,
        "tab": "charter",
        "charter": agreed[0] if agreed else None,
        "draft": next((row for row in rows if row.agreed_on is None), None),
        "older": agreed[1:],
    }
    if agreed:
        context |= {"parts": parts_of(agreed[0]), "state": state_of(agreed[0])}
    return render(request, "networks/charter/charter.html", context)


@require_safe
@area_view(Permission.VIEW_NETWORKS)
def version(request: AreaRequest, pk: int) -> HttpResponse:
    """One version, as it was agreed on."""
    row = _charter(request, pk)
    context = {"network": row.network, "charter": row, "parts": parts_of(row), "state": state_of(row)}
    return render(request, "networks/charter/version.html", context)


@require_safe
@area_view(Permission.VIEW_NETWORKS)
def version_pdf(request: AreaRequest, pk: int) -> HttpResponse:
    """One version on paper."""
    row = _charter(request, pk)
    name = f"{slugify(row.network.name)[:60] or 'netzwerk'}-{slugify(_('Charter'))}-{row.number}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(charter_pdf(row), content_type="application/pdf", headers=headers)


@area_view(Permission.EDIT_NETWORKS)
def charter_edit(request: AreaRequest, pk: int) -> HttpResponse:
    """Write the draft: the one that is there, else a new version that begins with the words of the last one."""
    network = visible(request, pk)
    row = _draft(network)
    if row is None:
        last = network.charters.order_by("-number").first()
        row = Charter(network=network, number=last.number + 1 if last else 1, purpose=network.purpose)
        if last:
            row.purpose, row.rules, row.fees, row.decides = last.purpose, last.rules, last.fees, last.decides
    form = CharterForm(request.POST or None, instance=row, network=network, user=request.user)
    back = here("charter", request, network.pk)
    if request.method == "POST" and form.is_valid():
        save_once(request, form, _("Draft of the charter saved: %(network)s") % {"network": network})
        return redirect(back)
    remove = here("remove", request, "charters", row.pk) if row.pk else ""
    return form_page(
        request, form, network, question=_("What do you want to agree on?"), back=back, tab="charter", remove=remove
    )


@area_view(Permission.EDIT_NETWORKS)
def charter_agree(request: AreaRequest, pk: int) -> HttpResponse:
    """A meeting agreed on the draft: from now on it holds and does not change."""
    row = _charter(request, pk)
    back = here("charter", request, row.network_id)
    if row.agreed_on is not None:
        problem(request, _("This version is agreed on already."))
        return redirect(back)
    form = AgreeForm(request.POST or None, instance=row, network=row.network, user=request.user)
    if request.method == "POST" and form.is_valid():
        save_once(request, form, _("Charter agreed on: %(network)s") % {"network": row.network})
        return redirect(back)
    return form_page(request, form, row.network, question=_("Who agreed on the charter?"), back=back, tab="charter")
