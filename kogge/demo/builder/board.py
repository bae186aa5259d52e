"""What the interviewed need and offer, in their words, coded to topics."""

from __future__ import annotations

from datetime import timedelta

from kogge.needs.actions import install_topics
from kogge.needs.models import Need, Offer, Topic
from kogge.outreach.models import Interview

from ..talk import wishes
from .world import Actor, World, rewrite, store, written

# Share of houses, schools and offices that ask nothing back for what they offer; businesses seldom.
GENEROUS = {"business": 0.09, "civic": 0.25, "housing": 0.5, "public": 0.7, "education": 0.2}


def build_board(world: World) -> None:
    install_topics(world.area, by=world.users["administrator"])
    topics = {topic.code: topic for topic in Topic.objects.filter(area=world.area)}
    for interview in world.interviews:
        actor = world.actor_of(interview.organisation)
        needs, offers = world.rng.choices([(2, 1), (2, 2), (2, 3), (3, 2), (3, 3), (4, 3)], [2, 5, 3, 5, 3, 1])[0]
        if interview.would_join == Interview.Join.NO:
            needs, offers = 1, world.rng.randint(0, 1)
        _need_rows(world, actor, interview, topics, needs)
        _offer_rows(world, actor, interview, topics, offers)
    store(world.needs)
    store(world.offers)


def _need_rows(world: World, actor: Actor, interview: Interview, topics: dict[str, Topic], count: int) -> None:
    for wish in wishes(world.rng, (actor.sector, actor.archetype), "need", count, world.said):
        row = Need(
            area=world.area,
            organisation=actor.row,
            topic=topics[wish.topic],
            interview=interview,
            text=wish.text,
            urgency=world.rng.choices([1, 2, 3], [2, 5, 3])[0],
            created_on=interview.date,
        )
        if world.rng.random() < 0.12:
            row.valid_until = interview.date + timedelta(days=world.rng.choice([180, 365, 540]))
        world.needs.append(written(row, interview.date, world.rng, interview._history_user))


def _offer_rows(world: World, actor: Actor, interview: Interview, topics: dict[str, Topic], count: int) -> None:
    asked = {need.topic_id for need in world.needs if need.organisation_id == actor.row.pk}
    for wish in wishes(world.rng, (actor.sector, actor.archetype), "offer", count, world.said):
        if topics[wish.topic].pk in asked:
            continue  # nobody offers what they lack
        row = Offer(
            area=world.area,
            organisation=actor.row,
            topic=topics[wish.topic],
            interview=interview,
            text=wish.text,
            capacity=world.rng.choices([1, 2, 3, 4], [60, 24, 10, 6])[0],
            asks_nothing=world.rng.random() < GENEROUS.get(actor.row.kind, 0.1),
            created_on=interview.date,
        )
        world.offers.append(written(row, interview.date, world.rng, interview._history_user))


def settle_board(world: World) -> None:
    """Needs that a redeemed agreement covered are settled; some others settled elsewhere or withdrawn."""
    rng = world.rng
    covered = {
        part.need_id: part.agreement.closed_on
        for part in world.contributions
        if part.need_id and part.agreement.status == "redeemed"
    }
    changed = []
    for need in world.needs:
        if need.pk in covered:
            need.status, day = Need.Status.MET, covered[need.pk]
        elif need.created_on < world.months_ago(8) and rng.random() < 0.16:
            need.status = rng.choice([Need.Status.MET, Need.Status.WITHDRAWN])
            day = world.day_between(need.created_on, world.today)
        else:
            continue
        changed.append(written(need, day, rng, None))
    rewrite(changed, "status")
    gone = [offer for offer in world.offers if rng.random() < 0.06]
    for offer in gone:
        offer.status = Offer.Status.WITHDRAWN
        written(offer, world.day_between(offer.created_on, world.today), rng, None)
    rewrite(gone, "status")
