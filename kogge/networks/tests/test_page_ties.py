"""The page "Who holds the network together?", computed independently with networkx."""

from __future__ import annotations

import json
from itertools import pairwise

import networkx as nx
import pytest
from django.urls import reverse

from kogge.actors.models import Person, Relation
from kogge.networks.queries import organisation_node
from kogge.networks.queries.standing import standing_of

from .factories import days, make_network, make_organisation, relate, talk

ENGLISH = {"accept-language": "en"}


@pytest.fixture
def shops(area):
    return [make_organisation(area, f"Laden {number}") for number in range(9)]


@pytest.fixture
def graph(area, project, shops):
    """Two clusters that one person of the project holds together, and a pair apart; the same as networkx."""
    paid = Person.objects.create(area=area, name="Paula Projekt", project=project)
    ties = [(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (7, 8)]
    for a, b in ties:
        relate(shops[a], shops[b])
    for number in (0, 3, 6):
        talk(paid, shops[number])
    found = nx.Graph([(organisation_node(shops[a].pk), organisation_node(shops[b].pk)) for a, b in ties])
    found.add_edges_from((f"p{paid.pk}", organisation_node(shops[number].pk)) for number in (0, 3, 6))
    return found


def get(client, area, **query):
    return client.get(reverse("networks:ties", args=[area.slug]), query, headers=ENGLISH)


def test_figures_equal_networkx(area, graph):
    standing = standing_of(area)
    found = standing.figures
    n = len(graph)
    sizes = [len(part) for part in nx.connected_components(graph)]
    assert (found.nodes, found.edges) == (n, graph.number_of_edges())
    assert found.density == pytest.approx(nx.density(graph))
    assert found.components == len(sizes)
    assert found.fragmentation == pytest.approx(1 - sum(s * (s - 1) for s in sizes) / (n * (n - 1)))
    degrees = [degree for _node, degree in graph.degree()]
    assert found.degree_centralisation == pytest.approx(
        sum(max(degrees) - degree for degree in degrees) / ((n - 1) * (n - 2))
    )
    communities = [set(group) for group in found.communities]
    assert found.modularity == pytest.approx(nx.community.modularity(graph, communities))
    expected = nx.betweenness_centrality(graph, normalized=True)
    assert {row.node.id: row.share for row in standing.drawn} == pytest.approx(expected)
    assert {row.node.id for row in standing.drawn if row.pieces} == set(nx.articulation_points(graph))
    assert standing.drawn[0].node.label == "Paula Projekt"


def test_the_sentence_names_who_and_into_how_many_parts(area, graph, alice, login):
    client = login(alice)
    text = get(client, area).content.decode()
    standing = standing_of(area)
    rest = graph.copy()
    rest.remove_nodes_from(row.node.id for row in standing.chosen)
    parts = nx.number_connected_components(rest)
    assert len(standing.chosen) == 2
    for row in standing.chosen:
        assert f"<strong>{row.node.label}</strong>" in text
    assert f"<strong>{parts}</strong>" in text
    assert standing.pillars.parts_without == parts


def test_switches_are_in_the_address(area, graph, shops, alice, login):
    client = login(alice)
    page = get(client, area, kinds="relation")
    assert page.context["figures"].edges == 6
    assert not any(row.node.staff for row in page.context["standing"].listed)
    assert "?kinds=relation" in page.content.decode()
    assert get(client, area, kinds="nonsense").context["figures"].edges == 9


def test_a_filter_does_not_say_optional(area, graph, alice, login):
    assert "(optional)" not in get(login(alice), area).content.decode()


def test_the_picture_holds_the_list(area, graph, alice, login):
    client = login(alice)
    data = json.loads(client.get(reverse("networks:picture", args=[area.slug])).content)
    assert {node["id"] for node in data["nodes"]} == set(graph)
    assert {frozenset((tie["source"], tie["target"])) for tie in data["edges"]} == set(map(frozenset, graph.edges))
    assert all({"x", "y", "size", "kind"} <= set(node) for node in data["nodes"])
    assert data == json.loads(client.get(reverse("networks:picture", args=[area.slug])).content)
    page = get(client, area).content.decode()
    assert all(f'data-id="{node["id"]}"' in page for node in data["nodes"])


def test_only_the_weightiest_are_drawn_and_listed(area, alice, login, monkeypatch):
    monkeypatch.setattr("kogge.networks.queries.standing.MOST_DRAWN", 20)
    monkeypatch.setattr("kogge.networks.queries.overview.MOST_DRAWN", 20)
    monkeypatch.setattr("kogge.networks.queries.standing.LISTED", 12)
    monkeypatch.setattr("kogge.networks.queries.overview.LISTED", 12)
    hub = make_organisation(area, "Mitte")
    rest = [make_organisation(area, f"Rand {number}") for number in range(24)]
    Relation.objects.bulk_create(Relation(area=area, source=hub, target=row, type="partner") for row in rest)
    client = login(alice)
    page = get(client, area)
    standing = page.context["standing"]
    assert (standing.left_out, standing.unlisted, len(standing.listed)) == (5, 13, 12)
    assert len(json.loads(client.get(reverse("networks:picture", args=[area.slug])).content)["nodes"]) == 20


def test_large_networks_are_ranked_without_paths_and_say_so(area, graph, alice, login, monkeypatch):
    monkeypatch.setattr("kogge.networks.queries.standing.MOST_FOR_BETWEENNESS", 3)
    page = get(login(alice), area)
    standing = page.context["standing"]
    assert not standing.is_ranked_by_paths
    assert standing.listed[0].node.label == "Paula Projekt"
    assert standing.listed[0].share is None


def test_figures_are_kept_until_a_record_changes(area, graph, shops, alice, vera, login, settings, monkeypatch):
    settings.CACHES = settings.CACHES | {
        "figures": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "figures"}
    }
    client = login(alice)
    assert get(client, area).context["figures"].edges == 9
    computed = []
    monkeypatch.setattr("kogge.networks.queries.overview.standing_of", lambda *_a, **_k: computed.append(1))
    assert get(client, area).context["figures"].edges == 9
    assert client.get(reverse("networks:picture", args=[area.slug]), headers=ENGLISH).status_code == 200
    assert not computed
    monkeypatch.undo()
    tie = relate(shops[6], shops[7])
    assert get(client, area).context["figures"].edges == 10
    tie.delete()
    assert get(client, area).context["figures"].edges == 9
    assert "Paula Projekt" in get(client, area).content.decode()
    assert "Paula Projekt" not in get(login(vera), area).content.decode()


def test_rifts_only_for_those_who_read_interviews(area, graph, shops, alice, stella, vera, login):
    relate(shops[0], shops[8], "rift", note="Streit um die Kasse")
    for user, sees in ((alice, True), (stella, False), (vera, False)):
        assert ("Streit um die Kasse" in get(login(user), area).content.decode()) == sees


def test_a_rift_names_its_bridges_and_never_project_staff(area, graph, shops, project, alice, login):
    relate(shops[0], shops[1], "rift")
    relate(shops[3], shops[6], "rift", start=days(-9))
    relate(shops[6], shops[5])
    relate(shops[7], shops[2], "rift")
    found = {(row.relation.source_id, row.relation.target_id): row for row in get(login(alice), area).context["rifts"]}
    ties = [(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (7, 8), (6, 5)]
    plain = nx.Graph([(organisation_node(shops[a].pk), organisation_node(shops[b].pk)) for a, b in ties])
    plain.remove_edge(*(organisation_node(shops[i].pk) for i in (0, 1)))
    for (one, other), row in found.items():
        a, b = organisation_node(one), organisation_node(other)
        assert {node.id for node in row.between} == set(plain[a]) & set(plain[b])
        if row.between:
            assert not row.path
        elif nx.has_path(plain, a, b):
            assert len(row.path) + 1 == nx.shortest_path_length(plain, a, b)
        else:
            assert row.path == ()
            assert not row.joined
    assert len(found) == 3


def test_viewers_see_no_names_of_persons(area, graph, vera, bob, login):
    what = [("networks:ties", []), ("networks:picture", [])]
    what += [("networks:records", [name]) for name in ("nodes", "ties", "parts", "groups", "holders", "few", "alone")]
    for user, sees in ((vera, False), (bob, True)):
        client = login(user)
        seen = [
            "Paula Projekt" in client.get(reverse(name, args=[area.slug, *more])).content.decode()
            for name, more in what
        ]
        assert any(seen) == sees


@pytest.mark.parametrize(
    ("what", "count"),
    [("nodes", 10), ("ties", 9), ("parts", 2), ("groups", 4), ("few", 4), ("alone", 0), ("holders", 4)],
)
def test_figures_open_their_records(area, graph, alice, login, what, count):
    page = login(alice).get(reverse("networks:records", args=[area.slug, what]))
    assert page.status_code == 200
    assert page.context["count"] == count


def test_unknown_records_are_not_there(area, alice, login):
    assert login(alice).get(reverse("networks:records", args=[area.slug, "nonsense"])).status_code == 404


def test_an_empty_area_teaches(area, alice, login):
    page = get(login(alice), area)
    assert page.status_code == 200
    assert page.context["figures"].nodes == 0
    assert json.loads(login(alice).get(reverse("networks:picture", args=[area.slug])).content)["nodes"] == []


@pytest.mark.parametrize("number", [1, 3])
def test_queries_are_constant(area, project, shops, alice, login, number, django_assert_max_num_queries):
    paid = Person.objects.create(area=area, name="Paula", project=project)
    for a, b in pairwise(shops[: number + 1]):
        relate(a, b)
        relate(a, b, "rift")
        talk(paid, a)
        make_network(area, f"N{a.pk}", [a, b], [paid])
    client = login(alice)
    get(client, area)
    with django_assert_max_num_queries(26):
        get(client, area)
    with django_assert_max_num_queries(16):
        client.get(reverse("networks:picture", args=[area.slug]))
