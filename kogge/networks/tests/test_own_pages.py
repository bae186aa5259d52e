"""What the holder of a personal link sees and does, and what the team reads of it."""

from __future__ import annotations

import pytest
import vobject
from django.core.cache import cache
from django.urls import reverse

from kogge.actors.models import Consent, Person
from kogge.core.undo import CannotUndo, undo
from kogge.exchange.models import Proposal, RingPlan, Transfer
from kogge.needs.models import Need, Offer
from kogge.networks.actions.surveys import close_survey
from kogge.networks.models import FoundingCircle, FoundingPlan, FoundingScenario, FoundingSeat, Invitation, OwnChange
from kogge.networks.survey_links import link_of
from kogge.outreach.models import Interview, NoGo, Task

from .factories import act_in, agree, days, make_meeting, make_network, make_organisation, make_survey, relate, say
from .test_own_door import linked, me, topic  # noqa: F401


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


@pytest.fixture
def token(organisation):
    return linked(organisation)[1]


def consent(organisation, purpose="matching"):
    return Consent.objects.create(
        area=organisation.area, organisation=organisation, purpose=purpose, channel="spoken", given_on=days(0)
    )


def text_of(client, name, token, *more, status=200):
    answer = client.get(me(name, token, *more))
    assert answer.status_code == status
    return answer.content.decode()


def test_what_is_kept_is_shown_and_the_team_s_notes_are_not(organisation, token, client):
    person = Person.objects.create(area=organisation.area, name="Ina Sturm", phone="0170 1", note="schwierig")
    act_in(person, organisation)
    organisation.opening_hours, organisation.languages, organisation.note = "Mo-Fr 09:00-18:00", ["vi"], "schwierig"
    organisation.wz_code = "47.24"
    organisation.save()
    text = text_of(client, "profile", token)
    for word in ("Bäckerei Sturm", "Kaistraße 3", "Vietnamesisch", "Ina Sturm, Inhaberin", "Back- und", "Montag"):
        assert word in text
    assert "schwierig" not in text
    assert "0170 1" not in text


def test_details_are_corrected_with_history_and_wait_for_the_team(organisation, token, client, alice, login):
    organisation.opening_hours = "Tu-Fr 09:00-18:00"
    organisation.save()
    assert 'value="Di-Fr 09:00-18:00"' in text_of(client, "profile_edit", token)
    data = {"phone": "0381 55", "email": "i@sturm.example", "website": "sturm.example", "opening_hours": "Di-Sa 8-12"}
    answer = client.post(me("profile_edit", token), data)
    assert answer["Location"] == me("profile", token) + "?did=saved"
    organisation.refresh_from_db()
    assert (organisation.phone, organisation.website) == ("0381 55", "https://sturm.example")
    assert organisation.opening_hours == "Tu-Sa 08:00-12:00"
    row = OwnChange.objects.get()
    assert row.change.by is None
    assert row.change.scope == organisation.area_id
    assert organisation.history.first().change == row.change
    # Nothing was changed: nothing is noted.
    client.post(
        me("profile_edit", token), data | {"website": "https://sturm.example", "opening_hours": "Di-Sa 08:00-12:00"}
    )
    assert OwnChange.objects.count() == 1
    team = login(alice)
    assert "1 Änderung" in team.get(reverse("reports:today", args=[organisation.area.slug])).content.decode()
    page = team.get(reverse("networks:own_changes", args=[organisation.area.slug])).content.decode()
    assert "eigene Angaben berichtigt" in page
    assert "Frau Sturm" in page
    assert "<ins>0381 55</ins>" in page
    assert "<ins>Tu-Sa 08:00-12:00</ins>" in page
    assert reverse("core:undo", args=[row.change_id]) in page
    undo(row.change, by=alice)
    organisation.refresh_from_db()
    assert organisation.phone == ""


def test_imported_hours_survive_a_form_that_does_not_touch_them(organisation, token, client):
    organisation.opening_hours = "Mo-Fr 09:00-18:00; week 1-10 off"
    organisation.save()
    data = {"phone": "1", "email": "", "website": "", "opening_hours": "Mo-Fr 09:00-18:00; week 1-10 off"}
    assert client.post(me("profile_edit", token), data).status_code == 302
    organisation.refresh_from_db()
    assert (organisation.phone, organisation.opening_hours) == ("1", "Mo-Fr 09:00-18:00; week 1-10 off")


def test_what_is_wrong_is_said_and_the_rest_kept(organisation, token, client):
    data = {"phone": "0381 55", "email": "kein", "website": "", "opening_hours": "Mo 9:75-18"}
    answer = client.post(me("profile_edit", token), data)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert 'value="0381 55"' in text
    assert "9:75 ist keine Uhrzeit" in text
    organisation.refresh_from_db()
    assert organisation.phone == ""


def test_what_the_team_changed_meanwhile_is_not_overwritten(organisation, token, client, alice):
    seen = client.get(me("profile_edit", token)).context["form"]._marks
    organisation.phone = "0381 team"
    organisation.save()
    marks = " ".join(f"{name}.{value}" for name, value in seen.items())
    data = {"phone": "", "email": "neu@sturm.example", "website": "", "opening_hours": "", "seen": marks}
    client.post(me("profile_edit", token), data)
    organisation.refresh_from_db()
    assert (organisation.phone, organisation.email) == ("0381 team", "neu@sturm.example")


def test_only_the_own_name_and_only_while_one_acts_there(organisation, client):
    person = Person.objects.create(area=organisation.area, name="Ina Storm")
    position = act_in(person, organisation)
    _link, token = linked(organisation, person=person)
    data = {"phone": "", "email": "", "website": "", "opening_hours": "", "contact_name": " Ina  Sturm "}
    client.post(me("profile_edit", token), data)
    person.refresh_from_db()
    assert person.name == "Ina Sturm"
    position.end = days(-1)
    position.save()
    client.post(me("profile_edit", token), data | {"contact_name": "Jemand"})
    person.refresh_from_db()
    assert person.name == "Ina Sturm"


@pytest.mark.parametrize(("kind", "model", "more"), [("need", Need, {"urgency": 2}), ("offer", Offer, {"capacity": 1})])
def test_added_changed_ended_and_brought_back(organisation, topic, token, client, kind, model, more):  # noqa: F811
    data = {"topic": topic.pk, "text": "Ein Saal am Montag", **more}
    for _twice in range(2):
        assert client.post(me("entry_new", token, kind), data).status_code == 302
    entry = model.objects.get()
    assert (entry.organisation, entry.area, entry.is_practice) == (organisation, organisation.area, False)
    assert "Ein Saal am Montag" in text_of(client, "entries", token)
    client.post(me("entry_edit", token, kind, entry.pk), data | {"text": "Ein Saal am Freitag"})
    client.post(me("entry_move", token, kind, entry.pk), {"status": "withdrawn"})
    entry.refresh_from_db()
    assert (entry.text, entry.status) == ("Ein Saal am Freitag", "withdrawn")
    assert text_of(client, "entry_edit", token, kind, entry.pk, status=404)
    count = OwnChange.objects.count()
    client.post(me("entry_move", token, kind, entry.pk), {"status": "withdrawn"})  # pressed twice
    client.post(me("entry_move", token, kind, entry.pk), {"status": "nonsense"})
    assert OwnChange.objects.count() == count
    client.post(me("entry_move", token, kind, entry.pk), {"status": "open"})
    entry.refresh_from_db()
    assert entry.status == "open"
    labels = [row.change.label for row in OwnChange.objects.order_by("pk")]
    assert len(labels) == 4
    assert all(label.startswith("Über den persönlichen Link, Bäckerei Sturm: ") for label in labels)


def test_a_topic_is_needed_and_the_words_are_kept(token, topic, client):  # noqa: F811
    answer = client.post(me("entry_new", token, "need"), {"text": "Ein Saal", "urgency": 2})
    assert answer.status_code == 422
    assert "Ein Saal" in answer.content.decode()
    assert not Need.objects.exists()
    assert '<optgroup label="Raum">' in answer.content.decode()


def test_meetings_next_first_with_a_file_and_the_charter_agreed_on(area, organisation, token, client):
    network = make_network(area, "Tisch", members=[organisation])
    make_meeting(network, 20, place="Später")
    soon = make_meeting(network, 2, place="Bald", agenda="Eins\nZwei", minutes="Vertraulich")
    make_meeting(network, -9, place="Vorbei", minutes="Vertraulich")
    network.charters.create(number=1, purpose="Helfen", agreed_on=days(-3))
    network.charters.create(number=2, purpose="Entwurf")
    text = text_of(client, "meetings", token)
    assert text.index("Bald") < text.index("Später") < text.index(f"{days(-9):%d.%m.%Y}")
    assert "Vertraulich" not in text
    answer = client.get(me("meeting_ics", token, soon.pk))
    assert vobject.readOne(answer.content.decode()).vevent.location.value == "Bald"
    assert answer["Referrer-Policy"] == "same-origin"
    text = text_of(client, "charter", token, network.pk)
    assert "Helfen" in text
    assert "Entwurf" not in text
    assert "Tisch" in text_of(client, "home", token)


def test_leaving_asks_once_more_and_the_team_undoes_it(area, organisation, token, client, alice):
    network = make_network(area, "Tisch", members=[organisation])
    make_meeting(network, 2)
    member = network.members.get()
    assert "Tisch verlassen?" in text_of(client, "leave", token, member.pk)
    member.refresh_from_db()
    assert member.end is None
    client.post(me("leave", token, member.pk), {"why_left": "keine Zeit"})
    member.refresh_from_db()
    assert (member.end, member.why_left) == (days(0), "keine Zeit")
    assert "Kein Treffen ist geplant" in text_of(client, "meetings", token)
    assert client.post(me("leave", token, member.pk), {"why_left": "x"}).status_code == 404
    undo(OwnChange.objects.get().change, by=alice)
    member.refresh_from_db()
    assert (member.end, member.why_left) == (None, "")


def test_a_consent_is_taken_back_for_good(organisation, topic, token, client, alice):  # noqa: F811
    row = consent(organisation)
    consent(organisation, "contact")
    Need.objects.create(area=organisation.area, organisation=organisation, topic=topic, text="Saal")
    assert "in <strong>2</strong> Punkte eingewilligt" in text_of(client, "consent", token)
    client.post(me("consent", token), {"purpose": ["matching", "nonsense"]})
    row.refresh_from_db()
    assert (row.withdrawn_on, row.withdrawn_by) == (days(0), "link")
    assert Need.objects.get().status == "withdrawn"
    assert Consent.objects.valid().count() == 1
    with pytest.raises(CannotUndo):
        undo(OwnChange.objects.get().change, by=alice)
    client.post(me("consent", token), {"purpose": "matching"})
    assert OwnChange.objects.count() == 1
    assert "nicht eingewilligt" in text_of(client, "entries", token)


def test_to_be_forgotten_is_a_task_asked_once(organisation, token, client):
    for _twice in range(2):
        client.post(me("forget", token))
    task = Task.objects.get()
    assert list(task.organisations.all()) == [organisation]
    assert task.title == "Alles über Bäckerei Sturm vergessen"
    assert "Sie haben uns gebeten" in text_of(client, "home", token)
    task.done_on = days(0)
    task.save()
    assert "Sie haben uns gebeten" not in text_of(client, "home", token)


def proposal_between(area, one, other, topic):  # noqa: F811
    plan = RingPlan.objects.create(area=area, objective=1, bound=1, is_optimal=True, seconds=0.1)
    proposal = Proposal.objects.create(plan=plan, kind="ring", score=1, probability=0.7)
    for order, (giver, receiver) in enumerate([(one, other), (other, one)]):
        offer = Offer.objects.create(area=area, organisation=giver, topic=topic, text=f"Angebot {giver}")
        need = Need.objects.create(area=area, organisation=receiver, topic=topic, text=f"Bedarf {receiver}")
        Transfer.objects.create(
            proposal=proposal, order=order, giver=giver, receiver=receiver, offer=offer, need=need, score=1,
            against=[{"code": "geheim", "params": {}}],
        )  # fmt: skip
    return proposal


def test_an_undecided_proposal_names_nobody(area, organisation, topic, token, client):  # noqa: F811
    other = make_organisation(area, "Kiosk", phone="0381 999")
    proposal_between(area, organisation, other, topic)
    assert "Angebot Bäckerei" not in text_of(client, "matches", token)  # nobody has agreed to matching
    consent(organisation)
    consent(other)
    text = text_of(client, "matches", token)
    assert "Bedarf Bäckerei Sturm" in text
    assert "Angebot Bäckerei Sturm" in text
    assert "Saal" in text
    for secret in ("Kiosk", "0381 999", "geheim"):
        assert secret not in text


def test_nothing_of_a_proposal_that_a_rift_stands_against(area, organisation, topic, token, client):  # noqa: F811
    other = make_organisation(area, "Kiosk")
    proposal_between(area, organisation, other, topic)
    consent(organisation)
    consent(other)
    talk = Interview.objects.create(area=area, organisation=other)
    NoGo.objects.create(interview=talk, organisation=organisation)
    relate(organisation, other, "rift")
    text = text_of(client, "matches", token)
    assert "Bisher nichts" in text
    assert "Kiosk" not in text
    assert "Angebot Bäckerei" not in text


def test_what_was_agreed_and_who_invited(area, organisation, token, client):
    other = make_organisation(area, "Kiosk", phone="0381 999")
    agree(organisation, other)
    agree(organisation, other, is_practice=True)
    network = make_network(area, "Runder Tisch")
    secret = make_network(area, "Noch geheim")
    Invitation.objects.create(network=network, organisation=organisation, by_organisation=other, state="asked")
    Invitation.objects.create(network=secret, organisation=organisation, by_organisation=other)
    text = text_of(client, "matches", token)
    assert text.count("Sie geben Kiosk: Saal") == 1
    assert "Runder Tisch" in text
    assert "Noch geheim" not in text
    assert "0381 999" not in text


def test_a_place_in_a_circle_tells_of_the_others_only_how_many(area, organisation, token, client):
    scenario = FoundingScenario.objects.create(area=area, name="Abends", least=2)
    plan = FoundingPlan.objects.create(scenario=scenario, objective=3, bound=3, seconds=0.1, inputs={"least": 2})
    other = make_organisation(area, "Kiosk")
    circle = FoundingCircle.objects.create(plan=plan, number=1, slot="tu-morning", place=other, language="de")
    for one in (organisation, other):
        talk = Interview.objects.create(area=area, organisation=one)
        FoundingSeat.objects.create(circle=circle, organisation=one, interview=talk, is_host=one == other)
        consent(one)
    text = text_of(client, "matches", token)
    assert "Kreis von 2" in text
    assert "Deutsch" in text
    assert "Kiosk" not in text


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow(area, organisation, topic, client, number, django_assert_max_num_queries):  # noqa: F811
    _link, token = linked(organisation)
    consent(organisation)
    for index in range(number):
        network = make_network(area, f"Tisch {index}", members=[organisation])
        make_meeting(network, 3)
        make_meeting(network, -3)
        network.charters.create(number=1, purpose="x", agreed_on=days(-1))
        other = make_organisation(area, f"Kiosk {index}")
        consent(other)
        agree(organisation, other)
        proposal_between(area, organisation, other, topic)
    for name, most in (
        ("home", 12),
        ("profile", 10),
        ("entries", 12),
        ("meetings", 12),
        ("matches", 22),
        ("consent", 8),
    ):
        cache.clear()
        client.get(me(name, token))
        with django_assert_max_num_queries(most):
            client.get(me(name, token))


def test_a_survey_waits_there_and_its_profile_comes_back(organisation, token, client, alice):
    people = [organisation, *(make_organisation(organisation.area, f"Laden {number}") for number in range(5))]
    make_network(organisation.area, "Runde", people)
    survey = make_survey(organisation.area, people)
    mine = survey.respondents.get(organisation=organisation)
    text = text_of(client, "home", token)
    assert link_of(mine) in text
    assert "Bitte antworten Sie bis" in text
    for respondent in survey.respondents.all():
        say(respondent)
    assert link_of(mine) not in text_of(client, "home", token)
    close_survey(survey, by=alice)
    text = text_of(client, "home", token)
    assert link_of(mine) in text
    assert "Wie die anderen Sie sehen" in text
    other = survey.respondents.exclude(pk=mine.pk).first()
    assert link_of(other) not in text
