"""What a person makes of a proposal: an agreement, another proposal, or a rejection that is remembered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from kogge.core.history import change
from kogge.core.models import Change
from kogge.exchange.models import Agreement, Proposal, Rejection
from kogge.exchange.queries.options import changes
from kogge.exchange.queries.proposals import with_arrows
from kogge.exchange.queries.standing import obstacles, standing

from .agreements import Side, create_agreement
from .plan import as_json
from .refusal import Refused


class AlreadyDecided(Refused):
    """Somebody else was quicker; the message says who decided what."""


@contextmanager
def _deciding(proposal: Proposal, label: str, by: Any) -> Iterator[tuple[Proposal, Change]]:
    """The proposal, locked: of two people who decide at the same time one waits, then hears of the other."""
    with change(label, by=by, area=proposal.plan.area) as made:
        Proposal.objects.select_for_update().get(pk=proposal.pk)
        fresh = with_arrows(Proposal.objects.filter(pk=proposal.pk)).get()
        if fresh.status != Proposal.Status.PROPOSED or Agreement.objects.filter(proposal=fresh).exists():
            raise AlreadyDecided(_told(fresh))
        yield fresh, made


def _told(proposal: Proposal) -> str:
    if proposal.status == Proposal.Status.SUPERSEDED:
        return _("A newer plan has replaced this proposal. Nothing was changed; look at the new one.")
    words = {"name": proposal.decided_by or _("Somebody"), "status": proposal.get_status_display()}
    return _("%(name)s was quicker: this proposal is already %(status)s. Nothing was changed.") % words


def accept(
    *,
    proposal: Proposal,
    title: str,
    due: dt.date,
    texts: Mapping[int, tuple[str, Decimal | None]],
    by: Any,
) -> tuple[Agreement, Change]:
    """Make a proposal an agreement. `texts`: words and hours for each transfer, by its id.

    Raises AlreadyDecided when somebody else decided it, Refused when an offer or a need is taken, a consent
    was withdrawn, or two of them must no longer be brought together.
    """
    with _deciding(proposal, _("Proposal accepted: %(title)s") % {"title": title}, by) as (fresh, made):
        if found := obstacles(fresh, standing(fresh.plan.area)):
            raise Refused(" ".join(found))
        _decide(fresh, Proposal.Status.ACCEPTED, by)
        sides, practice = [], False
        for transfer in fresh.transfers.all():
            practice = practice or transfer.offer.is_practice or transfer.need.is_practice
            text, hours = texts.get(transfer.pk, (transfer.offer.text, None))
            sides.append(
                Side(transfer.giver_id, transfer.receiver_id, text, hours, transfer.offer_id, transfer.need_id)
            )
        agreement, _inner = create_agreement(
            area=fresh.plan.area,
            title=title,
            agreed_on=timezone.localdate(),
            due=due,
            sides=sides,
            by=by,
            proposal=fresh,
            is_practice=practice,
        )
    return agreement, made


def reject(*, proposal: Proposal, reasons: Mapping[int, tuple[str, str]], by: Any) -> Change:
    """Turn a proposal down. `reasons`: why, and a note, for each transfer (by id) that is not to come again.

    The pairs of offer and need are remembered, the next plan avoids them; "the two do not get on" keeps both
    organisations apart altogether.
    """
    with _deciding(proposal, _("Proposal rejected"), by) as (fresh, made):
        _decide(fresh, Proposal.Status.REJECTED, by)
        for transfer in fresh.transfers.all():
            if transfer.pk in reasons:
                reason, note = reasons[transfer.pk]
                Rejection.objects.update_or_create(
                    offer=transfer.offer,
                    need=transfer.need,
                    defaults={
                        "area": fresh.plan.area,
                        "reason": reason,
                        "note": note,
                        "on": timezone.localdate(),
                    },
                )
    return made


def change_proposal(*, proposal: Proposal, option: str, by: Any) -> Change:
    """Change a proposal to one of `queries.changes`, named by its key. Raises Refused when it is gone."""
    with _deciding(proposal, _("Proposal changed"), by) as (fresh, made):
        area = fresh.plan.area
        found = next((one for one in changes(fresh, area).options if one.key == option), None)
        if found is None:
            raise Refused(_("This change is no longer possible. Choose another one."))
        arrows = found.shape.arrows
        # New arrows are put on the old rows in their order, rows left over go: nothing is numbered anew.
        old = {(t.offer_id, t.need_id): t for t in fresh.transfers.all()}
        rows = list(fresh.transfers.all())
        kept = {pair: (t.reasons, t.against) for pair, t in old.items()}
        for row, arrow in zip(rows, arrows, strict=False):
            reasons, against = kept.get((arrow.offer, arrow.need), (as_json(arrow.reasons), as_json(arrow.against)))
            row.giver_id, row.receiver_id = arrow.giver, arrow.receiver
            row.offer_id, row.need_id, row.score = arrow.offer, arrow.need, arrow.score
            row.reasons, row.against = reasons, against
            row.save()
        for row in rows[len(arrows) :]:
            row.delete()
        fresh.kind = Proposal.Kind.RING if found.shape.is_ring else Proposal.Kind.CHAIN
        fresh.score, fresh.probability = found.shape.score, found.shape.probability
        fresh.save()
    return made


def forget_rejection(*, rejection: Rejection, by: Any) -> Change:
    """Let a pair be proposed again."""
    with change(_("Rejection forgotten"), by=by, area=rejection.area) as made:
        rejection.delete()
    return made


def _decide(proposal: Proposal, status: str, by: Any) -> None:
    proposal.status = status
    proposal.decided_by = by if getattr(by, "pk", None) else None
    proposal.decided_at = timezone.now()
    proposal.save()
