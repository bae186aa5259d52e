"""What stands on the sheets? Typed in by keyboard alone, one sheet after the other."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kogge.accounts.roles import Permission
from kogge.core.messages import done, problem
from kogge.outreach.actions import typing as actions
from kogge.outreach.forms.typing import TypingForm
from kogge.outreach.guides.preview import best_language
from kogge.outreach.models import GuideVersion, Visit
from kogge.outreach.paper.numbers import SheetNumber, read_number
from kogge.outreach.paper.sheets import language_for
from kogge.outreach.queries import briefing
from kogge.outreach.receiving import Refused
from kogge.places.access import AreaRequest, area_view


def _found(request: AreaRequest, typed: str) -> tuple[SheetNumber, Visit, GuideVersion] | str:
    """The sheet of a number, or what is wrong with the number."""
    number = read_number(typed)
    if number is None:
        return _("“%(typed)s” is no sheet's number. It stands below the code, for example 1234-57.") % {
            "typed": typed[:40]
        }
    visits = Visit.objects.visible_to(request.user).in_area(request.area).exclude(status=Visit.Status.CANCELLED)
    versions = GuideVersion.objects.visible_to(request.user).in_area(request.area)
    visit = visits.select_related("organisation", "area").filter(pk=number.visit).first()
    version = versions.select_related("guide__area").filter(pk=number.version).first()
    if visit is None or version is None:
        return _("The visit of sheet %(number)s is not there: it was called off, or belongs to another area.") % {
            "number": number
        }
    return number, visit, version


@area_view(Permission.EDIT_VISITS)
def typing(request: AreaRequest) -> HttpResponse:
    """The number field; with `?sheet=` the sheet's questions; saving leads to the next number."""
    typed = request.GET.get("sheet", "").strip()
    if not typed:
        return render(request, "outreach/paper/typing.html", {})
    found = _found(request, typed)
    if isinstance(found, str):
        return render(request, "outreach/paper/typing.html", {"typed": typed, "wrong": found}, status=404)
    number, visit, version = found
    if (before := actions.typed_before(visit, number)) is not None:
        return render(request, "outreach/paper/typing.html", {"before": before, "visit": visit, "number": number})
    definition = version.read()
    told = briefing(request.user, request.area, visit.organisation)
    language = language_for(definition, visit, told)  # of the talk; the page is in the reader's
    reader = best_language(definition, str(get_language() or "de")[:2])
    today = timezone.localdate()
    form = TypingForm(request.POST or None, definition=definition, language=reader, day=min(visit.date, today))
    valid = request.method == "POST" and form.is_valid()
    if valid and form.cleaned_data["outcome"] != Visit.Outcome.MET and visit.status != Visit.Status.PLANNED:
        form.add_error("outcome", _("This visit is recorded already: change it on its own page."))
        valid = False
    if valid:
        data: dict[str, Any] = form.cleaned_data
        try:
            if data["outcome"] == Visit.Outcome.MET:
                made = actions.file_sheet(
                    visit, version, form.answers(), day=data["date"], language=language, by=request.user,
                    minutes=data["minutes"],
                )  # fmt: skip
            else:
                made = actions.record_outcome(
                    visit, data["outcome"], day=data["date"], come_back_on=data["come_back_on"], by=request.user
                )
        except Refused as refused:
            problem(request, str(refused))
        else:
            done(request, made.label, made)
            return redirect("outreach:typing", request.area.slug)
    context = {"form": form, "visit": visit, "number": number, "guide": version.guide, "told": told}
    return render(request, "outreach/paper/typing.html", context, status=422 if form.is_bound else 200)
