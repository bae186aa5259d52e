"""Founded networks: list, page, form, members, leaders, end, panel, quick search, history."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kogge.actors.models import Person
from kogge.core import search
from kogge.core.models import Change
from kogge.core.undo import undo
from kogge.networks.models import Leader, Network, NetworkMember

from .factories import TODAY, act_in, days, make_network, make_organisation, relate


@pytest.fixture
def baker(area):
    return make_organisation(area, "Bäckerei Ähre")


@pytest.fixture
def paid(area, project):
    return Person.objects.create(area=area, name="Paula Projekt", project=project)


def url(name, area, *more):
    return reverse(f"networks:{name}", args=[area.slug, *more])


def test_found_a_network_and_undo_it(area, district, stella, login):
    client = login(stella)
    answer = client.post(
        url("new", area),
        {"name": "Werkstattrunde", "purpose": "Werkzeug teilen", "stage": "idea", "district": district.pk},
    )
    network = Network.objects.get()
    assert answer["Location"] == url("network", area, network.pk)
    assert (network.name, network.area, network.district) == ("Werkstattrunde", area, district)
    undo(Change.objects.latest("at"), by=stella)
    assert not Network.objects.exists()


def test_a_form_that_fails_keeps_what_was_typed(area, stella, login):
    answer = login(stella).post(url("new", area), {"name": "", "purpose": "Werkzeug teilen", "stage": "idea"})
    assert answer.status_code == 422
    assert "Werkzeug teilen" in answer.content.decode()
    assert not Network.objects.exists()


def test_join_and_leave_with_a_reason(area, baker, stella, login):
    network = make_network(area, "Tisch")
    client = login(stella)
    client.post(url("member_new", area, network.pk), {"organisation": baker.pk, "role": "host", "start": TODAY})
    member = NetworkMember.objects.get()
    assert (member.organisation, member.role, member.end) == (baker, "host", None)
    again = client.post(url("member_new", area, network.pk), {"organisation": baker.pk, "role": "member"})
    assert again.status_code == 422
    client.post(
        url("member_edit", area, member.pk),
        {"role": "host", "start": days(-9), "end": days(-1), "why_left": "Keine Zeit"},
    )
    member.refresh_from_db()
    assert (member.end, member.why_left) == (days(-1), "Keine Zeit")
    assert "Keine Zeit" in client.get(url("network", area, network.pk)).content.decode()


def test_nobody_leaves_before_joining(area, baker, stella, login):
    network = make_network(area, "Tisch", [baker])
    member = network.members.get()
    answer = login(stella).post(
        url("member_edit", area, member.pk), {"role": "member", "start": TODAY, "end": days(-3)}
    )
    assert answer.status_code == 422
    member.refresh_from_db()
    assert member.end is None


def test_leaders_come_and_go_and_the_change_is_undone(area, baker, paid, stella, login):
    owner = Person.objects.create(area=area, name="Olga")
    act_in(owner, baker)
    network = make_network(area, "Tisch", [baker], [paid])
    client = login(stella)
    page = client.get(url("network", area, network.pk))
    assert page.context["only_staff"]
    client.post(url("leader_add", area, network.pk), {"person": owner.pk})
    assert set(network.leaders.all()) == {owner, paid}
    assert not client.get(url("network", area, network.pk)).context["only_staff"]
    client.post(url("leader_remove", area, Leader.objects.get(person=paid).pk))
    assert list(network.leaders.all()) == [owner]
    undo(Change.objects.latest("at"), by=stella)
    assert set(network.leaders.all()) == {owner, paid}


def test_a_stranger_cannot_lead(area, other_area, stella, login):
    network = make_network(area, "Tisch")
    foreign = Person.objects.create(area=other_area, name="Fremd")
    login(stella).post(url("leader_add", area, network.pk), {"person": foreign.pk})
    assert not network.leaders.exists()


def test_an_end_needs_its_reason(area, stella, login):
    network = make_network(area, "Tisch", founded_on=days(-100))
    client = login(stella)
    assert client.post(url("end", area, network.pk), {"ended_on": TODAY, "ended_why": ""}).status_code == 422
    assert client.post(url("end", area, network.pk), {"ended_on": days(-200), "ended_why": "x"}).status_code == 422
    client.post(url("end", area, network.pk), {"ended_on": TODAY, "ended_why": "Der Saal fiel weg"})
    network.refresh_from_db()
    assert (network.ended_on, network.ended_why) == (TODAY, "Der Saal fiel weg")
    assert "Der Saal fiel weg" in client.get(url("list", area)).content.decode()


def test_viewers_read_without_names_and_change_nothing(area, baker, paid, vera, login):
    network = make_network(area, "Tisch", [baker], [paid])
    client = login(vera)
    for page in (url("list", area), url("network", area, network.pk)):
        text = client.get(page).content.decode()
        assert "Tisch" in text
        assert "Paula Projekt" not in text
    for name, pk in (("new", None), ("edit", network.pk), ("end", network.pk), ("member_new", network.pk)):
        assert client.get(url(name, area, *([pk] if pk else []))).status_code == 403
    assert client.post(url("leader_remove", area, Leader.objects.get().pk)).status_code == 403


def test_strangers_find_nothing(area, other_area, baker, charlie, login):
    network = make_network(area, "Tisch", [baker])
    client = login(charlie)
    assert client.get(url("network", area, network.pk)).status_code == 404
    assert client.get(url("network", other_area, network.pk)).status_code == 404
    assert client.get(url("member_edit", other_area, network.members.get().pk)).status_code == 404


def test_the_panel_of_an_organisation(area, baker, alice, vera, login):
    make_network(area, "Tisch", [baker])
    broken = make_network(area, "Alter Kreis", [baker], ended_on=days(-5))
    broken.members.update(why_left="Streit")
    relate(baker, make_organisation(area, "Café"), "supplies")
    relate(baker, make_organisation(area, "Feind"), "rift")
    for user, sees in ((alice, True), (vera, False)):
        text = login(user).get(url("organisation_panel", area, baker.pk)).content.decode()
        assert all(word in text for word in ("Tisch", "Alter Kreis", "Streit", "Café"))
        assert ("Feind" in text) == sees


def test_quick_search(area, other_area, vera, charlie):
    make_network(area, "Unternehmerfrühstück")
    hits = {hit.title for group in search.find(vera, area, "frühstück") for hit in group.results}
    assert "Unternehmerfrühstück" in hits
    assert not [hit for group in search.find(charlie, area, "frühstück") for hit in group.results]


@pytest.mark.parametrize("number", [1, 3])
def test_queries_are_constant(area, paid, alice, login, number, django_assert_max_num_queries):
    shops = [make_organisation(area, f"Laden {n}") for n in range(number)]
    rows = [make_network(area, f"Kreis {n}", shops, [paid]) for n in range(number)]
    client = login(alice)
    for page, most in ((url("list", area), 7), (url("network", area, rows[0].pk), 10)):
        client.get(page)
        with django_assert_max_num_queries(most):
            client.get(page)
    with django_assert_max_num_queries(9):
        client.get(url("organisation_panel", area, shops[0].pk))
