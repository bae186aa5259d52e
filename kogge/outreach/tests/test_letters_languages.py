"""Letters, posters and mails in each language that comes with Kogge."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format

from kogge.accounts.models import User
from kogge.actors.views.consents import consent_link
from kogge.outreach.models import Mailing
from kogge.outreach.paper.texts import GREETINGS, PLACEHOLDER, SHIPPED, unknown, written_days
from kogge.places.models import Area

from .factories import make_organisation
from .paper import is_tagged, language_of, languages_of, letters_are_shown, pages, stands
from .test_letters import MEETING, agree, make, new

LANGUAGES = ["ar", "de", "en", "ru", "tr", "uk", "vi"]


@pytest.mark.parametrize("kind", ["results", "invitation", "poster"])
def test_the_texts_that_come_with_kogge_ask_for_the_same_in_every_language(kind: str) -> None:
    words = {language: subject + body for (which, language), (subject, body) in SHIPPED.items() if which == kind}
    assert sorted(words) == LANGUAGES == sorted(GREETINGS)
    assert all(not unknown(text) for text in words.values())
    asked = {language: sorted(set(PLACEHOLDER.findall(text))) for language, text in words.items()}
    assert asked == dict.fromkeys(words, asked["de"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_poster_in_each_language(area: Area, alice: User, login: Any, language: str) -> None:
    answer = login(alice).post(new(area, "poster"), MEETING | {"language": language})
    assert (language_of(answer.content), is_tagged(answer.content)) == (language, True)
    (text,) = pages(answer.content)
    assert "Kulturhaus" in text
    assert stands(SHIPPED["poster", language][0], text)
    assert "18 Uhr" in text
    assert all(letters_are_shown(answer.content))
    with translation.override(language):
        assert language == "ar" or date_format(dt.date(2027, 3, 2), "DATE_FORMAT") in text


def test_a_day_in_a_letter_is_written_as_in_its_language() -> None:
    assert [written_days(code) for code in ("ru", "vi", "xx")] == ["ru", "vi", "de"]


@pytest.mark.parametrize("kind", ["results", "invitation"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_in_each_language_is_one_page(area: Area, alice: User, login: Any, language: str, kind: str) -> None:
    shop = agree(make_organisation(area, "Imbiss", street="Kai", housenumber="1", city="Rostock", languages=[language]))
    entries = {"results": "Drei teilen sich ein Lager\nIm Mai ist Frühstück"} if kind == "results" else MEETING
    data = {**entries, "channel": "paper", "token": str(uuid.uuid4()), "do": "make"}
    client: Client = login(alice)
    client.post(new(area, kind), data)
    pdf = client.get(reverse("outreach:mailing_pdf", args=[area.slug, Mailing.objects.get().pk])).content
    (text,) = pages(pdf)
    assert is_tagged(pdf)
    assert language in languages_of(pdf)
    assert all(letters_are_shown(pdf))
    _subject, body = SHIPPED[kind, language]
    sentences = [line for line in body.splitlines() if line and not PLACEHOLDER.search(line)]
    assert all(stands(line.split(":")[0][:60].rsplit(" ", 1)[0], text) for line in sentences)
    for words in (
        "Imbiss",
        shop.city,
        "Alice",
        *(entries["results"].splitlines() if kind == "results" else ["18 Uhr"]),
    ):
        assert words in text, words


@pytest.mark.parametrize(
    ("language", "words"), [("tr", "neye onay verdiğinizi"), ("uk", "на що ви погодилися"), ("de", "Keine Post")]
)
def test_the_foot_of_a_mail_is_in_its_language(area: Area, alice: User, login: Any, language: str, words: str) -> None:
    shop = agree(make_organisation(area, "Imbiss", email="imbiss@example.org", languages=[language]))
    client: Client = login(alice)
    make(client, area)
    client.post(reverse("outreach:mailing_send", args=[area.slug, Mailing.objects.get().pk]))
    foot = mail.outbox[0].body.rpartition("-- \n")[2]
    assert words in foot
    assert consent_link(shop) in foot
