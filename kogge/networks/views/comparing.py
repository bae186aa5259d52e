"""Two scenarios side by side: which one brings whom together?"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kogge.accounts.roles import Permission
from kogge.core.addresses import number
from kogge.needs.models import TopicGroup
from kogge.networks.founding_cards import shortfall
from kogge.networks.founding_words import Names, in_a_row, slot_words
from kogge.networks.queries.founding.page import scenarios_of, sides
from kogge.places.access import AreaRequest, area_view


@require_safe
@area_view(Permission.VIEW_NETWORKS)
def compare(request: AreaRequest) -> HttpResponse:
    """Circles, members, worth, bound and gap of up to three scenarios, and who is only in one of them."""
    wanted = [pk for text in request.GET.getlist("with") if (pk := number(text))]
    found = sides(request.area, request.user, wanted)
    names = Names({group.code: group.name for group in TopicGroup.objects.filter(area=request.area)})
    columns = []
    for side in found:
        elsewhere = {pk for other in found if other is not side for pk in other.members}
        columns.append(
            {
                "side": side,
                "shortfall": shortfall(side.plan),
                "only": sorted(name for pk, name in side.members.items() if pk not in elsewhere),
                "circles": [
                    {
                        "row": circle,
                        "when": slot_words(circle.slot),
                        "topics": in_a_row(map(names.topic, circle.topics)),
                        "size": len(circle.seats.all()),
                    }
                    for circle in side.circles
                ],
            }
        )
    best = max(columns, key=lambda column: column["side"].plan.objective, default=None)
    context = {
        "columns": columns,
        "best": best,
        "scenarios": scenarios_of(request.area, request.user),
        "chosen": {side.scenario.pk for side in found},
    }
    return render(request, "networks/founding/compare.html", context)
