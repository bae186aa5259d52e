"""What stands in the way: offers and needs in use, who agreed to matching, who must not meet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from kogge.actors.models import Consent
from kogge.exchange.models import Agreement, Contribution, Proposal, Rejection
from kogge.needs.models import BoardEntry
from kogge.outreach.queries import no_go_pairs

Pair = tuple[int, int]


@dataclass(frozen=True)
class Standing:
    """How things stand in an area, read in a constant number of queries.

    `used_offers`: how often each offer was given or is promised; `covered_needs`: ids of needs that an open
    agreement covers; `consenting`: ids of organisations; `apart`: pairs of organisations, smaller id first;
    `refused`: pairs (offer, need) that somebody rejected.
    """

    used_offers: Counter[int]
    covered_needs: frozenset[int]
    consenting: frozenset[int]
    apart: frozenset[Pair]
    refused: frozenset[Pair]

    def are_apart(self, organisations: Iterable[int]) -> bool:
        """Whether two of these organisations must not be brought together."""
        ids = sorted(set(organisations))
        return any((a, b) in self.apart for i, a in enumerate(ids) for b in ids[i + 1 :])

    def left_of(self, offer: Any) -> int:
        """How many times an offer can still be given."""
        return max(0, int(offer.capacity) - self.used_offers[offer.pk])


def standing(area: Any) -> Standing:
    """Read how things stand. Rejections because two do not get on keep the two apart, like a no-go."""
    rows = Rejection.objects.filter(area=area).values_list(
        "offer", "need", "reason", "offer__organisation", "need__organisation"
    )
    refused, apart = set(), no_go_pairs(area)
    for offer, need, reason, giver, receiver in rows:
        refused.add((offer, need))
        if reason == Rejection.Reason.RIFT:
            apart.add((min(giver, receiver), max(giver, receiver)))
    contributions = Contribution.objects.in_area(area).binding()
    covered = contributions.filter(agreement__status=Agreement.Status.AGREED, need__isnull=False)
    consents = Consent.objects.filter(area=area, purpose=Consent.Purpose.MATCHING).valid()
    return Standing(
        used_offers=Counter(contributions.filter(offer__isnull=False).values_list("offer", flat=True)),
        covered_needs=frozenset(covered.values_list("need", flat=True)),
        consenting=frozenset(consents.values_list("organisation", flat=True)),
        apart=frozenset(apart),
        refused=frozenset(refused),
    )


def obstacles(proposal: Proposal, now: Standing) -> list[str]:
    """Why a proposal cannot be accepted as things stand, a sentence each; empty when it can.

    The proposal's transfers with offer, need, giver and receiver are expected to be loaded.
    """
    found: list[str] = []
    if not is_whole(proposal):
        found.append(_("Somebody of this proposal is no longer in the register, or their offer or need is gone."))
    uses: Counter[int] = Counter()
    members: dict[int, Any] = {}
    practice = False
    for transfer in proposal.transfers.all():
        offer, need = transfer.offer, transfer.need
        members |= {transfer.giver_id: transfer.giver, transfer.receiver_id: transfer.receiver}
        practice = practice or offer.is_practice or need.is_practice
        uses[offer.pk] += 1
        if not is_live(offer) or now.left_of(offer) < uses[offer.pk]:
            found.append(_("The offer “%(text)s” is no longer free.") % {"text": offer.text})
        if not is_live(need) or need.pk in now.covered_needs:
            found.append(_("The need “%(text)s” is settled or covered already.") % {"text": need.text})
    for pk, organisation in members.items():
        if organisation.closed_on is not None:
            found.append(_("%(name)s has closed.") % {"name": organisation})
        elif pk not in now.consenting and not practice:
            found.append(_("%(name)s has not agreed to matching.") % {"name": organisation})
    if now.are_apart(members):
        found.append(_("Not all of them can be brought together any longer."))
    return found


def is_whole(proposal: Proposal) -> bool:
    """Whether each arrow of a proposal begins where the one before it ends, and a ring closes.

    Arrows go with an organisation, an offer or a need that is deleted.
    """
    transfers = list(proposal.transfers.all())
    arrows = [(t.giver_id, t.receiver_id) for t in transfers]
    begins = bool(transfers) and transfers[0].order == 0
    is_joined = all(before[1] == after[0] for before, after in pairwise(arrows))
    closes = proposal.kind != Proposal.Kind.RING or (bool(arrows) and arrows[-1][1] == arrows[0][0])
    return begins and is_joined and closes


def is_live(entry: BoardEntry) -> bool:
    """Open and not past its last day, as `BoardQuerySet.live` says in the database."""
    return entry.status == BoardEntry.Status.OPEN and (
        entry.valid_until is None or entry.valid_until >= timezone.localdate()
    )
