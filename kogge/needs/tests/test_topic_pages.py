"""The area's own topic list: add, rename, group, retire."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kogge.core.models import Change
from kogge.core.undo import undo
from kogge.needs.actions import shipped_topics
from kogge.needs.models import Topic, TopicGroup

from .factories import make_need, make_topic


@pytest.fixture
def listing(area):
    return reverse("needs:topics", args=[area.slug])


def test_installs_the_list_by_a_button(area, alice, english, listing):
    client = english(alice)
    assert "This area has no topics yet." in client.get(listing).content.decode()
    answer = client.post(reverse("needs:topic_install", args=[area.slug]), follow=True)
    assert f"{len(shipped_topics())} topics were added." in answer.content.decode()
    assert f"<strong>{len(shipped_topics())}</strong> topics are in use" in answer.content.decode()


def test_add_rename_and_move_a_topic(area, alice, english):
    painting = make_topic(area, "Malern")
    other = TopicGroup.objects.create(area=area, code="raeume", name_de="Räume")
    client = english(alice)
    data = {"group": painting.group_id, "name_de": "Öfen bauen", "name_en": "Ovens", "related": [painting.pk]}
    client.post(reverse("needs:topic_new", args=[area.slug]), data)
    topic = Topic.objects.get(name_de="Öfen bauen")
    assert (topic.area, topic.code) == (area, "oefen-bauen")
    assert list(topic.related.all()) == [painting]
    edit = reverse("needs:topic_edit", args=[area.slug, topic.pk])
    client.post(edit, {**data, "name_de": "Kamine bauen", "group": other.pk})
    topic.refresh_from_db()
    assert (topic.name_de, topic.group, topic.code) == ("Kamine bauen", other, "oefen-bauen")
    undo(Change.objects.latest("at"), by=alice)
    topic.refresh_from_db()
    assert topic.name_de == "Öfen bauen"


def test_a_name_is_used_once_whatever_its_spelling(area, alice, english):
    topic = make_topic(area, "Öfen bauen")
    client = english(alice)
    url = reverse("needs:topic_new", args=[area.slug])
    data = {"group": topic.group_id, "name_de": "oefen BAUEN"}
    answer = client.post(url, data)
    assert "There is already a topic of this name." in answer.content.decode()
    topic.is_active = False
    topic.save()
    assert "Take it into use again instead." in client.post(url, data).content.decode()


def test_a_used_topic_is_taken_out_of_use_never_deleted(area, alice, organisation, english, listing):
    topic = make_topic(area, "Malern")
    need = make_need(organisation, topic)
    client = english(alice)
    url = reverse("needs:topic_use", args=[area.slug, topic.pk])
    client.post(url, {"active": "0"})
    topic.refresh_from_db()
    need.refresh_from_db()
    assert (topic.is_active, need.topic) == (False, topic)
    assert "out of use" in client.get(listing).content.decode()
    client.post(url, {"active": "1"})
    topic.refresh_from_db()
    assert topic.is_active


def test_groups_are_added_and_renamed(area, alice, english):
    client = english(alice)
    client.post(reverse("needs:group_new", args=[area.slug]), {"name_de": "Meer & Hafen", "order": 3})
    group = TopicGroup.objects.get()
    assert (group.code, group.order) == ("meer-hafen", 3)
    client.post(reverse("needs:group_edit", args=[area.slug, group.pk]), {"name_de": "Hafen", "order": 1})
    group.refresh_from_db()
    assert (group.name_de, group.order) == ("Hafen", 1)


def test_search_in_the_list(area, alice, english, listing):
    make_topic(area, "Malern", words="streichen")
    make_topic(area, "Kochen", "Küche")
    body = english(alice).get(listing, {"q": "streichn"}, headers={"hx-request": "true"}).content.decode()
    assert "Malern EN" in body
    assert "Kochen EN" not in body


def test_others_read_and_do_not_write(area, bob, vera, charlie, english, listing):
    topic = make_topic(area)
    body = english(bob).get(listing).content.decode()
    assert "Malern EN" in body
    assert "Take out of use" not in body
    for user, status in ((bob, 403), (vera, 403), (charlie, 404)):
        client = english(user)
        assert client.get(reverse("needs:topic_edit", args=[area.slug, topic.pk])).status_code == status
        assert client.post(reverse("needs:topic_use", args=[area.slug, topic.pk])).status_code == status
        assert client.post(reverse("needs:topic_install", args=[area.slug])).status_code == status
        assert client.get(reverse("needs:group_new", args=[area.slug])).status_code == status


@pytest.mark.parametrize("number", [1, 3])
def test_query_count(area, alice, organisation, number, english, listing, django_assert_num_queries):
    for index in range(number):
        make_need(organisation, make_topic(area, f"Thema {index}", f"Gruppe {index}"))
    client = english(alice)
    with django_assert_num_queries(8):
        client.get(listing)
