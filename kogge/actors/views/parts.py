"""Positions, relations, consents, addresses and contact points of an organisation: one form page for all."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from kogge.accounts.roles import Permission
from kogge.actors import actions
from kogge.actors.forms import PARTS, part_model
from kogge.actors.models import Consent, Organisation
from kogge.core.history import change
from kogge.core.messages import done
from kogge.places.access import AreaRequest, area_view, require

from .organisations import editable

TITLES: dict[str, tuple[Any, Any]] = {
    "positions": (gettext_lazy("Add a person"), gettext_lazy("Change the position")),
    "relations": (gettext_lazy("Add a relation"), gettext_lazy("Change the relation")),
    "consents": (gettext_lazy("Note a consent"), gettext_lazy("Change the consent")),
    "addresses": (gettext_lazy("Add an address"), gettext_lazy("Change the address")),
    "contacts": (gettext_lazy("Add a way to reach them"), gettext_lazy("Change the way to reach them")),
}
# What a kind of part needs beyond changing the organisation.
NEEDS = {"positions": Permission.VIEW_PERSONS, "consents": Permission.VIEW_PERSONS}


def _part(organisation: Organisation, kind: str, pk: int) -> Any:
    owners = Q(organisation=organisation)
    if kind == "relations":
        owners = Q(source=organisation) | Q(target=organisation)
    return get_object_or_404(part_model(kind)._default_manager.filter(owners), pk=pk)


def _checked(request: AreaRequest, kind: str, organisation_pk: int) -> Organisation:
    if kind not in PARTS:
        raise Http404
    organisation = editable(request, organisation_pk)
    if kind in NEEDS:
        require(request, NEEDS[kind])
    return organisation


@area_view(Permission.EDIT_REGISTER, Permission.EDIT_OWN)
def edit(request: AreaRequest, pk: int, kind: str, part: int | None = None) -> HttpResponse:
    """Add or change one of the things that hang on an organisation."""
    organisation = _checked(request, kind, pk)
    instance = _part(organisation, kind, part) if part else None
    form = PARTS[kind](
        request.POST or None, instance=instance, organisation=organisation, permissions=request.permissions
    )
    title = TITLES[kind][1 if part else 0]
    if request.method == "POST" and form.is_valid():
        label = f"{organisation.name}: {title}"
        with change(label, by=request.user, area=request.area) as made:
            form.save()
        done(request, _("Saved."), made)
        return redirect("actors:detail", request.area.slug, pk)
    context = {"form": form, "organisation": organisation, "title": title, "kind": kind, "part": instance}
    return render(request, "actors/part_form.html", context, status=422 if form.errors else 200)


@require_POST
@area_view(Permission.EDIT_REGISTER, Permission.EDIT_OWN)
def delete(request: AreaRequest, pk: int, kind: str, part: int) -> HttpResponse:
    """Delete one of the things that hang on an organisation, with undo.

    A consent is withdrawn instead, with all that follows: that it was given, and until when, must be shown for as long
    as somebody may ask (Art. 5(2), 7(1) GDPR). Noted by mistake, it is taken back by undo.
    """
    organisation = _checked(request, kind, pk)
    if kind == "consents":
        return _withdraw(request, organisation, part)
    row = _part(organisation, kind, part)
    with change(_("Deleted: %(name)s") % {"name": row}, by=request.user, area=request.area) as made:
        row.delete()
    done(request, _("Deleted."), made)
    return redirect("actors:detail", request.area.slug, pk)


@require_POST
@area_view(Permission.EDIT_REGISTER, Permission.EDIT_OWN)
def withdraw(request: AreaRequest, pk: int, part: int) -> HttpResponse:
    """Note that a consent was withdrawn: by the team, or by those who gave it, as easily as they gave it."""
    return _withdraw(request, editable(request, pk), part)


def _withdraw(request: AreaRequest, organisation: Organisation, part: int) -> HttpResponse:
    consent = get_object_or_404(Consent.objects.valid(), organisation=organisation, pk=part)
    made = actions.withdraw(consent, by=request.user, area=request.area)
    done(request, _("The consent counts as withdrawn from today."), made)
    return redirect("actors:detail", request.area.slug, organisation.pk)
