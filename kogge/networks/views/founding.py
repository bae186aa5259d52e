"""Who could come together? Circles that everybody would really join, with the proof, and what a coordinator wishes."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kogge.accounts.roles import Permission
from kogge.actors.models import Organisation
from kogge.core.addresses import number
from kogge.core.history import change
from kogge.core.jobs import start
from kogge.core.messages import done, problem
from kogge.networks import actions
from kogge.networks.actions.founding import NotPossible, touched
from kogge.networks.actions.founding_plan import first_scenario
from kogge.networks.forms.founding import FoundForm, ScenarioForm, WishForm, candidates
from kogge.networks.founding_cards import cards, names_of, notes, rest_words, shortfall
from kogge.networks.models import FoundingCircle, FoundingScenario, FoundingWish, Network
from kogge.networks.queries.founding.page import circles_of, latest_plan, rest_of, scenarios_of, seats_of
from kogge.places.access import AreaRequest, area_view

from .records import here


def visible_scenario(request: AreaRequest, pk: int) -> FoundingScenario:
    """The scenario, if the person may see it; else 404."""
    rows = FoundingScenario.objects.visible_to(request.user).in_area(request.area).select_related("area")
    found: FoundingScenario = get_object_or_404(rows, pk=pk)
    return found


def _circle(request: AreaRequest, pk: int) -> FoundingCircle:
    rows = FoundingCircle.objects.visible_to(request.user).in_area(request.area)
    found: FoundingCircle = get_object_or_404(rows.select_related("plan__scenario__area", "place", "network"), pk=pk)
    return found


@require_safe
@area_view(Permission.VIEW_NETWORKS)
def founding(request: AreaRequest) -> HttpResponse:
    """The first scenario, or how to begin."""
    rows = scenarios_of(request.area, request.user)
    return _page(request, rows[0] if rows else None, rows)


@require_safe
@area_view(Permission.VIEW_NETWORKS)
def scenario(request: AreaRequest, pk: int) -> HttpResponse:
    """The circles of one scenario."""
    return _page(request, visible_scenario(request, pk), scenarios_of(request.area, request.user))


def _page(request: AreaRequest, row: FoundingScenario | None, rows: list[FoundingScenario]) -> HttpResponse:
    plan = latest_plan(row) if row else None
    context: dict[str, Any] = {"scenario": row, "scenarios": rows, "plan": plan}
    if row is not None:
        wishes = list(row.wishes.select_related("organisation", "other", "circle"))
        context |= {"wishes": wishes, "is_old": plan is not None and row.changed_at > plan.made_at}
    if row is not None and plan is not None:
        circles = circles_of(plan)
        names = names_of(request.area, plan, circles)
        left, missing = rest_words(rest_of(plan, request.user), names)
        context |= {
            "cards": cards(circles, names, wishes, request.area),
            "members": sum(len(circle.seats.all()) for circle in circles),
            "shortfall": shortfall(plan),
            "notes": notes(plan, names),
            "left": left,
            "missing": missing,
        }
    return render(request, "networks/founding/page.html", context)


@require_POST
@area_view(Permission.EDIT_NETWORKS)
def compute_first(request: AreaRequest) -> HttpResponse:
    """Look for circles for the first time: with every time and the usual limits."""
    with change(_("Founding circles looked for"), by=request.user, area=request.area):
        row = first_scenario(request.area)
    return _start(request, row)


@require_POST
@area_view(Permission.EDIT_NETWORKS)
def compute(request: AreaRequest, pk: int) -> HttpResponse:
    """Look again, with what is wished; the page of the job leads back."""
    return _start(request, visible_scenario(request, pk))


def _start(request: AreaRequest, row: FoundingScenario) -> HttpResponse:
    job = start(
        "kogge.networks.actions.run_plan",
        title=_("Who could come together?"),
        by=request.user,
        area=request.area,
        arguments={"scenario": row.pk, "by": request.user.pk},
    )
    return redirect("core:job", job.pk)


def _edit(request: AreaRequest, row: FoundingScenario, label: str) -> HttpResponse:
    form = ScenarioForm(request.POST or None, instance=row, area=request.area, user=request.user)
    if request.method == "POST" and form.is_valid():
        text = label % {"name": form.cleaned_data["name"]}
        with change(text, by=request.user, area=request.area) as made:
            saved = form.save()
            touched(saved)
        done(request, text, made)
        return redirect(here("founding_scenario", request, saved.pk))
    back = here("founding_scenario", request, row.pk) if row.pk else here("founding", request)
    context = {
        "form": form,
        "question": _("Under which limits are circles looked for?"),
        "answer": _("Each scenario has a plan of its own; two of them can be laid side by side."),
        "back": back,
        "remove": here("founding_scenario_remove", request, row.pk) if row.pk else "",
    }
    return render(request, "networks/founding/form.html", context, status=422 if form.errors else 200)


@area_view(Permission.EDIT_NETWORKS)
def scenario_new(request: AreaRequest) -> HttpResponse:
    """Another scenario: "Tuesday mornings"."""
    return _edit(request, FoundingScenario(area=request.area), _("New scenario: %(name)s"))


@area_view(Permission.EDIT_NETWORKS)
def scenario_edit(request: AreaRequest, pk: int) -> HttpResponse:
    """Other sizes, other times."""
    return _edit(request, visible_scenario(request, pk), _("Scenario changed: %(name)s"))


@require_POST
@area_view(Permission.EDIT_NETWORKS)
def scenario_remove(request: AreaRequest, pk: int) -> HttpResponse:
    """Remove a scenario with its plans; networks that were founded stay."""
    row = visible_scenario(request, pk)
    text = _("Removed: %(name)s") % {"name": row}
    with change(text, by=request.user, area=request.area) as made:
        row.delete()
    done(request, text, made)
    return redirect(here("founding", request))


@area_view(Permission.EDIT_NETWORKS)
def wish_new(request: AreaRequest, pk: int) -> HttpResponse:
    """Two together or apart, one in any case or not at all."""
    row = visible_scenario(request, pk)
    back = here("founding_scenario", request, row.pk)
    asked = number(request.GET.get("organisation"))
    initial = {"organisation": asked} if asked else {}
    form = WishForm(request.POST or None, instance=FoundingWish(scenario=row), plan=latest_plan(row), initial=initial)
    if request.method == "POST" and form.is_valid():
        wish = form.save(commit=False)
        try:
            made = actions.wish(row=wish, by=request.user, text=_("Wished: %(wish)s") % {"wish": wish})
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            done(request, _("Wished: %(wish)s") % {"wish": wish}, made)
            return redirect(back)
    context = {"form": form, "question": _("What do you wish for the circles?"), "answer": row.name, "back": back}
    return render(request, "networks/founding/form.html", context, status=422 if form.errors else 200)


@require_POST
@area_view(Permission.EDIT_NETWORKS)
def wish_remove(request: AreaRequest, pk: int) -> HttpResponse:
    """A wish no longer holds."""
    rows = FoundingWish.objects.visible_to(request.user).in_area(request.area)
    row = get_object_or_404(rows.select_related("scenario__area", "organisation", "other", "circle"), pk=pk)
    text = _("No longer wished: %(wish)s") % {"wish": row}
    done(request, text, actions.release(row=row, by=request.user))
    return redirect(here("founding_scenario", request, row.scenario_id))


@require_POST
@area_view(Permission.EDIT_NETWORKS)
def keep(request: AreaRequest, pk: int) -> HttpResponse:
    """A circle stays exactly as it is."""
    circle = _circle(request, pk)
    row = FoundingWish(scenario=circle.plan.scenario, kind=FoundingWish.Kind.KEEP, circle=circle)
    return _wished(request, row, _("Stays as it is: %(circle)s") % {"circle": circle})


@require_POST
@area_view(Permission.EDIT_NETWORKS)
def pin(request: AreaRequest, pk: int, organisation: int) -> HttpResponse:
    """Somebody comes into this circle in any case."""
    circle = _circle(request, pk)
    who = _candidate(request, circle.plan.scenario, organisation)
    row = FoundingWish(scenario=circle.plan.scenario, kind=FoundingWish.Kind.PIN, organisation=who, circle=circle)
    text = _("%(name)s comes in any case: %(circle)s") % {"name": who, "circle": circle}
    return _wished(request, row, text)


@require_POST
@area_view(Permission.EDIT_NETWORKS)
def out(request: AreaRequest, pk: int, organisation: int) -> HttpResponse:
    """Somebody stays out of all circles."""
    row = visible_scenario(request, pk)
    who = _candidate(request, row, organisation)
    wish = FoundingWish(scenario=row, kind=FoundingWish.Kind.OUT, organisation=who)
    return _wished(request, wish, _("Stays out: %(name)s") % {"name": who})


def _candidate(request: AreaRequest, row: FoundingScenario, pk: int) -> Organisation:
    rows = Organisation.objects.visible_to(request.user).in_area(request.area)
    found: Organisation = get_object_or_404(rows.filter(pk__in=candidates(latest_plan(row))), pk=pk)
    return found


def _wished(request: AreaRequest, row: FoundingWish, text: str) -> HttpResponse:
    try:
        done(request, text, actions.wish(row=row, by=request.user, text=text))
    except NotPossible as refusal:
        problem(request, str(refusal))
    return redirect(here("founding_scenario", request, row.scenario_id))


@area_view(Permission.EDIT_NETWORKS)
def found(request: AreaRequest, pk: int) -> HttpResponse:
    """Found a network from a circle; a person says how it is called and what it is for."""
    circle = _circle(request, pk)
    back = here("founding_scenario", request, circle.plan.scenario_id)
    if circle.network_id is not None:
        problem(request, _("A network was founded from this circle already."))
        return redirect(here("network", request, circle.network_id))
    names = names_of(request.area, circle.plan, [circle])
    (card,) = cards([circle], names, [], request.area)
    districts = {seat.organisation.district_id for seat in seats_of(circle)}
    initial = {
        "name": _("Circle at %(place)s") % {"place": circle.place},
        "purpose": _("Help each other with %(topics)s.") % {"topics": card.topics}
        + (f"\n{card.win}" if card.win else ""),
        "district": districts.pop() if len(districts) == 1 else None,
    }
    form = FoundForm(
        request.POST or None, instance=Network(area=request.area), area=request.area, user=request.user,
        initial=initial,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        network = form.save(commit=False)
        try:
            made = actions.found(circle=circle, network=network, by=request.user)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            done(request, _("Network founded: %(name)s") % {"name": network.name}, made)
            return redirect(here("network", request, network.pk))
    context = {"form": form, "circle": circle, "card": card, "back": back}
    return render(request, "networks/founding/found.html", context, status=422 if form.errors else 200)
