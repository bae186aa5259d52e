"""Sheets on paper and talks are typed in: one page, empty whatever was begun by the link."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from kogge.networks.actions.surveys import close_survey
from kogge.networks.models import TieAnswer

from .factories import days, make_network, make_organisation, make_survey, say


@pytest.fixture
def survey(area):
    people = [make_organisation(area, f"Laden {letter}") for letter in "ABCDEF"]
    make_network(area, "Frühstück", people)
    return make_survey(area, people)


def url(name, area, *more):
    return reverse(f"networks:{name}", args=[area.slug, *more])


def test_type_a_sheet_and_go_on_to_the_next(area, survey, stella, login):
    first, second = survey.respondents.order_by("number")[:2]
    client = login(stella)
    values = {"channel": "paper", "others": "", "line1-frequency": 4, "line1-reliability": 4, "then": "next"}
    answer = client.post(url("respondent_type", area, first.pk), values)
    assert answer["Location"] == url("respondent_type", area, second.pk)
    first.refresh_from_db()
    assert first.channel == "paper"
    assert list(first.answers.order_by("place").values_list("frequency", flat=True)) == [4, None, None, None, None]
    answer = client.get(url("respondent_type", area, first.pk), follow=True)
    assert "liegen vor" in answer.content.decode()


def test_what_was_begun_by_the_link_is_not_shown_and_is_replaced(area, survey, stella, login):
    first = survey.respondents.order_by("number").first()
    say(first, rating=1, send=False)
    client = login(stella)
    text = client.get(url("respondent_type", area, first.pk)).content.decode()
    assert 'value="paper" required id="id_channel_0" checked' in text
    assert not re.search(r'value="[0-9]"[^>]* checked', text)
    client.post(url("respondent_type", area, first.pk), {"channel": "interview", "line2-frequency": 1})
    assert not TieAnswer.objects.filter(respondent=first, reliability=1).exists()


def test_a_line_without_how_often_and_an_empty_sheet_are_named(area, survey, stella, login):
    first = survey.respondents.order_by("number").first()
    client = login(stella)
    values = {"channel": "paper", "others": "Kiosk", "line1-reliability": 3}
    answer = client.post(url("respondent_type", area, first.pk), values)
    assert answer.status_code == 422
    assert "aber nicht, wie oft" in answer.content.decode()
    assert "Kiosk" in answer.content.decode()
    answer = client.post(url("respondent_type", area, first.pk), {"channel": "paper"})
    assert answer.status_code == 422
    assert "Noch ist nichts beantwortet" in answer.content.decode()
    first.refresh_from_db()
    assert first.sent_at is None


def test_paper_may_come_late_but_not_after_closing(area, survey, stella, login):
    survey.until = days(-2)
    survey.save()
    first, second = survey.respondents.order_by("number")[:2]
    client = login(stella)
    client.post(url("respondent_type", area, first.pk), {"channel": "paper", "line1-frequency": 0})
    first.refresh_from_db()
    assert first.sent_at
    close_survey(survey, by=stella)
    client.post(url("respondent_type", area, second.pk), {"channel": "paper", "line1-frequency": 0})
    second.refresh_from_db()
    assert second.sent_at is None


def test_by_number(area, survey, stella, login):
    client = login(stella)
    third = survey.respondents.get(number=3)
    answer = client.post(url("survey_sheet", area, survey.pk), {"number": "3"})
    assert answer["Location"] == url("respondent_type", area, third.pk)
    for wrong in ("77", "", "abc", "9" * 30):
        answer = client.post(url("survey_sheet", area, survey.pk), {"number": wrong}, follow=True)
        assert "von 1 bis 6" in answer.content.decode()
