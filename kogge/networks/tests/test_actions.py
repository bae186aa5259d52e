"""Small wins: planned, noted, with what each member got; the next one from what members share."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kogge.core.models import Change
from kogge.core.undo import undo
from kogge.needs.models import Need, Offer, Topic, TopicGroup
from kogge.networks.models import Benefit, JointAction
from kogge.networks.queries.actions import success_of, suggestions

from .factories import TODAY, days, make_network, make_organisation

JPEG = b"\xff\xd8\xff\xe0 picture"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def shops(area):
    return [make_organisation(area, f"Laden {n}") for n in range(3)]


@pytest.fixture
def network(area, shops):
    return make_network(area, "Tisch", shops)


@pytest.fixture
def topics(area):
    group = TopicGroup.objects.create(area=area, code="g", name_de="G")
    return [Topic.objects.create(area=area, group=group, code=name, name_de=name) for name in ("Flyer", "Lager")]


def url(name, area, *more):
    return reverse(f"networks:{name}", args=[area.slug, *more])


def need(shop, topic, **values):
    return Need.objects.create(area=shop.area, organisation=shop, topic=topic, text="x", **values)


def test_plan_win_and_ask_each_member(area, network, shops, topics, stella, login):
    client = login(stella)
    assert "Gemeinsam wurde noch nichts getan." in client.get(url("actions", area, network.pk)).content.decode()
    client.post(url("action_new", area, network.pk), {"title": "Flyer", "topic": topics[0].pk, "on": days(-1)})
    row = JointAction.objects.get()
    result = url("action_result", area, row.pk)
    assert client.post(result, {"outcome": "won", "result": ""}).status_code == 422
    photo = SimpleUploadedFile("laden.jpg", JPEG)
    client.post(result, {"outcome": "won", "result": "500 Stück verteilt", "upload": photo})
    row.refresh_from_db()
    assert (row.outcome, row.result, row.content_type) == ("won", "500 Stück verteilt", "image/jpeg")
    client.post(url("benefit_new", area, row.pk), {"organisation": shops[0].pk, "text": "zwei neue Kundinnen"})
    again = client.post(url("benefit_new", area, row.pk), {"organisation": shops[0].pk, "text": "x"})
    assert again.status_code == 422
    new = url("effort_new", area, network.pk)
    client.post(new, {"organisation": shops[1].pk, "on": days(-1), "hours": "3", "action": row.pk})
    page = client.get(url("action", area, row.pk)).content.decode()
    for word in ("zwei neue Kundinnen", "3,0 Stunden Aufwand", url("photo", area, row.pk)):
        assert word in page
    answer = client.get(url("photo", area, row.pk))
    assert (b"".join(answer.streaming_content), answer["Content-Type"]) == (JPEG, "image/jpeg")
    assert "100 %" in client.get(url("actions", area, network.pk)).content.decode()
    client.post(url("benefit_remove", area, Benefit.objects.get().pk))
    assert not Benefit.objects.exists()
    undo(Change.objects.latest("at"), by=stella)
    assert Benefit.objects.exists()


def test_no_result_before_the_day_and_no_photo_that_is_none(area, network, stella, login):
    row = JointAction.objects.create(network=network, title="Flyer", on=days(2))
    client = login(stella)
    result = url("action_result", area, row.pk)
    assert client.post(result, {"outcome": "won", "result": "gut"}).status_code == 422
    row.on = TODAY
    row.save()
    script = SimpleUploadedFile("laden.jpg", b"<svg onload=alert(1)>")
    answer = client.post(result, {"outcome": "won", "result": "gut", "upload": script})
    assert answer.status_code == 422
    assert "gut" in answer.content.decode()


def test_the_next_one_is_what_most_members_need(area, network, shops, topics, alice):
    flyer, store = topics
    need(shops[0], flyer)
    assert suggestions(network, alice) == []
    need(shops[1], flyer, urgency=1)
    need(shops[1], store, urgency=3)
    need(shops[2], store, urgency=3)
    need(make_organisation(area, "Draußen"), flyer)
    Offer.objects.create(area=area, organisation=shops[2], topic=flyer, text="Grafik")
    first, second = suggestions(network, alice)
    assert (first.topic, second.topic) == (store, flyer)
    assert (second.needing, second.offering) == (["Laden 0", "Laden 1"], ["Laden 2"])
    JointAction.objects.create(network=network, title="Lager", topic=store, on=days(-30))
    assert [one.topic for one in suggestions(network, alice)] == [flyer]


def test_the_rate_of_success():
    rows = [JointAction(outcome=outcome) for outcome in ("won", "won", "partly", "failed", "planned")]
    assert success_of(rows).share == 0.625
    assert success_of([]).share is None


def test_viewers_read(area, network, vera, login):
    row = JointAction.objects.create(network=network, title="Flyer", on=days(-1))
    client = login(vera)
    assert client.get(url("action", area, row.pk)).status_code == 200
    assert client.get(url("photo", area, row.pk)).status_code == 404
    for name, pk in (("action_new", network.pk), ("action_result", row.pk), ("benefit_new", row.pk)):
        assert client.get(url(name, area, pk)).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_queries_are_constant(area, network, shops, topics, vera, login, number, django_assert_max_num_queries):
    for n in range(number):
        row = JointAction.objects.create(network=network, title="Flyer", on=days(-n), outcome="won", result="gut")
        Benefit.objects.create(action=row, organisation=shops[n], text="Kunden")
        for topic in topics:
            need(shops[n], topic)
            need(shops[n - 1], topic)
    client = login(vera)
    for page, most in ((url("actions", area, network.pk), 11), (url("action", area, row.pk), 8)):
        client.get(page)
        with django_assert_max_num_queries(most):
            client.get(page)
