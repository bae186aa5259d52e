"""The respondent's link: filled in step by step, sent once, void when it is, and the profile comes back."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from kogge.networks.actions.surveys import ask_again, close_survey
from kogge.networks.models import SurveyRespondent, TieAnswer
from kogge.networks.survey_links import link_of, token_of

from .factories import days, make_organisation, make_survey, say


@pytest.fixture
def people(area):
    return [make_organisation(area, f"Laden {letter}") for letter in "ABCDEFGHIJKL"]


@pytest.fixture
def survey(area, people):
    return make_survey(area, people)


@pytest.fixture
def respondent(survey, people):
    return survey.respondents.get(organisation=people[0])


def said(client, address, status=200):
    answer = client.get(address, follow=True)
    assert answer.status_code == status
    return answer.content.decode()


def step(respondent, place):
    return reverse("survey:step", args=[token_of(respondent), place])


WORDS = {"frequency": 3, "referral": "on", "reliability": 4, "mission": 3, "openness": "", "power": 2}


def test_one_after_the_other_then_sent_once(client, respondent):
    text = said(client, link_of(respondent))
    assert "Laden A" in text
    count = respondent.answers.count()
    answer = client.get(link_of(respondent))
    assert answer["Referrer-Policy"] == "same-origin"
    assert "noindex" in answer["X-Robots-Tag"]
    for place in range(1, count + 1):
        answer = client.post(step(respondent, place), WORDS)
        assert answer.status_code == 302
    assert answer["Location"] == reverse("survey:send", args=[token_of(respondent)])
    client.post(answer["Location"], {"others": "Kiosk am Eck"})
    respondent.refresh_from_db()
    assert (respondent.channel, respondent.others) == ("link", "Kiosk am Eck")
    line = respondent.answers.get(place=1)
    assert (line.frequency, line.referral, line.money, line.reliability, line.openness) == (3, True, False, 4, None)
    assert SurveyRespondent.history.filter(id=respondent.pk, sent_at__isnull=False).exists()
    # A second use neither shows nor changes anything.
    text = said(client, link_of(respondent))
    assert "nimmt keine Antworten mehr" in text
    client.post(step(respondent, 1), WORDS | {"reliability": 1})
    client.post(reverse("survey:send", args=[token_of(respondent)]), {"others": "x"})
    line.refresh_from_db()
    respondent.refresh_from_db()
    assert (line.reliability, respondent.others) == (4, "Kiosk am Eck")
    assert "checked" not in said(client, step(respondent, 1))


def test_nothing_is_sent_without_an_answer_and_some_may_stay_open(client, respondent):
    send = reverse("survey:send", args=[token_of(respondent)])
    answer = client.post(send, {"others": ""})
    assert answer.status_code == 422
    assert "Noch ist nichts beantwortet" in answer.content.decode()
    client.post(step(respondent, 2), {"frequency": 0})
    text = said(client, link_of(respondent))
    assert "1 von" in text
    client.post(send, {"others": ""})
    respondent.refresh_from_db()
    assert respondent.sent_at


def test_not_at_all_says_nothing_else(client, respondent):
    client.post(step(respondent, 1), WORDS | {"frequency": 0, "money": "on"})
    line = respondent.answers.get(place=1)
    assert (line.frequency, line.referral, line.money, line.reliability) == (0, False, False, None)


def test_what_is_missing_or_impossible_is_named_and_the_rest_kept(client, respondent):
    answer = client.post(step(respondent, 1), {"referral": "on", "reliability": 4})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "oder „gar nicht“" in text
    assert 'name="referral" id="id_referral" checked' in text
    assert re.search(r'name="reliability"[^>]*value="4"[^>]*checked', text)
    answer = client.post(step(respondent, 1), WORDS | {"reliability": 9})
    assert answer.status_code == 422
    assert respondent.answers.get(place=1).frequency is None
    assert client.get(step(respondent, 99)).status_code == 302


@pytest.mark.parametrize("what", ["cut", "changed", "nonsense", "huge"])
def test_a_wrong_address_is_one_sentence(client, respondent, what):
    token = token_of(respondent)
    address = {
        "cut": token[:-2],
        "changed": token.replace(str(respondent.pk), "1", 1) + "x",
        "nonsense": "äöü<script>",
        "huge": "9" * 400,
    }[what]
    text = said(client, reverse("survey:page", args=[address]), 404)
    assert "Ein Zeichen dieser Adresse fehlt oder ist falsch" in text
    assert "<script>" not in text


def test_a_link_given_back_or_renewed_is_void(client, respondent, alice):
    old = link_of(respondent)
    client.post(step(respondent, 1), WORDS)
    assert "Laden A" in said(client, reverse("survey:wrong", args=[token_of(respondent)]))
    assert SurveyRespondent.objects.get(pk=respondent.pk).edition == 1
    client.post(reverse("survey:wrong", args=[token_of(respondent)]))
    respondent.refresh_from_db()
    assert respondent.wrong_at
    assert not respondent.answers.exclude(frequency=None).exists()
    assert "nicht mehr gültig" in said(client, old, 404)
    assert "Laden A" in said(client, link_of(respondent))
    say(respondent)
    newer = link_of(respondent)
    ask_again(respondent, by=alice)
    assert "nicht mehr gültig" in said(client, newer, 404)


def test_after_its_end_it_says_so(client, survey, respondent):
    survey.until = days(-1)
    survey.save()
    assert "Die Befragung ist vorbei" in said(client, link_of(respondent))
    client.post(step(respondent, 1), WORDS)
    assert not TieAnswer.objects.exclude(frequency=None).exists()


def test_the_profile_comes_back_when_enough_answered(client, survey, people, alice):
    for number, one in enumerate(survey.respondents.order_by("number")):
        if number < 10:
            say(one, rating=2)
    respondent = survey.respondents.get(organisation=people[0])
    assert "2,0" not in said(client, link_of(respondent))
    close_survey(survey, by=alice)
    text = said(client, link_of(respondent))
    assert "2,0" in text
    assert "Laden B" in text
    silent = survey.respondents.get(organisation=people[11])
    text = said(client, link_of(silent))
    assert "Die Befragung ist vorbei" in text
    assert "2,0" not in text


def test_with_sixty_per_cent_nothing_is_named(client, area, alice, stella, login):
    people = [make_organisation(area, f"Betrieb {number:02}") for number in range(10)]
    survey = make_survey(area, people)
    for one in survey.respondents.order_by("number")[:6]:
        say(one, rating=4)
    close_survey(survey, by=alice)
    respondent = survey.respondents.order_by("number").first()
    text = said(client, link_of(respondent))
    assert "Nur 6 von 10 haben geantwortet" in text
    assert "4,0" not in text
    page = said(login(stella), reverse("networks:survey_results", args=[area.slug, survey.pk]))
    assert "Unter 80 Prozent" in page
    assert 'data-label="Vertrauen"' not in page
    assert not survey.scores.exists()
    survey.refresh_from_db()
    assert survey.trust == 4.0  # of the group, which names nobody


def test_too_many_guesses_are_slowed_down(client, respondent):
    codes = {client.post(step(respondent, 1), WORDS).status_code for _ in range(130)}
    assert codes == {302, 429}
