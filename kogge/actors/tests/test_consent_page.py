"""The personal link: one page without an account that says what was agreed to, and takes it back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.cache import cache
from django.core.signing import Signer
from django.test import Client
from django.urls import reverse

from kogge.actors import wording
from kogge.actors.actions import merge, withdraw
from kogge.actors.models import Consent
from kogge.actors.signals import consent_withdrawn
from kogge.actors.views.consents import consent_link
from kogge.core.models import Change
from kogge.core.undo import CannotUndo, undo

TODAY = dt.date.today()


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def english_client(client: Client, settings: Any) -> Client:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def agree(organisation: Any, *purposes: str) -> list[Consent]:
    return [
        Consent.objects.create(
            area=organisation.area, organisation=organisation, purpose=purpose, channel="spoken", given_on=TODAY
        )
        for purpose in purposes
    ]


@pytest.fixture
def heard() -> Any:
    found: list[tuple[str, str]] = []

    def listen(sender: Any, *, organisation: Any, purpose: str, **kwargs: Any) -> None:
        found.append((organisation.name, purpose))

    consent_withdrawn.connect(listen)
    yield found
    consent_withdrawn.disconnect(listen)


def test_in_the_words_that_were_read_out_then(organisation: Any, english_client: Client) -> None:
    (consent,) = agree(organisation, "publication")
    for version, is_there in (("2026-1", False), (wording.version(), True)):
        Consent.objects.filter(pk=consent.pk).update(wording_version=version)
        body = english_client.get(consent_link(organisation)).content.decode()
        assert ("publish a sentence of yours" in body) is is_there
        assert f"wording {version}" in body


def test_says_what_was_agreed_to_and_nothing_else(organisation: Any, english_client: Client) -> None:
    organisation.phone, organisation.note = "0381 4711", "schwierig"
    organisation.save()
    organisation.area.imprint = "Verein Hafen e. V."
    organisation.area.save()
    agree(organisation, "contact", "matching")
    answer = english_client.get(consent_link(organisation))
    body = answer.content.decode()
    assert "has agreed to <strong>2</strong> things" in body
    assert "We may keep what you tell us and contact you again." in body
    assert "wording 2026-1" in body
    assert "Verein Hafen e. V." in body
    assert "We may tell others" not in body
    for secret in ("0381 4711", "schwierig", "Kaistraße"):
        assert secret not in body
    assert answer["Referrer-Policy"] == "same-origin"
    assert "noindex" in answer["X-Robots-Tag"]
    assert "no-store" in answer["Cache-Control"]


def test_opening_it_changes_nothing(organisation: Any, english_client: Client) -> None:
    agree(organisation, "contact")
    english_client.get(consent_link(organisation) + "?purpose=contact&done=1")
    english_client.head(consent_link(organisation))
    assert Consent.objects.valid().count() == 1
    assert not Change.objects.exists()


def test_each_can_be_taken_back_alone(organisation: Any, english_client: Client, heard: Any) -> None:
    contact, matching = agree(organisation, "contact", "matching")
    answer = english_client.post(consent_link(organisation), {"purpose": "matching"}, follow=True)
    body = answer.content.decode()
    assert "no longer holds from today" in body
    assert "has agreed to <strong>one</strong> thing" in body
    matching.refresh_from_db()
    contact.refresh_from_db()
    assert (matching.withdrawn_on, matching.withdrawn_by) == (TODAY, "link")
    assert contact.withdrawn_on is None
    assert heard == [("Bäckerei Sturm", "matching")]


def test_all_at_once_and_twice(organisation: Any, english_client: Client, heard: Any) -> None:
    agree(organisation, "contact", "publication")
    for _time in range(2):
        english_client.post(consent_link(organisation), {"purpose": ["contact", "publication", "nonsense"]})
    assert not Consent.objects.valid().exists()
    assert len(heard) == 2


def test_a_second_consent_to_the_same_holds_until_it_goes_too(organisation: Any, alice: Any, heard: Any) -> None:
    first, second = agree(organisation, "contact", "contact")
    withdraw(first, by=alice, area=organisation.area)
    assert heard == []
    withdraw(second, by=alice, area=organisation.area)
    assert heard == [("Bäckerei Sturm", "contact")]


def test_a_wrong_link_opens_nothing(organisation: Any, english_client: Client) -> None:
    right = consent_link(organisation)
    for token in (
        str(organisation.pk),
        f"{organisation.pk}.abc",
        Signer(salt="other", sep=".").sign(str(organisation.pk)),
        Signer(salt="kogge.consent", sep=".").sign("99999"),
        right.strip("/").rpartition("/")[2] + "x",
    ):
        url = reverse("consent:page", args=[token])
        assert english_client.get(url).status_code == 404
        assert english_client.post(url, {"purpose": "contact"}).status_code == 404


def test_a_post_needs_the_page_s_own_token(organisation: Any) -> None:
    agree(organisation, "contact")
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(consent_link(organisation), {"purpose": "contact"}).status_code == 403
    assert Consent.objects.valid().exists()


def test_a_browser_s_post_is_taken(organisation: Any) -> None:
    agree(organisation, "contact")
    strict, link = Client(enforce_csrf_checks=True), consent_link(organisation)
    page = strict.get(link)
    # As browsers do it: a page that gives no referrer sends a form from nowhere.
    origin = "null" if page["Referrer-Policy"] == "no-referrer" else "http://testserver"
    data = {"purpose": "contact", "csrfmiddlewaretoken": page.context["csrf_token"]}
    assert strict.post(link, data, headers={"origin": origin}).status_code == 302
    assert not Consent.objects.valid().exists()


def test_too_many_tries_have_to_wait(organisation: Any, english_client: Client) -> None:
    url = consent_link(organisation)
    answers = [english_client.post(url, {"purpose": "contact"}).status_code for _try in range(21)]
    assert answers[:20] == [302] * 20
    assert answers[20] == 429


def test_what_they_took_back_nobody_takes_back_for_them(
    organisation: Any, english_client: Client, alice: Any, login: Any
) -> None:
    (consent,) = agree(organisation, "contact")
    english_client.post(consent_link(organisation), {"purpose": "contact"})
    made = Change.objects.latest("at")
    with pytest.raises(CannotUndo):
        undo(made, by=alice)
    answer = login(alice).post(reverse("core:undo", args=[made.pk]), follow=True)
    assert "withdrew this consent themselves" in answer.content.decode()
    consent.refresh_from_db()
    assert consent.withdrawn_on == TODAY


def test_a_withdrawal_noted_by_mistake_is_undone(organisation: Any, alice: Any, login: Any) -> None:
    (consent,) = agree(organisation, "contact")
    client = login(alice)
    client.post(reverse("actors:withdraw", args=[organisation.area.slug, organisation.pk, consent.pk]))
    consent.refresh_from_db()
    assert (consent.withdrawn_on, consent.withdrawn_by) == (TODAY, "spoken")
    undo(Change.objects.latest("at"), by=alice)
    consent.refresh_from_db()
    assert (consent.withdrawn_on, consent.withdrawn_by) == (None, "")


def test_the_team_finds_the_link_on_the_organisation_s_page(
    organisation: Any, alice: Any, vera: Any, login: Any
) -> None:
    agree(organisation, "contact")
    url = reverse("actors:detail", args=[organisation.area.slug, organisation.pk])
    assert consent_link(organisation) in login(alice).get(url).content.decode()
    assert consent_link(organisation) not in login(vera).get(url).content.decode()


def test_the_wording_is_there_for_every_purpose_in_every_language() -> None:
    german = wording.leaflet("de")
    for code in wording.languages():
        assert set(wording.purposes(code)) == set(Consent.Purpose.values)
        assert set(wording.leaflet(code)) == set(german)
        assert all(wording.leaflet(code).values())
    assert wording.purposes("tlh") == wording.purposes("de")


def delete_url(consent: Consent) -> str:
    return reverse("actors:part_delete", args=[consent.area.slug, consent.organisation_id, "consents", consent.pk])


def test_deleting_is_withdrawing_that_it_was_given_stays_on_record(
    organisation: Any, alice: Any, login: Any, heard: Any
) -> None:
    (consent,) = agree(organisation, "matching")
    login(alice).post(delete_url(consent))
    consent.refresh_from_db()
    assert (consent.withdrawn_on, consent.withdrawn_by) == (TODAY, "spoken")
    assert heard == [("Bäckerei Sturm", "matching")]
    undo(Change.objects.latest("at"), by=alice)
    assert Consent.objects.valid().get() == consent


def test_a_withdrawn_consent_is_not_deleted_either(organisation: Any, alice: Any, login: Any, heard: Any) -> None:
    (consent,) = agree(organisation, "matching")
    withdraw(consent, by=alice, area=organisation.area)
    client = login(alice)
    assert client.post(delete_url(consent)).status_code == 404
    assert Consent.objects.get() == consent
    assert len(heard) == 1
    body = client.get(delete_url(consent).replace("delete/", "")).content.decode()
    assert delete_url(consent) not in body


def test_a_consent_is_not_turned_into_one_for_something_else(organisation: Any, alice: Any, login: Any) -> None:
    (consent,) = agree(organisation, "matching")
    data = {"purpose": "contact", "channel": "signed", "given_on": TODAY, "wording_version": "2026-1"}
    url = reverse("actors:part_edit", args=[organisation.area.slug, organisation.pk, "consents", consent.pk])
    login(alice).post(url, data)
    consent.refresh_from_db()
    assert (consent.purpose, consent.channel) == ("matching", "signed")


def test_the_leaflet_s_link_still_opens_after_a_merge(
    organisation: Any, alice: Any, make_organisation: Any, english_client: Client
) -> None:
    twin, third = make_organisation("Baeckerei Sturm"), make_organisation("Sturm")
    agree(twin, "contact")
    old = consent_link(twin)
    made = merge(organisation, twin, choices={}, by=alice, area=organisation.area)
    assert "Bäckerei Sturm has agreed to <strong>one</strong> thing" in english_client.get(old).content.decode()
    merge(third, organisation, choices={}, by=alice, area=organisation.area)
    english_client.post(old, {"purpose": "contact"})
    assert not Consent.objects.valid().exists()
    assert Consent.objects.get().organisation == third
    assert made.label


def test_a_wrong_link_and_one_whose_record_is_gone_say_what_to_do(organisation: Any, english_client: Client) -> None:
    link = consent_link(organisation)
    answer = english_client.get(link[:-3] + "/")
    body = answer.content.decode()
    assert answer.status_code == 404
    assert "This link is not complete." in body
    assert "you can also take back what you agreed to by telling us" in body
    assert "that you are not a member of" not in body
    organisation.delete()
    answer = english_client.get(link)
    assert answer.status_code == 404
    assert "There is no record behind this link any more." in answer.content.decode()
    for each in (answer, english_client.get(link[:-3] + "/")):
        assert each["Referrer-Policy"] == "same-origin"


def test_each_purpose_says_what_follows_from_taking_it_back(organisation: Any, english_client: Client) -> None:
    agree(organisation, "contact", "publication")
    body = english_client.get(consent_link(organisation)).content.decode()
    assert "planned visits are called off" in body
    assert "your words and your story are no longer shown" in body
    assert "leave the board" not in body
    assert "is kept as evidence" in body
