"""Who asks whom: proposed with reasons, never across something broken; yes makes a member, no keeps its reason."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kogge.actors.models import Consent, Organisation, Person
from kogge.core.models import Change
from kogge.core.undo import undo
from kogge.needs.models import Need, Offer, Topic, TopicGroup
from kogge.networks.models import Invitation, NetworkMember
from kogge.networks.queries.asking import askers, fitting
from kogge.outreach.models import Interview, Mailing, NoGo

from .factories import TODAY, act_in, make_meeting, make_network, make_organisation, relate, talk


@pytest.fixture
def shops(area):
    return [make_organisation(area, f"Laden {n}") for n in range(3)]


@pytest.fixture
def network(area, shops):
    return make_network(area, "Tisch", shops)


@pytest.fixture
def baker(area):
    return make_organisation(area, "Bäckerei Ähre", street="Kai", housenumber="3", postcode="18146", city="Rostock")


@pytest.fixture
def topic(area):
    group = TopicGroup.objects.create(area=area, code="g", name_de="G")
    return Topic.objects.create(area=area, group=group, code="t", name_de="Flyer")


def url(name, area, *more):
    return reverse(f"networks:{name}", args=[area.slug, *more])


def names(network, organisation, user):
    return [one.name for one in askers(network, [organisation], user).candidates[organisation.pk]]


def test_somebody_they_trust_is_proposed_with_reasons(area, network, shops, baker, topic, bob, alice):
    relate(shops[1], baker, "partner", strength=3)
    owner = Person.objects.create(area=area, name="Olga")
    act_in(owner, baker)
    act_in(owner, shops[2])
    Need.objects.create(area=area, organisation=baker, topic=topic, text="x")
    Offer.objects.create(area=area, organisation=shops[0], topic=topic, text="x")
    talk(Person.objects.get(user=bob), baker)
    found = askers(network, [baker], alice).candidates[baker.pk]
    assert [one.name for one in found] == ["Laden 2", "Laden 1", "Bob"]
    assert found[0].reasons == ["Olga ist in beiden"]
    assert found[1].reasons == ["arbeitet zusammen mit"]
    assert found[2].person is not None


def test_nobody_asks_across_what_is_broken(area, network, shops, baker, alice):
    for shop in shops:
        relate(shop, baker)
    relate(baker, shops[0], "rift")
    interview = Interview.objects.create(area=area, organisation=baker)
    NoGo.objects.create(interview=interview, organisation=shops[1])
    assert names(network, baker, alice) == ["Laden 2"]
    interview.organisation = shops[2]
    interview.save()
    NoGo.objects.create(interview=interview, organisation=baker)
    assert "Laden 2" not in names(network, baker, alice)


def test_a_rift_is_told_to_those_alone_who_may_know(area, network, shops, baker, stella, alice, login):
    relate(baker, shops[0], "rift")
    row = Invitation.objects.create(network=network, organisation=baker)
    page = url("invitations", area, network.pk)
    assert "Sprechen Sie zuerst darüber" in login(alice).get(page).content.decode()
    assert "Sprechen Sie zuerst darüber" not in login(stella).get(page).content.decode()
    refused = login(stella).post(url("invitation_asker", area, row.pk), {"by_organisation": shops[0].pk})
    assert refused.status_code == 422


def test_asked_yes_and_a_member_and_taken_back(area, network, shops, baker, stella, login):
    client = login(stella)
    assert "Noch steht niemand auf der Liste." in client.get(url("invitations", area, network.pk)).content.decode()
    relate(shops[1], baker)
    new = url("invitation_new", area, network.pk)
    client.post(new, {"organisation": baker.pk})
    assert client.post(new, {"organisation": baker.pk}).status_code == 422
    assert client.post(new, {"organisation": shops[0].pk}).status_code == 422
    row = Invitation.objects.get()
    assert "arbeitet zusammen mit" in client.get(url("invitations", area, network.pk)).content.decode()
    client.post(url("invitation_take", area, row.pk), {"by_organisation": shops[1].pk})
    client.post(url("invitation_state", area, row.pk, "asked"))
    row.refresh_from_db()
    assert (row.by_organisation, row.state, row.asked_on) == (shops[1], "asked", TODAY)
    client.post(url("invitation_state", area, row.pk, "yes"))
    assert NetworkMember.objects.get(organisation=baker).start == TODAY
    client.post(url("invitation_state", area, row.pk, "yes"))
    assert NetworkMember.objects.filter(organisation=baker).count() == 1
    undo(Change.objects.order_by("-at")[1], by=stella)
    assert not NetworkMember.objects.filter(organisation=baker).exists()


def test_no_with_its_reason(area, network, baker, stella, login):
    row = Invitation.objects.create(network=network, organisation=baker, state="asked", asked_on=TODAY)
    client = login(stella)
    client.post(url("invitation_no", area, row.pk), {"answered_on": TODAY, "why_not": "Keine Zeit"})
    row.refresh_from_db()
    assert (row.state, row.why_not) == ("no", "Keine Zeit")
    assert "Keine Zeit" in client.get(url("invitations", area, network.pk)).content.decode()
    client.post(url("invitation_state", area, row.pk, "to_ask"))
    row.refresh_from_db()
    assert (row.state, row.why_not) == ("to_ask", "")


def test_one_asks_not_two(area, network, shops, baker, bob, stella, login):
    row = Invitation.objects.create(network=network, organisation=baker)
    both = {"by_organisation": shops[0].pk, "by_person": Person.objects.get(user=bob).pk}
    assert login(stella).post(url("invitation_asker", area, row.pk), both).status_code == 422


def test_who_could_fit(area, network, shops, baker, topic, alice):
    Need.objects.create(area=area, organisation=shops[0], topic=topic, text="x")
    assert fitting(network, alice) == []
    Offer.objects.create(area=area, organisation=baker, topic=topic, text="x")
    assert [(one.organisation, one.topics) for one in fitting(network, alice)] == [(baker, 1)]
    relate(shops[2], baker, "rift")
    assert fitting(network, alice) == []


def test_only_those_who_ask_read_it(area, network, baker, vera, bob, login):
    row = Invitation.objects.create(network=network, organisation=baker, state="no", why_not="Streit")
    for user in (vera, bob):
        assert login(user).get(url("invitations", area, network.pk)).status_code == 403
        assert not Invitation.objects.visible_to(user).exists()
    assert row.pk


def test_letters_to_members_and_to_those_who_shall_join(area, network, shops, baker, alice, vera, login):
    make_meeting(network, 7, place="Haus am Kai")
    Invitation.objects.create(network=network, organisation=baker)
    for organisation in (baker, shops[0]):
        Consent.objects.create(
            area=area, organisation=organisation, purpose="contact", channel="spoken", given_on=TODAY
        )
    client = login(alice)
    page = url("letters", area, network.pk, "invitation")
    text = client.get(page).content.decode()
    assert "Haus am Kai" in text
    assert "hat hier keine Straße" in text or "Laden 0" in text
    form = client.get(page + "?to=invited").context["form"]
    values = {
        "token": str(form["token"].value()),
        "meeting_date": TODAY,
        "meeting_time": "8 Uhr",
        "meeting_place": "Haus am Kai",
        "channel": "paper",
    }
    assert "Haus am Kai" in client.post(page + "?to=invited", values | {"do": "preview"}).content.decode()
    answer = client.post(page + "?to=invited", values | {"do": "make"})
    mailing = Mailing.objects.get()
    assert answer["Location"] == reverse("outreach:mailing", args=[area.slug, mailing.pk])
    assert [letter.organisation for letter in mailing.letters.all()] == [baker]
    client.post(page + "?to=invited", values | {"do": "make"})
    assert Mailing.objects.count() == 1
    assert client.get(url("letters", area, network.pk, "poster")).status_code == 404
    assert login(vera).get(page).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_queries_are_constant(area, network, shops, topic, alice, login, number, django_assert_max_num_queries):
    for n in range(number):
        other = Organisation.objects.create(area=area, name=f"Gast {n}")
        relate(other, shops[n])
        Need.objects.create(area=area, organisation=other, topic=topic, text="x")
        Need.objects.create(area=area, organisation=shops[n], topic=topic, text="x")
        Invitation.objects.create(network=network, organisation=other)
    client = login(alice)
    client.get(url("invitations", area, network.pk))
    with django_assert_max_num_queries(28):
        client.get(url("invitations", area, network.pk))
