"""A small area with ties, for the tests of networks and of the day after."""

from __future__ import annotations

import datetime as dt
from typing import Any

from kogge.actors.models import Organisation, Person, Position, Relation
from kogge.exchange.models import Agreement, Contribution
from kogge.networks.actions.surveys import EMPTY, keep_answer, open_survey, send_answers
from kogge.networks.models import (
    Attendance,
    Leader,
    Meeting,
    Network,
    NetworkMember,
    SurveyRespondent,
    TieSurvey,
)
from kogge.networks.models.surveys import DIMENSIONS
from kogge.outreach.models import Visit

TODAY = dt.date.today()


def days(number: int) -> dt.date:
    return TODAY + dt.timedelta(days=number)


def make_organisation(area: Any, name: str, **values: Any) -> Organisation:
    return Organisation.objects.create(area=area, name=name, **values)


def relate(one: Organisation, other: Organisation, type: str = "partner", **values: Any) -> Relation:
    return Relation.objects.create(area=one.area, source=one, target=other, type=type, **values)


def talk(person: Person, organisation: Organisation, on: int = -10, **values: Any) -> Visit:
    values = {"status": "done", "outcome": "met", **values}
    return Visit.objects.create(
        area=organisation.area, organisation=organisation, visitor=person, date=days(on), **values
    )


def agree(giver: Organisation, receiver: Organisation, status: str = "agreed", **values: Any) -> Agreement:
    closed = None if status == "agreed" else days(-1)
    agreement = Agreement.objects.create(
        area=giver.area, title="Saal gegen Torten", due=days(30), status=status, closed_on=closed, **values
    )
    Contribution.objects.create(agreement=agreement, giver=giver, receiver=receiver, text="Saal")
    return agreement


def make_network(area: Any, name: str, members: Any = (), leaders: Any = (), **values: Any) -> Network:
    network = Network.objects.create(area=area, name=name, **values)
    for organisation in members:
        NetworkMember.objects.create(network=network, organisation=organisation)
    for person in leaders:
        Leader.objects.create(network=network, person=person)
    return network


def act_in(person: Person, organisation: Organisation) -> Position:
    return Position.objects.create(person=person, organisation=organisation, title="Inhaberin")


def make_meeting(network: Network, on: int, attendees: Any = (), **values: Any) -> Meeting:
    meeting = Meeting.objects.create(network=network, **{"date": days(on), **values})
    for organisation in attendees:
        Attendance.objects.create(meeting=meeting, organisation=organisation)
    return meeting


def make_survey(area: Any, people: Any, *, opened: bool = True, by: Any = None, **values: Any) -> TieSurvey:
    """A tie survey among these organisations, with its lists if it is opened."""
    survey = TieSurvey.objects.create(area=area, **{"name": "Welle 1", "until": days(14), **values})
    for organisation in people:
        SurveyRespondent.objects.create(survey=survey, organisation=organisation)
    if opened:
        open_survey(survey, by=by)
        survey.refresh_from_db()
    return survey


def say(respondent: SurveyRespondent, *, frequency: int = 3, rating: int | None = 3, send: bool = True) -> None:
    """The respondent says the same of everybody on the list, and sends it."""
    values = EMPTY | {"frequency": frequency, "referral": True} | dict.fromkeys(DIMENSIONS, rating)
    for answer in respondent.answers.select_related("respondent__survey"):
        keep_answer(answer, values)
    if send:
        send_answers(respondent, channel="link", others="", by=None)
