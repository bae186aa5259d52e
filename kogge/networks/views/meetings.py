"""When do the members meet, who came, what was decided?"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kogge.accounts.roles import Permission
from kogge.core.history import change
from kogge.core.messages import done
from kogge.networks.forms import DecisionForm, HeldForm, MeetingForm, SettleForm
from kogge.networks.models import Decision, Meeting
from kogge.networks.paper.meetings import meeting_pdf, when
from kogge.networks.queries.life import decisions_of, meetings_of, members_on
from kogge.places.access import AreaRequest, area_view

from .founded import visible
from .records import form_page, here, save_once


def _meeting(request: AreaRequest, pk: int) -> Meeting:
    rows = Meeting.objects.visible_to(request.user).in_area(request.area).select_related("network__area", "host")
    return get_object_or_404(rows, pk=pk)


@require_safe
@area_view(Permission.VIEW_NETWORKS)
def meetings(request: AreaRequest, pk: int) -> HttpResponse:
    """When do they meet next, and what became of the meetings so far?"""
    network = visible(request, pk)
    today = timezone.localdate()
    rows = list(meetings_of(network))
    decided = list(decisions_of(network))
    to_come = sorted((row for row in rows if row.date >= today), key=lambda row: (row.date, str(row.start or "")))
    context = {
        "network": network,
        "tab": "meetings",
        "to_come": to_come,
        "past": [row for row in rows if row.date < today],
        "next": to_come[0] if to_come else None,
        "open": [row for row in decided if row.is_open],
        "settled": [row for row in decided if not row.is_open],
    }
    return render(request, "networks/meetings/list.html", context)


@require_safe
@area_view(Permission.VIEW_NETWORKS)
def meeting(request: AreaRequest, pk: int) -> HttpResponse:
    """One meeting: agenda, who came, minutes, decisions."""
    row = _meeting(request, pk)
    came = list(row.attendees.order_by("name"))
    context: dict[str, Any] = {
        "meeting": row,
        "network": row.network,
        "when": when(row),
        "came": came,
        "noted": row.guests is not None,
        "decisions": list(row.decisions.select_related("owner")),
        "is_due": row.date <= timezone.localdate(),
    }
    if Permission.EDIT_NETWORKS in request.permissions and context["is_due"]:
        context["decision_form"] = DecisionForm(
            instance=Decision(meeting=row), network=row.network, user=request.user, auto_id="decision_%s"
        )
    return render(request, "networks/meetings/meeting.html", context)


def _edit(request: AreaRequest, row: Meeting, question: str, label: str, **more: Any) -> HttpResponse:
    form = MeetingForm(request.POST or None, instance=row, network=row.network, user=request.user)
    if request.method == "POST" and form.is_valid():
        save_once(request, form, label % {"network": row.network})
        return redirect(here("meeting", request, row.pk) if row.pk else here("meetings", request, row.network_id))
    back = here("meeting", request, row.pk) if row.pk else here("meetings", request, row.network_id)
    return form_page(request, form, row.network, question=question, back=back, tab="meetings", **more)


@area_view(Permission.EDIT_NETWORKS)
def meeting_new(request: AreaRequest, pk: int) -> HttpResponse:
    """A meeting is called."""
    network = visible(request, pk)
    row = Meeting(network=network)
    last = meetings_of(network).first()
    if last is not None:  # most meet at the same place and time
        row.start, row.end, row.host, row.place = last.start, last.end, last.host, last.place
    return _edit(request, row, _("When do you meet?"), _("New meeting: %(network)s"))


@area_view(Permission.EDIT_NETWORKS)
def meeting_edit(request: AreaRequest, pk: int) -> HttpResponse:
    """Another day, another place, another agenda."""
    row = _meeting(request, pk)
    remove = here("remove", request, "meetings", row.pk)
    return _edit(request, row, _("When do you meet?"), _("Meeting changed: %(network)s"), remove=remove)


@area_view(Permission.EDIT_NETWORKS)
def meeting_held(request: AreaRequest, pk: int) -> HttpResponse:
    """After the meeting: who came, and what was said?"""
    row = _meeting(request, pk)
    form = HeldForm(request.POST or None, instance=row, network=row.network, user=request.user)
    back = here("meeting", request, row.pk)
    if request.method == "POST" and form.is_valid():
        save_once(request, form, _("Attendance noted: %(network)s") % {"network": row.network})
        return redirect(back)
    return form_page(request, form, row.network, question=_("Who came, and what was said?"), back=back, tab="meetings")


def _pdf(pdf: bytes, row: Meeting, word: str) -> HttpResponse:
    name = f"{slugify(row.network.name)[:60] or 'netzwerk'}-{slugify(word)}-{row.date}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


@require_safe
@area_view(Permission.VIEW_NETWORKS)
def agenda_pdf(request: AreaRequest, pk: int) -> HttpResponse:
    """The agenda on paper."""
    row = _meeting(request, pk)
    return _pdf(meeting_pdf(row, members=None), row, _("Agenda"))


@require_safe
@area_view(Permission.VIEW_NETWORKS)
def attendance_pdf(request: AreaRequest, pk: int) -> HttpResponse:
    """The list on which those who come write their names."""
    row = _meeting(request, pk)
    return _pdf(meeting_pdf(row, members=list(members_on(row.network, row.date))), row, _("Attendance list"))


def _decision(request: AreaRequest, pk: int) -> Decision:
    rows = Decision.objects.visible_to(request.user).in_area(request.area)
    return get_object_or_404(rows.select_related("meeting__network__area", "owner"), pk=pk)


def _decide(request: AreaRequest, row: Decision, label: str, **more: Any) -> HttpResponse:
    network = row.meeting.network
    form = DecisionForm(request.POST or None, instance=row, network=network, user=request.user)
    back = here("meeting", request, row.meeting_id)
    if request.method == "POST" and form.is_valid():
        save_once(request, form, label % {"text": form.cleaned_data["text"]})
        return redirect(back)
    return form_page(request, form, network, question=_("What was decided?"), back=back, tab="meetings", **more)


@area_view(Permission.EDIT_NETWORKS)
def decision_new(request: AreaRequest, pk: int) -> HttpResponse:
    """A meeting decided something."""
    return _decide(request, Decision(meeting=_meeting(request, pk)), _("Decided: %(text)s"))


@area_view(Permission.EDIT_NETWORKS)
def decision_edit(request: AreaRequest, pk: int) -> HttpResponse:
    """Other words, another day, somebody else does it."""
    row = _decision(request, pk)
    remove = here("remove", request, "decisions", row.pk)
    return _decide(request, row, _("Decision changed: %(text)s"), remove=remove)


@area_view(Permission.EDIT_NETWORKS)
def decision_settle(request: AreaRequest, pk: int) -> HttpResponse:
    """A decision is carried out, or dropped with the reason."""
    row = _decision(request, pk)
    drop = "drop" in request.GET
    form = SettleForm(request.POST or None, drop=drop)
    back = here("meeting", request, row.meeting_id)
    if request.method == "POST" and form.is_valid():
        if drop:
            row.dropped_on, row.dropped_why, row.done_on = timezone.localdate(), form.cleaned_data["dropped_why"], None
        else:
            row.done_on, row.dropped_on, row.dropped_why = form.cleaned_data["done_on"], None, ""
        text = (_("Dropped: %(text)s") if drop else _("Carried out: %(text)s")) % {"text": row.text}
        with change(text, by=request.user, area=request.area) as made:
            row.save()
        done(request, text, made)
        return redirect(back)
    question = _("Why was this dropped?") if drop else _("When was this carried out?")
    return form_page(request, form, row.meeting.network, question=question, answer=row.text, back=back, tab="meetings")


@area_view(Permission.EDIT_NETWORKS)
@require_POST
def decision_reopen(request: AreaRequest, pk: int) -> HttpResponse:
    """A decision is open again."""
    row = _decision(request, pk)
    row.done_on = row.dropped_on = None
    row.dropped_why = ""
    text = _("Open again: %(text)s") % {"text": row.text}
    with change(text, by=request.user, area=request.area) as made:
        row.save()
    done(request, text, made)
    return redirect(here("meeting", request, row.meeting_id))
