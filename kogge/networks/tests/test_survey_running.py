"""A tie survey: drafted from the members, opened with lists, seen by those who run it, closed once and for all."""

from __future__ import annotations

import io

import pytest
from django.core import mail
from django.test import override_settings
from django.urls import reverse
from pypdf import PdfReader

from kogge.actors.models import Consent
from kogge.core.jobs import Progress
from kogge.core.models import Change
from kogge.core.undo import CannotUndo, undo
from kogge.networks.actions.survey_mails import send_links
from kogge.networks.actions.surveys import close_survey
from kogge.networks.models import SurveyRespondent, TieAnswer, TieScore, TieSurvey
from kogge.networks.models.surveys import DIMENSIONS
from kogge.outreach.models import Visit

from .factories import TODAY, days, make_network, make_organisation, make_survey, relate, say


@pytest.fixture
def people(area):
    return [make_organisation(area, f"Laden {letter}") for letter in "ABCDEFGHIJKL"]


def url(name, area, *more):
    return reverse(f"networks:{name}", args=[area.slug, *more])


def text_of(client, address):
    return client.get(address, follow=True).content.decode()


def test_an_empty_page_teaches(area, stella, login):
    text = text_of(login(stella), url("surveys", area))
    assert "Noch niemand wurde gefragt." in text
    assert url("survey_new", area) in text


def test_a_draft_asks_every_member_once_but_not_who_said_no_or_closed(area, people, stella, alice, login):
    one = make_network(area, "Frühstück", people[:6])
    make_network(area, "Hof", people[4:9])
    make_network(area, "Früher", people[10:], ended_on=days(-3))
    people[1].closed_on = days(-1)
    people[1].save()
    Visit.objects.create(area=area, organisation=people[2], status="done", outcome="refused", date=days(-5))
    client = login(stella)
    values = {"name": "Frühjahr", "network": "", "until": days(20), "gate": 80, "raters": 3}
    client.post(url("survey_new", area), values)
    survey = TieSurvey.objects.get()
    asked = set(survey.respondents.values_list("organisation__name", flat=True))
    assert asked == {f"Laden {letter}" for letter in "ADEFGHI"}
    client.post(url("survey_new", area), values | {"name": "Nur Frühstück", "network": one.pk})
    assert TieSurvey.objects.get(name="Nur Frühstück").respondents.count() == 4
    undo(Change.objects.latest("at"), by=stella)
    assert TieSurvey.objects.count() == 1


def test_a_day_that_has_passed_and_a_gate_too_low_are_refused(area, people, stella, login):
    make_network(area, "Frühstück", people)
    values = {"name": "X", "network": "", "until": days(-1), "gate": 30, "raters": 2}
    answer = login(stella).post(url("survey_new", area), values)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Dieser Tag ist vorbei" in text
    assert "größer oder gleich 50" in text
    assert "größer oder gleich 3" in text
    assert not TieSurvey.objects.exists()


def test_add_and_leave_out_while_it_is_a_draft_only(area, people, stella, login):
    survey = make_survey(area, people[:6], opened=False)
    client = login(stella)
    client.post(url("respondent_add", area, survey.pk), {"organisation": people[7].pk})
    client.post(url("respondent_add", area, survey.pk), {"organisation": people[7].pk})
    assert survey.respondents.count() == 7
    first = survey.respondents.get(organisation=people[0])
    client.post(url("respondent_remove", area, first.pk))
    assert survey.respondents.count() == 6
    client.post(url("survey_open", area, survey.pk))
    answer = client.post(url("respondent_add", area, survey.pk), {"organisation": people[8].pk}, follow=True)
    assert "in der nächsten Befragung" in answer.content.decode()
    answer = client.post(url("respondent_add", area, survey.pk), {}, follow=True)
    assert "in der nächsten Befragung" in answer.content.decode()
    last = survey.respondents.first()
    client.post(url("respondent_remove", area, last.pk))
    assert survey.respondents.count() == 6


def test_with_too_few_it_is_not_opened_and_says_what_helps(area, people, stella, login):
    survey = make_survey(area, people[:4], opened=False)
    answer = login(stella).post(url("survey_open", area, survey.pk), follow=True)
    text = answer.content.decode()
    assert "4" in text
    assert "erraten" in text
    survey.refresh_from_db()
    assert survey.opened_at is None


def test_the_lists_are_short_closest_first_and_leave_nobody_to_fewer_than_three(area, people):
    relate(people[0], people[11])
    relate(people[0], people[10], "rift")
    survey = make_survey(area, people)
    first = survey.respondents.get(organisation=people[0])
    names = [answer.organisation for answer in first.answers.order_by("place")]
    assert names[0] == people[11]
    assert people[0] not in names
    for person in people:
        assert TieAnswer.objects.filter(organisation=person).count() >= 3
    for respondent in survey.respondents.all():
        assert 1 <= respondent.answers.count() <= 10
    assert sorted(survey.respondents.values_list("number", flat=True)) == list(range(1, 13))


def test_the_next_wave_asks_about_the_same_ones_again(area, people, alice):
    make_network(area, "Frühstück", people)
    first = make_survey(area, people)
    for number, respondent in enumerate(first.respondents.all()):
        say(respondent, frequency=number % 2)
    close_survey(first, by=alice)
    second = make_survey(area, people, name="Welle 2")
    before = {(a.respondent.organisation_id, a.organisation_id) for a in TieAnswer.objects.filter(
        respondent__survey=first).select_related("respondent")}  # fmt: skip
    after = {(a.respondent.organisation_id, a.organisation_id) for a in TieAnswer.objects.filter(
        respondent__survey=second).select_related("respondent")}  # fmt: skip
    pairs_before, pairs_after = ({frozenset(pair) for pair in told} for told in (before, after))
    assert len(pairs_before & pairs_after) / len(pairs_before) > 0.9


def test_opening_is_taken_back_until_somebody_begins(area, people, stella, login):
    survey = make_survey(area, people, opened=False)
    client = login(stella)
    client.post(url("survey_open", area, survey.pk))
    opened = Change.objects.latest("at")
    undo(opened, by=stella)
    survey.refresh_from_db()
    assert survey.state == "draft"
    client.post(url("survey_open", area, survey.pk))
    survey.refresh_from_db()
    assert survey.state == "open"
    say(survey.respondents.first(), send=False)
    with pytest.raises(CannotUndo, match="begonnen"):
        undo(Change.objects.latest("at"), by=stella)


def test_only_those_who_run_it_see_who_answered_and_nobody_what(area, people, stella, alice, bob, login):
    survey = make_survey(area, people)
    say(survey.respondents.get(organisation=people[0]))
    text = text_of(login(stella), url("survey", area, survey.pk))
    assert "1</strong> von 12" in text
    assert "Laden A" in text
    assert "9 Antworten fehlen noch" in text
    text = text_of(login(bob), url("survey", area, survey.pk))
    assert "1</strong> von 12" in text
    assert "Laden A" not in text


def test_closing_computes_and_forgets_who_rated_whom(area, people, alice):
    survey = make_survey(area, people)
    for number, respondent in enumerate(survey.respondents.all()):
        if number < 10:
            say(respondent, rating=1 + number % 4)
        elif number == 10:
            say(respondent, send=False)
    close_survey(survey, by=alice)
    survey.refresh_from_db()
    assert (survey.asked, survey.answered, survey.is_named) == (12, 10, True)
    assert 1 < survey.trust < 4
    assert TieScore.objects.filter(survey=survey).exists()
    for score in TieScore.objects.filter(survey=survey):
        assert score.raters >= 3
    for name in DIMENSIONS:
        assert not TieAnswer.objects.exclude(**{name: None}).exists()
    unsent = TieAnswer.objects.filter(respondent__sent_at__isnull=True)
    assert not unsent.exclude(frequency=None).exists()
    # Nothing of it is in any history either.
    assert not hasattr(TieAnswer, "history")


def test_closed_is_closed(area, people, alice, stella, login):
    survey = make_survey(area, people)
    for respondent in survey.respondents.all():
        say(respondent)
    client = login(stella)
    assert "gelöscht" in text_of(client, url("survey_close", area, survey.pk))
    client.post(url("survey_close", area, survey.pk))
    survey.refresh_from_db()
    at, trust = survey.closed_at, survey.trust
    answer = client.post(url("survey_close", area, survey.pk), follow=True)
    assert "endgültig" in answer.content.decode()
    client.post(url("respondent_again", area, survey.respondents.first().pk))
    client.post(url("survey_edit", area, survey.pk), {"name": "Anders", "until": days(30)})
    survey.refresh_from_db()
    assert (survey.closed_at, survey.trust, survey.name) == (at, trust, "Welle 1")
    assert survey.respondents.sent().count() == 12
    with pytest.raises(CannotUndo, match="endgültig"):
        undo(Change.objects.latest("at"), by=stella)


def test_answers_that_were_thrown_away_do_not_come_back_as_empty_ones(area, people, stella, login):
    survey = make_survey(area, people)
    one = survey.respondents.first()
    say(one)
    text = login(stella).post(url("respondent_again", area, one.pk), follow=True).content.decode()
    assert "Noch einmal zu fragen" in text
    with pytest.raises(CannotUndo, match="verworfen"):
        undo(Change.objects.latest("at"), by=stella)
    one.refresh_from_db()
    assert one.sent_at is None
    assert not one.answers.exclude(frequency=None).exists()


def test_thrown_away_only_as_a_draft(area, people, stella, login):
    survey, other = make_survey(area, people), make_survey(area, people, opened=False, name="Entwurf")
    client = login(stella)
    for row in (survey, other):
        client.post(url("survey_remove", area, row.pk))
    assert list(TieSurvey.objects.all()) == [survey]


def test_letters_and_sheets_for_those_who_are_missing(area, people, stella, login):
    people[0].street, people[0].housenumber = "Kai", "3"
    people[0].save()
    survey = make_survey(area, people)
    say(survey.respondents.get(organisation=people[1]))
    client = login(stella)
    letters = PdfReader(io.BytesIO(client.get(url("survey_letters", area, survey.pk)).content)).pages
    assert len(letters) == 11
    text = letters[0].extract_text()
    assert "Laden A" in text
    assert "Kai 3" in text
    assert "/survey/" in text.replace("\n", "")
    sheets = PdfReader(io.BytesIO(client.get(url("survey_sheets", area, survey.pk)).content)).pages
    text = " ".join(" ".join(page.extract_text().split()) for page in sheets)
    assert "Laden L" in text
    assert "Wie oft arbeiten Sie zusammen?" in text
    one = survey.respondents.get(organisation=people[0])
    alone = PdfReader(io.BytesIO(client.get(url("survey_sheets", area, survey.pk) + f"?one={one.pk}").content)).pages
    assert len(alone) == 1  # three or four lines


@override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend")
def test_mails_go_to_those_who_agreed_once_in_three_days(area, people, stella):
    for number in (0, 1):
        people[number].email = f"laden{number}@example.org"
        people[number].save()
    Consent.objects.create(
        area=area, organisation=people[0], purpose="contact", channel="spoken", given_on=days(-9), wording_version="1"
    )
    survey = make_survey(area, people)
    for _time in range(2):
        found = send_links(Progress(), survey.pk, stella.pk, "https://kogge.example/")
    assert found["sent"] == 0
    assert [message.to for message in mail.outbox] == [["laden0@example.org"]]
    assert "https://kogge.example/survey/" in mail.outbox[0].body
    assert "kein Passwort" in mail.outbox[0].body
    assert SurveyRespondent.objects.get(organisation=people[0]).mailed_at.date() == TODAY


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_the_page_do_not_grow(area, people, stella, login, count, django_assert_max_num_queries):
    survey = make_survey(area, people[: 5 + count])
    client = login(stella)
    client.get(url("survey", area, survey.pk))
    with django_assert_max_num_queries(14):
        client.get(url("survey", area, survey.pk))
