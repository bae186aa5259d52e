"""Agreements after the handshake: redeemed or not, cancelled, taken up again; needs and offers follow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from kogge.core.history import change
from kogge.core.models import Change
from kogge.exchange.models import Agreement, Contribution
from kogge.needs.models import Need, Offer

from .refusal import Refused

Redeemed = Contribution.Redeemed
COUNTED = {Redeemed.YES, Redeemed.PARTLY}  # answers that use up an offer once


@dataclass(frozen=True)
class Side:
    """What one organisation gives to another in an agreement, by ids."""

    giver: int
    receiver: int
    text: str
    hours: Decimal | None = None
    offer: int | None = None
    need: int | None = None


def create_agreement(
    *,
    area: Any,
    title: str,
    agreed_on: dt.date,
    due: dt.date,
    sides: Sequence[Side],
    by: Any,
    proposal: Any = None,
    is_practice: bool = False,
) -> tuple[Agreement, Change]:
    """Write an agreement down with its contributions, from a proposal or by hand."""
    with change(_("Agreement “%(title)s”") % {"title": title}, by=by, area=area) as made:
        agreement = Agreement.objects.create(
            area=area, title=title, agreed_on=agreed_on, due=due, proposal=proposal, is_practice=is_practice
        )
        for side in sides:
            Contribution.objects.create(
                agreement=agreement,
                giver_id=side.giver,
                receiver_id=side.receiver,
                offer_id=side.offer,
                need_id=side.need,
                text=side.text,
                hours=side.hours,
            )
    return agreement, made


def edit_agreement(
    *,
    agreement: Agreement,
    title: str,
    due: dt.date,
    texts: Mapping[int, tuple[str, Decimal | None]],
    by: Any,
) -> Change:
    """Change the words, hours (by contribution id) and the day of an agreement."""
    with change(_("“%(title)s” changed") % {"title": title}, by=by, area=agreement.area) as made:
        agreement.title, agreement.due = title, due
        agreement.save()
        for contribution in agreement.contributions.all():
            text, hours = texts.get(contribution.pk, (contribution.text, contribution.hours))
            if (text, hours) != (contribution.text, contribution.hours):
                contribution.text, contribution.hours = text, hours
                contribution.save()
    return made


def status_from(answers: Iterable[str]) -> str:
    """What the answers for the contributions make of their agreement.

    >>> status_from(["yes", "open"]), status_from(["yes", "yes"]), status_from(["yes", "no"])
    ('agreed', 'redeemed', 'partly')
    """
    given = set(answers)
    if not given or Redeemed.OPEN in given:
        return Agreement.Status.AGREED.value
    if given == {Redeemed.YES}:
        return Agreement.Status.REDEEMED.value
    if given == {Redeemed.NO}:
        return Agreement.Status.FAILED.value
    return Agreement.Status.PARTLY.value


def record_redemption(
    *, agreement: Agreement, answers: Mapping[int, tuple[str, str]], result: str = "", by: Any
) -> Change:
    """Keep per contribution (by its id) whether it was redeemed, and why not; settle needs and offers.

    The agreement closes with the last answer. Side effects: a need whose contribution was redeemed is
    settled, an offer is settled once it was given as often as it can be; both open again when an answer is
    corrected.
    """
    with change(
        _("Redemption of “%(title)s” recorded") % {"title": agreement.title}, by=by, area=agreement.area
    ) as made:
        agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
        contributions = list(agreement.contributions.select_related("need", "offer"))
        changed = []
        for contribution in contributions:
            redeemed, why_not = answers.get(contribution.pk, (contribution.redeemed, contribution.why_not))
            if redeemed in {Redeemed.YES, Redeemed.OPEN}:
                why_not = ""
            if (redeemed, why_not) != (contribution.redeemed, contribution.why_not):
                before = contribution.redeemed
                contribution.redeemed, contribution.why_not = redeemed, why_not
                contribution.save()
                changed.append((contribution, before))
        _settle(changed)
        _close(agreement, status_from(one.redeemed for one in contributions), result)
    return made


def cancel_agreement(*, agreement: Agreement, reason: str, by: Any) -> Change:
    """Call an agreement off by common consent: it counts in no rate, its offers and needs are free again.

    Raises Refused when something of it was redeemed already: the rest is then recorded as not redeemed.
    """
    with change(_("“%(title)s” cancelled") % {"title": agreement.title}, by=by, area=agreement.area) as made:
        agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
        if agreement.contributions.filter(redeemed__in=COUNTED).exists():
            raise Refused(_("Part of it was redeemed already. Record for the rest that it was not, and why."))
        _close(agreement, Agreement.Status.CANCELLED, reason)
    return made


def reopen_agreement(*, agreement: Agreement, by: Any) -> Change:
    """Take a cancelled agreement up again, with the answers it had."""
    with change(_("“%(title)s” taken up again") % {"title": agreement.title}, by=by, area=agreement.area) as made:
        agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
        _close(agreement, status_from(agreement.contributions.values_list("redeemed", flat=True)), "")
    return made


def _close(agreement: Agreement, status: str, result: str) -> None:
    today = timezone.localdate()
    agreement.closed_on = None if status == Agreement.Status.AGREED else agreement.closed_on or today
    agreement.status = status
    agreement.result = result
    agreement.save()


def _settle(changed: list[tuple[Contribution, str]]) -> None:
    """Needs and offers follow the answers that changed: (contribution, the answer it had before)."""
    for contribution, before in changed:
        need = contribution.need
        if need is None:
            continue
        if contribution.redeemed == Redeemed.YES and need.status == Need.Status.OPEN:
            need.status = Need.Status.MET
            need.save()
        elif before == Redeemed.YES and need.status == Need.Status.MET:
            need.status = Need.Status.OPEN
            need.save()
    offers = {one.offer_id: one.offer for one, _before in changed if one.offer is not None}
    freed = {one.offer_id for one, before in changed if before in COUNTED and one.redeemed not in COUNTED}
    given = dict(
        Contribution.objects.filter(offer__in=offers, redeemed__in=COUNTED)
        .exclude(agreement__status=Agreement.Status.CANCELLED)
        .values("offer")
        .annotate(times=Count("pk"))
        .values_list("offer", "times")
    )
    for pk, offer in offers.items():
        used_up = given.get(pk, 0) >= offer.capacity
        if used_up and offer.status == Offer.Status.OPEN:
            offer.status = Offer.Status.MET
            offer.save()
        elif pk in freed and not used_up and offer.status == Offer.Status.MET:
            offer.status = Offer.Status.OPEN
            offer.save()
