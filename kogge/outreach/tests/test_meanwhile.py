"""Two people have the same page open: nothing of either is overwritten in silence."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from kogge.actors.models import Consent
from kogge.outreach.models import Interview, Promise, Visit

from .factories import days, make_interview, make_organisation, make_promise, make_visit


def seen(answer):
    return re.search(r'name="seen" value="([^"]*)"', answer.content.decode())[1]


@pytest.fixture
def talk(organisation):
    """A visit that was made; its interview page is what both have open."""
    return make_visit(organisation, -1, "met")


@pytest.fixture
def url(area, talk):
    return reverse("outreach:interview_edit", args=[area.slug, talk.pk])


def test_what_both_changed_is_asked_and_saved_at_the_second_press(area, alice, bob, talk, url, english):
    make_interview(talk.organisation, -1, visit=talk, situation="Alt", motivation="Alt")
    hers, his = english(alice), english(bob)
    her_page, his_page = seen(hers.get(url)), seen(his.get(url))
    first = {"seen": his_page, "language": "de", "situation": "Bobs Worte", "motivation": "Alt", "finish": "1"}
    assert his.post(url, first).status_code == 302
    second = {"seen": her_page, "language": "de", "situation": "Alices Worte", "motivation": "Alt", "finish": "1"}
    answer = hers.post(url, second)
    body = answer.content.decode()
    assert answer.status_code == 422
    assert "Bob has meanwhile written: “Bobs Worte”" in body
    assert ">\nAlices Worte</textarea>" in body
    assert Interview.objects.get().situation == "Bobs Worte"
    assert hers.post(url, second | {"seen": seen(answer)}).status_code == 302
    assert Interview.objects.get().situation == "Alices Worte"


def test_what_only_one_changed_is_kept_for_both(area, alice, bob, talk, url, english):
    rival = make_organisation(area, "Rivale")
    interview = make_interview(talk.organisation, -1, visit=talk, situation="Alt", max_fee="25.00", slots=["tu-noon"])
    hers, his = english(alice), english(bob)
    mark = seen(hers.get(url))
    same = {"seen": mark, "language": "de", "situation": "Alt", "max_fee": "25", "slots": ["tu-noon"]}
    his.post(url, same | {"slots": ["mo-early", "tu-noon"], "not_with": [rival.pk], "consent_contact": "spoken"})
    assert hers.post(url, same | {"situation": "Neu"}).status_code == 302
    interview.refresh_from_db()
    assert (interview.situation, interview.slots) == ("Neu", ["mo-early", "tu-noon"])
    assert list(interview.not_with.all()) == [rival]
    assert Consent.objects.valid().get().purpose == "contact"


def test_two_first_interviews_of_one_visit(area, alice, bob, url, english):
    hers, his = english(alice), english(bob)
    mark = seen(hers.get(url))
    his.post(url, {"seen": seen(his.get(url)), "language": "de", "situation": "Bobs Worte", "slots": ["mo-early"]})
    answer = hers.post(url, {"seen": mark, "language": "de", "situation": "Alices Worte", "slots": ["fr-noon"]})
    body = answer.content.decode()
    assert answer.status_code == 422
    assert "“Bobs Worte”" in body
    assert "“Monday before 9”" in body
    assert Interview.objects.get().situation == "Bobs Worte"


def test_two_record_the_same_planned_visit(area, alice, bob, organisation, english):
    visit = make_visit(organisation)
    url = reverse("outreach:record", args=[area.slug, visit.pk])
    hers, his = english(alice), english(bob)
    mark = seen(hers.get(url))
    data = {"date": days(0).isoformat(), "channel": "visit", "finish": "1"}
    his.post(url, data | {"seen": seen(his.get(url)), "outcome": "refused", "note": "Nie wieder"})
    answer = hers.post(url, data | {"seen": mark, "outcome": "met", "note": "Nett"})
    body = answer.content.decode()
    assert answer.status_code == 422
    assert "“does not want to”" in body
    assert "“Nie wieder”" in body
    assert Visit.objects.get().outcome == "refused"


def test_a_promise_moved_by_one_and_reworded_by_the_other_has_both(area, alice, bob, organisation, english):
    promise = make_promise(organisation, 5, what="Flyer")
    url = reverse("outreach:promise_edit", args=[area.slug, promise.pk])
    hers, his = english(alice), english(bob)
    mark = seen(hers.get(url))
    data = {"seen": mark, "what": "Flyer", "due": days(5).isoformat(), "made_on": promise.made_on.isoformat()}
    his.post(url, data | {"due": days(9).isoformat()})
    assert hers.post(url, data | {"what": "Zwanzig Flyer"}).status_code == 302
    assert (Promise.objects.get().what, Promise.objects.get().due) == ("Zwanzig Flyer", days(9))


def test_a_forged_mark_saves_as_if_there_were_none(area, bob, talk, url, english):
    client = english(bob)
    for mark in ("nonsense", "situation", "x.y situation.", "\x00.\x00", "🦀.1"):
        answer = client.post(url, {"seen": mark, "language": "de", "situation": "Worte", "finish": "1"})
        assert answer.status_code in (302, 422)
