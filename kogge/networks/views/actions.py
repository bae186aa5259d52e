"""What do the members do together, and what came of it?"""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kogge.accounts.roles import Permission
from kogge.core.addresses import number
from kogge.core.history import change
from kogge.core.messages import done
from kogge.networks.forms.actions import ActionForm, BenefitForm, ResultForm
from kogge.networks.models import Benefit, JointAction
from kogge.networks.queries.actions import success_of, suggestions
from kogge.places.access import AreaRequest, area_view

from .budget import handed_out
from .founded import visible
from .records import form_page, here, save_once


def _action(request: AreaRequest, pk: int) -> JointAction:
    rows = JointAction.objects.visible_to(request.user).in_area(request.area)
    return get_object_or_404(rows.select_related("network__area", "topic"), pk=pk)


@require_safe
@area_view(Permission.VIEW_NETWORKS)
def actions(request: AreaRequest, pk: int) -> HttpResponse:
    """What is planned, what worked, and what could be next."""
    network = visible(request, pk)
    rows = JointAction.objects.visible_to(request.user).filter(network=network).select_related("topic")
    rows = list(rows.annotate(got=Count("benefits", distinct=True)))
    success = success_of(rows)
    context = {
        "network": network,
        "tab": "actions",
        "planned": [row for row in rows if row.outcome == "planned"][::-1],
        "over": [row for row in rows if row.outcome != "planned"],
        "success": success,
        "share": None if success.share is None else 100 * success.share,
        "suggestions": [] if network.ended_on else suggestions(network, request.user),
    }
    return render(request, "networks/actions/list.html", context)


@require_safe
@area_view(Permission.VIEW_NETWORKS)
def action(request: AreaRequest, pk: int) -> HttpResponse:
    """One joint action: effort, result, photo, what each member got."""
    row = _action(request, pk)
    efforts = list(row.efforts.select_related("organisation"))
    context: dict[str, Any] = {
        "action": row,
        "network": row.network,
        "efforts": efforts,
        "hours": sum(effort.hours for effort in efforts),
        "benefits": list(row.benefits.select_related("organisation").order_by("organisation__name")),
        "is_due": row.on <= timezone.localdate(),
        "photo": row.has_file,
    }
    if Permission.EDIT_NETWORKS in request.permissions and row.outcome != "planned":
        context["benefit_form"] = BenefitForm(
            instance=Benefit(action=row), network=row.network, user=request.user, auto_id="benefit_%s"
        )
    return render(request, "networks/actions/action.html", context)


@require_safe
@area_view(Permission.VIEW_NETWORKS)
def photo(request: AreaRequest, pk: int) -> FileResponse:
    """The photo of a joint action."""
    return handed_out(_action(request, pk))


def _edit(request: AreaRequest, row: JointAction, label: str, **more: Any) -> HttpResponse:
    initial = {"topic": asked} if row.pk is None and (asked := number(request.GET.get("topic"))) else {}
    form = ActionForm(request.POST or None, instance=row, network=row.network, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        save_once(request, form, label % {"title": form.cleaned_data["title"]})
        return redirect(here("action", request, row.pk) if row.pk else here("actions", request, row.network_id))
    back = here("action", request, row.pk) if row.pk else here("actions", request, row.network_id)
    return form_page(
        request, form, row.network, question=_("What do you do together?"), back=back, tab="actions", **more
    )


@area_view(Permission.EDIT_NETWORKS)
def action_new(request: AreaRequest, pk: int) -> HttpResponse:
    """Something small is planned."""
    return _edit(request, JointAction(network=visible(request, pk)), _("Planned together: %(title)s"))


@area_view(Permission.EDIT_NETWORKS)
def action_edit(request: AreaRequest, pk: int) -> HttpResponse:
    """Another day, another name."""
    row = _action(request, pk)
    return _edit(request, row, _("Joint action changed: %(title)s"), remove=here("remove", request, "actions", row.pk))


@area_view(Permission.EDIT_NETWORKS)
def action_result(request: AreaRequest, pk: int) -> HttpResponse:
    """What came of it."""
    row = _action(request, pk)
    initial = {"outcome": "won"} if row.outcome == "planned" else {}
    form = ResultForm(
        request.POST or None, request.FILES or None, instance=row, network=row.network, user=request.user,
        initial=initial,
    )  # fmt: skip
    back = here("action", request, row.pk)
    if request.method == "POST" and form.is_valid():
        save_once(request, form, _("What came of it is noted: %(title)s") % {"title": row.title})
        return redirect(back)
    return form_page(
        request, form, row.network, question=_("What came of it?"), answer=row.title, back=back, tab="actions"
    )


@area_view(Permission.EDIT_NETWORKS)
def benefit_new(request: AreaRequest, pk: int) -> HttpResponse:
    """What one member got."""
    row = _action(request, pk)
    form = BenefitForm(request.POST or None, instance=Benefit(action=row), network=row.network, user=request.user)
    back = here("action", request, row.pk)
    if request.method == "POST" and form.is_valid():
        save_once(request, form, _("What %(name)s got is noted.") % {"name": form.cleaned_data["organisation"]})
        return redirect(back)
    question = _("What did a member get out of it?")
    return form_page(request, form, row.network, question=question, answer=row.title, back=back, tab="actions")


@area_view(Permission.EDIT_NETWORKS)
@require_POST
def benefit_remove(request: AreaRequest, pk: int) -> HttpResponse:
    """That was not so."""
    rows = Benefit.objects.visible_to(request.user).in_area(request.area)
    row = get_object_or_404(rows.select_related("organisation"), pk=pk)
    text = _("Removed: %(name)s") % {"name": row}
    with change(text, by=request.user, area=request.area) as made:
        row.delete()
    done(request, text, made)
    return redirect(here("action", request, row.action_id))
