"""Typing a sheet in: short answers, the same records as from a telephone, nothing twice."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kogge.accounts.models import User
from kogge.actors.models import Consent, Organisation
from kogge.needs.models import Need, Topic, TopicGroup
from kogge.outreach.guides.definition import Choice, Question
from kogge.outreach.models import Flag, GuideVersion, Interview, Submission, Visit
from kogge.outreach.paper.numbers import SheetNumber
from kogge.outreach.paper.typing import NotUnderstood, understood
from kogge.places.models import Area

from .factories import days, make_visit
from .paper import first_visit


@pytest.fixture
def guide(area: Area, alice: User) -> GuideVersion:
    return first_visit(area, alice)


def typing_url(area: Area, number: Any = "") -> str:
    return reverse("outreach:typing", args=[area.slug]) + (f"?sheet={number}" if number else "")


YESNO = Question("q", "select one", choices=(Choice("yes", {"de": "ja"}), Choice("no", {"de": "nein"})))
SEVERAL = Question(
    "q",
    "select all that apply",
    choices=(Choice("room", {"de": "Raum"}), Choice("advice", {"de": "Rat"}), Choice("car", {"de": "Auto"})),
)


@pytest.mark.parametrize(
    ("question", "typed", "means"),
    [
        (YESNO, "1", "yes"),
        (YESNO, "N", "no"),
        (YESNO, "", ""),
        (SEVERAL, "3 1", "car room"),
        (SEVERAL, "Au, rau", "car room"),
        (SEVERAL, "1 1", "room"),
        (Question("q", "decimal"), "2,50", "2.5"),
        (Question("q", "integer"), "100", "100"),
        (Question("q", "date"), "3.2.2026", "2026-02-03"),
        (Question("q", "string"), " so lala ", "so lala"),
    ],
)
def test_short_answers_are_understood(question: Question, typed: str, means: str) -> None:
    assert understood(question, typed, "de", "") == means


@pytest.mark.parametrize(
    ("question", "typed", "sentence"),
    [
        (YESNO, "3", "Es gibt die Antworten 1 bis 2, nicht 3."),
        (YESNO, "x", "Keine Antwort beginnt mit „x“. Geben Sie ihre Nummer oder ihre ersten Buchstaben ein."),
        (SEVERAL, "ra", "„ra“ kann heißen: Raum, Rat. Geben Sie einen Buchstaben mehr ein."),
        (Question("q", "integer"), "1,5", "Gefragt ist eine ganze Zahl."),
        (Question("q", "integer"), "viele", "Gefragt ist eine Zahl, zum Beispiel 3."),
        (Question("q", "date"), "morgen", "Geben Sie den Tag so ein: 31.12.2026."),
    ],
)
def test_what_cannot_be_meant_is_said(question: Question, typed: str, sentence: str) -> None:
    with pytest.raises(NotUnderstood, match="^" + sentence.replace(".", r"\.") + "$"):
        understood(question, typed, "de", "")


def test_a_sheet_becomes_the_records_that_a_telephone_makes(
    area: Area, organisation: Organisation, bob: User, guide: GuideVersion, login: Any
) -> None:
    group = TopicGroup.objects.create(area=area, code="g", name_de="G")
    definition = guide.read()
    needs = next(question for question in definition.answerable() if question.name == "needs")
    topic = next(choice.kogge for choice in needs.choices if choice.kogge)
    Topic.objects.create(area=area, group=group, code=topic, name_de="Thema")
    number_of = {question.name: f"q{index}" for index, question in enumerate(definition.answerable(), start=1)}
    visit = make_visit(organisation, -1)
    number = SheetNumber(visit.pk, guide.pk)
    client: Client = login(bob)
    page = client.get(typing_url(area, number)).content.decode()
    assert "Bäckerei Sturm" in page
    assert "1 ja · 2 nein" in page
    chosen = next(index for index, choice in enumerate(needs.choices, start=1) if choice.kogge == topic)
    answer = client.post(
        typing_url(area, number),
        {
            "date": days(-1).isoformat(),
            "minutes": "5",
            number_of["keep"]: "1",
            number_of["match"]: "n",
            number_of["situation"]: "Läuft, aber der Ofen ist alt & <müde>.",
            number_of["trouble"]: "2",
            number_of["needs"]: str(chosen),
            number_of["would_join"]: "2",
            number_of["slots"]: "7 8",
            number_of["fee"]: "10,50",
        },
        follow=True,
    )
    assert answer.redirect_chain == [(typing_url(area), 302)]
    assert "Bogen eingetippt: Bäckerei Sturm" in answer.content.decode()
    interview = Interview.objects.get()
    visit.refresh_from_db()
    assert interview.visit == visit
    assert (visit.status, visit.outcome, visit.minutes, visit.date) == ("done", "met", 5, days(-1))
    assert interview.situation == "Läuft, aber der Ofen ist alt & <müde>."
    assert (interview.would_join, interview.slots) == ("maybe", ["tu-morning", "tu-noon"])
    assert str(interview.max_fee) == "10.50"
    assert interview.submission.status == Submission.Status.FILED  # type: ignore[union-attr]
    assert [consent.purpose for consent in Consent.objects.all()] == ["contact"]
    assert Flag.objects.get().organisation == organisation
    assert Need.objects.get().topic.code == topic
    again = client.get(typing_url(area, number)).content.decode()
    assert "bereits eingetippt" in again
    client.post(typing_url(area, number), {"date": days(-1).isoformat(), number_of["keep"]: "1"})
    assert Submission.objects.count() == 1


def test_an_answer_that_was_not_to_be_asked_is_noticed(
    area: Area, organisation: Organisation, bob: User, guide: GuideVersion, login: Any
) -> None:
    """They said no: nothing else may be written down."""
    number = SheetNumber(make_visit(organisation).pk, guide.pk)
    answer = login(bob).post(typing_url(area, number), {"date": days(0).isoformat(), "q1": "2", "q9": "Läuft schlecht"})
    assert answer.status_code == 422
    assert "war das nicht zu fragen" in answer.content.decode()
    assert "Läuft schlecht" in answer.content.decode()  # what was typed stays
    assert not Submission.objects.exists()


@pytest.mark.parametrize(("typed", "outcome"), [("2", "away"), ("4", "refused")])
def test_nobody_there_and_no_are_one_key(
    area: Area, organisation: Organisation, bob: User, guide: GuideVersion, login: Any, typed: str, outcome: str
) -> None:
    visit = make_visit(organisation)
    login(bob).post(typing_url(area, SheetNumber(visit.pk, guide.pk)), {"date": days(0).isoformat(), "outcome": typed})
    visit.refresh_from_db()
    assert (visit.status, visit.outcome) == ("done", outcome)
    assert not Submission.objects.exists()


def test_a_visit_that_was_made_does_not_become_nobody_there(
    area: Area, organisation: Organisation, bob: User, guide: GuideVersion, login: Any
) -> None:
    visit = make_visit(organisation, -1, "met")
    url = typing_url(area, SheetNumber(visit.pk, guide.pk))
    answer = login(bob).post(url, {"date": days(0).isoformat(), "outcome": "2"})
    assert answer.status_code == 422
    assert "Dieser Besuch ist schon festgehalten" in answer.content.decode()
    visit.refresh_from_db()
    assert (visit.outcome, visit.date) == ("met", days(-1))


def test_come_back_plans_the_next_visit(
    area: Area, organisation: Organisation, bob: User, guide: GuideVersion, login: Any
) -> None:
    url = typing_url(area, SheetNumber(make_visit(organisation).pk, guide.pk))
    client: Client = login(bob)
    assert client.post(url, {"date": days(0).isoformat(), "outcome": "3"}).status_code == 422
    client.post(url, {"date": days(0).isoformat(), "outcome": "3", "come_back_on": days(9).isoformat()})
    assert Visit.objects.planned().get().date == days(9)


def test_the_page_speaks_the_language_of_whoever_types(
    area: Area, organisation: Organisation, bob: User, guide: GuideVersion, login: Any
) -> None:
    organisation.languages = ["ar"]
    organisation.save()
    url = typing_url(area, SheetNumber(make_visit(organisation).pk, guide.pk))
    client: Client = login(bob)
    assert "1 ja · 2 nein" in client.get(url).content.decode()
    client.post(url, {"date": days(0).isoformat(), "q1": "1", "q9": "gut"})
    assert Interview.objects.get().language == "ar"


def test_what_is_no_sheet_is_said(
    area: Area, organisation: Organisation, bob: User, guide: GuideVersion, login: Any
) -> None:
    client: Client = login(bob)
    assert "ist keine Nummer eines Bogens" in client.get(typing_url(area, "1234")).content.decode()
    gone = client.get(typing_url(area, SheetNumber(999_999, guide.pk)))
    assert gone.status_code == 404
    assert "ist nicht da" in gone.content.decode()
    visit = make_visit(organisation)
    empty = client.post(typing_url(area, SheetNumber(visit.pk, guide.pk)), {"date": days(0).isoformat()})
    assert "Es ist noch nichts eingetippt." in empty.content.decode()
    # A scanner types the whole address.
    assert (
        client.get(typing_url(area, f"https://x.example/sheets/{SheetNumber(visit.pk, guide.pk)}/")).status_code == 200
    )
