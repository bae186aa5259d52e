"""Deciding on a proposal: accept, change, reject. Each leads back with a way to undo it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kogge.accounts.roles import Permission
from kogge.core.messages import done, problem
from kogge.exchange import actions, queries
from kogge.exchange.cards import Card, card, choices, names_of
from kogge.exchange.forms import AgreementForm, ChangeForm, RejectForm
from kogge.exchange.models import Agreement, Proposal
from kogge.places.access import AreaRequest, area_view


def _load(request: AreaRequest, pk: int) -> tuple[Proposal, Card]:
    rows = queries.with_arrows(Proposal.objects.visible_to(request.user).in_area(request.area))
    found: Proposal = get_object_or_404(rows, pk=pk)
    return found, card(found, names_of([found], request.area), queries.standing(request.area))


def _closed(request: AreaRequest, found: Proposal) -> HttpResponse | None:
    """Where somebody lands who opens the form of a proposal that is decided already."""
    if found.status == Proposal.Status.PROPOSED:
        return None
    problem(request, _("This proposal is %(status)s: nothing to decide.") % {"status": found.get_status_display()})
    return redirect("exchange:proposal", request.area.slug, found.pk)


def _refused(request: AreaRequest, found: Proposal, refused: actions.Refused) -> HttpResponse:
    problem(request, refused)
    if isinstance(refused, actions.AlreadyDecided):
        return redirect("exchange:plan", request.area.slug)
    return redirect("exchange:proposal", request.area.slug, found.pk)


@area_view(Permission.DECIDE_EXCHANGE)
def accept(request: AreaRequest, pk: int) -> HttpResponse:
    """Make it an agreement: words and day can still be changed."""
    found, shown = _load(request, pk)
    if request.method != "POST" and (closed := _closed(request, found)):
        return closed
    sides = [
        (
            line.transfer.pk,
            _("What %(giver)s gives to %(receiver)s")
            % {"giver": line.transfer.giver, "receiver": line.transfer.receiver},
            line.transfer.offer.text,
            None,
        )
        for line in shown.lines
    ]
    form = AgreementForm(request.POST or None, instance=Agreement(), initial={"title": shown.title}, sides=sides)
    if request.method == "POST" and form.is_valid():
        try:
            agreement, made = actions.accept(
                proposal=found,
                title=form.cleaned_data["title"],
                due=form.cleaned_data["due"],
                texts=form.texts,
                by=request.user,
            )
        except actions.Refused as refused:
            return _refused(request, found, refused)
        done(request, _("Accepted: it is an agreement now. Tell both sides."), made)
        return redirect("exchange:agreement", request.area.slug, agreement.pk)
    context = {"card": shown, "proposal": found, "form": form}
    return render(request, "exchange/accept.html", context, status=422 if form.errors else 200)


@area_view(Permission.DECIDE_EXCHANGE)
def reject(request: AreaRequest, pk: int) -> HttpResponse:
    """Turn it down and say why, so that it does not come again."""
    found, shown = _load(request, pk)
    if request.method != "POST" and (closed := _closed(request, found)):
        return closed
    arrows = [
        (
            line.transfer.pk,
            _("%(giver)s for %(receiver)s: “%(offer)s”")
            % {
                "giver": line.transfer.giver,
                "receiver": line.transfer.receiver,
                "offer": line.transfer.offer.text,
            },
        )
        for line in shown.lines
    ]
    form = RejectForm(request.POST or None, arrows=arrows)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.reject(proposal=found, reasons=form.reasons, by=request.user)
        except actions.Refused as refused:
            return _refused(request, found, refused)
        done(request, _("Rejected. The next plan does not propose it again."), made)
        return redirect("exchange:plan", request.area.slug)
    context = {"card": shown, "proposal": found, "form": form}
    return render(request, "exchange/reject.html", context, status=422 if form.errors else 200)


@area_view(Permission.DECIDE_EXCHANGE)
def change(request: AreaRequest, pk: int) -> HttpResponse:
    """Put another offer in the place of one, or leave a member out."""
    found, shown = _load(request, pk)
    if request.method != "POST" and (closed := _closed(request, found)):
        return closed
    form = ChangeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.change_proposal(proposal=found, option=form.cleaned_data["option"], by=request.user)
        except actions.Refused as refused:
            return _refused(request, found, refused)
        done(request, _("Changed. Look at it once more, then decide."), made)
        return redirect(reverse("exchange:proposal", args=[request.area.slug, found.pk]))
    options = queries.changes(found, request.area)
    transfers = [line.transfer for line in shown.lines]
    context = {
        "card": shown,
        "proposal": found,
        "form": form,
        "groups": choices(options, transfers, names_of([found], request.area)),
    }
    return render(request, "exchange/change.html", context, status=422 if form.errors else 200)
