"""The door of a personal link: who gets in, what the address gives away, and that one link opens one organisation."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kogge.actors.actions import merge
from kogge.core.models import Change
from kogge.needs.models import Need, Offer, Topic, TopicGroup
from kogge.networks.actions.own import make_link, revoke
from kogge.networks.models import OwnLink

from .factories import days, make_meeting, make_network, make_organisation

PAGES = ("home", "profile", "profile_edit", "entries", "meetings", "matches", "consent", "forget")


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


@pytest.fixture
def topic(area):
    group = TopicGroup.objects.create(area=area, code="raum", name_de="Raum")
    return Topic.objects.create(area=area, group=group, code="saal", name_de="Saal")


def linked(organisation, by=None, **more):
    """A link and its token."""
    values = {"label": "Frau Sturm", "person": None, "expires": days(365), **more}
    return make_link(organisation, by=by, **values)


def me(name, token, *more):
    return reverse(f"own:{name}", args=[token, *more])


def test_every_page_opens_without_an_account_and_tells_nobody(organisation, client):
    link, token = linked(organisation)
    changes = Change.objects.count()
    for name in PAGES:
        answer = client.get(me(name, token))
        assert answer.status_code == 200, name
        assert answer["Referrer-Policy"] == "same-origin"
        assert "noindex" in answer["X-Robots-Tag"]
        assert "no-store" in answer["Cache-Control"]
        assert "sessionid" not in answer.cookies
        client.head(me(name, token))
    # Opening them changed nothing but the day of the last use.
    assert Change.objects.count() == changes
    link.refresh_from_db()
    assert link.last_used_at is not None
    assert link.digest != token
    assert not OwnLink.history.filter(id=link.pk, history_type="~").exists()


def test_pages_are_there_in_english(organisation, client, settings):
    _link, token = linked(organisation)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "What do you need, what could you give?" in client.get(me("entries", token)).content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_wrong_revoked_and_run_out_are_one_sentence(organisation, alice, client, name):
    wrong = {"cut": "Ein Zeichen dieser Adresse", "revoked": "zurückgenommen", "late": "galt bis"}
    for what, sentence in wrong.items():
        link, token = linked(organisation)
        if what == "cut":
            token = token[:-1]
        elif what == "revoked":
            revoke(link, by=alice)
        else:
            OwnLink.objects.filter(pk=link.pk).update(expires=days(-1))
        for answer in (client.get(me(name, token)), client.post(me(name, token), {"purpose": "contact"})):
            assert answer.status_code == 404, what
            assert sentence in answer.content.decode()
            assert organisation.name not in answer.content.decode()
            assert answer["Referrer-Policy"] == "same-origin"


def test_strange_tokens_are_refused_and_escaped(client, db):
    for token in ("<script>", "äöü", "%00", "9" * 500, "..", "' OR 1=1"):
        answer = client.get(me("home", token))
        assert answer.status_code == 404
        assert b"<script>alert" not in answer.content


def test_a_link_works_on_its_last_day(organisation, client):
    _link, token = linked(organisation, expires=timezone.localdate())
    assert client.get(me("home", token)).status_code == 200


def test_a_post_needs_the_page_s_own_token_and_a_browser_s_is_taken(organisation):
    _link, token = linked(organisation)
    strict = Client(enforce_csrf_checks=True)
    data = {"phone": "0381 4711", "email": "", "website": "", "opening_hours": ""}
    assert strict.post(me("profile_edit", token), data).status_code == 403
    page = strict.get(me("profile_edit", token))
    data["csrfmiddlewaretoken"] = page.context["csrf_token"]
    answer = strict.post(me("profile_edit", token), data, headers={"origin": "http://testserver"})
    assert answer.status_code == 302
    organisation.refresh_from_db()
    assert organisation.phone == "0381 4711"


def test_asking_all_the_time_and_guessing_are_slowed_down(organisation, client):
    _link, token = linked(organisation)
    codes = [client.post(me("consent", token), {}).status_code for _try in range(62)]
    assert codes[:60] == [302] * 60
    assert codes[60:] == [429, 429]
    guesses = [client.get(me("home", f"guess{number}")).status_code for number in range(62)]
    assert guesses[:60] == [404] * 60
    assert guesses[60:] == [429, 429]


def test_a_link_shows_and_changes_nothing_of_others(area, organisation, topic, client):
    _link, token = linked(organisation)
    other = make_organisation(area, "Kiosk", phone="0381 999")
    network = make_network(area, "Fremder Tisch", members=[other])
    member = network.members.get()
    meeting = make_meeting(network, 3, place="Keller")
    network.charters.create(number=1, purpose="Geheim", agreed_on=days(-3))
    need = Need.objects.create(area=area, organisation=other, topic=topic, text="Lager")
    offer = Offer.objects.create(area=area, organisation=other, topic=topic, text="Saal")
    practice = Need.objects.create(area=area, organisation=organisation, topic=topic, text="Übung", is_practice=True)
    for address, data in (
        (me("entry_edit", token, "need", need.pk), {"topic": topic.pk, "text": "x", "urgency": 2}),
        (me("entry_edit", token, "offer", offer.pk), {"topic": topic.pk, "text": "x", "capacity": 1}),
        (me("entry_edit", token, "need", practice.pk), {"topic": topic.pk, "text": "x", "urgency": 2}),
        (me("entry_move", token, "need", need.pk), {"status": "withdrawn"}),
        (me("entry_move", token, "offer", offer.pk), {"status": "withdrawn"}),
        (me("entry_edit", token, "thing", 1), {}),
        (me("entry_new", token, "thing"), {}),
        (me("leave", token, member.pk), {"why_left": "x"}),
        (me("meeting_ics", token, meeting.pk), {}),
        (me("charter", token, network.pk), {}),
    ):
        assert client.get(address).status_code == 404, address
        assert client.post(address, data).status_code == 404, address
    for row in (need, offer, member, practice):
        row.refresh_from_db()
    assert (need.text, need.status, offer.status, member.end, practice.text) == ("Lager", "open", "open", None, "Übung")
    # The organisation is the link's, whatever a form says.
    client.post(
        me("entry_new", token, "need"), {"topic": topic.pk, "text": "Tisch", "urgency": 2, "organisation": other.pk}
    )
    assert Need.objects.get(text="Tisch").organisation == organisation
    for name in PAGES:
        text = client.get(me(name, token)).content.decode()
        assert "Kiosk" not in text
        assert "0381 999" not in text
        assert "Fremder Tisch" not in text


def test_a_topic_of_another_area_is_no_choice(organisation, other_area, topic, client):
    _link, token = linked(organisation)
    group = TopicGroup.objects.create(area=other_area, code="x", name_de="X")
    strange = Topic.objects.create(area=other_area, group=group, code="x", name_de="Fremd")
    answer = client.post(me("entry_new", token, "need"), {"topic": strange.pk, "text": "x", "urgency": 2})
    assert answer.status_code == 422
    assert "Fremd" not in answer.content.decode()
    assert not Need.objects.exists()


def test_a_closed_organisation_keeps_its_consents_and_nothing_else(organisation, client):
    _link, token = linked(organisation)
    organisation.closed_on = days(-2)
    organisation.save()
    assert "als geschlossen vermerkt" in client.get(me("home", token)).content.decode()
    assert client.get(me("consent", token)).status_code == 200
    for name in ("profile", "entries", "meetings", "matches", "profile_edit"):
        assert client.post(me(name, token), {"phone": "1"})["Location"] == me("home", token)
    organisation.refresh_from_db()
    assert organisation.phone == ""


def test_after_a_merge_the_link_opens_the_one_that_stayed(area, organisation, alice, client):
    twin = make_organisation(area, "Baeckerei Sturm")
    _link, token = linked(twin)
    merge(organisation, twin, choices={}, by=alice, area=area)
    assert "Bäckerei Sturm" in client.get(me("home", token)).content.decode()


def test_a_deleted_organisation_takes_its_links_along(organisation, client):
    _link, token = linked(organisation)
    organisation.delete()
    assert client.get(me("home", token)).status_code == 404


def test_what_came_from_outside_is_escaped(area, organisation, topic, client):
    _link, token = linked(organisation, label="<b>Sturm</b>")
    evil = "<script>alert(1)</script>"
    organisation.name = evil
    organisation.save()
    network = make_network(area, evil, members=[organisation], purpose=evil)
    make_meeting(network, 3, agenda=evil, place=evil)
    Need.objects.create(area=area, organisation=organisation, topic=topic, text=evil)
    for name in PAGES:
        text = client.get(me(name, token) + "?did=" + evil).content.decode()
        assert "<script>alert" not in text
        assert "<b>Sturm" not in text


def test_the_last_use_is_written_down_once_an_hour(organisation, client):
    link, token = linked(organisation)
    client.get(me("home", token))
    link.refresh_from_db()
    first = link.last_used_at
    client.get(me("home", token))
    link.refresh_from_db()
    assert link.last_used_at == first
    OwnLink.objects.filter(pk=link.pk).update(last_used_at=first - dt.timedelta(hours=2))
    client.get(me("home", token))
    link.refresh_from_db()
    assert link.last_used_at >= first
