"""Who plays which part in the network, computed independently with networkx."""

from __future__ import annotations

import networkx as nx
import pytest
from django.urls import reverse

from kogge.actors.models import Person, Relation
from kogge.actors.queries.sectors import section_of
from kogge.networks.queries import organisation_node
from kogge.networks.queries.roles import roles_of
from kogge.networks.queries.standing import standing_of
from kogge.testing import shared_data

from .factories import days, make_organisation, relate, talk

ENGLISH = {"accept-language": "en"}
REAL = ("emon_Texas", "emon_Cheyenne", "flo_marriage", "flo_business", "knoke_indianapolis_directed", "ceos_clubs")


def read(name):
    """The undirected graph of a published network, without loops, read here and not by the engine."""
    lines = shared_data("networks", f"{name}_edges.csv").read_text().splitlines()
    pairs = [tuple(cell.strip() for cell in line.split(",")[:2]) for line in lines[1:] if line.strip()]
    graph = nx.Graph(pairs)
    graph.remove_edges_from(list(nx.selfloop_edges(graph)))
    graph.remove_nodes_from(list(nx.isolates(graph)))
    return graph


def stored(area, graph):
    """The graph as organisations and relations; its nodes renamed as the network of the area names them."""
    made = {node: make_organisation(area, f"Haus {node}") for node in graph}
    Relation.objects.bulk_create(
        Relation(area=area, source=made[a], target=made[b], type="partner") for a, b in graph.edges
    )
    return nx.relabel_nodes(graph, {node: organisation_node(row.pk) for node, row in made.items()})


@pytest.mark.parametrize("name", REAL)
def test_roles_in_real_networks_equal_networkx(area, name):
    graph = stored(area, read(name))
    found, standing = roles_of(area), standing_of(area)
    assert found.nodes == len(graph)
    figures, n = standing.figures, len(graph)
    sizes = [len(part) for part in nx.connected_components(graph)]
    degrees = [degree for _node, degree in graph.degree()]
    assert (figures.edges, figures.components) == (graph.number_of_edges(), len(sizes))
    assert figures.density == pytest.approx(nx.density(graph))
    assert figures.degree_centralisation == pytest.approx(
        sum(max(degrees) - degree for degree in degrees) / ((n - 1) * (n - 2))
    )
    assert figures.fragmentation == pytest.approx(1 - sum(s * (s - 1) for s in sizes) / (n * (n - 1)))
    assert figures.vertex_connectivity == nx.node_connectivity(graph)
    assert standing.without_ties == 0
    sentence = standing.pillars
    rest = graph.copy()
    rest.remove_nodes_from(row.node.id for row in standing.chosen)
    assert sentence.parts_without == nx.number_connected_components(rest)
    assert sentence.parts_today == len(sizes)
    first = max(nx.connected_components(graph), key=len)
    left = sorted((len(part) for part in nx.connected_components(rest) if part & first), reverse=True)
    assert sentence.lost == (sum(left[1:]) if standing.chosen else 0)
    assert found.bridge_count == len(set(nx.articulation_points(graph)))
    shares = nx.betweenness_centrality(graph)
    for row in found.bridges:
        assert row.share == pytest.approx(shares[row.node.id])
        rest = graph.copy()
        rest.remove_node(row.node.id)
        mine = set(nx.node_connected_component(graph, row.node.id)) - {row.node.id}
        sizes = sorted((len(part & mine) for part in nx.connected_components(rest) if part & mine), reverse=True)
        assert tuple(sizes) == (row.pieces or tuple(sizes[:1]))
        assert row.lost == sum(sizes[1:])
    others = [shares[node] for node in graph if node not in {row.node.id for row in found.bridges}]
    plain = [row.share for row in found.bridges if not row.pieces]
    assert not plain or not others or min(plain) >= max(others) - 1e-9
    # Groups: the members are those of the partition, its modularity and the ties are counted anew.
    groups = [{node.id for node in group.members} for group in standing.groups]
    every = [set(part) for part in standing.figures.communities]
    assert standing.figures.modularity == pytest.approx(nx.community.modularity(graph, every))
    large = [group for group in groups if len(group) >= 3]
    assert [(sub.size + 1, sub.inside, sub.outside) for sub in found.subnetworks] == [
        (len(group), graph.subgraph(group).number_of_edges(), nx.cut_size(graph, group)) for group in large
    ][: len(found.subnetworks)]
    reached = {
        node: len({i for i, group in enumerate(groups) if node not in group and group & set(graph[node])})
        for node in graph
    }
    expected = {node: count for node, count in reached.items() if count >= 2}
    assert found.connector_count == len(expected)
    assert {one.row.node.id: one.groups for one in found.connectors}.items() <= expected.items()
    assert [one.groups for one in found.connectors] == sorted(expected.values(), reverse=True)[: len(found.connectors)]


@pytest.fixture
def mixed(area, district, project):
    """A table of bakers, a newcomer, a shop alone, a sector that nobody brought in."""
    bakers = [make_organisation(area, f"Bäckerei {i}", wz_code="10.71", district=district) for i in range(4)]
    for i, one in enumerate(bakers):
        for other in bakers[i + 1 :]:
            relate(one, other, start=days(-400))
    fresh = make_organisation(area, "Neuer Laden", wz_code="47.11")
    relate(fresh, bakers[0], start=days(-20))
    alone = make_organisation(area, "Allein am Rand", wz_code="47.11")
    barber = make_organisation(area, "Salon", wz_code="96.02")
    talk(Person.objects.create(area=area, name="Paula Projekt", project=project), bakers[1])
    return {"bakers": bakers, "fresh": fresh, "alone": alone, "barber": barber}


def get(client, area, **query):
    return client.get(reverse("networks:roles", args=[area.slug]), query, headers=ENGLISH)


def test_each_list_says_why(area, mixed, alice, login):
    page = get(login(alice), area)
    found, text = page.context["roles"], page.content.decode()
    assert [one.row.node.label for one in found.newcomers] == ["Neuer Laden", "Paula Projekt"]
    assert [node.label for node in found.newcomers[0].tied_to] == ["Bäckerei 0"]
    assert [name for name, _url in found.alone] == ["Allein am Rand", "Salon"]
    assert [(one.letter, one.count) for one in found.missing] == [(section_of("96.02"), 1)]
    assert f"section={section_of('96.02')}" in text
    assert {row.node.label for row in found.bridges if row.pieces} == {"Bäckerei 0", "Bäckerei 1"}
    assert found.bridge_count == 2
    (group,) = found.subnetworks
    assert group.traits.district_percent == 100
    assert "100 % in diesem Stadtteil" in text
    assert reverse("actors:detail", args=[area.slug, mixed["alone"].pk]) in text


def test_a_month_ago_is_looked_at_as_it_was(area, mixed, alice, login):
    found = get(login(alice), area, month="-2").context["roles"]
    assert [one.row.node.label for one in found.newcomers] == []
    assert found.alone_count == 3


def test_names_of_persons_only_for_those_who_may_see_them(area, mixed, vera, bob, login):
    assert "Paula Projekt" not in get(login(vera), area).content.decode()
    assert "Paula Projekt" in get(login(bob), area).content.decode()


def test_an_empty_area_teaches(area, alice, login):
    page = get(login(alice), area)
    assert page.status_code == 200
    assert "keine Verbindungen bekannt" in page.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_queries_are_constant(area, alice, login, number, django_assert_max_num_queries):
    shops = [make_organisation(area, f"Laden {i}", wz_code="10.71") for i in range(number + 1)]
    for i in range(number):
        relate(shops[i], shops[i + 1])
    client = login(alice)
    get(client, area)
    with django_assert_max_num_queries(32):
        get(client, area)
