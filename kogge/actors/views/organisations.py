"""An organisation: its page, its form, "checked today", delete."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kogge.accounts.roles import Permission
from kogge.actors import actions
from kogge.actors.forms import OrganisationForm
from kogge.actors.models import Organisation
from kogge.actors.queries import languages, page, register, sectors, similar
from kogge.core.addresses import number
from kogge.core.history import change
from kogge.core.messages import done
from kogge.places.access import AreaRequest, area_view

from .consents import consent_link


def visible(request: AreaRequest, pk: int) -> Organisation:
    """The organisation, if the person may see it; else 404."""
    rows = register.organisations(request.user, request.area).select_related("district", "verified_by", "area")
    organisation: Organisation = get_object_or_404(rows, pk=pk)
    return organisation


def editable(request: AreaRequest, pk: int) -> Organisation:
    """The organisation, if the person may change it: with the register's permission, or as its own."""
    organisation = visible(request, pk)
    if Permission.EDIT_REGISTER not in request.permissions and not (
        Permission.EDIT_OWN in request.permissions and page.is_own(request.user, organisation)
    ):
        raise PermissionDenied
    return organisation


@require_safe
@area_view(Permission.VIEW_REGISTER, Permission.VIEW_OWN)
def organisation(request: AreaRequest, pk: int) -> HttpResponse:
    """Everything about one organisation, with the panels of the other rooms."""
    row = visible(request, pk)
    own = page.is_own(request.user, row)
    may_edit = Permission.EDIT_REGISTER in request.permissions or (own and Permission.EDIT_OWN in request.permissions)
    context: dict[str, Any] = {
        "organisation": row,
        "sector": sectors.title(row.wz_code),
        "languages": [languages.name(code) for code in row.languages],
        "tags": row.tags.all(),
        "may_edit": may_edit,
        "may_edit_persons": may_edit and Permission.VIEW_PERSONS in request.permissions,
        "checked_by": row.verified_by if Permission.VIEW_PERSONS in request.permissions else None,
        "is_due": row.verified_on is None or row.verified_on < register.due_before(request.area),
        "consent_link": consent_link(row),
        "panels": page.panels(row, request.permissions),
        **page.parts(row, request.permissions, own),
    }
    return render(request, "actors/organisation.html", context)


@area_view(Permission.EDIT_REGISTER)
def new(request: AreaRequest) -> HttpResponse:
    """A new organisation, with a warning while typing when it is already there."""
    form = OrganisationForm(request.POST or None, area=request.area, initial={"name": request.GET.get("name", "")})
    if request.method == "POST" and form.is_valid():
        label = _("New: %(name)s") % {"name": form.cleaned_data["name"]}
        with change(label, by=request.user, area=request.area) as made:
            row = form.save()
        done(request, _("%(name)s is now in the register.") % {"name": row.name}, made)
        return redirect("actors:detail", request.area.slug, row.pk)
    return render(request, "actors/form.html", {"form": form}, status=422 if form.errors else 200)


@area_view(Permission.EDIT_REGISTER, Permission.EDIT_OWN)
def edit(request: AreaRequest, pk: int) -> HttpResponse:
    """Change the head data."""
    row = editable(request, pk)
    form = OrganisationForm(request.POST or None, instance=row, area=request.area)
    if request.method == "POST" and form.is_valid():
        label = _("Changed: %(name)s") % {"name": form.cleaned_data["name"]}
        with change(label, by=request.user, area=request.area) as made:
            form.save()
        done(request, _("Changes saved."), made)
        return redirect("actors:detail", request.area.slug, row.pk)
    # The form has already put what was typed on the object; the heading shows what is stored.
    name = Organisation.objects.only("name").get(pk=pk).name
    context = {"form": form, "organisation": row, "name": name}
    return render(request, "actors/form.html", context, status=422 if form.errors else 200)


@require_safe
@area_view(Permission.EDIT_REGISTER, Permission.EDIT_OWN)
def similar_to(request: AreaRequest) -> HttpResponse:
    """Organisations that look like what is being typed: a warning beside the form."""
    found = similar.to_typed(request.area, request.GET, leave_out=number(request.GET.get("own")))
    return render(request, "actors/similar.html", {"matches": found})


@require_POST
@area_view(Permission.EDIT_REGISTER, Permission.EDIT_OWN)
def verify(request: AreaRequest, pk: int) -> HttpResponse:
    """One click: the record was checked today and is right."""
    row = editable(request, pk)
    made = actions.verify([row], by=request.user, area=request.area)
    done(request, _("Noted: checked today."), made)
    return redirect("actors:detail", request.area.slug, pk)


@require_POST
@area_view(Permission.EDIT_REGISTER)
def delete(request: AreaRequest, pk: int) -> HttpResponse:
    """Delete with undo, without asking."""
    row = visible(request, pk)
    made = actions.remove(row, by=request.user, area=request.area)
    done(request, _("%(name)s was deleted.") % {"name": row.name}, made)
    return redirect("actors:list", request.area.slug)
