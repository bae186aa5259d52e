"""The area: its districts, projects, people, facts and settings."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kogge.accounts.links import login_link
from kogge.accounts.roles import Permission, Role
from kogge.core.history import change
from kogge.core.messages import done, problem
from kogge.places import actions, forms
from kogge.places.access import AreaRequest, area_view
from kogge.places.models import Area, District, Fact, Membership, Project


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Straight to the only area one has, else the choice."""
    areas = list(Area.objects.visible_to(request.user)[:2])
    return redirect("reports:today", areas[0].slug) if len(areas) == 1 else redirect("areas:areas")


@login_required
def areas(request: HttpRequest) -> HttpResponse:
    return render(request, "places/areas.html", {"areas": Area.objects.visible_to(request.user)})


@area_view(Permission.VIEW_AREA)
def area(request: AreaRequest) -> HttpResponse:
    """The area on one page: districts on the map, projects, facts."""
    here = request.area
    latest: dict[tuple[int, str], Fact] = {}
    older: list[Fact] = []
    for fact in Fact.objects.visible_to(request.user).filter(district__area=here).select_related("district"):
        # by name, the newest first
        if latest.setdefault((fact.district_id, fact.name), fact) is not fact:
            older.append(fact)
    return render(
        request,
        "places/area.html",
        {
            "districts": here.districts.all(),
            "projects": here.projects.all(),
            "facts": list(latest.values()),
            "older_facts": older,
        },
    )


@area_view(Permission.VIEW_AREA)
def imprint(request: AreaRequest) -> HttpResponse:
    """Who answers for this area."""
    return render(request, "places/imprint.html")


@area_view(Permission.VIEW_AREA)
def boundaries(request: AreaRequest) -> HttpResponse:
    """The districts as GeoJSON (RFC 7946)."""
    features = [
        {"type": "Feature", "id": d.pk, "properties": {"name": d.name}, "geometry": d.boundary}
        for d in request.area.districts.exclude(boundary=None)
    ]
    return JsonResponse({"type": "FeatureCollection", "features": features}, content_type="application/geo+json")


def _edit(
    request: AreaRequest, form: Any, *, label: str, said: str, question: str, back: str = "places:area"
) -> HttpResponse:
    """One page for every simple form of this app: show it, keep it, say so with an undo."""
    if request.method == "POST" and form.is_valid():
        with change(label, by=request.user, area=request.area) as made:
            form.save()
        done(request, said, made)
        return redirect(back, request.area.slug)
    return render(request, "places/form.html", {"form": form, "question": question, "back": back})


@area_view(Permission.MANAGE_AREA)
def settings(request: AreaRequest) -> HttpResponse:
    form = forms.AreaSettingsForm(request.POST or None, instance=request.area)
    return _edit(
        request,
        form,
        label=_("Settings changed"),
        said=_("The settings are saved."),
        question=_("How shall this area work?"),
    )


@area_view(Permission.MANAGE_AREA)
def district_form(request: AreaRequest, pk: int | None = None) -> HttpResponse:
    found = (
        get_object_or_404(District.objects.visible_to(request.user).in_area(request.area), pk=pk)
        if pk
        else District(area=request.area)
    )
    form = forms.DistrictForm(request.POST or None, request.FILES or None, instance=found)
    return _edit(
        request,
        form,
        label=_("District changed"),
        said=_("The district is saved."),
        question=_("Which district is it?"),
    )


@area_view(Permission.MANAGE_AREA)
def district_file(request: AreaRequest) -> HttpResponse:
    form = forms.DistrictFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        made = actions.store_districts(area=request.area, boundaries=form.boundaries(), by=request.user)
        done(request, _("The districts are stored."), made)
        return redirect("places:area", request.area.slug)
    return render(
        request,
        "places/form.html",
        {"form": form, "question": _("Where do the districts end?"), "back": "places:area"},
    )


@area_view(Permission.EDIT_HANDOVER)
def project_form(request: AreaRequest, pk: int | None = None) -> HttpResponse:
    found = (
        get_object_or_404(Project.objects.visible_to(request.user).in_area(request.area), pk=pk)
        if pk
        else Project(area=request.area)
    )
    form = forms.ProjectForm(request.POST or None, instance=found, user=request.user)
    return _edit(
        request,
        form,
        label=_("Project changed"),
        said=_("The project is saved."),
        question=_("From when until when does the project run?"),
    )


@area_view(Permission.EDIT_HANDOVER)
def fact_form(request: AreaRequest, pk: int | None = None) -> HttpResponse:
    found = get_object_or_404(Fact.objects.visible_to(request.user).in_area(request.area), pk=pk) if pk else None
    form = forms.FactForm(request.POST or None, instance=found, area=request.area)
    return _edit(
        request,
        form,
        label=_("Fact changed"),
        said=_("The fact is saved."),
        question=_("What is known, and from where?"),
    )


@area_view(Permission.MANAGE_AREA)
def members(request: AreaRequest) -> HttpResponse:
    """Who may do what here; invite somebody; a login link to hand over."""
    form = forms.InviteForm(request.POST or None, area=request.area)
    link = ""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        membership, made = actions.invite(
            area=request.area,
            email=data["email"],
            name=data["name"],
            role=Role(data["role"]),
            project=data["project"],
            by=request.user,
        )
        done(request, _("%(name)s is invited.") % {"name": membership.user}, made)
        if actions.may_hand_out_link(membership.user, request.area):
            link = request.build_absolute_uri(login_link(membership.user))
        else:
            messages.info(
                request, _("%(name)s has an account already and signs in with it.") % {"name": membership.user}
            )
        form = forms.InviteForm(area=request.area)
    rows = (
        Membership.objects.visible_to(request.user)
        .in_area(request.area)
        .select_related("user", "project")
        .order_by("user__name")
    )
    now = set(rows.active().values_list("pk", flat=True))
    context = {
        "form": form,
        "link": link,
        "members": [row for row in rows if row.pk in now],
        "former": [row for row in rows if row.pk not in now],
    }
    return render(request, "places/members.html", context)


@area_view(Permission.MANAGE_AREA)
@require_POST
def member_end(request: AreaRequest, pk: int) -> HttpResponse:
    membership = get_object_or_404(Membership.objects.visible_to(request.user).in_area(request.area), pk=pk)
    try:
        made = actions.end_membership(membership=membership, by=request.user)
    except actions.LastAdministrator:
        problem(request, _("Nobody else could change this area. Make somebody else administrator first."))
    else:
        done(request, _("%(name)s no longer has access.") % {"name": membership.user}, made)
    return redirect("places:members", request.area.slug)
