"""What the holder of a personal link sees: where one stands, what is kept, meetings, charter, what would fit."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kogge.actors.queries import languages, sectors
from kogge.networks.actions import own as actions
from kogge.networks.forms.own import OwnProfileForm
from kogge.networks.ics import calendar
from kogge.networks.models import OwnLink
from kogge.networks.paper.charter import parts_of, state_of
from kogge.networks.queries import own as queries
from kogge.networks.survey_links import link_of as survey_link

from .door import missing, own_page, shown


@own_page(when_closed=True)
def home(request: HttpRequest, token: str, link: OwnLink) -> HttpResponse:
    """What is next, and where to what."""
    organisation = link.organisation
    context = {"asked": actions.forgetting_of(organisation)}
    if organisation.closed_on is None:
        context |= {
            "meeting": queries.coming(organisation).first(),
            "memberships": list(queries.memberships(organisation)),
            "needs": queries.entries(organisation, "need").filter(status="open").count(),
            "surveys": [(row, survey_link(row)) for row in queries.surveys(organisation)],
            "offers": queries.entries(organisation, "offer").filter(status="open").count(),
        }
    return shown(request, token, link, "home", **context)


@own_page()
def profile(request: HttpRequest, token: str, link: OwnLink) -> HttpResponse:
    """What is kept about us?"""
    organisation = link.organisation
    return shown(
        request, token, link, "profile",
        sector=sectors.title(organisation.wz_code) if organisation.wz_code else "",
        languages=[languages.name(code) for code in organisation.languages],
        addresses=list(organisation.addresses.all()),
        points=list(organisation.contact_points.all()),
        contacts=queries.contacts(organisation),
    )  # fmt: skip


@own_page()
def profile_edit(request: HttpRequest, token: str, link: OwnLink) -> HttpResponse:
    """Correct how to reach us, when we are open, the own name."""
    form = OwnProfileForm(request.POST or None, instance=link.organisation, person=queries.own_person(link))
    if request.method == "POST" and form.is_valid():
        if form.has_changed():
            with actions.own_change(link, _("own details corrected")):
                form.save()
        return redirect(reverse("own:profile", args=[token]) + "?did=saved")
    return shown(request, token, link, "profile_edit", form=form, status=422 if form.errors else 200)


@own_page()
def meetings(request: HttpRequest, token: str, link: OwnLink) -> HttpResponse:
    """When do we meet?"""
    organisation = link.organisation
    return shown(
        request, token, link, "meetings",
        coming=list(queries.coming(organisation)), past=queries.past(organisation),
        memberships=list(queries.memberships(organisation)),
    )  # fmt: skip


@own_page()
def meeting_ics(request: HttpRequest, token: str, link: OwnLink, pk: int) -> HttpResponse:
    """One meeting of our networks for the calendar of the phone."""
    meeting = queries.meetings(link.organisation).filter(pk=pk).first()
    if meeting is None:
        return missing(request, token, link)
    headers = {"Content-Disposition": f'inline; filename="{meeting.date}.ics"'}
    text = calendar(meeting.network, [meeting], host=request.get_host())
    return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=headers)


@own_page()
def charter(request: HttpRequest, token: str, link: OwnLink, pk: int) -> HttpResponse:
    """What did the members of our network agree on?"""
    row = queries.charter_of(link.organisation, pk)
    if row is None:
        return missing(request, token, link)
    return shown(request, token, link, "charter", charter=row, parts=parts_of(row), state=state_of(row))


@own_page()
def matches(request: HttpRequest, token: str, link: OwnLink) -> HttpResponse:
    """Who could help us, and whom could we help?"""
    organisation = link.organisation
    return shown(
        request, token, link, "matches",
        matches=queries.matches(organisation), may_match=queries.may_match(organisation),
    )  # fmt: skip
