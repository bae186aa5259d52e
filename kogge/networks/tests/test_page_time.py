"""The network over time and two days side by side, computed independently with networkx."""

from __future__ import annotations

import datetime as dt

import networkx as nx
import pytest
from django.urls import reverse

from kogge.actors.models import Organisation, Person, Relation
from kogge.networks.queries import area_network
from kogge.networks.queries.changes import change_between, ends_of, moments
from kogge.networks.tests.factories import TODAY, agree, days, make_network, make_organisation, relate, talk

ENGLISH = {"accept-language": "en"}


@pytest.fixture
def life(area, project):
    """Relations that came and ended, talks of a project worker, an agreement, a shop that closed."""
    paid = Person.objects.create(area=area, name="Paula Projekt", project=project)
    shops = [make_organisation(area, f"Laden {number}") for number in range(7)]
    relate(shops[0], shops[1], start=days(-900))
    relate(shops[1], shops[2], start=days(-500), end=days(-100))
    relate(shops[2], shops[3], start=days(-40))
    relate(shops[4], shops[5], start=days(-600))
    Organisation.objects.filter(pk=shops[5].pk).update(closed_on=days(-200))
    for number, on in ((0, -380), (3, -70), (6, -10)):
        talk(paid, shops[number], on)
    agree(shops[0], shops[3])
    return {"shops": shops, "paid": paid}


def graph_on(life, day):
    """The same by hand."""
    shops, found = life["shops"], nx.Graph()
    name = {number: f"o{shop.pk}" for number, shop in enumerate(shops)}
    for a, b, start, end in ((0, 1, -900, 9), (1, 2, -500, -100), (2, 3, -40, 9), (4, 5, -600, -201)):
        if days(start) <= day <= days(end):
            found.add_edge(name[a], name[b])
    for number, on in ((0, -380), (3, -70), (6, -10)):
        if day - dt.timedelta(days=730) <= days(on) <= day:
            found.add_edge(f"p{life['paid'].pk}", name[number])
    if day >= TODAY:
        found.add_edge(name[0], name[3])
    return found


@pytest.mark.parametrize("back", [0, 5, 50, 90, 150, 250, 450, 700, 1000])
def test_the_network_of_a_day_is_what_its_records_say(area, life, back):
    found, graph = area_network(area, day=days(-back)), graph_on(life, days(-back))
    assert {frozenset((edge.source, edge.target)) for edge in found.edges} == set(map(frozenset, graph.edges))
    assert set(found.index) == set(graph)


def test_a_founded_network_holds_while_it_exists(area, life):
    a, b = life["shops"][4], life["shops"][6]
    make_network(area, "Tisch", [a, b], [life["paid"]], founded_on=days(-300), ended_on=days(-30))
    kinds = ["membership"]
    assert not area_network(area, kinds=kinds).edges
    assert len(area_network(area, kinds=kinds, day=days(-100)).edges) == 2
    assert not area_network(area, kinds=kinds, day=days(-400)).edges


def fragmentation(graph):
    n = len(graph)
    return 1 - sum(len(part) * (len(part) - 1) for part in nx.connected_components(graph)) / (n * (n - 1))


@pytest.mark.parametrize("by", ["quarter", "month"])
def test_centralisation_and_dependence_equal_networkx(area, life, by):
    staff = f"p{life['paid'].pk}"
    for moment in moments(area, by):
        graph = graph_on(life, moment.day)
        n = len(graph)
        assert (moment.nodes, moment.ties) == (n, graph.number_of_edges())
        degrees = [degree for _node, degree in graph.degree()]
        if n > 2:
            expected = sum(max(degrees) - degree for degree in degrees) / ((n - 1) * (n - 2))
            assert moment.centralisation == pytest.approx(expected)
        if n:
            through = graph.degree(staff) if staff in graph else 0
            assert moment.staff_only_ties == pytest.approx(through / graph.number_of_edges())
            rest = graph.copy()
            rest.remove_nodes_from([staff])
            assert moment.fragmentation == pytest.approx(fragmentation(graph))
            assert moment.without_staff == pytest.approx(fragmentation(rest))
            assert moment.dependence == pytest.approx(fragmentation(rest) - fragmentation(graph))


def test_days_are_the_ends_of_quarters_and_months():
    day = dt.date(2026, 1, 15)
    assert ends_of("quarter", day)[-3:] == [dt.date(2025, 9, 30), dt.date(2025, 12, 31), day]
    assert ends_of("month", day)[-3:] == [dt.date(2025, 11, 30), dt.date(2025, 12, 31), day]
    assert len(ends_of("month", day)) == 13


@pytest.mark.parametrize(("first", "second"), [(250, 0), (450, 50), (90, 5), (1000, 0)])
def test_two_days_equal_sets_of_networkx(area, life, first, second):
    found = change_between(area, days(-first), days(-second), named=True)
    before, after = graph_on(life, days(-first)), graph_on(life, days(-second))
    old, new = set(map(frozenset, before.edges)), set(map(frozenset, after.edges))
    assert (found.came_count, found.broke_count, found.kept_count) == (len(new - old), len(old - new), len(old & new))
    assert (found.new_count, found.gone_count) == (len(set(after) - set(before)), len(set(before) - set(after)))
    assert found.stability == pytest.approx(len(old & new) / len(old | new))
    assert found.retention == (pytest.approx(len(set(before) & set(after)) / len(before)) if len(before) else None)


def test_charts_with_their_tables(area, life, alice, login):
    client = login(alice)
    address = reverse("networks:time", args=[area.slug])
    page = client.get(address, {"by": "month"}, headers=ENGLISH)
    text = page.content.decode()
    assert len(page.context["moments"]) == 13
    assert text.count("<figure") == 4
    assert f"<strong>{page.context['percent']} %</strong>" in text
    assert client.get(address, {"by": "nonsense"}).context["by"] == "quarter"


def test_the_comparison_page(area, life, alice, vera, login):
    client = login(alice)
    address = reverse("networks:compare", args=[area.slug])
    page = client.get(address, {"first": days(-250), "second": TODAY}, headers=ENGLISH)
    text = page.content.decode()
    assert "Laden 6" in text
    assert "Paula Projekt" in text
    assert page.context["change"].broke_count == 2
    assert "Paula Projekt" not in login(vera).get(address, headers=ENGLISH).content.decode()


@pytest.mark.parametrize(
    ("first", "second", "says"),
    [
        ("2026-03-01", "2025-03-01", "muss nach dem früheren"),
        ("nonsense", "2025-03-01", "gültiges Datum"),
        (str(days(-5)), str(days(9)), "kommt erst noch"),
        ("", "2025-03-01", "aria-invalid"),
    ],
)
def test_bad_days_are_told(area, life, alice, login, first, second, says):
    query = {"first": first, "second": second}
    page = login(alice).get(reverse("networks:compare", args=[area.slug]), query, headers=ENGLISH)
    assert page.status_code == 200
    assert page.context["change"] is None
    assert says in page.content.decode()


def test_an_empty_area_teaches(area, alice, login):
    client = login(alice)
    for name in ("time", "compare"):
        page = client.get(reverse(f"networks:{name}", args=[area.slug]), headers=ENGLISH)
        assert page.status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_queries_are_constant(area, alice, login, number, django_assert_max_num_queries):
    shops = [make_organisation(area, f"Laden {i}") for i in range(number + 1)]
    Relation.objects.bulk_create(
        Relation(area=area, source=shops[i], target=shops[i + 1], type="partner") for i in range(number)
    )
    client = login(alice)
    for name, most in (("time", 100), ("compare", 28)):
        address = reverse(f"networks:{name}", args=[area.slug])
        client.get(address)
        with django_assert_max_num_queries(most):
            client.get(address)
