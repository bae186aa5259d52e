"""What the pages of a network's records share: one form page, saved once, taken back by a press."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kogge.accounts.roles import Permission
from kogge.core.history import change
from kogge.core.messages import done, problem
from kogge.core.twice import just_made
from kogge.networks.models import (
    BudgetEntry,
    Charter,
    Decision,
    Effort,
    Invitation,
    JointAction,
    Meeting,
    Network,
    WorkingGroup,
)
from kogge.places.access import AreaRequest, area_view

# What can be removed by a press (and be brought back by undo): the page that shows the others of its kind.
REMOVABLE: dict[str, tuple[Any, str]] = {
    "meetings": (Meeting, "meetings"),
    "decisions": (Decision, "meetings"),
    "efforts": (Effort, "hours"),
    "charters": (Charter, "charter"),
    "invitations": (Invitation, "invitations"),
    "groups": (WorkingGroup, "groups"),
    "budget": (BudgetEntry, "budget"),
    "actions": (JointAction, "actions"),
}


def save_once(request: AreaRequest, form: Any, text: str) -> None:
    """Save what the form holds as one change; a new record that was sent twice is kept once."""
    try:
        with transaction.atomic():
            if form.instance.pk is None and just_made(form.instance, by=request.user):
                return
            with change(text, by=request.user, area=request.area) as made:
                form.save()
    except IntegrityError:  # two at the same moment: the database let the first one through
        problem(request, _("Somebody else has just saved the same. Please look again."))
    else:
        done(request, text, made)


def here(name: str, request: AreaRequest, *keys: int | str) -> str:
    """The address of a page of the networks."""
    return reverse(f"networks:{name}", args=[request.area.slug, *keys])


def form_page(
    request: AreaRequest, form: Any, network: Network, *, question: str, back: str, remove: str = "", **more: Any
) -> HttpResponse:
    """The page of a form; 422 when it was sent and something is wrong."""
    context = {"form": form, "network": network, "question": question, "back": back, "remove": remove, **more}
    return render(request, "networks/record.html", context, status=422 if form.errors else 200)


@area_view(Permission.EDIT_NETWORKS)
@require_POST
def remove(request: AreaRequest, kind: str, pk: int) -> HttpResponse:
    """Remove a record of a network; the message offers to bring it back."""
    if kind not in REMOVABLE:
        raise Http404
    model, page = REMOVABLE[kind]
    row = get_object_or_404(model.objects.visible_to(request.user).in_area(request.area), pk=pk)
    network = row.meeting.network_id if kind == "decisions" else row.network_id
    if kind == "charters" and row.agreed_on:
        problem(request, _("A charter that was agreed on stays readable. Write a new version."))
        return redirect(here(page, request, network))
    text = _("Removed: %(name)s") % {"name": row}
    with change(text, by=request.user, area=request.area) as made:
        row.delete()
    done(request, text, made)
    return redirect(here(page, request, network))
