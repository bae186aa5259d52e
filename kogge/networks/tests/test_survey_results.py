"""Results of a closed wave: figures, what came and broke since the wave before, what follows for the register."""

from __future__ import annotations

from statistics import fmean

import networkx as nx
import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kogge.actors.actions import merge
from kogge.actors.models import Relation
from kogge.core.models import Change
from kogge.core.undo import undo
from kogge.networks.actions.surveys import EMPTY, close_survey, keep_answer, send_answers
from kogge.networks.models import TieAnswer, TieScore
from kogge.networks.models.surveys import DIMENSIONS
from kogge.networks.queries.surveys.results import difference, followings, network_of, ties_of

from .factories import make_network, make_organisation, make_survey, relate, say


@pytest.fixture
def people(area):
    return [make_organisation(area, f"Laden {letter}") for letter in "ABCDEF"]


def url(name, area, *more):
    return reverse(f"networks:{name}", args=[area.slug, *more])


def wave(area, people, ties, by, name="Welle 1", rating=3):
    """Everybody is asked about everybody and works with those named in `ties`."""
    make_network(area, "Frühstück", people)
    survey = make_survey(area, people, name=name)
    for respondent in survey.respondents.all():
        for answer in respondent.answers.select_related("respondent__survey"):
            pair = {people.index(respondent.organisation), people.index(answer.organisation)}
            often = ties.get(frozenset(pair), 0)
            rated = dict.fromkeys(DIMENSIONS, rating if often else None)
            keep_answer(answer, EMPTY | {"frequency": often, "event": bool(often)} | rated)
        send_answers(respondent, channel="link", others="", by=None)
    return close_survey(survey, by=by)


def pairs(*those, often=3):
    return {frozenset(pair): often for pair in those}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12)
@given(st.data())
def test_scores_equal_a_plain_computation_and_hide_what_too_few_said(area, alice, data):
    people = [make_organisation(area, f"Laden {number}") for number in range(6)]
    survey = make_survey(area, people)
    told: dict[int, list[tuple[int, ...]]] = {person.pk: [] for person in people}
    sent = 0
    for respondent in survey.respondents.all():
        sends = data.draw(st.booleans() | st.just(True))
        sent += sends
        for answer in respondent.answers.select_related("respondent__survey"):
            values = data.draw(st.none() | st.tuples(*[st.integers(1, 4)] * 6))
            rated = dict(zip(DIMENSIONS, values or [None] * 6, strict=True))
            keep_answer(answer, EMPTY | {"frequency": 2} | rated)
            if sends and values:
                told[answer.organisation_id].append(values)
        if sends:
            send_answers(respondent, channel="paper", others="", by=None)
    survey = close_survey(survey, by=alice)
    shown = {score.organisation_id: score for score in TieScore.objects.filter(survey=survey)}
    for pk, values in told.items():
        if sent / 6 < 0.8 or len(values) < 3:
            assert pk not in shown
            continue
        assert shown[pk].trust == pytest.approx(fmean(fmean(row[:3]) for row in values))
        assert shown[pk].value == pytest.approx(fmean(fmean(row[3:]) for row in values))
        assert shown[pk].openness == pytest.approx(fmean(row[2] for row in values))
    assert survey.answered == sent


def test_the_ties_equal_networkx(area, people, alice):
    ties = pairs((0, 1), (1, 2), (0, 2), (3, 4))
    survey = wave(area, people, ties, alice)
    network = network_of(survey, ties_of(survey))
    graph = nx.Graph((edge.source, edge.target) for edge in network.edges)
    assert graph.number_of_edges() == 4
    assert nx.number_connected_components(graph) == 2
    found = ties_of(survey)
    assert len(found) == 15
    assert all(tie.asked == 2 for tie in found.values())


def test_what_came_and_what_broke_of_those_asked_twice(area, people, alice, stella, login):
    first = wave(area, people, pairs((0, 1), (1, 2)), alice)
    second = wave(area, people[:5], pairs((1, 2), (3, 4)), alice, "Welle 2")
    found = difference(first, second)
    assert found.compared == 10
    assert found.came == [("Laden D", "Laden E")]
    assert found.broke == [("Laden A", "Laden B")]
    assert (found.kept, found.gone, found.new) == (1, ["Laden F"], [])
    text = login(stella).get(url("survey_results", area, second.pk)).content.decode()
    assert "Laden D – Laden E" in text
    assert "Welle 1" in text


def test_the_register_learns_and_takes_it_back(area, people, alice, stella, login):
    kept = relate(people[0], people[1])
    old = relate(people[4], people[5])
    other = relate(people[2], people[5], "supplies")
    survey = wave(area, people, pairs((0, 1), (1, 2), often=4), alice)
    found = followings(survey)
    assert [(a.name, b.name) for a, b, _tie in found.add] == [("Laden B", "Laden C")]
    assert (found.end, found.there) == ([old], 1)
    client = login(stella)
    client.post(url("survey_take", area, survey.pk), {"add": "1", "end": "1"})
    made = Relation.objects.get(source=people[1], target=people[2])
    old.refresh_from_db()
    assert (made.type, made.strength, made.is_mutual, made.note) == ("partner", 3, True, "Welle 1")
    assert old.end is not None
    assert Relation.objects.filter(pk__in=[kept.pk, other.pk], end=None).count() == 2
    assert "kennt alle" in client.get(url("survey_results", area, survey.pk)).content.decode()
    undo(Change.objects.latest("at"), by=stella)
    assert not Relation.objects.filter(source=people[1], target=people[2]).exists()
    old.refresh_from_db()
    assert old.end is None


def test_figures_and_the_form_of_leading(area, people, alice, bob, stella, login):
    survey = wave(area, people, pairs(*[(a, b) for a in range(6) for b in range(a)]), alice)
    text = login(stella).get(url("survey_results", area, survey.pk)).content.decode()
    assert "15</strong> Beziehungen" in text
    assert "3,00" in text
    assert 'id="governance"' in text
    assert "Laden F" in text
    text = login(bob).get(url("survey_results", area, survey.pk)).content.decode()
    assert "3,00" in text
    assert "Laden F" not in text


def test_there_is_nothing_before_it_is_closed(area, people, stella, login):
    survey = make_survey(area, people)
    for respondent in survey.respondents.all():
        say(respondent, rating=4)
    client = login(stella)
    assert client.get(url("survey_results", area, survey.pk)).status_code == 302
    one = survey.respondents.first()
    assert client.get(url("respondent_profile", area, one.pk)).status_code == 302
    client.post(url("survey_take", area, survey.pk), {"add": "1"})
    assert not Relation.objects.exists()
    assert TieAnswer.objects.filter(reliability=4).exists()


def test_the_profile_to_print(area, people, alice, stella, bob, login):
    survey = wave(area, people, pairs((0, 1), (0, 2), (0, 3)), alice, rating=2)
    one = survey.respondents.get(organisation=people[0])
    text = login(stella).get(url("respondent_profile", area, one.pk)).content.decode()
    assert "2,0" in text
    assert "beide sagen es" in text
    assert login(bob).get(url("respondent_profile", area, one.pk)).status_code in {403, 404}


def test_queries_do_not_grow(area, people, alice, stella, login, django_assert_max_num_queries):
    survey = wave(area, people, pairs((0, 1), (0, 2), (0, 3), (1, 2), (3, 4)), alice)
    client = login(stella)
    client.get(url("survey_results", area, survey.pk))
    with django_assert_max_num_queries(16):
        client.get(url("survey_results", area, survey.pk))


def test_two_that_are_made_one_keep_what_was_said_of_them(area, people, alice):
    survey = wave(area, people, pairs((0, 1), (0, 2), (4, 3)), alice)
    twin = make_organisation(area, "Laden A (neu)")
    merge(twin, people[0], choices={}, by=alice, area=area)
    found = ties_of(survey)
    assert {pair for pair, tie in found.items() if tie.frequency} == {
        tuple(sorted(pair)) for pair in ((twin.pk, people[1].pk), (twin.pk, people[2].pk), (people[3].pk, people[4].pk))
    }
    merge(people[3], people[4], choices={}, by=alice, area=area)
    assert all(one != other for one, other in ties_of(survey))
