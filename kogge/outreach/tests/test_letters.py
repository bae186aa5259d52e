"""Letters and mails: the agreed words, only to those who agreed, each once, kept as a contact."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from kogge.accounts.models import User
from kogge.actors.models import Consent, Organisation, Person, Position
from kogge.core.jobs import Cancelled, Progress
from kogge.core.models import Job
from kogge.outreach.actions.letters import save_text
from kogge.outreach.models import Letter, LetterVersion, Mailing, Visit
from kogge.outreach.queries import feedback_overdue
from kogge.outreach.queries.letters import recipients
from kogge.places.models import Area

from .factories import days, make_interview, make_organisation, make_visit
from .paper import is_tagged, pages

MEETING = {"meeting_date": "2027-03-02", "meeting_time": "18 Uhr", "meeting_place": "Kulturhaus"}


def agree(organisation: Organisation, **fields: Any) -> Organisation:
    Consent.objects.create(
        area=organisation.area,
        organisation=organisation,
        purpose="contact",
        channel="spoken",
        given_on=days(-40),
        **fields,
    )
    return organisation


@pytest.fixture
def shops(area: Area) -> list[Organisation]:
    """Three who agreed, one of them English; one who did not; one who said no; one without an e-mail address."""
    names = ["Imbiss Eins", "Kiosk Zwei", "Shop Three"]
    found = [
        agree(
            make_organisation(
                area, name, email=f"{name[:5].strip().lower()}@example.org", street="Kai", housenumber="1"
            )
        )
        for name in names
    ]
    found[2].languages = ["en"]
    found[2].save()
    make_organisation(area, "Ohne Ja", email="ohne@example.org")
    make_visit(agree(make_organisation(area, "Will Nicht", email="nein@example.org")), -3, "refused")
    agree(make_organisation(area, "Ohne Adresse"))
    agree(make_organisation(area, "Widerrufen", email="w@example.org"), withdrawn_on=days(-1))
    return found


def new(area: Area, kind: str = "invitation") -> str:
    return reverse("outreach:mailing_new", args=[area.slug, kind])


def make(client: Client, area: Area, channel: str = "mail", token: Any = None, **more: str) -> Any:
    data = {**MEETING, "channel": channel, "token": str(token or uuid.uuid4()), "do": "make", **more}
    return client.post(new(area), data)


def test_who_is_left_out_and_why(area: Area, shops: list[Organisation], alice: User, login: Any) -> None:
    rows = list(Organisation.objects.all())
    found = recipients(area, rows, kind="invitation", channel="mail", values={})
    assert [one.organisation.name for one in found.reached] == ["Imbiss Eins", "Kiosk Zwei", "Shop Three"]
    assert {row.name: reason for row, reason in found.left_out} == {
        "Ohne Ja": "hat der Kontaktaufnahme nicht zugestimmt",
        "Widerrufen": f"möchte nicht, seit {days(-1):%d.%m.%Y}",
        "Will Nicht": f"möchte nicht, seit {days(-3):%d.%m.%Y}",
        "Ohne Adresse": "hat hier keine E-Mail-Adresse",
    }
    page = login(alice).post(new(area), {**MEETING, "channel": "mail", "token": uuid.uuid4(), "do": "preview"})
    text = page.content.decode()
    assert page.status_code == 200
    assert "Einladung zum Treffen am 2. März 2027" in text
    assert "Invitation to the meeting on 2 March 2027" in text
    assert "möchte nicht, seit" in text
    assert "3 Briefe erstellen" in text
    assert not Mailing.objects.exists()


def test_the_same_queries_for_one_and_for_many(
    area: Area, shops: list[Organisation], django_assert_num_queries: Any
) -> None:
    rows = list(Organisation.objects.all())
    for some in (rows[:1], rows):
        with django_assert_num_queries(6):
            recipients(area, some, kind="invitation", channel="mail", values={})


def test_mails_go_out_once_and_are_kept_as_contacts(
    area: Area, shops: list[Organisation], alice: User, login: Any
) -> None:
    make_visit(shops[0], -30, "met")
    make_interview(shops[0], -30)
    person = Person.objects.create(area=area, name="Maria Sturm")
    Position.objects.create(person=person, organisation=shops[0], title="Chefin", is_contact=True)
    assert len(feedback_overdue(alice, area)) == 1
    area.imprint = "Quartiersbüro, Kai 9"
    area.save()
    client: Client = login(alice)
    token = uuid.uuid4()
    first, second = make(client, area, token=token), make(client, area, token=token)
    assert first.headers["Location"] == second.headers["Location"]
    mailing = Mailing.objects.get()
    send = reverse("outreach:mailing_send", args=[area.slug, mailing.pk])
    client.post(send)
    assert Job.objects.get().status == "done", Job.objects.get().error
    client.post(send)
    assert sorted(message.to[0] for message in mail.outbox) == [
        "imbis@example.org",
        "kiosk@example.org",
        "shop@example.org",
    ]
    by_address = {message.to[0]: message for message in mail.outbox}
    german, english = by_address["imbis@example.org"], by_address["shop@example.org"]
    assert german.subject == "Einladung zum Treffen am 2. März 2027"
    for words in ("Guten Tag Maria Sturm,", "Wo: Kulturhaus", "Alice", "Quartiersbüro, Kai 9", "keine Post mehr"):
        assert words in german.body, words
    assert english.body.startswith("Hello,")
    link = english.extra_headers["List-Unsubscribe"].strip("<>")
    assert f"No more mail from us, or see what you agreed to: {link}" in english.body
    stranger = Client()
    stranger.post(link.removeprefix("http://testserver"), {"purpose": "contact"})
    assert not Consent.objects.filter(organisation=shops[2], purpose="contact").valid().exists()
    assert german.reply_to == [alice.email]
    visits = Visit.objects.filter(channel="mail")
    assert visits.count() == 3
    assert "Einladung zum Treffen" in visits.first().note  # type: ignore[union-attr]
    assert len(feedback_overdue(alice, area)) == 0  # the clock has stopped
    page = client.get(reverse("outreach:mailing", args=[area.slug, mailing.pk])).content.decode()
    assert "3 von 3 Briefen sind verschickt." in page
    # The same invitation, made anew on another day, reaches nobody twice.
    assert recipients(area, shops, kind="invitation", channel="mail", values=MEETING).reached == []
    other = MEETING | {"meeting_place": "Schule"}
    assert len(recipients(area, shops, kind="invitation", channel="mail", values=other).reached) == 2  # one withdrew


def test_an_undone_sending_is_not_sent_again(area: Area, shops: list[Organisation], alice: User, login: Any) -> None:
    client: Client = login(alice)
    make(client, area)
    mailing = Mailing.objects.get()
    send = reverse("outreach:mailing_send", args=[area.slug, mailing.pk])
    client.post(send)
    letter = mailing.letters.first()
    assert letter is not None
    before = letter.history.order_by("history_id")[1]  # what undo goes back to
    before.instance.save()
    client.post(send)
    assert len(mail.outbox) == 3


def test_a_mail_that_the_server_refuses_is_listed_and_can_be_sent_again(
    area: Area, shops: list[Organisation], alice: User, login: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.core.mail import EmailMessage

    real = EmailMessage.send

    def send(message: EmailMessage, *args: Any, **kwargs: Any) -> int:
        if message.to == ["kiosk@example.org"]:
            raise OSError("550 unbekannt")
        return real(message, *args, **kwargs)

    client: Client = login(alice)
    make(client, area)
    mailing = Mailing.objects.get()
    url = reverse("outreach:mailing_send", args=[area.slug, mailing.pk])
    with monkeypatch.context() as patched:
        patched.setattr(EmailMessage, "send", send)
        client.post(url)
    page = client.get(reverse("outreach:mailing", args=[area.slug, mailing.pk])).content.decode()
    assert "konnte nicht verschickt werden" in page
    assert "550 unbekannt" in page
    assert "1 Mail verschicken" in page
    assert Visit.objects.filter(channel="mail").count() == 2
    client.post(url)
    assert len(mail.outbox) == 3
    assert not Letter.objects.exclude(status="sent").exists()


def test_without_a_mail_server_the_page_says_so(
    area: Area, shops: list[Organisation], alice: User, login: Any, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    client: Client = login(alice)
    assert "Es ist kein Mailserver eingerichtet" in client.get(new(area)).content.decode()
    assert make(client, area).status_code == 422  # e-mail is no choice
    assert not Mailing.objects.exists()


def test_a_mail_server_that_does_not_answer_sends_nothing(
    area: Area, shops: list[Organisation], alice: User, login: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client: Client = login(alice)
    make(client, area)

    def refuse(*args: Any) -> None:
        raise OSError("keine Verbindung")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.open", refuse)
    client.post(reverse("outreach:mailing_send", args=[area.slug, Mailing.objects.get().pk]))
    assert Job.objects.get().error == "Der Mailserver antwortet nicht: keine Verbindung. Es wurde nichts verschickt."
    assert set(Letter.objects.values_list("status", flat=True)) == {"waiting"}


def test_a_cancelled_sending_stops_between_two_mails_and_goes_on_when_asked(
    area: Area, shops: list[Organisation], alice: User, login: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client: Client = login(alice)
    make(client, area)
    url = reverse("outreach:mailing_send", args=[area.slug, Mailing.objects.get().pk])

    def say(progress: Progress, step: Any, percent: float) -> None:
        if len(mail.outbox) == 1:
            raise Cancelled

    with monkeypatch.context() as patched:
        patched.setattr(Progress, "say", say)
        client.post(url)
    assert Job.objects.get().status == "cancelled"
    assert Visit.objects.filter(channel="mail").count() == len(mail.outbox) == 1
    client.post(url)
    assert len({message.to[0] for message in mail.outbox}) == len(mail.outbox) == 3


def test_letters_on_paper(area: Area, shops: list[Organisation], alice: User, login: Any) -> None:
    area.imprint = "Quartiersbüro, Kai 9"
    area.save()
    client: Client = login(alice)
    make(client, area, channel="paper")
    mailing = Mailing.objects.get()
    pdf = client.get(reverse("outreach:mailing_pdf", args=[area.slug, mailing.pk])).content
    assert is_tagged(pdf)
    found = pages(pdf)
    assert len(found) == 3
    assert "Imbiss Eins Kai 1" in found[0]
    assert "Einladung zum Treffen am 2. März 2027" in found[0]
    assert "Quartiersbüro, Kai 9" in found[0]
    assert "Invitation to the meeting" in found[2]
    assert not Visit.objects.filter(channel="mail").exists()  # printed is not yet sent
    url = reverse("outreach:mailing_send", args=[area.slug, mailing.pk])
    client.post(url)
    client.post(url)
    assert Visit.objects.filter(channel="mail").count() == 3


def test_results_come_back_with_what_was_typed(area: Area, shops: list[Organisation], alice: User, login: Any) -> None:
    data = {"results": "Der Markt kommt.\n{sender}", "channel": "paper", "token": uuid.uuid4(), "do": "preview"}
    page = login(alice).post(new(area, "results"), data).content.decode()
    assert "Der Markt kommt." in page
    assert "{sender}" in page  # what is filled in is no text of ours


def test_a_text_of_ones_own_in_versions(area: Area, shops: list[Organisation], alice: User, login: Any) -> None:
    client: Client = login(alice)
    url = reverse("outreach:letter_text", args=[area.slug, "invitation", "en"])
    assert "Invitation to the meeting" in client.get(url).content.decode()
    wrong = client.post(url, {"subject": "Come!", "body": "{oranisation}, hello"})
    assert wrong.status_code == 422
    assert "Den Platzhalter {oranisation} gibt es nicht." in wrong.content.decode()
    for body in ("Hello {organisation}", "Hi {organisation}", "Hi {organisation}"):
        client.post(url, {"subject": "Come!", "body": body})
    assert list(LetterVersion.objects.values_list("number", "body")) == [
        (2, "Hi {organisation}"),
        (1, "Hello {organisation}"),
    ]
    make(client, area)
    assert Letter.objects.get(organisation=shops[2]).version.number == 2
    save_text(area, "invitation", "en", subject="New", body="New", by=alice)
    client.post(reverse("outreach:mailing_send", args=[area.slug, Mailing.objects.get().pk]))
    assert [message.subject for message in mail.outbox if message.to == ["shop@example.org"]] == ["Come!"]


def test_a_poster_with_the_agreed_words(area: Area, alice: User, login: Any) -> None:
    area.imprint = "Quartiersbüro, Kai 9"
    area.save()
    save_text(area, "poster", "de", subject="Kommt alle!", body="{meeting_date}\n{meeting_place}", by=alice)
    answer = login(alice).post(new(area, "poster"), MEETING | {"language": "de"})
    assert is_tagged(answer.content)
    assert pages(answer.content) == ["Am Hafen Kommt alle! 2. März 2027 Kulturhaus Quartiersbüro, Kai 9"]


def test_those_who_only_look_write_no_letters(area: Area, vera: User, login: Any) -> None:
    assert login(vera).get(reverse("outreach:letters", args=[area.slug])).status_code == 403
