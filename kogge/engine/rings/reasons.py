"""Why an offer fits a need and what speaks against it, in codes that the pages translate."""

from __future__ import annotations

from kogge.engine.rings.offers import Need, Offer, Party, Reason
from kogge.engine.rings.scoring import GROUP, RELATED, SAME, Weights

# Code → parameters, for those who write the sentences (and for the test that they are complete).
CODES: dict[str, tuple[str, ...]] = {
    "same_topic": ("topic",),
    "related_topic": ("offer_topic", "need_topic"),
    "same_group": ("offer_topic", "need_topic"),
    "different_group": ("offer_topic", "need_topic"),
    "shared_words": ("words",),
    "near": ("metres",),
    "far": ("metres", "reach"),
    "place_unknown": (),
    "common_times": ("slots",),
    "no_common_times": (),
    "common_language": ("languages",),
    "no_common_language": (),
    "common_format": ("formats",),
    "no_common_format": (),
    "over_budget": ("fee", "max_fee"),
    "too_many_hours": ("hours", "hours_per_month"),
    "long_unverified": ("party", "days"),
    "past_broken_promise": ("party", "count"),
    "urgent": (),
    "asks_nothing_back": (),
}


def reason(code: str, **params: str | int | float) -> Reason:
    """A reason with its parameters in the order they are written down in `CODES`.

    >>> reason("near", metres=350).values["metres"]
    350
    """
    return Reason(code, tuple((name, params[name]) for name in CODES[code]))


def explain(
    offer: Offer,
    need: Need,
    giver: Party,
    receiver: Party,
    relation: int,
    words: list[str],
    metres: float | None,
    weights: Weights,
) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
    """What speaks for a pair and against it; `relation` as in `scoring` (SAME, RELATED, GROUP, WORDS)."""
    good: list[Reason] = []
    bad: list[Reason] = []
    topics = {"offer_topic": offer.topic, "need_topic": need.topic}
    if relation == SAME:
        good.append(reason("same_topic", topic=need.topic))
    elif relation == RELATED:
        good.append(reason("related_topic", **topics))
    elif relation == GROUP:
        good.append(reason("same_group", **topics))
    else:
        bad.append(reason("different_group", **topics))
    if words:
        good.append(reason("shared_words", words=", ".join(words[: weights.most_words])))
    reach = max(weights.usual_walk_m if p.max_walk_m is None else p.max_walk_m for p in (giver, receiver))
    if metres is None:
        bad.append(reason("place_unknown"))
    elif metres <= reach:
        good.append(reason("near", metres=round(metres)))
    else:
        bad.append(reason("far", metres=round(metres), reach=round(reach)))
    for mine, yours, name, yes, no in (
        (giver.slots, receiver.slots, "slots", "common_times", "no_common_times"),
        (giver.languages, receiver.languages, "languages", "common_language", "no_common_language"),
        (giver.formats, receiver.formats, "formats", "common_format", "no_common_format"),
    ):
        if mine and yours:
            common = mine & yours
            if common:
                good.append(reason(yes, **{name: ", ".join(sorted(common))}))
            else:
                bad.append(reason(no))
    if receiver.max_fee is not None and offer.fee > receiver.max_fee:
        bad.append(reason("over_budget", fee=offer.fee, max_fee=receiver.max_fee))
    if giver.hours_per_month is not None and offer.hours > giver.hours_per_month:
        bad.append(reason("too_many_hours", hours=offer.hours, hours_per_month=giver.hours_per_month))
    for party in (giver, receiver):
        if (party.days_since_verified or 0) > weights.unverified_days:
            bad.append(reason("long_unverified", party=party.id, days=party.days_since_verified or 0))
    if giver.broken:
        bad.append(reason("past_broken_promise", party=giver.id, count=giver.broken))
    if need.urgency >= 3:
        good.append(reason("urgent"))
    if offer.starts_chain:
        good.append(reason("asks_nothing_back"))
    return tuple(good), tuple(bad)
