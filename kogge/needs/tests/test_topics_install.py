"""The shipped topic list becomes an area's own."""

from __future__ import annotations

import pytest

from kogge.needs.actions import install_topics, shipped_topics
from kogge.needs.models import Topic, TopicGroup
from kogge.needs.queries import search_topics


def test_installs_every_topic_of_the_list(area):
    rows = shipped_topics()
    assert install_topics(area) == len(rows)
    assert Topic.objects.filter(area=area).count() == len(rows)
    assert TopicGroup.objects.filter(area=area).count() == len({row["group_code"] for row in rows})
    first = rows[0]
    topic = Topic.objects.get(area=area, code=first["code"])
    assert (topic.name_de, topic.name_en, topic.group.code) == (
        first["name_de"],
        first["name_en"],
        first["group_code"],
    )


def test_related_topics_hold_both_ways(area):
    install_topics(area)
    for row in shipped_topics():
        topic = Topic.objects.get(area=area, code=row["code"])
        for other in topic.related.all():
            assert topic in other.related.all()
    named = {(row["code"], code) for row in shipped_topics() for code in row["related"].split()}
    joined = set(Topic.objects.filter(area=area).values_list("code", "related__code"))
    assert named <= joined


def test_second_time_changes_nothing_that_the_team_changed(area):
    install_topics(area)
    topic = Topic.objects.filter(area=area).first()
    topic.name_de, topic.is_active = "Umbenannt", False
    topic.save()
    gone = Topic.objects.filter(area=area).last()
    code = gone.code
    gone.delete()
    assert install_topics(area) == 1
    topic.refresh_from_db()
    assert (topic.name_de, topic.is_active) == ("Umbenannt", False)
    assert Topic.objects.filter(area=area, code=code).exists()
    assert install_topics(area) == 0


def test_each_area_has_its_own_copy(area, other_area):
    install_topics(area)
    Topic.objects.filter(area=area).update(name_de="Anders")
    install_topics(other_area)
    assert not Topic.objects.filter(area=other_area, name_de="Anders").exists()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Büro", "office-space"),
        ("buero", "office-space"),
        ("buro", "office-space"),
        ("fahrad", "bike-repair"),
        ("bicycle", "bike-repair"),
        ("wir suchen einen Maler", "painting"),
        ("Schülerprak", "school-internship"),
        ("EC-Karte", "card-payment"),
        ("klempnerin", "plumbing-heating"),
    ],
)
def test_finds_topics_however_they_are_typed(area, typed, code):
    install_topics(area)
    assert code in [topic.code for topic in search_topics(area, typed)][:2]


def test_nothing_typed_and_nonsense_find_nothing(area):
    install_topics(area)
    assert search_topics(area, "  ") == []
    assert search_topics(area, "qqxxyy") == []


def test_retired_topics_are_not_offered(area):
    install_topics(area)
    Topic.objects.filter(area=area, code="painting").update(is_active=False)
    assert "painting" not in [topic.code for topic in search_topics(area, "Maler")]


def test_search_is_one_query(area, django_assert_num_queries):
    install_topics(area)
    with django_assert_num_queries(1):
        search_topics(area, "Raum")
