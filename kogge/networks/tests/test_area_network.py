"""Which ties make the network of an area, and who stands for whom."""

from __future__ import annotations

from itertools import pairwise

import pytest

from kogge.actors.models import Person
from kogge.networks.models import NetworkMember
from kogge.networks.queries import area_network, organisation_node, person_node, staff_nodes, staff_of

from .factories import TODAY, act_in, agree, days, make_network, make_organisation, relate, talk


@pytest.fixture
def shops(area):
    return [make_organisation(area, f"Laden {number}") for number in range(6)]


@pytest.fixture
def paid(area, project):
    return Person.objects.create(area=area, name="Paula Projekt", project=project)


def pairs(network, kind=None):
    return {frozenset((edge.source, edge.target)) for edge in network.edges if kind in {None, edge.kind}}


def pair(*ends):
    return frozenset(person_node(end.pk) if isinstance(end, Person) else organisation_node(end.pk) for end in ends)


def test_relations_of_today_without_rifts(area, shops):
    a, b, c, d, *_ = shops
    relate(a, b)
    relate(b, c, end=days(-1))
    relate(c, d, "rift")
    network = area_network(area)
    assert pairs(network) == {pair(a, b)}
    assert {node.id for node in network.nodes} == {organisation_node(a.pk), organisation_node(b.pk)}


def test_a_tie_to_a_closed_organisation_is_none(area, shops):
    a, b, c, *_ = shops
    relate(a, b)
    relate(b, c)
    type(a).objects.filter(pk=a.pk).update(closed_on=TODAY)
    network = area_network(area)
    assert pairs(network) == {pair(b, c)}
    relate(shops[3], a)
    assert organisation_node(shops[3].pk) not in area_network(area).index


def test_failed_agreements_make_no_tie(area, shops):
    a, b, c, d, *_ = shops
    agree(a, b)
    agree(b, c, "failed")
    agree(c, d, "redeemed")
    assert pairs(area_network(area)) == {pair(a, b), pair(c, d)}


def test_members_are_tied_to_those_who_hold_the_network(area, shops, paid):
    a, b, c, d, *_ = shops
    network = make_network(area, "Frühstück", [a, b], [paid])
    NetworkMember.objects.create(network=network, organisation=c, role="host")
    NetworkMember.objects.create(network=network, organisation=d, end=days(-1))
    make_network(area, "Alt", [a, d], [paid], ended_on=days(-1))
    found = pairs(area_network(area))
    assert found == {pair(a, paid), pair(b, paid), pair(c, paid), pair(a, c), pair(b, c)}


def test_talks_tie_staff_and_past_staff_hold_nothing(area, shops, paid, project):
    a, b, c, d, *_ = shops
    past = Person.objects.create(
        area=area,
        name="Alt",
        project=type(project).objects.create(area=area, name="Früher", start=days(-900), end=days(-400)),
    )
    talk(paid, a)
    talk(paid, b, -800)
    talk(paid, c, outcome="away")
    talk(past, d)
    network = area_network(area)
    assert pairs(network) == {pair(a, paid)}
    assert staff_nodes(network) == [person_node(paid.pk)]
    assert staff_of(area, TODAY) == [paid.pk]


def test_who_acts_in_an_organisation_stands_for_it(area, shops):
    a, b, c, *_ = shops
    owner = Person.objects.create(area=area, name="Olga")
    act_in(owner, a)
    act_in(owner, b)
    talk(owner, c)
    assert pairs(area_network(area)) == {pair(a, b), pair(a, c), pair(b, c)}


def test_kinds_are_switched(area, shops, paid):
    a, b, *_ = shops
    relate(a, b)
    agree(a, b)
    talk(paid, a)
    make_network(area, "Tisch", [b], [paid])
    kinds = {"relation", "agreement", "contact", "membership"}
    for kind in kinds:
        assert {edge.kind for edge in area_network(area, kinds=[kind]).edges} == {kind}
    assert {edge.kind for edge in area_network(area).edges} == kinds
    assert area_network(area, kinds=[]).nodes == ()


def test_without_names_persons_are_numbered(area, shops, paid):
    talk(paid, shops[0])
    (staff,) = [node for node in area_network(area, named=False).nodes if node.staff]
    assert "Paula" not in staff.label
    assert staff.label.endswith("1")


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_is_constant(area, shops, paid, number, django_assert_num_queries):
    for a, b in pairwise(shops[: number + 1]):
        relate(a, b)
        agree(a, b)
        talk(paid, a)
        make_network(area, f"N{a.pk}", [a, b], [paid])
    with django_assert_num_queries(9):
        area_network(area)


def test_other_areas_do_not_mix(area, other_area, shops):
    relate(shops[0], shops[1])
    assert area_network(other_area).nodes == ()
