"""History of a record, changes of an area, undo: the same three pages for every kind of record."""

from __future__ import annotations

import uuid
from urllib.parse import urlsplit

from django.apps import apps
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kogge.accounts.roles import Permission
from kogge.core.messages import done, problem
from kogge.core.models import Change, Recorded
from kogge.core.undo import CannotUndo, recorded_models, undo
from kogge.places.access import AreaRequest, area_view
from kogge.places.models import Area
from kogge.places.past import Entry, lines_of
from kogge.places.undoing import may_undo, undoable


def _model(label: str) -> type[Recorded]:
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError) as error:
        raise Http404 from error
    if not issubclass(model, Recorded) or not hasattr(model.objects, "visible_to"):
        raise Http404
    return model


@area_view(Permission.VIEW_AREA)
def record_history(request: AreaRequest, label: str, pk: int) -> HttpResponse:
    """Who changed this record, when, from which value to which."""
    model = _model(label)
    record = model.objects.visible_to(request.user).filter(pk=pk).first()  # type: ignore[attr-defined]
    if record is None:
        raise Http404
    entries = lines_of(request, record)
    return render(request, "places/history.html", {"record": record, "entries": entries, "model": model})


@area_view(Permission.EDIT_REGISTER, Permission.MANAGE_AREA)
def changes(request: AreaRequest) -> HttpResponse:
    """What was done in the area, newest first; what a person may write they may take back from here."""
    found = Change.objects.filter(scope=request.area.pk).select_related("by", "undone_by")
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    mine = undoable(request.user, request.area, page.object_list)
    entries = [
        Entry(
            at=c.at,
            by=c.by,
            label=c.label,
            undo_url=reverse("core:undo", args=[c.pk]) if c.pk in mine else "",
            undone_at=c.undone_at,
        )
        for c in page
    ]
    return render(request, "places/changes.html", {"page": page, "entries": entries})


@login_required
@require_POST
def undo_change(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a change back, if the person may (see `may_undo`)."""
    change = get_object_or_404(Change, pk=pk)
    area = Area.objects.visible_to(request.user).filter(pk=change.scope).first()
    if not may_undo(request.user, area, change):
        raise Http404
    made: Change | None = None
    try:
        result = undo(change, by=request.user)
    except CannotUndo as error:
        problem(request, error)
    else:
        made = result.change
        done(request, _("Undone: %(label)s") % {"label": change.label}, result.change)
        if result.left_alone:
            count = len(result.left_alone)
            messages.warning(
                request,
                ngettext(
                    "%(count)s record was changed or used since and was left alone: %(names)s",
                    "%(count)s records were changed or used since and were left alone: %(names)s",
                    count,
                )
                % {"count": count, "names": ", ".join(result.left_alone[:5])},
            )
    return redirect(_way_back(request, area, made))


def _way_back(request: HttpRequest, area: Area | None, made: Change | None) -> str:
    """The page the button stood on; if that record is gone now, the area's changes."""
    back = request.headers.get("referer", "")
    if url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()) and not _is_gone(back, made):
        return back
    return reverse("core:changes", args=[area.slug]) if area else "/"


def _is_gone(address: str, made: Change | None) -> bool:
    """Whether the page shows a record that this undoing has removed."""
    try:
        page = resolve(urlsplit(address).path)
    except Resolver404:
        return True
    shown = [value for value in page.kwargs.values() if isinstance(value, int)]
    if made is None or not shown:
        return False
    return any(
        model.history.filter(change=made, history_type="-", id__in=shown).exists()  # type: ignore[attr-defined]
        for model in recorded_models()
        if model._meta.app_label in page.app_names
    )
