"""What do they need, what do they have? The board."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kogge.accounts.roles import Permission
from kogge.actors.models import Organisation, Position
from kogge.core.addresses import number
from kogge.needs.forms import BoardFilter
from kogge.needs.models import Need, Offer
from kogge.needs.queries import board, show
from kogge.outreach.sheets import sheet
from kogge.places.access import AreaRequest, area_view

PER_GROUP = 3  # a side, in the overview of all groups
GROUPS_PER_PAGE = 6
PER_PAGE = 20  # a side, when one group or topic is chosen


def own_organisations(request: AreaRequest) -> Any:
    """The organisations this person may write needs and offers for."""
    rows = Organisation.objects.filter(area=request.area, closed_on__isnull=True)
    if Permission.EDIT_NEEDS in request.permissions:
        return rows
    if Permission.EDIT_OWN in request.permissions:
        held = Position.objects.current().filter(organisation__area=request.area, person__user=request.user)
        return rows.filter(pk__in=held.values("organisation"))
    return rows.none()


def _sides(request: AreaRequest, filters: BoardFilter) -> tuple[Any, Any]:
    needs, offers = (
        filters.apply(model.objects.visible_to(request.user).in_area(request.area)) for model in (Need, Offer)
    )
    return needs, offers


@area_view(Permission.VIEW_NEEDS, Permission.VIEW_OWN)
def board_page(request: AreaRequest) -> HttpResponse:
    """Needs and offers side by side, by topic group."""
    filters = BoardFilter(request.GET, area=request.area)
    needs, offers = _sides(request, filters)
    single = bool(filters.value("group") or filters.value("topic"))
    found = board(needs, offers, groups=filters.groups, topics=filters.topics)
    # One group is paged by its entries, the overview by its groups.
    pages = Paginator(range(found.longest), PER_PAGE) if single else Paginator(found.groups, GROUPS_PER_PAGE)
    page = pages.get_page(number(request.GET.get("page")) or 1)
    shown = found.groups if single else list(page)
    first, most = (max(page.start_index() - 1, 0), PER_PAGE) if single else (0, PER_GROUP)
    show(shown, needs, offers, order=filters.ordering, first=first, most=most)
    missed = found.most_missed()
    context: dict[str, Any] = {
        "filters": filters,
        "board": found,
        "shown": shown,
        "page": page,
        "single": single,
        "missed": next((topic for topic in filters.topics if topic.pk == missed), None),
        "has_topics": bool(filters.topics),
        "may_edit_all": Permission.EDIT_NEEDS in request.permissions,
        "own": set()
        if Permission.EDIT_NEEDS in request.permissions or Permission.EDIT_OWN not in request.permissions
        else set(own_organisations(request).values_list("pk", flat=True)),
        "may_write": bool({Permission.EDIT_NEEDS, Permission.EDIT_OWN} & request.permissions),
    }
    return render(request, "needs/board.html#results" if request.htmx else "needs/board.html", context)


@area_view(Permission.VIEW_NEEDS, Permission.VIEW_OWN)
def board_export(request: AreaRequest, kind: str) -> HttpResponse:
    """Everything that the filters leave, as CSV or XLSX."""
    filters = BoardFilter(request.GET, area=request.area)
    heads = [
        _("Need or offer"),
        _("Topic group"),
        _("topic"),
        _("in their words"),
        _("Organisation"),
        _("Kind of actor"),
        pgettext("of a town", "District"),
        _("how urgent"),
        _("how many times"),
        _("asks nothing in return"),
        _("Status"),
        _("since"),
        _("until"),
        _("Practice"),
    ]
    rows = []
    for label, side in zip((_("Need"), _("Offer")), _sides(request, filters), strict=True):
        entries = side.select_related("organisation__district", "topic__group")
        for row in entries.order_by("topic__group__order", *filters.ordering(side.model)):
            is_need = isinstance(row, Need)
            rows.append(
                [
                    label,
                    row.topic.group.name,
                    row.topic.name,
                    row.text,
                    row.organisation.name,
                    row.organisation.get_kind_display(),
                    row.organisation.district,
                    row.get_urgency_display() if is_need else "",
                    "" if is_need else row.capacity,
                    _("yes") if not is_need and row.asks_nothing else "",
                    row.get_status_display(),
                    row.created_on,
                    row.valid_until,
                    _("yes") if row.is_practice else "",
                ]
            )
    return sheet(kind, f"{request.area.slug}-{_('needs-and-offers')}", heads, rows)
