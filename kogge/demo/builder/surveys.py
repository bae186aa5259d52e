"""Two tie surveys of the running network, a year apart, both closed: more ties, a little more trust."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations
from random import Random

from kogge.actors.models import Organisation, Relation
from kogge.networks.actions.surveys import close_survey
from kogge.networks.models import SurveyRespondent, TieAnswer, TieSurvey
from kogge.networks.models.surveys import DIMENSIONS
from kogge.networks.queries.surveys.asked import lists_for

from .world import World, moment, store, written

SEED = 731  # chance of its own: the rest of the story does not change with it
# name, months ago, trust on top
WAVES = (("Wer arbeitet mit wem, erste Befragung", 14, 0.0), ("Zweite Befragung", 2, 0.25))
BACK = 0.95  # share that answers
TIED, BEGINS, LASTS = 0.22, 0.14, 0.88  # pairs without a relation that work together; ties that come, that hold
OTHERS = ("Der Hausmeister der Schule", "Die Druckerei am Gewerbehof", "Kleingärten Weidengrund")
Pairs = dict[frozenset[int], bool]  # which two work together


def build_surveys(world: World) -> None:
    """Closed waves with their figures; who rated whom is forgotten, as in any other."""
    rng = Random(SEED)
    network = world.networks[2]
    related = {frozenset((row.source_id, row.target_id)) for row in world.relations if row.type != Relation.Type.RIFT}
    liked = {actor.row.pk: rng.uniform(2.0, 3.4) for actor in world.actors}
    members = [row for row in world.members if row.network_id == network.pk]
    works: Pairs = {}
    for name, months, more in WAVES:
        opened = world.months_ago(months)
        there = {row.organisation_id for row in members if row.start <= opened and (not row.end or row.end > opened)}
        people = [actor.row for actor in world.actors if actor.row.pk in there and actor.is_open]
        people.sort(key=lambda row: row.name)
        for pair in (frozenset((one.pk, other.pk)) for one, other in combinations(people, 2)):
            before = works.get(pair)
            likely = TIED if before is None else LASTS if before else BEGINS
            works[pair] = rng.random() < (0.9 if pair in related else likely)
        _wave(world, rng, name, opened, people, works, {pk: level + more for pk, level in liked.items()})


def _wave(
    world: World,
    rng: Random,
    name: str,
    opened: date,
    people: list[Organisation],
    works: Pairs,
    liked: dict[int, float],
) -> None:
    by = world.users["coordinator"]
    until = opened + timedelta(days=21)
    survey = TieSurvey(
        area=world.area, network=world.networks[2], name=name, until=until, opened_at=moment(opened, rng)
    )  # fmt: skip
    store([written(survey, opened, rng, by)])
    rows = []
    for number, row in enumerate(people, start=1):
        respondent = SurveyRespondent(survey=survey, organisation=row, number=number)
        if rng.random() < BACK:
            respondent.sent_at = moment(opened + timedelta(days=rng.randint(1, 20)), rng)
            respondent.channel = rng.choice(("link", "link", "paper", "interview"))
            respondent.others = rng.choice(OTHERS) if rng.random() < 0.1 else ""
        rows.append(written(respondent, opened, rng, by))
    store(rows)
    whom = lists_for(survey, people)
    answers = []
    for respondent in rows:
        for place, other in enumerate(whom[respondent.organisation_id], start=1):
            answer = TieAnswer(respondent=respondent, organisation_id=other, place=place)
            if respondent.sent_at:
                _say(answer, rng, works[frozenset((respondent.organisation_id, other))], liked[other])
            answers.append(answer)
    TieAnswer.objects.bulk_create(answers, batch_size=1000)
    close_survey(survey, by=by)
    TieSurvey.objects.filter(pk=survey.pk).update(closed_at=moment(until + timedelta(days=3), rng))


def _say(answer: TieAnswer, rng: Random, works: bool, level: float) -> None:
    answer.frequency = 0
    if rng.random() >= (0.9 if works else 0.02):
        return
    answer.frequency = rng.choice((1, 2, 2, 3, 3, 4))
    answer.information, answer.referral = rng.random() < 0.7, rng.random() < 0.5
    answer.purchase, answer.event = rng.random() < 0.25, rng.random() < 0.3
    answer.money = rng.random() < 0.05
    for name in DIMENSIONS:
        if rng.random() < 0.9:
            setattr(answer, name, min(4, max(1, round(rng.gauss(level, 0.7)))))
