"""Noting, changing, settling and withdrawing needs and offers; step 3 of a visit."""

from __future__ import annotations

import html
import re

import pytest
from django.urls import reverse

from kogge.accounts.roles import Role
from kogge.conftest import make_user
from kogge.core.models import Change
from kogge.core.undo import undo
from kogge.needs.models import Need, Offer
from kogge.outreach.tests.factories import days, make_interview, make_organisation, make_visit

from .factories import make_need, make_offer, make_topic
from .test_board import member  # noqa: F401


@pytest.fixture
def painting(area):
    return make_topic(area, "Malern", words="streichen", example="Die Fassade braucht Farbe")


@pytest.fixture
def plumbing(area):
    return make_topic(area, "Klempnern", words="Rohr streichen")


def test_note_a_need_and_undo_it(area, bob, organisation, painting, english):
    client = english(bob)
    url = reverse("needs:entry_new", args=[area.slug, "need"])
    assert "Who needs what?" in client.get(url).content.decode()
    data = {"organisation": organisation.pk, "topic": painting.pk, "text": "Fassade", "urgency": "3"}
    answer = client.post(url, data, follow=True)
    assert "Need noted: Fassade" in answer.content.decode()
    need = Need.objects.get()
    assert (need.organisation, need.topic, need.urgency, need.area) == (organisation, painting, 3, area)
    undo(Change.objects.latest("at"), by=bob)
    assert not Need.objects.exists()


def test_note_an_offer_by_typing_alone(area, bob, organisation, painting, english):
    url = reverse("needs:entry_new", args=[area.slug, "offer"])
    data = {"organisation_q": "sturm", "topic_q": "Malerarbeiten", "capacity": "2", "asks_nothing": "on"}
    assert english(bob).post(url, data).status_code == 302
    offer = Offer.objects.get()
    assert (offer.topic, offer.text, offer.capacity, offer.asks_nothing) == (painting, "Malern EN", 2, True)


def test_without_script_several_topics_are_offered_to_choose(area, bob, organisation, painting, plumbing, english):
    url = reverse("needs:entry_new", args=[area.slug, "need"])
    data = {"organisation": organisation.pk, "topic_q": "streichen", "text": "Bitte bald", "urgency": "2"}
    answer = english(bob).post(url, data)
    body = answer.content.decode()
    assert answer.status_code == 422
    assert "Several topics fit." in body
    assert f'type="radio" name="topic" value="{painting.pk}"' in body
    assert f'type="radio" name="topic" value="{plumbing.pk}"' in body
    assert "Bitte bald" in body


def test_without_script_all_topics_stand_in_groups(area, bob, painting, english):
    make_topic(area, "Alt", is_active=False)
    body = english(bob).get(reverse("needs:entry_new", args=[area.slug, "need"])).content.decode()
    assert '<optgroup label="Handwerk EN">' in body
    assert "Malern EN" in body
    assert "Alt EN" not in body


@pytest.mark.parametrize(
    ("kind", "changed", "sentence"),
    [
        ("need", {"topic": ""}, "required"),
        ("need", {"topic": "", "topic_q": "xyzzy"}, "No topic fits “xyzzy”."),
        ("need", {"valid_until": days(-1).isoformat()}, "This day has passed."),
        ("need", {"organisation": "", "organisation_q": "gibt es nicht"}, "Nothing in the register fits"),
        ("offer", {"capacity": "0"}, "How many times lies between 1 and 100."),
        ("offer", {"capacity": "5000"}, "How many times lies between 1 and 100."),
    ],
)
def test_errors_are_sentences_and_the_words_stay(area, bob, organisation, painting, english, kind, changed, sentence):
    data = {"organisation": organisation.pk, "topic": painting.pk, "text": "Meine Worte", "urgency": "2"}
    data["capacity"] = "1"
    answer = english(bob).post(reverse("needs:entry_new", args=[area.slug, kind]), {**data, **changed})
    body = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in body
    assert "Meine Worte" in body


def test_a_retired_topic_stays_where_it_is_used_and_nowhere_else(area, bob, organisation, painting, english):
    need = make_need(organisation, painting, "Fassade")
    painting.is_active = False
    painting.save()
    client = english(bob)
    data = {"organisation": organisation.pk, "topic": painting.pk, "text": "Zaun", "urgency": "2"}
    assert client.post(reverse("needs:entry_edit", args=[area.slug, "need", need.pk]), data).status_code == 302
    answer = client.post(reverse("needs:entry_new", args=[area.slug, "need"]), data)
    assert "no longer in use" in answer.content.decode()


@pytest.mark.parametrize("status", ["met", "withdrawn"])
def test_close_undo_and_open_again(area, bob, organisation, painting, english, status):
    offer = make_offer(organisation, painting)
    client = english(bob)
    url = reverse("needs:entry_close", args=[area.slug, "offer", offer.pk])
    client.post(url, {"status": status})
    offer.refresh_from_db()
    assert offer.status == status
    undo(Change.objects.latest("at"), by=bob)
    offer.refresh_from_db()
    assert offer.status == "open"
    client.post(url, {"status": status})
    client.post(url, {"status": "open"})
    offer.refresh_from_db()
    assert offer.status == "open"
    assert client.post(url, {"status": "burnt"}).status_code == 404


def test_page_of_an_entry_settles_it_and_leads_back_to_where_one_was(area, bob, organisation, painting, english):
    need = make_need(organisation, painting, "Fassade")
    client = english(bob)
    url = reverse("needs:entry_edit", args=[area.slug, "need", need.pk])
    there = f"{reverse('needs:board', args=[area.slug])}?group={painting.group_id}"
    body = client.get(url, {"next": there}).content.decode()
    assert re.search(rf'href="{re.escape(there)}" data-cancel', body)
    assert 'value="met"' in body
    assert 'value="withdrawn"' in body
    answer = client.post(
        reverse("needs:entry_close", args=[area.slug, "need", need.pk]), {"status": "met", "next": there}
    )
    assert answer["Location"] == there
    body = client.get(url, {"next": "https://elsewhere.example/"}).content.decode()
    assert "Open again" in body
    assert 'href="https://elsewhere' not in body


def test_step_three_notes_both_kinds_for_the_interview(area, bob, organisation, painting, plumbing, english):
    visit = make_visit(organisation, -1, "met")
    interview = make_interview(organisation, -1, visit=visit)
    client = english(bob)
    url = reverse("needs:interview_entries", args=[area.slug, interview.pk])
    assert "What does Bäckerei Sturm need" in client.get(url).content.decode()
    need = {"kind": "need", "topic": painting.pk, "text": "Fassade", "urgency": "3"}
    assert client.post(url, need)["Location"] == url
    client.post(url, {"kind": "offer", "topic": plumbing.pk, "capacity": "1"})
    assert Need.objects.get().interview == interview
    assert (Offer.objects.get().interview, Offer.objects.get().text) == (interview, "Klempnern EN")
    body = client.get(url).content.decode()
    assert "<strong>1</strong> open need, <strong>1</strong> open offer." in body
    assert "from this talk" in body
    assert reverse("outreach:visit_promises", args=[area.slug, visit.pk]) in body


def test_need_sent_twice_is_noted_once(area, bob, organisation, painting, english):
    client = english(bob)
    url = reverse("needs:entry_new", args=[area.slug, "need"])
    data = {"organisation": organisation.pk, "topic": painting.pk, "text": "Fassade", "urgency": "3"}
    assert [client.post(url, data).status_code for _press in range(2)] == [302, 302]
    assert Need.objects.count() == 1
    client.post(url, data | {"text": "Zaun"})
    assert Need.objects.count() == 2


def test_a_steward_reaches_the_needs_of_a_visit_with_a_talk_in_confidence(area, organisation, english):
    visit = make_visit(organisation, -1, "met")
    make_interview(organisation, -1, visit=visit)
    client = english(make_user(area, Role.STEWARD, "Stine"))
    for name in ("visit", "record", "visit_promises"):
        body = client.get(reverse(f"outreach:{name}", args=[area.slug, visit.pk])).content.decode()
        steps = body.split('<nav class="steps"')[1].split("</nav>")[0]
        for address in re.findall(r'href="([^"]+)"', steps):
            assert client.get(html.unescape(address)).status_code == 200, address


def test_an_error_in_one_form_leaves_the_other_alone(area, bob, organisation, painting, english):
    interview = make_interview(organisation)
    url = reverse("needs:interview_entries", args=[area.slug, interview.pk])
    answer = english(bob).post(url, {"kind": "offer", "text": "Meine Worte", "capacity": "1"})
    body = answer.content.decode()
    assert answer.status_code == 422
    assert body.count("error-summary") == 1
    assert "Meine Worte" in body


def test_practice_talks_make_practice_entries(area, bob, organisation, painting, english):
    interview = make_interview(organisation, is_practice=True)
    url = reverse("needs:interview_entries", args=[area.slug, interview.pk])
    english(bob).post(url, {"kind": "need", "topic": painting.pk, "urgency": "2"})
    assert Need.objects.get().is_practice


def test_a_steward_notes_without_reading_the_talk(area, stella, organisation, painting, english):
    visit = make_visit(organisation, 0, "met")
    client = english(stella)
    url = reverse("needs:organisation_entries", args=[area.slug, organisation.pk]) + f"?visit={visit.pk}"
    assert client.post(url, {"kind": "need", "topic": painting.pk, "urgency": "2"}).status_code == 302
    assert Need.objects.get().interview is None
    assert reverse("outreach:visit_promises", args=[area.slug, visit.pk]) in client.get(url).content.decode()
    interview = make_interview(organisation)
    assert client.get(reverse("needs:interview_entries", args=[area.slug, interview.pk])).status_code == 404


def test_members_write_for_themselves_only(area, member, organisation, painting, english):  # noqa: F811
    other = make_organisation(area, "Friseur Kamm")
    foreign = make_need(other, painting, "Fremdes")
    client = english(member)
    url = reverse("needs:entry_new", args=[area.slug, "need"])
    data = {"topic": painting.pk, "text": "Eigenes", "urgency": "2"}
    assert client.post(url, {**data, "organisation": other.pk}).status_code == 422
    assert client.post(url, {**data, "organisation": organisation.pk}).status_code == 302
    own = Need.objects.get(organisation=organisation)
    assert client.get(reverse("needs:entry_edit", args=[area.slug, "need", own.pk])).status_code == 200
    assert client.get(reverse("needs:entry_edit", args=[area.slug, "need", foreign.pk])).status_code == 404
    assert client.get(reverse("needs:organisation_entries", args=[area.slug, other.pk])).status_code in {403, 404}


def test_viewers_and_strangers_may_not_write(area, vera, charlie, organisation, painting, english):
    need = make_need(organisation, painting)
    edit = reverse("needs:entry_edit", args=[area.slug, "need", need.pk])
    new = reverse("needs:entry_new", args=[area.slug, "need"])
    for user, status in ((vera, 403), (charlie, 404)):
        assert english(user).get(edit).status_code == status
        assert english(user).get(new).status_code == status
    assert english(vera).get(reverse("needs:entry_new", args=[area.slug, "wish"])).status_code == 403


def test_unknown_kind_is_not_found(area, bob, english):
    assert english(bob).get(reverse("needs:entry_new", args=[area.slug, "wish"])).status_code == 404


def test_search_answers_with_radios_and_an_empty_search_with_the_list(area, bob, painting, plumbing, english):
    url = reverse("needs:topic_options", args=[area.slug])
    client = english(bob)
    body = client.get(url, {"field": "topic", "topic_q": "maler"}).content.decode()
    assert f'type="radio" name="topic" value="{painting.pk}" checked' in body
    assert "Die Fassade braucht Farbe" in body
    assert f'value="{plumbing.pk}"' not in body
    assert "<select" in client.get(url, {"field": "topic", "topic_q": ""}).content.decode()
    body = client.get(url, {"field": "topic", "topic_q": "xyzzy"}).content.decode()
    assert "No topic fits." in body
    assert "<select" in body
