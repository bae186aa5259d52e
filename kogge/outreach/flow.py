"""The steps of recording a visit (needs has one of them), and the way back to where one came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from kogge.accounts.roles import Permission

from .models import Interview, Visit
from .queries.promises import owed


@dataclass(frozen=True)
class Step:
    """A step of the recording: `state` is "done", "current", "first" (before all others) or "" (still to come)."""

    key: str
    label: str
    url: str
    state: str


def interview_of(visit: Visit | None) -> Interview | None:
    """The interview that belongs to a visit, if there is one."""
    return None if visit is None or visit.pk is None else Interview.objects.filter(visit=visit).first()


def needs_url(area: Any, visit: Visit, interview: Interview | None) -> str:
    """Where needs and offers of this visit are noted: at its interview, else at its organisation."""
    if interview is not None:
        return reverse("needs:interview_entries", args=[area.slug, interview.pk])
    return reverse("needs:organisation_entries", args=[area.slug, visit.organisation_id]) + f"?visit={visit.pk}"


def steps(request: Any, visit: Visit | None, current: str, interview: Interview | None = None) -> list[Step]:
    """The steps this person may take for a visit; those after the first need a visit that is saved."""
    saved = visit if visit is not None and visit.pk and visit.status == Visit.Status.DONE else None
    slug = request.area.slug
    # Who may not read talks notes needs at the organisation: the address at the talk would be a closed door.
    interview = (interview or interview_of(saved)) if Permission.VIEW_INTERVIEWS in request.permissions else None
    rows: list[tuple[str, str, str]] = [
        ("visit", _("Visit"), reverse("outreach:record", args=[slug, saved.pk]) if saved else "")
    ]
    if Permission.VIEW_INTERVIEWS in request.permissions:
        rows.append(
            (
                "interview",
                _("Talk"),
                reverse("outreach:interview_edit", args=[slug, saved.pk]) if saved else "",
            )
        )
    if Permission.EDIT_NEEDS in request.permissions:
        rows.append(("needs", _("Needs & offers"), needs_url(request.area, saved, interview) if saved else ""))
    rows.append(
        (
            "promises",
            _("Promises"),
            reverse("outreach:visit_promises", args=[slug, saved.pk]) if saved else "",
        )
    )
    keys = [key for key, _label, _url in rows]
    here = keys.index(current) if current in keys else len(keys)
    found = [
        Step(key, label, url, "current" if index == here else "done" if index < here else "")
        for index, (key, label, url) in enumerate(rows)
    ]
    if visit is not None and visit.organisation_id and owed([visit.organisation_id]):
        url = reverse("outreach:apology_new", args=[slug, visit.organisation_id])
        found.insert(0, Step("apology", _("Apologise first"), f"{url}?{urlencode({'next': request.path})}", "first"))
    return found


def next_url(request: Any, visit: Visit, current: str, interview: Interview | None = None) -> str:
    """The address of the step after `current`; the summary after the last."""
    rows = steps(request, visit, current, interview)
    for index, step in enumerate(rows[:-1]):
        if step.key == current:
            return rows[index + 1].url
    return reverse("outreach:visit", args=[request.area.slug, visit.pk])


def way_back(request: Any, default: str) -> str:
    """The page named in `next`, if it is one of ours, else `default` (an address): where "Cancel" leads."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return str(wanted) if wanted and ours else default


def back(request: Any, default: str) -> HttpResponseRedirect:
    """Back to the page named in `next`, if it is one of ours, else to `default`."""
    return HttpResponseRedirect(way_back(request, default))
