"""Each question with its answers; what was said word for word, where the organisation agreed."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from kogge.accounts.roles import Role
from kogge.actors.models import Consent
from kogge.conftest import make_user
from kogge.outreach.guides.definition import Choice, Definition, Question
from kogge.outreach.models import Guide, GuideVersion

from .factories import TODAY, make_interview, make_organisation

QUESTIONS = (
    Question("mood", "select one", {"Deutsch (de)": "Wie läuft es?", "English (en)": "How is it going?"}, choices=(
        Choice("good", {"Deutsch (de)": "gut", "English (en)": "well"}),
        Choice("bad", {"Deutsch (de)": "schlecht", "English (en)": "badly"}),
    )),
    Question("plans", "select all that apply", {"English (en)": "What do you plan?"}, choices=(
        Choice("move", {"English (en)": "to move"}),
        Choice("hire", {"English (en)": "to hire"}),
    )),
    Question("staff", "integer", {"English (en)": "How many work here?"}, kogge="figure:staff"),
    Question("words", "text", {"English (en)": "What would you tell the mayor?"}, kogge="quote"),
    Question("photo", "photo", {"English (en)": "A picture of the shop"}),
    Question("thanks", "note", {"English (en)": "Thank you"}),
)  # fmt: skip


@pytest.fixture
def version(area):
    guide = Guide.objects.create(area=area, code="erst", name="Erstbesuch")
    definition = Definition("erst", "Erstbesuch", "1", ("de", "en"), "de", QUESTIONS, "")
    return GuideVersion.objects.create(guide=guide, number=1, version="1", definition=definition.as_json(), xform="x")


@pytest.fixture
def page(area):
    return reverse("outreach:answers", args=[area.slug])


@pytest.fixture
def wording(area):
    return reverse("outreach:quotes", args=[area.slug])


def ask(area, version, name, day=0, practice=False, **given):
    row = make_organisation(area, name)
    figures = {"staff": float(given["staff"])} if given.get("staff", "").isdecimal() else {}
    return make_interview(row, day, guide_version=version, answers=given, figures=figures, is_practice=practice)


@pytest.fixture
def asked(area, version):
    return [
        ask(
            area, version, "Sturm", -1, mood="good", plans="move hire", staff="3", words="Der Bus fehlt.", photo="a.jpg"
        ),
        ask(area, version, "Linde", -2, mood="good", plans="hire", staff="5", words="Licht, bitte!"),
        ask(area, version, "Anker", -3, mood="bad", staff="40"),
        ask(area, version, "Krone", -4, staff="viele"),
        ask(area, version, "Hafen", -5, staff="1"),
    ]


def part(body, title):
    """The text of one question's part of the page."""
    found = re.search(rf"<h2[^>]*>{re.escape(title)}</h2>(.*?)(?=<h2|</main>)", body, re.S)[1]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", found)).strip()


def test_each_question_in_the_readers_language(bob, english, page, asked):
    body = english(bob).get(page).content.decode()
    assert "<strong>5</strong> organisations answered these questions." in body
    assert part(body, "How is it going?").startswith("3 answers")
    assert "well 2 badly 1" in part(body, "How is it going?")
    assert "to move 1 to hire 2" in part(body, "What do you plan?")
    assert "Thank you" not in body
    german = english(bob)
    german.cookies.clear()
    german.force_login(bob)
    assert "Wie läuft es?" in german.get(page, headers={"accept-language": "de"}).content.decode()


def test_numbers_by_median_and_quartiles(bob, english, page, asked):
    said = part(english(bob).get(page).content.decode(), "How many work here?")
    assert said.startswith("4 answers median 4 the middle half 2.5 to 13.8 smallest and largest 1 to 40")
    figures = part(english(bob).get(page).content.decode(), "Figures asked for by name")
    assert "median" in figures


def test_figures_are_summed(area, bob, english, page, version):
    ask(area, version, "Sturm", staff="3")
    ask(area, version, "Linde", staff="5")
    assert "staff 2 3 4 5 8" in part(english(bob).get(page).content.decode(), "Figures asked for by name")


def test_texts_are_listed_and_one_question_shows_all(area, bob, english, page, version):
    for number in range(5):
        ask(area, version, f"Laden {number}", -number, words=f"Satz {number}")
    client = english(bob)
    body = client.get(page).content.decode()
    assert "Satz 2" in body
    assert "Satz 4" not in body
    link = re.search(r'href="(\?[^"]*question=words[^"]*)"', body)[1].replace("&amp;", "&")
    alone = client.get(page + link).content.decode()
    assert "Satz 4" in alone
    assert "How is it going?" not in alone


def test_the_newest_talk_with_a_version_counts_once(area, bob, english, page, version):
    first = ask(area, version, "Sturm", -9, mood="bad")
    make_interview(first.organisation, -1, guide_version=version, answers={"mood": "good"})
    body = english(bob).get(page).content.decode()
    assert "well 1 badly 0" in part(body, "How is it going?")


def test_answers_that_left_the_list_stay_readable(area, bob, english, page, version):
    ask(area, version, "Sturm", mood="so-so", plans=["move", "hire"])
    body = english(bob).get(page).content.decode()
    assert "so-so 1" in part(body, "How is it going?")
    assert "to move 1 to hire 1" in part(body, "What do you plan?")


def test_talks_noted_in_kogge_are_a_guide_of_their_own(area, bob, english, page, version):
    make_interview(make_organisation(area, "Sturm"), would_join="maybe", slots=["tu-morning"], situation="Es läuft.")
    body = english(bob).get(page).content.decode()
    assert "Talks noted in Kogge itself: 1" in body
    assert "Es läuft." in body
    assert "under conditions 1" in part(body, "Would you take part?")
    assert "Tuesday 9 to 12 1" in part(body, "When could you?")


def test_nobody_else_reads_answers(area, english, page, asked):
    assert english(make_user(area, Role.STEWARD, "Stine")).get(page).status_code == 403


def test_nothing_answered_is_said(bob, english, page):
    assert "Nobody has answered yet." in english(bob).get(page).content.decode()


def agree(interview, **fields):
    fields.setdefault("purpose", "publication")
    return Consent.objects.create(
        area=interview.area, organisation=interview.organisation, channel="spoken", given_on=TODAY, **fields
    )


def test_quotes_need_a_consent_that_holds(bob, english, wording, asked):
    sturm, linde = asked[:2]
    client = english(bob)
    assert "No quote may be published yet." in client.get(wording).content.decode()
    agree(linde, purpose="contact")
    agree(linde, withdrawn_on=TODAY)
    consent = agree(sturm)
    body = client.get(wording).content.decode()
    assert "<strong>1</strong> quote may be published." in body
    assert '<blockquote dir="auto">Der Bus fehlt.</blockquote>' in body
    assert 'data-copy="Der Bus fehlt."' in body
    assert "consent to publication of" in body
    assert "Licht, bitte!" not in body
    consent.withdrawn_on = TODAY
    consent.save()
    assert "Der Bus fehlt." not in client.get(wording).content.decode()


def test_practice_is_never_quoted(area, bob, english, wording, version):
    agree(ask(area, version, "Geübt", practice=True, words="Nur geübt."))
    assert "Nur geübt." not in english(bob).get(wording).content.decode()


def test_others_read_quotes_without_the_name(area, english, wording, asked):
    agree(asked[0])
    client = english(make_user(area, Role.VIEWER, "Vera"))
    body = client.get(wording).content.decode()
    assert "Der Bus fehlt." in body
    assert "Sturm" not in body


def test_constant_queries(area, bob, english, page, wording, version):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = english(bob)

    def count(address):
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        return len(found)

    agree(ask(area, version, "Eins", words="a", mood="good", staff="1"))
    client.get(page)
    one = count(page), count(wording)
    for number, name in enumerate(("Zwei", "Drei")):
        agree(ask(area, version, name, -number, words="b", mood="bad", staff="2"))
    assert (count(page), count(wording)) == one
