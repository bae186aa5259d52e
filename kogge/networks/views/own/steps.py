"""What the holder of a personal link decides: consents taken back, a network left, to be forgotten."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kogge.actors.actions import withdraw_purposes
from kogge.actors.models import Consent
from kogge.actors.views.consents import asked_purposes, consents_shown
from kogge.networks.actions import own as actions
from kogge.networks.forms.own import OwnLeaveForm
from kogge.networks.models import OwnLink
from kogge.networks.queries import own as queries

from .door import missing, own_page, shown


@own_page(when_closed=True)
def consent(request: HttpRequest, token: str, link: OwnLink) -> HttpResponse:
    """What did we agree to? A POST takes back: at once, and nobody undoes it."""
    organisation = link.organisation
    if request.method == "POST":
        wanted = asked_purposes(request)
        if Consent.objects.filter(organisation=organisation, purpose__in=wanted).valid().exists():
            with actions.own_change(link, _("consent withdrawn")):
                withdraw_purposes(organisation, wanted, by=None, how=Consent.Channel.LINK)
        return redirect(request.path + "?done=1")
    return shown(request, token, link, "consent", **consents_shown(request, organisation))


@own_page()
def leave(request: HttpRequest, token: str, link: OwnLink, pk: int) -> HttpResponse:
    """Leave a network: asked once more, with a reason if one likes."""
    member = queries.memberships(link.organisation).filter(pk=pk).first()
    if member is None:
        return missing(request, token, link)
    form = OwnLeaveForm(request.POST or None, instance=member)
    if request.method == "POST" and form.is_valid():
        actions.leave(member, link=link, why=form.cleaned_data["why_left"])
        return redirect(reverse("own:home", args=[token]) + "?did=left")
    return shown(request, token, link, "leave", form=form, member=member, status=422 if form.errors else 200)


@own_page(when_closed=True)
def forget(request: HttpRequest, token: str, link: OwnLink) -> HttpResponse:
    """Everything about us shall go: a task for the team, since others' records hang on it."""
    if request.method == "POST":
        actions.ask_to_be_forgotten(link)
        return redirect(reverse("own:home", args=[token]) + "?did=forget")
    return shown(request, token, link, "forget", asked=actions.forgetting_of(link.organisation))
