"""Which records belong together is part of their history: it is shown in words, and an undo brings it back."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse

from kogge.accounts.models import User
from kogge.actors.models import Organisation, Tag, Tagging
from kogge.core.history import change
from kogge.core.links import Link
from kogge.core.models import Recorded
from kogge.core.undo import undo
from kogge.needs.models import Topic, TopicGroup
from kogge.outreach.models import Task
from kogge.places.models import Area


@pytest.fixture
def others(area: Area) -> list[Organisation]:
    return [Organisation.objects.create(area=area, name=name) for name in ("Netzflickerei", "Treff am Deich")]


@pytest.fixture
def task(area: Area, alice: User, organisation: Organisation) -> Task:
    with change("Notiert", by=alice, area=area):
        task = Task.objects.create(area=area, title="Anrufen")
        task.organisations.set([organisation])
    return task


@pytest.fixture
def topics(area: Area) -> list[Topic]:
    group = TopicGroup.objects.create(area=area, code="g", name_de="Gruppe")
    return [Topic.objects.create(area=area, group=group, code=c, name_de=c.title()) for c in ("boote", "netze", "taue")]


def named(task: Task) -> set[str]:
    return set(task.organisations.values_list("name", flat=True))


def test_links_of_every_record_have_a_history() -> None:
    """A many-to-many field with a table of its own making would be forgotten by every undo."""
    for model in apps.get_models():
        if issubclass(model, Recorded):
            for field in model._meta.many_to_many:
                assert issubclass(field.remote_field.through, Link), field


def test_an_undo_brings_the_organisations_of_a_task_back(
    area: Area, alice: User, task: Task, organisation: Organisation, others: list[Organisation]
) -> None:
    with change("Andere", by=alice, area=area) as made:
        task.organisations.set(others)
    result = undo(made, by=alice)
    assert named(task) == {organisation.name}
    assert result.left_alone == []
    undo(result.change, by=alice)
    assert named(task) == {"Netzflickerei", "Treff am Deich"}


def test_a_deleted_task_comes_back_with_its_organisations(
    area: Area, alice: User, task: Task, organisation: Organisation
) -> None:
    with change("Gelöscht", by=alice, area=area) as made:
        task.delete()
    undo(made, by=alice)
    assert named(Task.objects.get(title="Anrufen")) == {organisation.name}


def test_topics_stay_close_to_each_other_in_both_directions(area: Area, alice: User, topics: list[Topic]) -> None:
    boats, nets, ropes = topics
    with change("Nah", by=alice, area=area) as first:
        boats.related.set([nets])
    with change("Anders", by=alice, area=area) as second:
        boats.related.set([ropes])
    undo(second, by=alice)
    assert list(boats.related.all()) == [nets]
    assert list(nets.related.all()) == [boats]
    undo(first, by=alice)
    assert not boats.related.exists()
    assert not nets.related.exists()


def test_the_history_of_a_task_names_its_organisations(
    area: Area, alice: User, login: Any, task: Task, others: list[Organisation]
) -> None:
    with change("Andere Betriebe", by=alice, area=area):
        task.organisations.set(others)
    page = login(alice).get(reverse("core:history", args=[area.slug, "outreach.task", task.pk])).content.decode()
    assert "<dt>Organisationen</dt>" in page
    assert "<del>Bäckerei Sturm</del>" in page
    assert "<ins>Netzflickerei, Treff am Deich</ins>" in page
    assert "Andere Betriebe" in page


def test_the_history_says_with_what_a_record_began(area: Area, alice: User, login: Any, task: Task) -> None:
    page = login(alice).get(reverse("core:history", args=[area.slug, "outreach.task", task.pk])).content.decode()
    assert page.count("Notiert") == 1
    assert "<ins>Bäckerei Sturm</ins>" in page


def test_what_one_may_not_see_stays_hidden_in_the_history(
    area: Area, other_area: Area, alice: User, login: Any, task: Task
) -> None:
    with change("Falsch", by=alice, area=area):
        task.organisations.add(Organisation.objects.create(area=other_area, name="Geheimer Ort"))
    page = login(alice).get(reverse("core:history", args=[area.slug, "outreach.task", task.pk])).content.decode()
    assert "Geheimer Ort" not in page
    assert "…" in page


def test_a_link_that_is_there_again_is_left_alone(area: Area, alice: User, organisation: Organisation) -> None:
    tag = Tag.objects.create(area=area, name="Hafen")
    Tagging.objects.create(organisation=organisation, tag=tag)
    with change("Marke weg", by=alice, area=area) as made:
        organisation.taggings.get().delete()
    Tagging.objects.create(organisation=organisation, tag=tag)
    result = undo(made, by=alice)
    assert result.left_alone == [f"{organisation}: Hafen"]
    assert organisation.taggings.count() == 1


def test_a_link_to_what_is_gone_does_not_come_back(area: Area, alice: User, organisation: Organisation) -> None:
    tag = Tag.objects.create(area=area, name="Hafen")
    Tagging.objects.create(organisation=organisation, tag=tag)
    with change("Marke weg", by=alice, area=area) as made:
        organisation.taggings.get().delete()
    tag.delete()
    result = undo(made, by=alice)
    assert len(result.left_alone) == 1
    assert not organisation.taggings.exists()
