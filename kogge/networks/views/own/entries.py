"""Own needs and offers behind a personal link: listed, added, changed, ended, brought back."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kogge.core.twice import just_made
from kogge.needs.actions import set_status
from kogge.networks.actions import own as actions
from kogge.networks.forms.own import own_form
from kogge.networks.models import OwnLink
from kogge.networks.queries import own as queries

from .door import missing, own_page, shown

# From where to where the holder moves an entry, and what the page says then.
MOVES = {"withdrawn": "ended", "open": "open"}


def _back(token: str, did: str) -> HttpResponse:
    return redirect(reverse("own:entries", args=[token]) + f"?did={did}")


@own_page()
def entries(request: HttpRequest, token: str, link: OwnLink) -> HttpResponse:
    """What do we need, what could we give?"""
    organisation = link.organisation
    lists = [
        {
            "kind": kind,
            "open": queries.open_entries(organisation, kind),
            "ended": queries.ended_entries(organisation, kind),
        }
        for kind in queries.MODELS
    ]
    return shown(request, token, link, "entries", lists=lists, may_match=queries.may_match(organisation))


@own_page()
def entry_new(request: HttpRequest, token: str, link: OwnLink, kind: str) -> HttpResponse:
    """Something more that we need or could give."""
    if kind not in queries.MODELS:
        return missing(request, token, link)
    organisation = link.organisation
    return _edit(request, token, link, kind, queries.MODELS[kind](area=organisation.area, organisation=organisation))


@own_page()
def entry_edit(request: HttpRequest, token: str, link: OwnLink, kind: str, pk: int) -> HttpResponse:
    """Say it differently."""
    entry = _own(link, kind, pk)
    if entry is None or entry.status != entry.Status.OPEN:
        return missing(request, token, link)
    return _edit(request, token, link, kind, entry)


def _own(link: OwnLink, kind: str, pk: int) -> Any:
    """The organisation's own entry, or None."""
    return queries.entries(link.organisation, kind).filter(pk=pk).first() if kind in queries.MODELS else None


def _edit(request: HttpRequest, token: str, link: OwnLink, kind: str, entry: Any) -> HttpResponse:
    is_new = entry.pk is None
    form = own_form(kind)(request.POST or None, instance=entry, area=link.organisation.area)
    if request.method == "POST" and form.is_valid():
        labels = {
            ("need", True): _("need noted: %(text)s"),
            ("offer", True): _("offer noted: %(text)s"),
            ("need", False): _("need changed: %(text)s"),
            ("offer", False): _("offer changed: %(text)s"),
        }
        with transaction.atomic():
            if not (is_new and just_made(form.instance, by=None)):  # sent twice, noted once
                with actions.own_change(link, labels[kind, is_new] % {"text": form.cleaned_data["text"]}):
                    form.save()
        return _back(token, "saved")
    return shown(
        request, token, link, "entry", form=form, entry=entry, kind=kind, is_new=is_new,
        status=422 if form.errors else 200,
    )  # fmt: skip


@own_page()
def entry_move(request: HttpRequest, token: str, link: OwnLink, kind: str, pk: int) -> HttpResponse:
    """End it, or bring it back."""
    status = request.POST.get("status", "")
    entry = _own(link, kind, pk) if request.method == "POST" else None
    if entry is None or status not in MOVES:
        return missing(request, token, link)
    if (entry.status == entry.Status.OPEN) != (status == entry.Status.OPEN):
        label = _("open again: %(text)s") if status == entry.Status.OPEN else _("ended: %(text)s")
        with actions.own_change(link, label % {"text": entry.text}):
            set_status(entry, status, by=None)
    return _back(token, MOVES[status])
