"""Which topics does the area use? Its own list, and the search in it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kogge.accounts.roles import Permission
from kogge.core.addresses import number
from kogge.core.history import change
from kogge.core.messages import done
from kogge.needs import actions
from kogge.needs.forms import GroupForm, TopicForm
from kogge.needs.models import Topic, TopicGroup
from kogge.needs.queries import rank_topics, topics_with_use
from kogge.needs.widgets import TopicPicker
from kogge.outreach.flow import back
from kogge.places.access import AreaRequest, area_view


@area_view(Permission.VIEW_NEEDS)
def topic_list(request: AreaRequest) -> HttpResponse:
    """All topics by group, with how often each is used."""
    topics = topics_with_use(request.area)
    text = request.GET.get("q", "").strip()
    shown = topics if not text else rank_topics(topics, text, limit=30)
    groups: dict[int, dict[str, Any]] = {
        group.pk: {"group": group, "topics": []} for group in TopicGroup.objects.filter(area=request.area)
    }
    for topic in shown:
        groups[topic.group_id]["topics"].append(topic)
    context = {
        "groups": [row for row in groups.values() if row["topics"] or not text],
        "topic_count": sum(1 for topic in topics if topic.is_active),
        "group_count": len(groups),
        "used_count": sum(1 for topic in topics if topic.needs_count or topic.offers_count),
        "retired_count": sum(1 for topic in topics if not topic.is_active),
        "text": text,
    }
    return render(request, "needs/topics.html#results" if request.htmx else "needs/topics.html", context)


@area_view(Permission.EDIT_NEEDS, Permission.EDIT_OWN)
def topic_options(request: AreaRequest) -> HttpResponse:
    """What the topic picker shows below its search field."""
    name = request.GET.get("field", "topic")
    prefix = request.GET.get("prefix", name)
    picker = TopicPicker()
    picker.area, picker.typed = request.area, request.GET.get(f"{name}_q", "")
    context = picker.options(name, request.GET.get(name), prefix)
    return render(request, "needs/includes/topic_options.html", context)


def _edit(request: AreaRequest, form: Any, label: str, title: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        text = label % {"name": form.cleaned_data["name_de"]}
        with change(text, by=request.user, area=request.area) as made:
            form.save()
        done(request, text, made)
        return back(request, reverse("needs:topics", args=[request.area.slug]))
    context = {"form": form, "title": title}
    return render(request, "needs/topic_edit.html", context, status=422 if form.errors else 200)


@area_view(Permission.EDIT_TOPICS)
def topic_new(request: AreaRequest) -> HttpResponse:
    """Add a topic."""
    asked = number(request.GET.get("group"))
    form = TopicForm(
        request.POST or None,
        instance=Topic(area=request.area),
        area=request.area,
        initial={"group": asked} if asked else {},
    )
    return _edit(request, form, _("Topic added: %(name)s"), _("What is the new topic about?"))


@area_view(Permission.EDIT_TOPICS)
def topic_edit(request: AreaRequest, pk: int) -> HttpResponse:
    """Rename a topic, move it to another group."""
    topic = get_object_or_404(Topic.objects.visible_to(request.user).in_area(request.area), pk=pk)
    form = TopicForm(request.POST or None, instance=topic, area=request.area)
    return _edit(request, form, _("Topic changed: %(name)s"), _("What is “%(name)s” about?") % {"name": topic.name})


@area_view(Permission.EDIT_TOPICS)
@require_POST
def topic_use(request: AreaRequest, pk: int) -> HttpResponse:
    """Take a topic out of use (`active=0`) or into use again."""
    topic = get_object_or_404(Topic.objects.visible_to(request.user).in_area(request.area), pk=pk)
    made = actions.set_topic_in_use(topic, request.POST.get("active") != "0", by=request.user)
    done(request, made.label, made)
    return back(request, reverse("needs:topics", args=[request.area.slug]))


@area_view(Permission.EDIT_TOPICS)
@require_POST
def topic_install(request: AreaRequest) -> HttpResponse:
    """Install the shipped list, or what is new in it."""
    number = actions.install_topics(request.area, by=request.user)
    done(request, _("%(number)s topics were added.") % {"number": number})
    return redirect("needs:topics", request.area.slug)


@area_view(Permission.EDIT_TOPICS)
def group_new(request: AreaRequest) -> HttpResponse:
    """Add a group of topics."""
    form = GroupForm(request.POST or None, instance=TopicGroup(area=request.area), area=request.area)
    return _edit(request, form, _("Topic group added: %(name)s"), _("What holds the new group together?"))


@area_view(Permission.EDIT_TOPICS)
def group_edit(request: AreaRequest, pk: int) -> HttpResponse:
    """Rename a group, move it in the list."""
    group = get_object_or_404(TopicGroup.objects.visible_to(request.user).in_area(request.area), pk=pk)
    form = GroupForm(request.POST or None, instance=group, area=request.area)
    return _edit(
        request,
        form,
        _("Topic group changed: %(name)s"),
        _("What is “%(name)s” about?") % {"name": group.name},
    )
