"""Possible duplicates: the list, two side by side, merge, "not a duplicate"."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kogge.accounts.roles import Permission
from kogge.actors import actions
from kogge.actors.models import Organisation
from kogge.actors.queries import duplicates
from kogge.core.jobs import start
from kogge.core.messages import done, problem
from kogge.places.access import AreaRequest, area_view

from .organisations import visible


def _pair(request: AreaRequest, first: int, second: int) -> tuple[Organisation, Organisation]:
    if first == second:
        raise Http404
    return visible(request, first), visible(request, second)


@require_safe
@area_view(Permission.EDIT_REGISTER)
def pairs(request: AreaRequest) -> HttpResponse:
    """Pairs that look like one organisation, most probable first, each with its reasons."""
    page = Paginator(duplicates.open_pairs(request.area), 25).get_page(request.GET.get("page"))
    context = {"page": page, "rows": duplicates.with_reasons(page), "count": page.paginator.count}
    return render(request, "actors/duplicates.html", context)


@require_POST
@area_view(Permission.EDIT_REGISTER)
def look(request: AreaRequest) -> HttpResponse:
    """Compare the whole register with itself."""
    job = start(
        "kogge.actors.actions.look_for_duplicates",
        title=_("Looking for duplicates"),
        by=request.user,
        area=request.area,
        arguments={"area": request.area.pk},
    )
    return redirect("core:job", job.pk)


@require_safe
@area_view(Permission.EDIT_REGISTER)
def compare(request: AreaRequest, first: int, second: int) -> HttpResponse:
    """Two organisations side by side, a choice for every field."""
    kept, gone = _pair(request, first, second)
    context = {
        "kept": kept,
        "gone": gone,
        "left": f"{kept.name}, {kept.address_line}".rstrip(", "),
        "right": f"{gone.name}, {gone.address_line}".rstrip(", "),
        "rows": duplicates.side_by_side(kept, gone),
        "match": duplicates.match(kept, gone),
        "hanging_gone": duplicates.hanging(gone),
    }
    return render(request, "actors/compare.html", context)


@require_POST
@area_view(Permission.EDIT_REGISTER)
def merge(request: AreaRequest, first: int, second: int) -> HttpResponse:
    """Make one of the two."""
    kept, gone = _pair(request, first, second)
    if Permission.VIEW_INTERVIEWS not in request.permissions and duplicates.opened(kept, gone):
        problem(
            request, _("Somebody sees as their own what one of the two said in confidence. A coordinator merges them.")
        )
        return redirect("actors:compare", request.area.slug, kept.pk, gone.pk)
    choices = {name: request.POST.get(name, "left") for name in duplicates.FIELDS}
    made = actions.merge(kept, gone, choices=choices, by=request.user, area=request.area)
    done(request, _("Merged. What hung on %(name)s now hangs here.") % {"name": gone.name}, made)
    return redirect("actors:detail", request.area.slug, kept.pk)


@require_POST
@area_view(Permission.EDIT_REGISTER)
def different(request: AreaRequest, first: int, second: int) -> HttpResponse:
    """Remember that the two are not the same."""
    kept, gone = _pair(request, first, second)
    made = actions.not_duplicate(kept, gone, by=request.user, area=request.area)
    done(request, _("Remembered: these are two."), made)
    return redirect("actors:duplicates", request.area.slug)
