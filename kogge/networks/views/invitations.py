"""Who should ask whom to join?"""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kogge.accounts.roles import Permission
from kogge.core.addresses import number
from kogge.core.history import change
from kogge.core.messages import done
from kogge.networks.actions import join
from kogge.networks.forms.invitations import AskerForm, InvitationForm, RefusalForm
from kogge.networks.models import Invitation
from kogge.networks.queries.asking import askers, fitting
from kogge.places.access import AreaRequest, area_view

from .founded import visible
from .records import form_page, here, save_once

State = Invitation.State


@require_safe
@area_view(Permission.EDIT_NETWORKS)
def invitations(request: AreaRequest, pk: int) -> HttpResponse:
    """Whom to ask, who should do it and why; who was asked and what they said."""
    network = visible(request, pk)
    rows = Invitation.objects.visible_to(request.user).filter(network=network)
    rows = list(
        rows.select_related("organisation__district", "by_organisation", "by_person").order_by("organisation__name")
    )
    waiting = [row for row in rows if row.state == State.TO_ASK]
    found = askers(network, [row.organisation for row in waiting], request.user)
    confidant = Permission.VIEW_INTERVIEWS in request.permissions
    context = {
        "network": network,
        "tab": "invitations",
        "waiting": [
            {
                "row": row,
                "candidates": found.candidates[row.organisation_id],
                "apart": found.apart[row.organisation_id] if confidant else [],
            }
            for row in waiting
        ],
        "asked": [row for row in rows if row.state == State.ASKED],
        "yes": [row for row in rows if row.state == State.YES],
        "no": [row for row in rows if row.state == State.NO],
        "fitting": [] if network.ended_on else fitting(network, request.user),
    }
    return render(request, "networks/invitations/list.html", context)


def _invitation(request: AreaRequest, pk: int) -> Invitation:
    rows = Invitation.objects.visible_to(request.user).in_area(request.area)
    return get_object_or_404(rows.select_related("network__area", "organisation"), pk=pk)


@area_view(Permission.EDIT_NETWORKS)
def invitation_new(request: AreaRequest, pk: int) -> HttpResponse:
    """One more who shall be asked."""
    network = visible(request, pk)
    asked = number(request.GET.get("organisation"))
    form = InvitationForm(
        request.POST or None, instance=Invitation(network=network), network=network, user=request.user,
        initial={"organisation": asked} if asked else {},
    )  # fmt: skip
    back = here("invitations", request, pk)
    if request.method == "POST" and form.is_valid():
        save_once(request, form, _("To be asked: %(name)s") % {"name": form.cleaned_data["organisation"]})
        return redirect(back)
    return form_page(request, form, network, question=_("Who shall be asked?"), back=back, tab="invitations")


@area_view(Permission.EDIT_NETWORKS)
def invitation_asker(request: AreaRequest, pk: int) -> HttpResponse:
    """Somebody takes it on to ask."""
    row = _invitation(request, pk)
    form = AskerForm(request.POST or None, instance=row, network=row.network, user=request.user)
    back = here("invitations", request, row.network_id)
    if request.method == "POST" and form.is_valid():
        save_once(request, form, _("It is settled who asks %(name)s.") % {"name": row.organisation})
        return redirect(back)
    question = _("Who asks %(name)s?") % {"name": row.organisation}
    remove = here("remove", request, "invitations", row.pk)
    return form_page(request, form, row.network, question=question, back=back, tab="invitations", remove=remove)


@area_view(Permission.EDIT_NETWORKS)
@require_POST
def invitation_state(request: AreaRequest, pk: int, state: str) -> HttpResponse:
    """They were asked, or said yes and are a member from now on; or everything is open again."""
    row = _invitation(request, pk)
    back = here("invitations", request, row.network_id)
    if state == State.YES:
        made = join(row, by=request.user)
        done(request, made.label, made)
        return redirect(back)
    if state == State.ASKED:
        row.asked_on, row.answered_on, row.why_not = row.asked_on or timezone.localdate(), None, ""
        text = _("Asked: %(name)s") % {"name": row.organisation}
    elif state == State.TO_ASK:
        row.asked_on, row.answered_on, row.why_not = None, None, ""
        text = _("To be asked: %(name)s") % {"name": row.organisation}
    else:
        raise Http404
    row.state = state
    with change(text, by=request.user, area=request.area) as made:
        row.save()
    done(request, text, made)
    return redirect(back)


@area_view(Permission.EDIT_NETWORKS)
def invitation_no(request: AreaRequest, pk: int) -> HttpResponse:
    """They said no, with the reason."""
    row = _invitation(request, pk)
    form = RefusalForm(request.POST or None, instance=row, network=row.network, user=request.user)
    back = here("invitations", request, row.network_id)
    if request.method == "POST" and form.is_valid():
        save_once(request, form, _("%(name)s said no.") % {"name": row.organisation})
        return redirect(back)
    question = _("Why does %(name)s not want to?") % {"name": row.organisation}
    return form_page(request, form, row.network, question=question, back=back, tab="invitations")


@area_view(Permission.EDIT_NETWORKS)
@require_POST
def invitation_take(request: AreaRequest, pk: int) -> HttpResponse:
    """Take a proposed asker by one press: the form's own rules hold."""
    row = _invitation(request, pk)
    form = AskerForm(request.POST, instance=row, network=row.network, user=request.user)
    if not form.is_valid():
        return redirect(here("invitation_asker", request, row.pk))
    save_once(request, form, _("It is settled who asks %(name)s.") % {"name": row.organisation})
    return redirect(here("invitations", request, row.network_id))
