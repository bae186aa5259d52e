"""What is sent twice is saved once; what is really a second one is saved."""

from __future__ import annotations

from django.urls import reverse

from kogge.core.models import Change
from kogge.core.undo import undo
from kogge.outreach.models import Promise, Task, Visit

from .factories import days, make_visit


def test_visit_sent_twice_is_one_visit(area, bob, organisation, english):
    client = english(bob)
    url = reverse("outreach:record_new", args=[area.slug])
    data = {"organisation": organisation.pk, "outcome": "met", "date": days(0).isoformat(), "channel": "visit"}
    data |= {"note": "Der Ofen ist kalt.", "next_step": "Anrufen", "next_step_due": days(3).isoformat()}
    first, second = client.post(url, data), client.post(url, data)
    assert first.status_code == second.status_code == 302
    assert second["Location"] == first["Location"]
    assert (Visit.objects.count(), Task.objects.count()) == (1, 1)
    client.post(url, data | {"note": "Der Ofen ist wieder warm."})
    assert Visit.objects.count() == 2


def test_visit_that_was_undone_can_be_saved_again(area, bob, organisation, english):
    client = english(bob)
    url = reverse("outreach:record_new", args=[area.slug])
    data = {"organisation": organisation.pk, "outcome": "met", "date": days(0).isoformat(), "channel": "visit"}
    client.post(url, data)
    undo(Change.objects.latest("at"), by=bob)
    assert not Visit.objects.exists()
    client.post(url, data)
    assert Visit.objects.count() == 1


def test_promise_sent_twice_is_one_promise(area, alice, bob, organisation, english):
    visit = make_visit(organisation, 0, "met")
    data = {"what": "Zwei Elektriker nennen", "due": days(5).isoformat()}
    url = reverse("outreach:visit_promises", args=[area.slug, visit.pk])
    client = english(bob)
    assert [client.post(url, data).status_code for _press in range(2)] == [302, 302]
    assert Promise.objects.count() == 1
    data |= {"organisation": organisation.pk, "made_on": days(0).isoformat()}
    url = reverse("outreach:promise_new", args=[area.slug])
    assert [client.post(url, data).status_code for _press in range(2)] == [302, 302]
    assert Promise.objects.count() == 2
    english(alice).post(url, data)
    assert Promise.objects.count() == 3
