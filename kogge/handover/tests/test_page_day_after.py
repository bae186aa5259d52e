"""The page "What would remain if the project ended tomorrow?"."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kogge.actors.models import Person
from kogge.core.models import Change
from kogge.core.undo import undo
from kogge.handover.actions import store_week
from kogge.handover.models import CoordinationTask
from kogge.handover.records import RECORDS
from kogge.networks.tests.factories import agree, days, make_network, make_organisation, relate, talk
from kogge.outreach.models import Promise, Task


@pytest.fixture
def paid(area, project):
    return Person.objects.create(area=area, name="Paula Projekt", project=project)


@pytest.fixture
def shops(area, district, paid):
    """Two that know each other, three whom only Paula knows."""
    rows = [make_organisation(area, f"Laden {number}", district=district) for number in range(5)]
    relate(rows[0], rows[1])
    for row in rows[1:]:
        talk(paid, row)
    return rows


def page(client, area, **query):
    return client.get(reverse("handover:day_after", args=[area.slug]), query)


def test_the_answer_stands_on_top(area, shops, paid, alice, login):
    CoordinationTask.objects.create(area=area, name="Einladen", leader=paid)
    found = page(login(alice), area)
    text = found.content.decode()
    assert "<strong>3</strong> Organisationen stünden allein" in text
    assert "<strong>1</strong> Aufgabe hätte niemanden mehr" in text
    assert all(row.name in text for row in shops[2:])


def test_the_sentence_and_the_figure_say_the_same_number(area, district, paid, alice, login):
    rows = [make_organisation(area, f"Laden {number}", district=district) for number in range(3)]
    relate(rows[0], rows[1])
    for row in rows:
        talk(paid, row)
    found = page(login(alice), area)
    assert found.context["found"].fragmentation_after == pytest.approx(2 / 3)
    text = found.content.decode()
    assert "von 0,00 auf <strong>0,67</strong>" in text
    assert "0,00 → 0,67" in text


def test_talks_alone_are_not_enough_to_say_what_would_remain(area, district, paid, alice, login):
    rows = [make_organisation(area, f"Laden {number}", district=district) for number in range(4)]
    for row in rows:
        talk(paid, row)
    client = login(alice)
    text = page(client, area).content.decode()
    assert "Bekannt sind bisher nur Gespräche mit dem Projektpersonal" in text
    assert "Was zur Antwort noch fehlt" in text
    assert "→ 1,00" not in text
    assert "</strong> Organisationen stünden allein" not in text
    assert store_week(area) is None
    relate(rows[0], rows[1])
    text = page(client, area).content.decode()
    assert "0,00 → 0,83" in text
    assert "Bekannt sind bisher nur" not in text
    assert store_week(area).orphans == 2


def test_the_outlook_is_kept_until_a_record_changes(area, shops, paid, alice, login, settings, monkeypatch):
    locmem = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = settings.CACHES | {"figures": {"BACKEND": locmem, "LOCATION": "outlook"}}
    client = login(alice)
    assert "<strong>3</strong> Organisationen stünden allein" in page(client, area).content.decode()
    with monkeypatch.context() as patch:
        patch.setattr("kogge.handover.actions.area_network", None)  # nothing is read anew
        assert "<strong>3</strong> Organisationen stünden allein" in page(client, area).content.decode()
        CoordinationTask.objects.create(area=area, name="Einladen", leader=paid)
        assert "<strong>1</strong> Aufgabe hätte niemanden mehr" in page(client, area).content.decode()
    relate(shops[2], shops[3])
    assert "<strong>1</strong> Organisation stünde allein" in page(client, area).content.decode()


def test_who_leaves_is_in_the_address(area, shops, paid, alice, login):
    client = login(alice)
    nobody = page(client, area, choose="1")
    assert nobody.context["outlook"].orphans == ()
    assert not nobody.context["is_default"]
    other = page(client, area, choose="1", leaves=f"o{shops[0].pk}")
    assert other.context["outlook"].leavers == (f"o{shops[0].pk}",)
    assert f"leaves=o{shops[0].pk}" in other.content.decode()
    assert page(client, area, leaves="unsinn").status_code == 200


def test_an_introduction_becomes_a_task_once_and_is_undone(area, shops, alice, login):
    client = login(alice)
    pair = page(client, area).context["pairs"][0]
    where = reverse("handover:introduce", args=[area.slug])
    client.post(where, {"a": pair.a, "b": pair.b})
    task = Task.objects.get()
    assert task.kind == Task.Kind.INTRODUCTION
    assert {row.pk for row in task.organisations.all()} == {pair.a, pair.b}
    assert pair.reasons[0] in task.reason
    assert task.assignee.user == alice
    assert "schon als Aufgabe notiert" in page(client, area).content.decode()
    client.post(where, {"a": pair.b, "b": pair.a})
    assert Task.objects.count() == 1
    undo(Change.objects.latest("at"), by=alice)
    assert not Task.objects.exists()
    assert page(client, area).context["pairs"][0].task is None


def test_rifts_cannot_be_made_a_task(area, shops, alice, login):
    relate(shops[3], shops[4], "rift")
    login(alice).post(reverse("handover:introduce", args=[area.slug]), {"a": shops[3].pk, "b": shops[4].pk})
    assert not Task.objects.exists()


def test_the_button_is_for_those_who_may_note_tasks(area, shops, vera, other_area, login):
    foreign = make_organisation(other_area, "Fremd")
    where = reverse("handover:introduce", args=[area.slug])
    assert login(vera).post(where, {"a": shops[3].pk, "b": shops[4].pk}).status_code == 403
    assert where not in page(login(vera), area).content.decode()
    assert not Task.objects.exists()
    assert foreign.area == other_area


def test_foreign_organisations_are_not_introduced(area, other_area, shops, alice, login):
    foreign = make_organisation(other_area, "Fremd")
    where = reverse("handover:introduce", args=[area.slug])
    for other in (foreign.pk, "x", ""):
        assert login(alice).post(where, {"a": shops[3].pk, "b": other}).status_code == 404


@pytest.fixture
def left(area, shops, paid, alice):
    """What Paula would leave behind."""
    Promise.objects.create(area=area, organisation=shops[0], what="Stromanschluss", due=days(5), promised_by=paid)
    Task.objects.create(area=area, title="Nachfassen", assignee=paid)
    make_network(area, "Frühstück", [shops[0]], [paid])
    make_network(area, "Stammtisch", [shops[0]], [paid, Person.objects.create(area=area, name="Olga")])
    paid.user = alice
    Person.objects.filter(user=alice).update(user=None)
    paid.save()
    agreement = agree(shops[0], shops[1])
    agreement.history.update(history_user=alice)
    CoordinationTask.objects.create(area=area, name="Einladen", leader=paid)
    return agreement


@pytest.mark.parametrize(
    ("what", "word"),
    [
        ("promises", "Stromanschluss"),
        ("todo", "Nachfassen"),
        ("agreements", "Saal gegen Torten"),
        ("networks", "Frühstück"),
        ("tasks", "Einladen"),
        ("orphans", "Laden 3"),
        ("staff_only", "Laden 1"),
        ("parts", "Laden 0, Laden 1"),
    ],
)
def test_each_figure_opens_its_records(area, left, alice, login, what, word):
    client = login(alice)
    found = client.get(reverse("handover:records", args=[area.slug, what]))
    assert word in found.content.decode()
    assert "Stammtisch" not in found.content.decode()
    cards = [card for _title, group in page(client, area).context["cards"] for card in group]
    opened = [card for card in cards if card.records.endswith(f"/records/{what}/")]
    assert len(opened) == 1
    if what != "parts" and what != "staff_only":
        assert opened[0].value == str(found.context["count"])


def test_viewers_see_no_names_and_no_visits(area, left, paid, vera, login):
    client = login(vera)
    assert "Paula Projekt" not in page(client, area).content.decode()
    assert "Stromanschluss" not in page(client, area).content.decode()
    for what in RECORDS:
        found = client.get(reverse("handover:records", args=[area.slug, what]))
        assert found.status_code == (403 if what in {"promises", "todo"} else 200), what
        assert "Paula Projekt" not in found.content.decode()


def test_an_empty_area_teaches(area, alice, login):
    found = page(login(alice), area)
    assert found.status_code == 200
    assert "Zu wenige Verbindungen" in found.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_queries_are_constant(area, district, project, alice, login, number, django_assert_num_queries):
    for n in range(3 * number):
        paid = Person.objects.create(area=area, name=f"P{n}", project=project)
        one, other = (make_organisation(area, f"{n} {m}", district=district) for m in range(2))
        relate(one, other)
        talk(paid, one)
        make_network(area, f"N{n}", [one], [paid])
        CoordinationTask.objects.create(area=area, name=f"T{n}", leader=paid)
        Promise.objects.create(area=area, organisation=one, what="x", due=days(5), promised_by=paid)
        Task.objects.create(area=area, title="x", kind="introduction").organisations.set([one, other])
    client = login(alice)
    page(client, area)
    with django_assert_num_queries(37):
        page(client, area)
