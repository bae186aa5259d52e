"""Letters to the members, or to those who shall join: made and sent as all letters are."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kogge.accounts.roles import Permission
from kogge.actors.models import Organisation
from kogge.core.messages import problem
from kogge.networks.models import Invitation, Meeting, Network
from kogge.networks.queries.life import members_on, next_meeting
from kogge.outreach.actions import letters as actions
from kogge.outreach.forms.letters import MailingForm
from kogge.outreach.models import LetterKind, Mailing
from kogge.outreach.queries import letters as queries
from kogge.places.access import AreaRequest, area_view, require

from .founded import visible

KINDS = {LetterKind.INVITATION, LetterKind.RESULTS}


@area_view(Permission.EDIT_NETWORKS)
def letters(request: AreaRequest, pk: int, kind: str) -> HttpResponse:
    """Write to the members (or, with `?to=invited`, to those who are to be asked): entries, preview, letters."""
    require(request, Permission.EDIT_VISITS)
    if kind not in KINDS:
        raise Http404
    network = visible(request, pk)
    invited = request.GET.get("to") == "invited"
    which, mail = LetterKind(kind), actions.mail_ready()
    form = MailingForm(request.POST or None, kind=which, mail=mail, initial=_entries(network, which))
    valid = request.method == "POST" and form.is_valid()
    entries = form.entries() if valid else {}
    channel = form.cleaned_data["channel"] if valid else Mailing.Channel.PAPER
    if invited:
        waiting = Invitation.objects.filter(network=network, state__in=["to_ask", "asked"])
        rows = Organisation.objects.filter(pk__in=waiting.values("organisation")).order_by("name")
    else:
        rows = members_on(network)
    rows = rows.filter(pk__in=Organisation.objects.visible_to(request.user).in_area(request.area).values("pk"))
    found = queries.recipients(request.area, list(rows), kind=which, channel=channel, values=entries)
    if valid and request.POST.get("do") == "make":
        token = form.cleaned_data["token"]
        mailing = Mailing.objects.filter(token=token, area=request.area).first()
        if mailing is None and not found.reached:
            problem(request, _("Nobody is left who may get this letter."))
            return redirect(request.get_full_path())
        if mailing is None:
            mailing, _fresh = actions.make_mailing(
                request.area, kind=which, channel=channel, values=entries, reached=found.reached, token=token,
                by=request.user,
            )  # fmt: skip
        return redirect("outreach:mailing", request.area.slug, mailing.pk)
    shown = []
    for one in found.reached[:2] if valid else []:
        values = queries.placeholders(
            request.area, one.organisation, language=one.text.language, contact=one.contact,
            sender=request.user.name, values=entries,
        )  # fmt: skip
        shown.append((one, *queries.written(one.text, values)))
    context = {
        "network": network, "kind": which, "invited": invited, "form": form, "found": found, "shown": shown,
        "previewed": valid, "mail": mail,
    }  # fmt: skip
    return render(request, "networks/letters.html", context, status=422 if form.is_bound and not valid else 200)


def _entries(network: Network, kind: str) -> dict[str, object]:
    """What the next meeting says; for results what the last meeting that is over decided."""
    if kind == LetterKind.RESULTS:
        held = Meeting.objects.filter(network=network, guests__isnull=False).order_by("-date").first()
        decided = list(held.decisions.all()) if held else []
        return {"results": "\n".join(f"– {row.text}" for row in decided)}
    meeting = next_meeting(network)
    if meeting is None:
        return {}
    time = f"{meeting.start:%H:%M}" + (f"–{meeting.end:%H:%M}" if meeting.end else "") if meeting.start else ""
    return {"meeting_date": meeting.date, "meeting_time": time, "meeting_place": meeting.where}
