"""What would remain, against networkx; the week's figure; readiness of the tasks."""

from __future__ import annotations

import networkx as nx
import pytest

from kogge.actors.models import Person
from kogge.handover.actions import compute, monday, store_missing_weeks, store_week
from kogge.handover.models import CoordinationTask, DayAfterRecord
from kogge.handover.queries import Risk, day_after_line, readiness, risk_of, tasks_of
from kogge.needs.models import Need, Offer, Topic, TopicGroup
from kogge.networks.queries import organisation_node, person_node
from kogge.networks.tests.factories import TODAY, days, make_network, make_organisation, relate, talk
from kogge.outreach.models import Interview, NoGo


@pytest.fixture
def shops(area):
    return [make_organisation(area, f"Laden {number}") for number in range(8)]


@pytest.fixture
def paid(area, project):
    return Person.objects.create(area=area, name="Paula Projekt", project=project)


@pytest.fixture
def graph(shops, paid):
    """A path of three, a pair and two single ones, all known to Paula; 7 has no tie."""
    ties = [(0, 1), (1, 2), (3, 4)]
    for a, b in ties:
        relate(shops[a], shops[b])
    for number in (0, 3, 5, 6):
        talk(paid, shops[number])
    found = nx.Graph([(organisation_node(shops[a].pk), organisation_node(shops[b].pk)) for a, b in ties])
    found.add_edges_from((person_node(paid.pk), organisation_node(shops[number].pk)) for number in (0, 3, 5, 6))
    return found


def fragmentation(graph):
    sizes = [len(part) for part in nx.connected_components(graph)]
    n = len(graph)
    return 1 - sum(size * (size - 1) for size in sizes) / (n * (n - 1))


def test_the_day_after_equals_networkx(area, graph, shops, paid):
    outlook = compute(area)
    rest = graph.copy()
    rest.remove_node(person_node(paid.pk))
    found = outlook.found
    assert outlook.leavers == (person_node(paid.pk),)
    assert found.fragmentation_today == pytest.approx(fragmentation(graph)) == 0
    assert found.fragmentation_after == pytest.approx(fragmentation(rest))
    assert found.components_after == nx.number_connected_components(rest)
    assert set(outlook.orphans) == set(nx.isolates(rest))
    assert {frozenset(pair) for pair in found.staff_only} == set(map(frozenset, graph.edges(person_node(paid.pk))))
    assert found.staff_only_ties == pytest.approx(4 / 7)
    assert set(found.cut_off) == {organisation_node(shops[3].pk), organisation_node(shops[4].pk)}


def test_each_introduction_lowers_fragmentation_by_its_gain(area, graph, paid):
    found = compute(area).found
    graph.remove_node(person_node(paid.pk))
    assert found.introductions
    for one in found.introductions:
        before = fragmentation(graph)
        graph.add_edge(one.a, one.b)
        assert before - fragmentation(graph) == pytest.approx(one.gain)
        assert one.reasons


def test_whoever_is_chosen_leaves(area, graph, shops, paid):
    outlook = compute(area, leavers=[organisation_node(shops[1].pk), "o999999", "p1 OR 1", "x", ""])
    assert outlook.leavers == (organisation_node(shops[1].pk),)
    assert outlook.orphans == (organisation_node(shops[2].pk),)
    nobody = compute(area, leavers=[])
    assert nobody.found.fragmentation_after == nobody.found.fragmentation_today


def test_persons_of_other_areas_do_not_leave_here(area, other_area, graph):
    foreign = Person.objects.create(area=other_area, name="Fremd")
    assert compute(area, leavers=[person_node(foreign.pk)]).gone == frozenset()


def test_staff_without_a_tie_leave_their_tasks(area, project):
    idle = Person.objects.create(area=area, name="Neu", project=project)
    CoordinationTask.objects.create(area=area, name="Einladen", leader=idle)
    outlook = compute(area)
    assert outlook.leavers == ()
    assert [task.name for task in outlook.tasks_orphaned] == ["Einladen"]


def test_needs_meet_offers_first_and_no_goes_stay_apart(area, graph, shops, paid):
    group = TopicGroup.objects.create(area=area, code="g", name_de="G")
    topic = Topic.objects.create(area=area, group=group, code="saal", name_de="Saal")
    Need.objects.create(area=area, organisation=shops[5], topic=topic, text="Saal gesucht")
    Offer.objects.create(area=area, organisation=shops[2], topic=topic, text="Saal frei")
    wanted = {organisation_node(shops[5].pk), organisation_node(shops[2].pk)}

    def proposed():
        return {frozenset((one.a, one.b)): one for one in compute(area).found.introductions}

    one = proposed()[frozenset(wanted)]
    assert one.reasons[0].code == "need_meets_offer"
    assert one.reasons[0].params["what"] == "Saal"
    interview = Interview.objects.create(area=area, organisation=shops[5])
    NoGo.objects.create(interview=interview, organisation=shops[2])
    assert frozenset(wanted) not in proposed()


def test_rifts_are_never_introduced(area, graph, shops):
    relate(shops[5], shops[6], "rift")
    pair = {organisation_node(shops[5].pk), organisation_node(shops[6].pk)}
    assert pair not in [{one.a, one.b} for one in compute(area).found.introductions]


def test_nobody_is_introduced_without_a_reason(area, shops):
    relate(shops[0], shops[1])
    relate(shops[2], shops[3])
    assert compute(area).found.introductions == ()


@pytest.mark.parametrize("number", [1, 3])
def test_queries_are_constant(area, shops, paid, number, django_assert_num_queries):
    for a, b in zip(shops[:number], shops[4:], strict=False):
        relate(a, b)
        talk(paid, a)
        make_network(area, f"N{a.pk}", [a], [paid])
        CoordinationTask.objects.create(area=area, name=f"T{a.pk}", leader=paid)
    compute(area)
    with django_assert_num_queries(19):
        compute(area)


def test_the_week_is_stored_once_and_brought_up_to_date(area, graph, shops, paid):
    first = store_week(area)
    assert (first.week, first.orphans, first.ties) == (monday(TODAY), 2, 7)
    talk(paid, shops[7])
    second = store_week(area)
    assert second.pk == first.pk
    assert second.orphans == 3
    assert DayAfterRecord.objects.count() == 1


def test_missing_weeks_are_stored_for_each_area_with_ties(area, other_area, graph):
    assert store_missing_weeks() == 1
    assert store_missing_weeks() == 0
    assert [record.area for record in DayAfterRecord.objects.all()] == [area]


def test_without_ties_nothing_is_stored(area):
    assert store_week(area) is None
    assert not DayAfterRecord.objects.exists()


def test_the_trend_compares_with_four_weeks_ago(area):
    for weeks_ago, value in ((5, 0.9), (4, 0.6), (1, 0.5), (0, 0.4)):
        DayAfterRecord.objects.create(
            area=area,
            week=monday(days(-7 * weeks_ago)),
            fragmentation_today=0.1,
            fragmentation_after=value,
            orphans=1,
            tasks_orphaned=2,
            staff_only_ties=1,
            ties=3,
            organisations=4,
        )
    line = day_after_line(area)
    assert line.change == pytest.approx(-0.2)
    assert line.trend == (0.9, 0.6, 0.5, 0.4)
    DayAfterRecord.objects.filter(fragmentation_after=0.6).delete()
    assert day_after_line(area).change is None


def test_risk_and_readiness(area, paid):
    one, two = (Person.objects.create(area=area, name=name) for name in ("Olga", "Piet"))

    def task(name, leader, deputy=None, once=False):
        return CoordinationTask.objects.create(
            area=area, name=name, leader=leader, deputy=deputy, deputy_did_it_once=once, hours_per_month=2
        )

    expected = {
        task("niemand", None).pk: Risk.LOST,
        task("nur Personal", paid).pk: Risk.LOST,
        task("ungeübt", paid, one).pk: Risk.UNTRIED,
        task("geübt", paid, one, True).pk: Risk.SAFE,
        task("allein", one).pk: Risk.ALONE,
        task("Personal vertritt", one, paid, True).pk: Risk.ALONE,
        task("zwei", one, two, True).pk: Risk.SAFE,
    }
    tasks = tasks_of(area)
    assert {row.pk: risk_of(row, [paid.pk]) for row in tasks} == expected
    ready = readiness(tasks, [paid.pk])
    assert (ready.tasks, ready.hours, ready.lost) == (7, 14.0, 2)
    assert ready.handover_ratio == pytest.approx(3 / 7)
    assert ready.second_ratio == pytest.approx(3 / 7)
    assert set(ready.truck.people) == {str(paid.pk), str(one.pk)}
    assert readiness([], []).truck is None
    assert readiness([], []).handover_ratio is None
