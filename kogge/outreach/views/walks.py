"""Where do I go, door after door? Walks are planned, taken, walked and given back."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kogge.accounts.roles import Permission
from kogge.core.messages import done, problem
from kogge.engine import walks as engine
from kogge.outreach import actions
from kogge.outreach.forms.walks import TakeForm, WalkFilter
from kogge.outreach.models import Visit, Walk
from kogge.outreach.queries import briefings, person_of
from kogge.outreach.queries.walks import addresses, candidates, chosen, name_of, open_walks, paths
from kogge.places.access import AreaRequest, area_view

MOST_PLANNED = 1_000  # doors in one plan: computed while the person waits, in under three seconds
SHOWN = 100


@area_view(Permission.VIEW_VISITS)
def walk_list(request: AreaRequest) -> HttpResponse:
    """Walks that are open, the person's own first."""
    me = person_of(request.user, request.area)
    walks = list(open_walks(request.user, request.area)[:SHOWN])
    counts = _counts(walks)
    rows = [(walk, *counts.get(walk.pk, (0, 0)), bool(me and walk.person_id == me.pk)) for walk in walks]
    rows.sort(key=lambda row: (not row[3], row[0].date, row[0].pk))
    return render(request, "outreach/walks/list.html", {"rows": rows, "mine": sum(1 for row in rows if row[3])})


def _counts(walks: list[Walk]) -> dict[int, tuple[int, int]]:
    """Doors and doors still to visit of each walk; what was called off does not count. One query."""
    found: dict[int, tuple[int, int]] = {}
    visits = Visit.objects.filter(walk__in=walks).exclude(status=Visit.Status.CANCELLED)
    for walk, status in visits.values_list("walk_id", "status"):
        doors, left = found.get(walk, (0, 0))
        found[walk] = doors + 1, left + (status == Visit.Status.PLANNED)
    return found


@area_view(Permission.EDIT_VISITS)
def plan(request: AreaRequest) -> HttpResponse:
    """Choose doors, see the walks."""
    form = WalkFilter(request.GET if "minutes" in request.GET else None, area=request.area)
    context: dict[str, Any] = {
        "form": form,
        "boundaries": reverse("places:boundaries", args=[request.area.slug]),
        "basemap": reverse("actors:basemap", args=[request.area.slug]) if request.area.has_basemap else "",
        "points": {"type": "FeatureCollection", "features": []},
    }
    if form.is_bound and form.is_valid():
        context |= _planned(request, form.cleaned_data)
    return render(request, "outreach/walks/plan.html", context, status=422 if form.is_bound and form.errors else 200)


def _planned(request: AreaRequest, wanted: dict[str, Any]) -> dict[str, Any]:
    rows = list(chosen(request.user, request.area, wanted))
    found = candidates(request.user, request.area, rows)
    if len(found.free) > MOST_PLANNED:
        return {"too_many": len(found.free), "most": MOST_PLANNED}
    made = engine.plan(
        addresses(found.free), paths(request.area), minutes=wanted["minutes"], minutes_per_visit=wanted["visit"]
    )
    by_id = {str(row.pk): row for row in found.free}
    walks = []
    for number, walk in enumerate(made.walks, start=1):
        doors = [(by_id[door.id], round(door.metres)) for door in walk.doors]
        name = name_of([row.street for row, _metres in doors])
        ids = ",".join(door.id for door in walk.doors)
        walks.append({"number": number, "name": name, "walk": walk, "doors": doors, "ids": ids})
    no_place = [by_id[left.id] for left in made.left_out if left.reason == engine.Reason.NO_PLACE]
    return {
        "plan": made,
        "take": TakeForm(area=request.area, user=request.user, visit=wanted["visit"]),
        "walks": walks,
        "doors": sum(len(walk.doors) for walk in made.walks),
        "kilometres": made.metres / 1000,
        "shorter": round(100 * (1 - made.least_metres / made.metres)) if made.metres else 0,
        "found": found,
        "no_place": no_place,
        "far": [by_id[left.id] for left in made.left_out if left.reason == engine.Reason.FAR],
        "points": _points(request, walks),
    }


def _points(request: AreaRequest, walks: list[dict[str, Any]]) -> dict[str, Any]:
    """The doors as GeoJSON points, with the number of the walk and the place in it."""
    features = []
    for entry in walks:
        for order, (row, _metres) in enumerate(entry["doors"], start=1):
            note = _("Walk %(walk)s, door %(door)s") % {"walk": entry["number"], "door": order}
            features.append(
                {
                    "type": "Feature",
                    "geometry": {"type": "Point", "coordinates": [round(row.lon, 5), round(row.lat, 5)]},
                    "properties": {
                        "id": row.pk,
                        "name": row.name,
                        "url": reverse("actors:detail", args=[request.area.slug, row.pk]),
                        "note": note,
                        "walk": entry["number"],
                    },
                }
            )
    return {"type": "FeatureCollection", "features": features}


@area_view(Permission.EDIT_VISITS)
@require_POST
def take(request: AreaRequest) -> HttpResponse:
    """Make a planned walk somebody's own."""
    form = TakeForm(request.POST, area=request.area, user=request.user)
    # The plan that was looked at stays: its choice comes along in the address.
    asked = request.GET.urlencode()
    plan = reverse("outreach:walk_plan", args=[request.area.slug]) + (f"?{asked}" if asked else "")
    if not form.is_valid():
        for errors in form.errors.values():
            for error in errors:
                problem(request, error)
        return redirect(plan)
    said = form.cleaned_data
    taken = actions.take_walk(
        request.area,
        said["doors"],
        by=request.user,
        person=said["person"],
        date=said["date"],
        minutes_per_visit=said["visit"],
    )
    if taken.skipped:
        names = ", ".join(row.name for row in taken.skipped[:5])
        count = len(taken.skipped)
        problem(
            request,
            ngettext(
                "%(count)s door was left out, since somebody else goes there or they do not want visits: %(names)s",
                "%(count)s doors were left out, since somebody else goes there or they do not want visits: %(names)s",
                count,
            )
            % {"count": count, "names": names},
        )
    if taken.walk is None:
        if not taken.skipped:
            problem(request, _("None of these doors can be visited any more. Please plan again."))
        return redirect(plan)
    done(request, taken.change.label, taken.change)
    return redirect("outreach:walk", request.area.slug, taken.walk.pk)


@area_view(Permission.VIEW_VISITS)
def walk(request: AreaRequest, pk: int) -> HttpResponse:
    """One walk on the way: the next door with what one must know, and one tap for how it went."""
    row = get_object_or_404(Walk.objects.visible_to(request.user).in_area(request.area).select_related("person"), pk=pk)
    visits = list(
        Visit.objects.visible_to(request.user)
        .filter(walk=row)
        .exclude(status=Visit.Status.CANCELLED)
        .select_related("organisation__district", "visitor")
        .order_by("walk_order", "pk")
    )
    told = briefings(request.user, request.area, {visit.organisation for visit in visits})
    left = [visit for visit in visits if visit.status == Visit.Status.PLANNED]
    context = {
        "walk": row,
        "cards": [(visit, told[visit.organisation_id]) for visit in visits],
        "left": left,
        "here": reverse("outreach:walk", args=[request.area.slug, row.pk]),
        "today": timezone.localdate(),
        "paper_url": _paper(request, row),
    }
    return render(request, "outreach/walks/walk.html", context)


def _paper(request: AreaRequest, row: Walk) -> str:
    """Where the day's walk list is printed, if this Kogge has that page."""
    try:
        address = reverse("outreach:walk_visits", args=[request.area.slug])
    except NoReverseMatch:
        return ""
    who = {"who": row.person_id} if row.person_id else {}
    return f"{address}?{urlencode({**who, 'since': row.date.isoformat(), 'until': row.date.isoformat()})}"


@area_view(Permission.EDIT_VISITS)
@require_POST
def release(request: AreaRequest, pk: int) -> HttpResponse:
    """Give the doors of a walk back."""
    row = get_object_or_404(Walk.objects.visible_to(request.user).in_area(request.area), pk=pk)
    made = actions.release_walk(row, by=request.user)
    done(request, made.label, made)
    return redirect("outreach:walks", request.area.slug)
