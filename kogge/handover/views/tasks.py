"""Who takes over? The coordination tasks, those at risk first."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kogge.accounts.roles import Permission
from kogge.core.history import change
from kogge.core.messages import done
from kogge.handover import actions
from kogge.handover.forms import CoordinationTaskForm, HandOverForm
from kogge.handover.models import CoordinationTask
from kogge.handover.queries import Risk, readiness, risk_of, tasks_of
from kogge.handover.queries.tasks import is_paid
from kogge.networks.models import Network
from kogge.networks.queries import person_labels, staff_of
from kogge.places.access import AreaRequest, area_view


def _lines(request: AreaRequest, tasks: list[CoordinationTask], staff: list[int]) -> list[dict[str, Any]]:
    """What a row shows, the risky ones first, then those due first."""
    today = timezone.localdate()
    labels = person_labels(request.area, staff, named=Permission.VIEW_PERSONS in request.permissions)
    lines = [
        {
            "task": task,
            "risk": risk_of(task, staff).name.lower(),
            "order": (-risk_of(task, staff), task.handover_due or today.replace(year=9999), task.name.casefold()),
            "leader": labels.get(task.leader_id or 0, ""),
            "leader_is_paid": is_paid(task.leader, today),
            "deputy": labels.get(task.deputy_id or 0, ""),
            "late": task.handover_due is not None
            and task.handover_due < today
            and risk_of(task, staff) in {Risk.LOST, Risk.UNTRIED},
        }
        for task in tasks
    ]
    return sorted(lines, key=lambda line: line["order"])


@require_safe
@area_view(Permission.VIEW_HANDOVER)
def task_list(request: AreaRequest) -> HttpResponse:
    """Who takes over?"""
    staff = staff_of(request.area, timezone.localdate())
    tasks = tasks_of(request.area)
    context = {"lines": _lines(request, tasks, staff), "ready": readiness(tasks, staff)}
    return render(request, "handover/tasks.html", context)


def _edit(request: AreaRequest, task: CoordinationTask, label: str) -> HttpResponse:
    form = CoordinationTaskForm(request.POST or None, instance=task, area=request.area)
    if request.method == "POST" and form.is_valid():
        text = label % {"name": form.cleaned_data["name"]}
        with change(text, by=request.user, area=request.area) as made:
            form.save()
        done(request, text, made)
        return redirect("handover:tasks", request.area.slug)
    context = {"form": form, "task": task}
    return render(request, "handover/task_edit.html", context, status=422 if form.errors else 200)


def _visible(request: AreaRequest, pk: int) -> CoordinationTask:
    rows = CoordinationTask.objects.visible_to(request.user).in_area(request.area)
    found: CoordinationTask = get_object_or_404(rows.select_related("leader", "deputy", "area"), pk=pk)
    return found


@area_view(Permission.EDIT_HANDOVER)
def task_new(request: AreaRequest) -> HttpResponse:
    """Note a recurring task."""
    return _edit(request, CoordinationTask(area=request.area), _("Coordination task noted: %(name)s"))


@area_view(Permission.EDIT_HANDOVER)
def task_edit(request: AreaRequest, pk: int) -> HttpResponse:
    """Change a task, or who stands in."""
    return _edit(request, _visible(request, pk), _("Coordination task changed: %(name)s"))


@area_view(Permission.EDIT_HANDOVER)
def task_hand_over(request: AreaRequest, pk: int) -> HttpResponse:
    """A task changes hands."""
    task = _visible(request, pk)
    form = HandOverForm(request.POST or None, task=task)
    if request.method == "POST" and form.is_valid():
        made = actions.hand_over(
            task,
            to=form.cleaned_data["to"],
            former_stands_in=form.cleaned_data.get("former_stands_in", False),
            by=request.user,
        )
        done(request, made.label, made)
        return redirect("handover:tasks", request.area.slug)
    context = {"form": form, "task": task}
    return render(request, "handover/hand_over.html", context, status=422 if form.errors else 200)


@require_safe
@area_view(Permission.VIEW_HANDOVER)
def network_panel(request: AreaRequest, pk: int) -> HttpResponse:
    """The coordination tasks of one network, for its page."""
    network = get_object_or_404(Network.objects.visible_to(request.user).in_area(request.area), pk=pk)
    tasks = [task for task in tasks_of(request.area) if task.network_id == network.pk]
    lines = _lines(request, tasks, staff_of(request.area, timezone.localdate()))
    return render(request, "handover/network_panel.html", {"lines": lines, "network": network})
