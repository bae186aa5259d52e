"""Personal links: made, taken back, used; and what their holders change. The history says that it came by the link."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from kogge.actors.models import Organisation, Person
from kogge.core.history import change
from kogge.core.models import Change
from kogge.networks.models import NetworkMember, OwnChange, OwnLink
from kogge.networks.models.own import digest_of
from kogge.outreach.models import Task

USED_AGAIN = dt.timedelta(hours=1)  # how often the last use is written down at most
FORGET_WITHIN = dt.timedelta(days=14)  # Art. 12 GDPR leaves a month


def make_link(
    organisation: Organisation, *, label: str, person: Person | None, expires: dt.date, by: Any
) -> tuple[OwnLink, str]:
    """Make a link; returns it with its token, which is kept nowhere."""
    token = secrets.token_urlsafe(24)
    text = _("Personal link made: %(label)s, %(organisation)s") % {"label": label, "organisation": organisation}
    with change(text, by=by, area=organisation.area):
        link = OwnLink.objects.create(
            organisation=organisation, label=label, person=person, expires=expires, digest=digest_of(token)
        )
    return link, token


def revoke(link: OwnLink, *, by: Any) -> Change:
    """Take a link back, for good."""
    text = _("Personal link taken back: %(label)s, %(organisation)s") % {
        "label": link.label,
        "organisation": link.organisation,
    }
    with change(text, by=by, area=link.organisation.area) as made:
        link.revoked_at = timezone.now()
        link.save(update_fields=["revoked_at"])
    return made


def stays_shut(made: Change, by: Any) -> str:
    """Why a change is not undone: it took a personal link back, or made one. "" for any other change.

    A link that was made is taken back on its own page: undoing the undo would open it again.
    """
    for row in OwnLink.history.filter(change=made):
        if row.history_type == "+" and row.prev_record is None:
            return _("A personal link is taken back on the page of its organisation's links.")
        if row.history_type == "~" and row.revoked_at is not None:
            before = row.prev_record
            if before is None or before.revoked_at is None:
                return _("A personal link that was taken back stays so. Make a new one.")
    return ""


def use(link: OwnLink) -> None:
    """Write down that the link is in use: a line for the team, not a log of every step."""
    now = timezone.now()
    if link.last_used_at is None or link.last_used_at < now - USED_AGAIN:
        link.last_used_at = now
        OwnLink.objects.filter(pk=link.pk).update(last_used_at=now)


@contextmanager
def own_change(link: OwnLink, label: str) -> Iterator[Change]:
    """Run the block as one change by the holder of a link; the team finds it among what to look at."""
    text = _("By personal link, %(organisation)s: %(what)s") % {"organisation": link.organisation, "what": label}
    with change(text, by=None, area=link.organisation.area) as made:
        yield made
        OwnChange.objects.create(link=link, change=made)


def leave(member: NetworkMember, *, link: OwnLink, why: str) -> Change:
    """The organisation leaves a network today, in its own words."""
    with own_change(link, _("left %(network)s") % {"network": member.network}) as made:
        member.end, member.why_left = timezone.localdate(), why
        member.save()
    return made


def ask_to_be_forgotten(link: OwnLink) -> Task:
    """Note a task for the team: everything about the organisation shall go. Asked once while it is open."""
    organisation = link.organisation
    with transaction.atomic():
        # Two presses at the same moment: the second waits, and then finds what the first one wrote.
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        return forgetting_of(organisation) or _note_forgetting(link, organisation)


def _note_forgetting(link: OwnLink, organisation: Organisation) -> Task:
    with own_change(link, _("wishes to be forgotten")), override(settings.LANGUAGE_CODE):
        task = Task.objects.create(
            area=organisation.area,
            title=(_("Forget everything about %(name)s") % {"name": organisation})[:250],
            reason=_("Asked for by personal link (%(label)s). Answer within a month (Art. 12 and 17 GDPR).")
            % {"label": link.label},
            due=timezone.localdate() + FORGET_WITHIN,
        )
        task.organisations.set([organisation])
        link.forgetting = task
        link.save(update_fields=["forgetting"])
    return task


def forgetting_of(organisation: Organisation) -> Task | None:
    """The open request of an organisation to be forgotten (one query)."""
    rows = Task.objects.open().filter(pk__in=organisation.own_links.values("forgetting"))
    found: Task | None = rows.order_by("pk").first()
    return found


def seen(rows: Any) -> int:
    """Somebody of the team has looked at these; returns how many were new."""
    return int(rows.waiting().update(seen_at=timezone.now()))
