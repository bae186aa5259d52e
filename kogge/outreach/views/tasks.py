"""Tasks: what is to be done, by whom, until when."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kogge.accounts.roles import Permission
from kogge.core.addresses import number
from kogge.core.history import change
from kogge.core.messages import done
from kogge.outreach import actions
from kogge.outreach.flow import back, way_back
from kogge.outreach.forms import TaskFilter, TaskForm
from kogge.outreach.models import Task
from kogge.outreach.queries import open_tasks, person_of
from kogge.places.access import AreaRequest, area_view

PER_PAGE = 50


def _rows(request: AreaRequest) -> Any:
    rows = Task.objects.visible_to(request.user).in_area(request.area)
    return rows.select_related("assignee", "visit__organisation").prefetch_related("organisations")


@area_view(Permission.VIEW_VISITS)
def task_list(request: AreaRequest) -> HttpResponse:
    """What is to be done?"""
    filters = TaskFilter(request.GET, area=request.area, user=request.user)
    page = Paginator(filters.apply(_rows(request)), PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {"filters": filters, "page": page, "today": timezone.localdate()}
    if request.htmx:
        return render(request, "outreach/tasks.html#results", context)
    rows = open_tasks(request.user, request.area).order_by().prefetch_related(None)
    dues = list(rows.values_list("due", "is_mine"))
    context |= {
        "open_count": len(dues),
        "mine_count": sum(1 for _due, mine in dues if mine),
        "late_count": sum(1 for due, _mine in dues if due and due < timezone.localdate()),
    }
    return render(request, "outreach/tasks.html", context)


def _edit(request: AreaRequest, task: Task, label: str) -> HttpResponse:
    initial: dict[str, Any] = {}
    if asked := number(request.GET.get("organisation")):
        initial["organisations"] = [asked]
    form = TaskForm(request.POST or None, instance=task, area=request.area, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        text = label % {"title": form.cleaned_data["title"]}
        with change(text, by=request.user, area=request.area) as made:
            form.save()
        done(request, text, made)
        return back(request, reverse("outreach:tasks", args=[request.area.slug]))
    return render(
        request,
        "outreach/task_edit.html",
        {"form": form, "task": task, "way_out": way_back(request, reverse("outreach:tasks", args=[request.area.slug]))},
        status=422 if form.errors else 200,
    )


@area_view(Permission.EDIT_VISITS)
def task_new(request: AreaRequest) -> HttpResponse:
    """Note something to do."""
    return _edit(request, Task(area=request.area), _("Task noted: %(title)s"))


@area_view(Permission.EDIT_VISITS)
def task_edit(request: AreaRequest, pk: int) -> HttpResponse:
    """Change a task or give it to somebody."""
    return _edit(request, get_object_or_404(_rows(request), pk=pk), _("Task changed: %(title)s"))


@area_view(Permission.EDIT_VISITS)
@require_POST
def task_done(request: AreaRequest, pk: int) -> HttpResponse:
    """Tick off (`done=1`), open again (`done=0`), or take it on oneself (`mine=1`)."""
    task = get_object_or_404(_rows(request), pk=pk)
    if request.POST.get("mine"):
        label = _("Taken on: %(title)s") % {"title": task.title}
        with change(label, by=request.user, area=request.area) as made:
            task.assignee = person_of(request.user, request.area)
            task.save()
    else:
        made = actions.set_done(task, request.POST.get("done") != "0", by=request.user)
    done(request, made.label, made)
    return back(request, reverse("outreach:tasks", args=[request.area.slug]))
