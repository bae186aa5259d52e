"""What would remain if the project ended tomorrow?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kogge.accounts.roles import Permission
from kogge.actors.models import Organisation
from kogge.core.addresses import number
from kogge.core.messages import done, problem
from kogge.handover import actions
from kogge.handover.actions import Outlook, kept_outlook
from kogge.handover.cards import handing_over, left_behind, remaining
from kogge.handover.pairs import introduction_tasks, pairs_of
from kogge.handover.queries import day_after_line, readiness, remains_of, weeks
from kogge.handover.queries.choices import choices_of
from kogge.handover.reasons import lacking
from kogge.handover.records import RECORDS, Source, records_of
from kogge.networks.queries import person_labels, staff_of
from kogge.places.access import AreaRequest, area_view, require

PER_PAGE = 100


@dataclass(frozen=True)
class Question:
    """Who leaves, as the address says it; None: all staff of running projects."""

    leavers: list[str] | None

    @classmethod
    def of(cls, data: Any) -> Question:
        asked = data.getlist("leaves")
        return cls(asked if asked or "choose" in data else None)

    @property
    def query(self) -> str:
        if self.leavers is None:
            return ""
        return "?" + urlencode([("choose", "1"), *(("leaves", node) for node in self.leavers)])


def _computed(request: AreaRequest, question: Question) -> tuple[Outlook, list[int], dict[int, str]]:
    named = Permission.VIEW_PERSONS in request.permissions
    outlook = kept_outlook(request.area, leavers=question.leavers, named=named)
    staff = staff_of(request.area, timezone.localdate())
    return outlook, staff, person_labels(request.area, staff, named=named)


@require_safe
@area_view(Permission.VIEW_HANDOVER)
def day_after(request: AreaRequest) -> HttpResponse:
    """The sentence, the figures, what falls apart, and which introductions would help; computed at this moment."""
    area, slug, question = request.area, request.area.slug, Question.of(request.GET)
    outlook, staff, labels = _computed(request, question)
    persons = outlook.persons_gone
    ready = readiness(outlook.tasks, persons)
    remains = remains_of(area, request.user, persons)
    stored = weeks(area)
    line = day_after_line(area)
    source = Source(area, outlook, remains, labels, request.user)
    context: dict[str, Any] = {
        "outlook": outlook,
        "found": outlook.found,
        "lacks": outlook.lacks,
        "lacking": lacking(outlook.lacks),
        "ready": ready,
        "is_default": persons == frozenset(staff) and outlook.gone == {f"p{pk}" for pk in staff},
        "line": line,
        "change": line.against(outlook.found.fragmentation_after) if line else None,
        "choices": choices_of(area, outlook.network, labels, staff, outlook.gone),
        "cards": [
            (_("What falls apart"), remaining(outlook, slug, question.query)),
            (_("What nobody would do"), handing_over(ready, labels, slug, question.query)),
            (_("What would be left behind"), left_behind(remains, request.permissions, slug, question.query)),
        ],
        "lists": [
            (what, records_of(what, source), reverse("handover:records", args=[slug, what]) + question.query)
            for what in ("orphans", "cut_off", "tasks", "networks")
            if not (outlook.lacks and what in {"orphans", "cut_off"})
        ],
        "pairs": pairs_of(area, outlook.network, outlook.found.introductions),
        "gain": 100 * outlook.found.introductions_gain,
        "weeks": [(row.week, round(100 * row.fragmentation_after, 1)) for row in stored],
        "query": question.query,
        "leaves": sorted(outlook.gone),
        "now": timezone.localtime(),
    }
    return render(request, "handover/day_after.html", context)


@require_safe
@area_view(Permission.VIEW_HANDOVER)
def records(request: AreaRequest, what: str) -> HttpResponse:
    """What a figure was computed from, as a list."""
    if what not in RECORDS:
        raise Http404
    question = Question.of(request.GET)
    outlook, _staff, labels = _computed(request, question)
    remains = remains_of(request.area, request.user, outlook.persons_gone)
    found = records_of(what, Source(request.area, outlook, remains, labels, request.user))
    if found.permission and found.permission not in request.permissions:
        require(request, found.permission)
    page = Paginator(found.rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "found": found,
        "page": page,
        "lines": [found.cells(row) for row in page],
        "count": page.paginator.count,
        "query": question.query,
    }
    return render(request, "handover/records.html", context)


@area_view(Permission.EDIT_VISITS)
@require_POST
def introduce(request: AreaRequest) -> HttpResponse:
    """An introduction becomes a task; a second press finds it there already."""
    require(request, Permission.VIEW_HANDOVER)
    question = Question.of(request.POST)
    rows = Organisation.objects.visible_to(request.user).in_area(request.area)
    one, other = (get_object_or_404(rows, pk=number(request.POST.get(name)) or 0) for name in ("a", "b"))
    target = reverse("handover:day_after", args=[request.area.slug]) + question.query
    there = introduction_tasks(request.area).get(frozenset({one.pk, other.pk}))
    if there is not None and there.done_on is None:
        problem(request, _("This introduction is a task already: %(title)s") % {"title": there.title})
        return redirect(target)
    asked = question.leavers
    leavers = [f"p{pk}" for pk in staff_of(request.area, timezone.localdate())] if asked is None else asked
    reasons = actions.reasons_for(request.area, one, other, leavers)
    if reasons is None:
        problem(request, _("There is no reason to introduce these two."))
        return redirect(target)
    task, made = actions.introduce(request.area, one=one, other=other, reasons=reasons, by=request.user)
    done(request, _("Noted as a task: %(title)s") % {"title": task.title}, made)
    return redirect(target)
