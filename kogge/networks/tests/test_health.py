"""How a network fares: figures with their records, and early warnings with what to do."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from kogge.actors.models import Person
from kogge.networks.actions.surveys import close_survey
from kogge.networks.models import BudgetEntry, Decision, Effort, Leader
from kogge.networks.queries.health import health_of

from .factories import TODAY, days, make_meeting, make_network, make_organisation, make_survey, say

HOUR = {"start": dt.time(8), "end": dt.time(9), "guests": 0}


@pytest.fixture
def shops(area):
    return [make_organisation(area, f"Laden {n}") for n in range(4)]


@pytest.fixture
def network(area, shops):
    network = make_network(area, "Tisch", shops)
    Leader.objects.create(network=network, person=Person.objects.create(area=area, name="Olga"))
    return network


def url(name, area, *more):
    return reverse(f"networks:{name}", args=[area.slug, *more])


def said(network):
    found = health_of(network)
    return [figure.value for figure in found.figures], [alarm.text for alarm in found.warnings]


def test_a_young_network_says_what_is_missing(area, network, vera, login):
    assert said(network) == ([None, None, None, None, "+0 / −0", None], [])
    text = login(vera).get(url("health", area, network.pk)).content.decode()
    assert text.count("zu wenig Daten") == 5
    assert "Derzeit warnt nichts." in text


def test_a_healthy_one(network, shops):
    for day in (-10, -40, -70):
        row = make_meeting(network, day, shops[:3], **HOUR)
        Decision.objects.create(meeting=row, text="x", done_on=TODAY)
    Effort.objects.create(network=network, on=days(-5), hours=1)
    BudgetEntry.objects.create(network=network, on=days(-5), direction="in", amount=20, text="x")
    assert said(network) == (["75 %", "90 %", "100 %", "20,00 €", "+0 / −0", None], [])


def test_attendance_falls_and_decisions_wait(area, network, shops, vera, login):
    for number, day in enumerate((-10, -20, -30, -40, -50, -60)):
        make_meeting(network, day, shops[:2] if number < 3 else shops, **HOUR)
    row = network.meetings.first()
    for number in range(3):
        Decision.objects.create(meeting=row, text=f"{number}", due=days(-1))
    values, texts = said(network)
    assert values[0] == "50 %"
    assert texts == ["Die Anwesenheit sinkt: 50 % nach 100 %.", "3 Beschlüsse sind überfällig."]
    text = login(vera).get(url("health", area, network.pk)).content.decode()
    assert "Fragen Sie, wer wegblieb" in text
    assert url("meetings", area, network.pk) in text


def test_silence_staff_debt_and_leaving(area, project, network, shops):
    network.founded_on = days(-900)
    network.save()
    make_meeting(network, -100, shops[:1], **HOUR)
    Effort.objects.create(network=network, on=days(-5), hours=9)
    BudgetEntry.objects.create(network=network, on=days(-5), direction="out", amount=20, text="x")
    network.members.filter(organisation=shops[0]).update(end=days(-50))
    Leader.objects.all().delete()
    _values, texts = said(network)
    assert texts == [
        "Sie haben sich seit 100 Tagen nicht getroffen, und kein Treffen ist geplant.",
        "Projektpersonal leistet mehr Stunden als die Mitglieder.",
        "Die Kasse steht unter null.",
        "Mehr Mitglieder gehen als kommen: 1 und 0 in zwölf Monaten.",
        "Niemand leitet es.",
    ]
    Leader.objects.create(network=network, person=Person.objects.create(area=area, name="Paula", project=project))
    make_meeting(network, 5)
    _values, texts = said(network)
    assert "nicht getroffen" not in " ".join(texts)
    assert texts[-1].startswith("Nur Projektpersonal leitet es")


def test_few_come(network, shops):
    for day in (-10, -20, -30):
        make_meeting(network, day, shops[:1], **HOUR)
    assert said(network)[1] == ["Weniger als vier von zehn Mitgliedern kommen."]


@pytest.mark.parametrize("number", [1, 3])
def test_queries_are_constant(area, network, shops, vera, login, number, django_assert_max_num_queries):
    for n in range(number):
        row = make_meeting(network, -n - 1, shops[: n + 1], **HOUR)
        Decision.objects.create(meeting=row, text="x")
    client = login(vera)
    client.get(url("health", area, network.pk))
    with django_assert_max_num_queries(17):
        client.get(url("health", area, network.pk))


def test_trust_comes_from_the_last_closed_survey_and_warns_when_it_falls(area, alice, stella, login):
    people = [make_organisation(area, f"Laden {letter}") for letter in "ABCDEF"]
    network = make_network(area, "Runde", people)
    figure = next(one for one in health_of(network).figures if "Vertrauen" in one.label)
    assert (figure.value, figure.note) == (None, "Noch niemand wurde gefragt.")
    for name, rating in (("Welle 1", 4), ("Welle 2", 3)):
        survey = make_survey(area, people, name=name, network=network)
        for respondent in survey.respondents.all():
            say(respondent, rating=rating)
        close_survey(survey, by=alice)
    found = health_of(network)
    figure = next(one for one in found.figures if "Vertrauen" in one.label)
    assert (figure.value, figure.note) == ("3,0 von 4", "Welle 2")
    assert any("3,0 nach 4,0 von 4" in alarm.text for alarm in found.warnings)
    page = login(stella).get(reverse("networks:health", args=[area.slug, network.pk])).content.decode()
    assert reverse("networks:survey_results", args=[area.slug, survey.pk]) in page
