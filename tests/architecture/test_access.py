"""All addresses, as everybody: strangers see nothing, members what their role shows, and nothing falls over."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter, UUIDConverter
from django.utils import timezone

from kogge.accounts.models import User
from kogge.accounts.roles import STAFF_ROLES, Role
from kogge.actors.models import (
    Address,
    Consent,
    ContactPoint,
    ImportRun,
    NotDuplicate,
    Organisation,
    Person,
    Position,
    Relation,
    Tag,
)
from kogge.conftest import make_user
from kogge.core.models import Change, Job, Recorded
from kogge.exchange.models import Agreement, Contribution, Proposal, Rejection, RingPlan, Transfer
from kogge.handover.models import CoordinationTask, DayAfterRecord
from kogge.needs.models import Need, Offer, Topic, TopicGroup
from kogge.networks.models import (
    Benefit,
    BudgetEntry,
    CalendarLink,
    Charter,
    Decision,
    Effort,
    FoundingCircle,
    FoundingPlan,
    FoundingRest,
    FoundingScenario,
    FoundingSeat,
    FoundingWish,
    Invitation,
    JointAction,
    Leader,
    Meeting,
    Network,
    NetworkMember,
    OwnLink,
    SurveyRespondent,
    TieAnswer,
    TieScore,
    TieSurvey,
    WorkingGroup,
)
from kogge.outreach.guides import Definition
from kogge.outreach.models import (
    Apology,
    DevicePassword,
    Flag,
    Guide,
    GuideVersion,
    Interview,
    Letter,
    LetterTemplate,
    LetterVersion,
    Mailing,
    NoGo,
    Promise,
    Referral,
    Submission,
    SubmissionFile,
    SurveyRound,
    Task,
    Visit,
    Walk,
)
from kogge.places.access import hold_permissions
from kogge.places.models import Area, District, Fact, Membership, Project

PK = 7001  # every record of the walk has this key: whatever an address asks for by number is there
PUBLIC = {
    "openrosa",  # a door of its own: outreach/tests/test_openrosa.py
    "account_",
    "mfa_",
    "core:healthz",
    "core:styleguide",
    "core:set_language",
    "core:source",
    "accounts:",
    "home",
    "areas:",
    "calendar:",  # opened by a secret address, see networks/tests/test_calendar.py
    "survey:",  # opened by a signed link, see networks/tests/test_survey_answering.py
    "own:",  # opened by a secret address, see networks/tests/test_own_door.py
    "consent:",  # opened by a signed link, see actors/tests/test_consent_page.py
}


def addresses(patterns: Any = None, namespace: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Name and parameters of every named address."""
    for entry in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from (
                (name, {**entry.pattern.converters, **found}) for name, found in addresses(entry.url_patterns, inner)
            )
        elif isinstance(entry, URLPattern) and entry.name:
            yield namespace + entry.name, dict(entry.pattern.converters)


def inside() -> list[tuple[str, dict[str, Any]]]:
    found = [(name, parameters) for name, parameters in addresses() if not any(name.startswith(p) for p in PUBLIC)]
    assert len(found) > 60
    return found


@pytest.fixture
def world(area: Area) -> Area:
    """One record of every kind, all with the same key."""
    today = dt.date.today()
    district = District.objects.create(pk=PK, area=area, name="Walddorf")
    project = Project.objects.create(pk=PK, area=area, name="P", start=today, end=today + dt.timedelta(9))
    Fact.objects.create(pk=PK, district=district, name="Einwohner", value=1, date=today, source="x")
    one = Organisation.objects.create(pk=PK, area=area, name="Eins", district=district, lat=54.1, lon=12.1)
    two = Organisation.objects.create(pk=PK + 1, area=area, name="Zwei")
    Tag.objects.create(pk=PK, area=area, name="Marke")
    Address.objects.create(pk=PK, organisation=one, label="Lager")
    ContactPoint.objects.create(pk=PK, organisation=one, kind="phone", value="1")
    person = Person.objects.create(pk=PK, area=area, name="Paula", project=project)
    Position.objects.create(pk=PK, person=person, organisation=one, title="Chefin")
    Relation.objects.create(pk=PK, area=area, source=one, target=two, type="partner")
    Consent.objects.create(pk=PK, area=area, organisation=one, purpose="matching", channel="spoken", given_on=today)
    NotDuplicate.objects.create(pk=PK, first=one, second=two)
    ImportRun.objects.create(pk=PK, area=area, file_name="liste.csv")
    walk = Walk.objects.create(pk=PK, area=area, name="Kai", person=person, date=today, minutes=9, metres=90)
    visit = Visit.objects.create(pk=PK, area=area, organisation=one, visitor=person, walk=walk, walk_order=1)
    interview = Interview.objects.create(pk=PK, area=area, organisation=one, visit=visit)
    guide = Guide.objects.create(pk=PK, area=area, code="g", name="G")
    definition = Definition("g", "G", "1", ("Deutsch (de)",), "Deutsch (de)", (), "").as_json()
    version = GuideVersion.objects.create(
        pk=PK, guide=guide, number=1, version="1", xform="<x/>", definition=definition
    )
    submission = Submission.objects.create(
        pk=PK, area=area, version=version, instance_id="uuid:1", xml="<x/>", digest="0"
    )
    SubmissionFile.objects.create(pk=PK, submission=submission, name="a.jpg", file="gone.jpg", digest="0", size=1)
    owner = User.objects.create_user("geraet@example.org", name="Gerät")
    DevicePassword.objects.create(pk=PK, user=owner, area=area, label="Pixel", digest="0")
    NoGo.objects.create(pk=PK, interview=interview, organisation=two)
    template = LetterTemplate.objects.create(pk=PK, area=area, kind="invitation", language="de")
    text = LetterVersion.objects.create(pk=PK, template=template, number=1, subject="Komm", body="Komm")
    mailing = Mailing.objects.create(pk=PK, area=area, kind="invitation", channel="paper", token=uuid.uuid4())
    Letter.objects.create(pk=PK, mailing=mailing, organisation=one, version=text)
    Promise.objects.create(pk=PK, area=area, organisation=one, what="Anruf", due=today, promised_by=person)
    Apology.objects.create(pk=PK, area=area, organisation=one, text="Verzeihung")
    flag = Flag.objects.create(pk=PK, area=area, organisation=one, due=today)
    Referral.objects.create(pk=PK, flag=flag, helper=two)
    SurveyRound.objects.create(pk=PK, area=area, name="Hauptstraße", begin=today, end=today)
    Task.objects.create(pk=PK, area=area, title="Anrufen")
    group = TopicGroup.objects.create(pk=PK, area=area, code="g", name_de="G")
    topic = Topic.objects.create(pk=PK, area=area, group=group, code="t", name_de="T")
    need = Need.objects.create(pk=PK, area=area, organisation=one, topic=topic, text="Raum")
    offer = Offer.objects.create(pk=PK, area=area, organisation=two, topic=topic, text="Raum")
    plan = RingPlan.objects.create(pk=PK, area=area, objective=1, bound=1, is_optimal=True, seconds=0.1)
    proposal = Proposal.objects.create(pk=PK, plan=plan, kind="chain", score=1, probability=0.7)
    Transfer.objects.create(pk=PK, proposal=proposal, order=0, giver=two, receiver=one, offer=offer, need=need, score=1)
    Rejection.objects.create(pk=PK, area=area, offer=offer, need=need, reason="other")
    agreement = Agreement.objects.create(pk=PK, area=area, title="Raum am Montag", due=today)
    Contribution.objects.create(pk=PK, agreement=agreement, giver=two, receiver=one, text="Raum")
    network = Network.objects.create(pk=PK, area=area, name="Tisch")
    NetworkMember.objects.create(pk=PK, network=network, organisation=one)
    Leader.objects.create(pk=PK, network=network, person=person)
    meeting = Meeting.objects.create(pk=PK, network=network, date=today)
    Decision.objects.create(pk=PK, meeting=meeting, text="Flyer")
    Effort.objects.create(pk=PK, network=network, on=today, hours=2)
    CalendarLink.objects.create(pk=PK, network=network, label="Alle", digest="0")
    OwnLink.objects.create(pk=PK, organisation=one, label="Eins", digest="0")
    Charter.objects.create(pk=PK, network=network, number=1, purpose="Helfen")
    Invitation.objects.create(pk=PK, network=network, organisation=two)
    WorkingGroup.objects.create(pk=PK, network=network, name="Lager")
    BudgetEntry.objects.create(pk=PK, network=network, on=today, direction="in", amount=5, text="Beitrag")
    action = JointAction.objects.create(pk=PK, network=network, on=today, title="Flyer")
    Benefit.objects.create(pk=PK, action=action, organisation=one, text="Kunden")
    survey = TieSurvey.objects.create(pk=PK, area=area, name="Welle", until=today, opened_at=timezone.now())
    respondent = SurveyRespondent.objects.create(pk=PK, survey=survey, organisation=one, number=1)
    TieAnswer.objects.create(pk=PK, respondent=respondent, organisation=two, place=1)
    TieScore.objects.create(pk=PK, survey=survey, organisation=one, raters=3, trust=2.5)
    scenario = FoundingScenario.objects.create(pk=PK, area=area, name="Abends")
    circles = FoundingPlan.objects.create(pk=PK, scenario=scenario, objective=3, bound=3, seconds=0.1)
    circle = FoundingCircle.objects.create(pk=PK, plan=circles, number=1, slot="tu-morning", place=two, language="de")
    FoundingSeat.objects.create(pk=PK, circle=circle, organisation=one, interview=interview, is_host=True)
    FoundingRest.objects.create(pk=PK, plan=circles, organisation=two, kind="missing")
    FoundingWish.objects.create(pk=PK, scenario=scenario, kind="out", organisation=two)
    CoordinationTask.objects.create(pk=PK, area=area, name="Einladen", leader=person)
    DayAfterRecord.objects.create(
        pk=PK,
        area=area,
        week=today - dt.timedelta(today.weekday()),
        fragmentation_today=0.1,
        fragmentation_after=0.5,
        orphans=1,
        tasks_orphaned=1,
        staff_only_ties=1,
        ties=2,
        organisations=2,
    )
    return area


# What the words in an address may be, by its name or its app.
WORDS = {
    "label": "actors.organisation",
    "form": "csv",
    "needs:board_export": "csv",
    "networks:records": "bridges",
    "networks:remove": "decisions",
    "networks:stage": "active",
    "networks:invitation_state": "asked",
    "networks:letters": "invitation",
    "handover:records": "orphans",
    "actors": "positions",
    "needs": "need",
    "outreach": "csv",
}


def address(name: str, parameters: dict[str, Any], area: Area, uuids: dict[str, uuid.UUID]) -> str:
    values: dict[str, Any] = {}
    for parameter, converter in parameters.items():
        if parameter == "area_slug":
            values[parameter] = area.slug
        elif isinstance(converter, IntConverter):
            values[parameter] = PK
        elif isinstance(converter, UUIDConverter):
            values[parameter] = uuids.get(name, uuid.uuid4())
        else:
            app = name.partition(":")[0]
            values[parameter] = WORDS.get(parameter) or WORDS.get(name) or WORDS[app]
    return reverse(name, kwargs=values)


@pytest.fixture
def uuids(world: Area, alice: Any) -> dict[str, uuid.UUID]:
    job = Job.objects.create(work="x", title="x", by=alice)
    change = Change.objects.create(label="x", by=alice, scope=world.pk)
    return {"core:job": job.pk, "core:job_cancel": job.pk, "core:undo": change.pk}


def test_without_signing_in_everything_leads_to_the_door(
    world: Area, uuids: dict[str, uuid.UUID], client: Client
) -> None:
    for name, parameters in inside():
        for answer in (
            client.get(address(name, parameters, world, uuids)),
            client.post(address(name, parameters, world, uuids)),
        ):
            open_door = answer.status_code == 302 and answer["Location"].startswith("/accounts/login/")
            assert open_door or answer.status_code in {403, 404, 405}, (name, answer.status_code)


def test_strangers_find_nothing(
    world: Area, uuids: dict[str, uuid.UUID], charlie: Any, other_area: Area, login: Any
) -> None:
    """Neither under the area's own address nor with its keys under the address of an area of their own."""
    client = login(charlie)
    for name, parameters in inside():
        for method in ("get", "post"):
            answer = getattr(client, method)(address(name, parameters, world, uuids))
            assert answer.status_code in {404, 405}, (name, method, answer.status_code)
            if "area_slug" in parameters and "pk" in parameters:
                answer = getattr(client, method)(address(name, parameters, other_area, uuids))
                assert answer.status_code in {403, 404, 405}, (
                    name,
                    method,
                    "foreign key",
                    answer.status_code,
                )


@pytest.mark.parametrize("role", list(Role))
def test_every_role_gets_an_answer(
    world: Area, uuids: dict[str, uuid.UUID], role: Role, login: Any, project: Project
) -> None:
    """No address falls over for anybody; a refusal is a refusal, not an error."""
    needs_project = role in {Role.COORDINATOR, Role.FIELD_WORKER}
    user = make_user(world, role, "Wer", project if needs_project else None)
    client = login(user)
    seen = {}
    for name, parameters in inside():
        answer = client.get(address(name, parameters, world, uuids))
        seen[name] = answer.status_code
        assert answer.status_code in {200, 206, 302, 400, 403, 404, 405}, (name, answer.status_code)
    assert seen["reports:today"] == 200
    assert (seen["outreach:interview"] == 200) == (role in {Role.ADMINISTRATOR, Role.COORDINATOR, Role.FIELD_WORKER})
    assert (seen["actors:list"] == 200) == (role != Role.MEMBER)
    assert (seen["places:members"] == 200) == (role == Role.ADMINISTRATOR)


def test_an_ended_membership_closes_every_door(
    world: Area, uuids: dict[str, uuid.UUID], stella: Any, login: Any
) -> None:
    Membership.objects.filter(user=stella).update(end=dt.date.today() - dt.timedelta(days=1))
    client = login(stella)
    for name, parameters in inside():
        if "area_slug" in parameters:
            assert client.get(address(name, parameters, world, uuids)).status_code in {404, 405}, name


@pytest.mark.parametrize("role", list(Role))
def test_a_request_shows_the_same_rows_as_the_database_would(
    world: Area, other_area: Area, role: Role, project: Project
) -> None:
    """Roles read once for a request, or asked for in every statement: one and the same answer."""
    person = make_user(world, role, "Wer", project if role in STAFF_ROLES else None)
    make_user(other_area, Role.VIEWER, "Fremd")
    Organisation.objects.create(area=other_area, name="Woanders")
    holder = Person.objects.get(user=person)
    Position.objects.create(person=holder, organisation_id=PK, title="Inhaber")
    owned = [
        model for model in apps.get_models() if issubclass(model, Recorded) and hasattr(model.objects, "visible_to")
    ]
    assert len(owned) > 20
    asked = {model: set(model.objects.visible_to(person).values_list("pk", flat=True)) for model in owned}
    in_database = world.permissions_of(person)
    hold_permissions(person)
    held = {model: set(model.objects.visible_to(person).values_list("pk", flat=True)) for model in owned}
    assert held == asked
    assert world.permissions_of(person) == in_database
    assert other_area.permissions_of(person) == frozenset()
