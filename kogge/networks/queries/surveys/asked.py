"""Who could be asked in a tie survey, who stands on whose list, and how far the answers are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from kogge.actors.models import Organisation, Relation
from kogge.needs.models import Need, Offer
from kogge.networks.models import NetworkMember, SurveyRespondent, TieAnswer, TieSurvey
from kogge.networks.roster import Closeness, rosters
from kogge.outreach.queries.briefing import refusals
from kogge.places.models import Area

FEWEST = 5  # with fewer everybody could guess who said what
MOST = 300


def surveys(area: Area, user: Any) -> Any:
    """The waves of an area with `people` asked and `back`, how many have answered; the newest first."""
    rows = TieSurvey.objects.visible_to(user).in_area(area).select_related("network")
    return rows.annotate(
        people=Count("respondents"), back=Count("respondents", filter=Q(respondents__sent_at__isnull=False))
    ).order_by("-pk")


def respondents(survey: TieSurvey) -> Any:
    """Everybody who is asked, by name, with `lines` on the list and `filled` of them answered."""
    rows = SurveyRespondent.objects.filter(survey=survey).select_related("organisation__district", "survey")
    return rows.annotate(
        lines=Count("answers"), filled=Count("answers", filter=Q(answers__frequency__isnull=False))
    ).order_by("organisation__name", "pk")


def members_to_ask(survey: TieSurvey) -> list[Organisation]:
    """Members today of the survey's network, or of any network of the area, each once, by name.

    Left out are those that closed and those that do not want to hear from us.
    """
    today = timezone.localdate()
    rows = NetworkMember.objects.current().filter(network__area=survey.area)
    if survey.network_id:
        rows = rows.filter(network=survey.network_id)
    found = list(
        Organisation.objects.filter(pk__in=rows.values("organisation"))
        .filter(Q(closed_on__isnull=True) | Q(closed_on__gt=today))
        .order_by("name", "pk")
    )
    no = refusals(row.pk for row in found)
    return [row for row in found if row.pk not in no]


def lists_for(survey: TieSurvey, organisations: Sequence[Organisation]) -> dict[int, tuple[int, ...]]:
    """Whom each one is asked about (ids), closest first: `roster.rosters`; a constant number of queries.

    Close are those with a relation, or who were asked about each other in the wave before; then those in the same
    network; then those with the same topic or in the same district. Where something broke they are strangers.
    """
    ids = [row.pk for row in organisations]
    close: dict[tuple[int, int], int] = defaultdict(int)

    def near(one: int, other: int, level: Closeness) -> None:
        if one != other:
            pair = (min(one, other), max(one, other))
            close[pair] = max(close[pair], level)

    relations = Relation.objects.on().filter(area=survey.area, source__in=ids, target__in=ids)
    broken = set()
    for source, target, kind in relations.values_list("source_id", "target_id", "type"):
        if kind == Relation.Type.RIFT:
            broken.add((min(source, target), max(source, target)))
        else:
            near(source, target, Closeness.KNOWN_TIE)
    # Whoever was asked about somebody in the last wave is asked again, whatever they said: else ties could only break.
    last = TieSurvey.objects.filter(area=survey.area, network=survey.network_id, closed_at__isnull=False)
    told = TieAnswer.objects.filter(
        respondent__survey=last.order_by("-closed_at").first(), frequency__isnull=False,
        respondent__organisation__in=ids, organisation__in=ids,
    )  # fmt: skip
    for one, other in told.values_list("respondent__organisation_id", "organisation_id"):
        near(one, other, Closeness.KNOWN_TIE)
    groups: dict[tuple[str, Any], set[int]] = defaultdict(set)
    for pk, network in (
        NetworkMember.objects.current().filter(organisation__in=ids).values_list("organisation_id", "network_id")
    ):
        groups["network", network].add(pk)
    for row in organisations:
        if row.district_id:
            groups["district", row.district_id].add(row.pk)
    for model in (Need, Offer):
        rows = model.objects.filter(organisation__in=ids, area=survey.area)
        for pk, topic in rows.values_list("organisation_id", "topic_id"):
            groups["topic", topic].add(pk)
    for (kind, _which), members in groups.items():
        level = Closeness.SAME_NETWORK if kind == "network" else Closeness.SHARED
        for one, other in combinations(sorted(members), 2):
            near(one, other, level)
    for pair in broken:
        close.pop(pair, None)
    return rosters(ids, close, enough=survey.raters)


def in_order(answers: Iterable[TieAnswer]) -> list[TieAnswer]:
    """Answers as they stand on the list."""
    return sorted(answers, key=lambda row: row.place)
