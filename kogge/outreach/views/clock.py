"""Do people hear from us in time? Three figures with their records, and the survey rounds with their assemblies."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kogge.accounts.roles import Permission
from kogge.actors.models import Organisation
from kogge.core.history import change
from kogge.core.messages import done
from kogge.core.twice import just_made
from kogge.outreach.flow import back, way_back
from kogge.outreach.forms.rounds import SurveyRoundForm
from kogge.outreach.models import Flag, SurveyRound
from kogge.outreach.queries.timing import Span, Timing, answers, assemblies, flags_closed, rounds
from kogge.places.access import AreaRequest, area_view

PER_PAGE = 50


@area_view(Permission.VIEW_VISITS)
def clock(request: AreaRequest) -> HttpResponse:
    """Median and P90 against the targets; `?show=` opens the records of one figure, the longest wait first."""
    states = rounds(request.user, request.area)
    timings = {"answers": answers(request.user, request.area), "assemblies": assemblies(states, request.area)}
    if Permission.VIEW_INTERVIEWS in request.permissions:
        for level in Flag.Level.values:
            timings[level] = flags_closed(request.user, request.area, level)
    shown = request.GET.get("show", "")
    context: dict[str, Any] = {
        "timings": timings,
        "figures": [(f"?show={key}#records", _titles()[key], _rules()[key], timing) for key, timing in timings.items()],
        "states": states,
        "warnings": [state for state in states if state.warns],
        "shown": shown if shown in timings else "",
    }
    if context["shown"]:
        context["shown_title"] = _titles()[shown]
        context["page"] = _records(request, shown, timings[shown], states)
    return render(request, "outreach/clock/clock.html", context)


def _titles() -> dict[str, str]:
    return {
        "answers": _("Visit → answer"),
        "assemblies": _("Survey → assembly"),
        Flag.Level.RED.value: _("Red flag raised → closed"),
        Flag.Level.YELLOW.value: _("Yellow flag raised → closed"),
    }


def _rules() -> dict[str, str]:
    flags = _(
        "Days from the day a flag was raised to the day it was closed, of those raised in the last 365 days. "
        "Open ones are counted as waiting. Practice records do not count."
    )
    return {
        "answers": _(
            "A talk of the last 365 days asks for an answer if it held an interview, agreed a next step, or was the "
            "first one. The answer is the first of: a later contact, a task for the organisation that was done, a "
            "promise to it that was kept. Practice records do not count. The figures are the median and the 90th "
            "percentile of the waits that ended; those that last are counted beside them."
        ),
        "assemblies": _(
            "Days from the last talk of a survey round (without talks: from its last day) to the assembly at which "
            "its results were told."
        ),
        Flag.Level.RED.value: flags,
        Flag.Level.YELLOW.value: flags,
    }


def _records(request: AreaRequest, key: str, timing: Timing, states: list[Any]) -> Any:
    """The waits of one figure as lines: name, link, since, until, days; the longest first."""
    spans = sorted(timing.spans, key=lambda span: (-span.days(timing.today), span.record))
    page = Paginator(spans, PER_PAGE).get_page(request.GET.get("page"))
    names: dict[int | None, str] = {}
    if key == "assemblies":
        names = {state.round.pk: state.round.name for state in states}
    else:
        wanted = [span.organisation for span in page.object_list]
        rows = Organisation.objects.visible_to(request.user).filter(pk__in=wanted)
        names = dict(rows.values_list("pk", "name"))
    page.object_list = [_line(request, key, span, names, timing) for span in page.object_list]
    return page


def _line(request: AreaRequest, key: str, span: Span, names: dict[int | None, str], timing: Timing) -> dict[str, Any]:
    target = {"answers": span.kind, "assemblies": "round_edit"}.get(key, "flag")
    url = reverse(f"outreach:{target}", args=[request.area.slug, span.record])
    if key == "assemblies" and Permission.EDIT_VISITS not in request.permissions:
        url = ""
    return {
        "name": names.get(span.record if key == "assemblies" else span.organisation, "–"),
        "url": url,
        "since": span.since,
        "until": span.until,
        "days": span.days(timing.today),
        "late": span.days(timing.today) > timing.target,
    }


def _edit(request: AreaRequest, row: SurveyRound, label: str) -> HttpResponse:
    home = reverse("outreach:clock", args=[request.area.slug])
    form = SurveyRoundForm(request.POST or None, instance=row, area=request.area, user=request.user)
    if request.method == "POST" and form.is_valid():
        text = label % {"name": form.cleaned_data["name"]}
        with transaction.atomic():
            if row.pk is not None or just_made(form.instance, by=request.user) is None:
                with change(text, by=request.user, area=request.area) as made:
                    form.save()
                done(request, text, made)
        return back(request, home)
    context = {"form": form, "round": row, "way_out": way_back(request, home)}
    return render(request, "outreach/clock/round_edit.html", context, status=422 if form.errors else 200)


@area_view(Permission.EDIT_VISITS)
def round_new(request: AreaRequest) -> HttpResponse:
    """Plan a round of talks with its assembly."""
    return _edit(request, SurveyRound(area=request.area), _("Survey round planned: %(name)s"))


def _row(request: AreaRequest, pk: int) -> SurveyRound:
    rows = SurveyRound.objects.visible_to(request.user).in_area(request.area)
    found: SurveyRound = get_object_or_404(rows, pk=pk)
    return found


@area_view(Permission.EDIT_VISITS)
def round_edit(request: AreaRequest, pk: int) -> HttpResponse:
    """Other days, or: the assembly was held."""
    return _edit(request, _row(request, pk), _("Survey round changed: %(name)s"))


@area_view(Permission.EDIT_VISITS)
@require_POST
def round_delete(request: AreaRequest, pk: int) -> HttpResponse:
    """Delete a round; its talks stay. With undo."""
    row = _row(request, pk)
    with change(_("Survey round deleted: %(name)s") % {"name": row.name}, by=request.user, area=request.area) as made:
        row.delete()
    done(request, made.label, made)
    return back(request, reverse("outreach:clock", args=[request.area.slug]))
