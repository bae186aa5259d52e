"""What is in the purse, and where did it come from?"""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kogge.accounts.roles import Permission
from kogge.networks.forms.budget import BudgetForm, total
from kogge.networks.models import BudgetEntry
from kogge.networks.queries.budget import lines_of
from kogge.outreach.attachments import SHOWN
from kogge.outreach.sheets import sheet
from kogge.places.access import AreaRequest, area_view

from .founded import visible
from .records import form_page, here, save_once


def handed_out(row: Any) -> FileResponse:
    """The file of a record; what a browser might run is only ever saved."""
    if not row.has_file:
        raise Http404
    inline = row.content_type in SHOWN
    response = FileResponse(
        row.file.open("rb"),
        as_attachment=not inline,
        filename=row.name,
        content_type=row.content_type if inline else "application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@area_view(Permission.VIEW_NETWORKS)
def budget(request: AreaRequest, pk: int) -> HttpResponse:
    """The balance, and every entry with the balance after it."""
    network = visible(request, pk)
    rows = list(BudgetEntry.objects.visible_to(request.user).filter(network=network))
    context = {
        "network": network,
        "tab": "budget",
        "lines": lines_of(rows),
        "balance": total(rows),
        "money_in": total(row for row in rows if row.direction == BudgetEntry.Direction.IN),
        "money_out": -total(row for row in rows if row.direction == BudgetEntry.Direction.OUT),
        "without": sum(1 for row in rows if row.direction == BudgetEntry.Direction.OUT and not row.file),
    }
    return render(request, "networks/budget/budget.html", context)


@require_safe
@area_view(Permission.EDIT_NETWORKS)
def budget_export(request: AreaRequest, pk: int, form: str) -> HttpResponse:
    """The purse as a file for a spreadsheet."""
    network = visible(request, pk)
    rows = BudgetEntry.objects.visible_to(request.user).filter(network=network)
    heads = [_("Day"), _("From whom or what for"), _("In €"), _("Out €"), _("Balance €"), _("Receipt")]
    lines = [
        (
            line.entry.on,
            line.entry.text,
            float(line.entry.amount) if line.entry.signed > 0 else None,
            float(line.entry.amount) if line.entry.signed < 0 else None,
            float(line.balance),
            line.entry.name,
        )
        for line in reversed(lines_of(rows))
    ]
    return sheet(form, f"{slugify(network.name)[:60] or 'netzwerk'}-{slugify(_('Purse'))}", heads, lines)


@require_safe
@area_view(Permission.EDIT_NETWORKS)
def receipt(request: AreaRequest, pk: int) -> FileResponse:
    """A receipt; names may stand on it, so it is for those who keep the purse."""
    return handed_out(_entry(request, pk))


def _entry(request: AreaRequest, pk: int) -> BudgetEntry:
    rows = BudgetEntry.objects.visible_to(request.user).in_area(request.area)
    return get_object_or_404(rows.select_related("network__area"), pk=pk)


def _edit(request: AreaRequest, row: BudgetEntry, label: str, **more: Any) -> HttpResponse:
    form = BudgetForm(request.POST or None, request.FILES or None, instance=row, network=row.network, user=request.user)
    back = here("budget", request, row.network_id)
    if request.method == "POST" and form.is_valid():
        save_once(request, form, label % {"text": form.cleaned_data["text"]})
        return redirect(back)
    question = _("What came in, or what went out?")
    return form_page(request, form, row.network, question=question, back=back, tab="budget", **more)


@area_view(Permission.EDIT_NETWORKS)
def budget_new(request: AreaRequest, pk: int) -> HttpResponse:
    """Money came in or went out."""
    return _edit(request, BudgetEntry(network=visible(request, pk)), _("Purse: %(text)s"))


@area_view(Permission.EDIT_NETWORKS)
def budget_edit(request: AreaRequest, pk: int) -> HttpResponse:
    """Another amount, another day, a receipt that came later."""
    row = _entry(request, pk)
    return _edit(request, row, _("Purse changed: %(text)s"), remove=here("remove", request, "budget", row.pk))
