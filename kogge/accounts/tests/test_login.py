"""Signing in: the one-time link, the code by mail, and no door for those who were not invited."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import Client

from kogge.accounts.links import login_link

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _forget_attempts() -> None:
    """The cache remembers used codes and failed attempts: one test's must not count in the next."""
    cache.clear()


@pytest.fixture
def user(db: None) -> Any:
    return get_user_model().objects.create_user("wer@example.org", name="Wer Da")


def test_link_signs_in_once(user: Any, client: Client) -> None:
    link = login_link(user)
    assert client.post(link).status_code == 302
    assert client.get("/accounts/profile/").status_code == 200
    for again in (Client().get(link), Client().post(link)):
        assert again.status_code == 403
        assert "Link" in again.content.decode()


def test_a_mail_scanner_opens_the_link_and_uses_nothing_up(user: Any) -> None:
    link = login_link(user)
    scanner = Client(enforce_csrf_checks=True)
    for _time in range(3):
        page = scanner.get(link)
        assert page.status_code == 200
        assert scanner.head(link).status_code == 405
    assert "_auth_user_id" not in scanner.session
    assert page["Referrer-Policy"] == "same-origin"
    assert "no-store" in page["Cache-Control"]
    form = re.search(r'<form method="post" action="([^"]*)"><input[^>]*value="([^"]*)"', page.content.decode())
    assert form
    target = form[1].replace("&amp;", "&")
    assert Client(enforce_csrf_checks=True).post(target).status_code == 403  # no other site presses the button
    assert scanner.post(target, {"csrfmiddlewaretoken": form[2]}).status_code == 302
    assert scanner.get("/accounts/profile/").status_code == 200


def test_the_page_names_whom_it_signs_in_and_whose_session_ends(user: Any, client: Client) -> None:
    other = get_user_model().objects.create_user("andere@example.org", name="Andere")
    client.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    body = client.get(login_link(user)).content.decode()
    assert "Wer Da" in body
    assert "Andere" in body
    assert "_auth_user_id" in client.session


@pytest.mark.parametrize(
    ("headers", "at_once"),
    [
        ({"host": "127.0.0.1:8000"}, True),
        ({"host": "localhost"}, True),
        ({"host": "testserver"}, False),
        ({"host": "127.0.0.1:8000", "x-forwarded-for": "192.0.2.7"}, False),
    ],
)
def test_on_the_machine_itself_the_printed_link_signs_in_at_once(
    user: Any, client: Client, headers: dict[str, str], at_once: bool, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
    assert (client.get(login_link(user), headers=headers).status_code == 302) is at_once


def test_forged_link_is_refused(user: Any, client: Client) -> None:
    assert client.get(login_link(user)[:-3] + "abc").status_code == 403
    assert client.get("/accounts/login-link/").status_code == 403


def test_link_does_not_lead_to_another_site(user: Any, client: Client) -> None:
    answer = client.post(login_link(user, next_page="https://evil.example/"))
    assert answer["Location"] == "/"


def test_code_by_mail(user: Any, client: Client, mailoutbox: list[Any]) -> None:
    client.post("/accounts/login/code/", {"email": "wer@example.org"})
    code = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", mailoutbox[0].body, re.M)
    assert code
    client.post("/accounts/login/code/confirm/", {"code": code.group(1)})
    assert client.get("/accounts/profile/").status_code == 200


def test_nobody_signs_up_from_outside(client: Client) -> None:
    form = {"email": "neu@example.org", "password1": "sehr-geheim-123", "password2": "sehr-geheim-123"}
    client.post("/accounts/signup/", form)
    assert not get_user_model().objects.filter(email="neu@example.org").exists()


def test_profile_changes_the_language(user: Any, client: Client) -> None:
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.post("/accounts/profile/", {"name": "Wer Da", "language": "en"})
    assert "Ways to sign in" in client.get("/accounts/profile/").content.decode()


def test_nobody_is_written_to_who_has_no_account(user: Any, mailoutbox: list[Any]) -> None:
    """Otherwise anybody could let this server write to any address; the page says the same in both cases."""
    pages = [
        Client().post("/accounts/login/code/", {"email": email}).headers["Location"]
        for email in ("niemand@example.org", user.email)
    ]
    assert [mail.to for mail in mailoutbox] == [[user.email]]
    assert pages[0] == pages[1]


def code_now() -> str:
    """What the app on the phone shows."""
    return format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))


def test_a_link_does_not_pass_over_the_second_factor(user: Any, client: Client) -> None:
    TOTP.activate(user, SECRET)
    answer = client.post(login_link(user, next_page="/accounts/profile/"))
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/accounts/profile/")["Location"].startswith("/accounts/login/")
    assert client.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert client.get("/accounts/profile/").status_code == 302
    answer = client.post("/accounts/2fa/authenticate/", {"code": code_now()})
    assert answer["Location"] == "/accounts/profile/"
    assert client.get("/accounts/profile/").status_code == 200


def test_a_used_link_does_not_even_ask_for_the_second_factor(user: Any, client: Client) -> None:
    TOTP.activate(user, SECRET)
    link = login_link(user)
    client.post(link)
    client.post("/accounts/2fa/authenticate/", {"code": code_now()})
    assert Client().get(link).status_code == 403


def test_a_code_by_mail_does_not_pass_over_the_second_factor(user: Any, client: Client, mailoutbox: list[Any]) -> None:
    TOTP.activate(user, SECRET)
    client.post("/accounts/login/code/", {"email": "wer@example.org"})
    code = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", mailoutbox[0].body, re.M)
    assert code
    client.post("/accounts/login/code/confirm/", {"code": code.group(1)})
    assert client.get("/accounts/profile/").status_code == 302


def test_a_link_that_leads_on_keeps_its_way(user: Any, client: Client) -> None:
    assert client.post(login_link(user, next_page="/accounts/profile/"))["Location"] == "/accounts/profile/"


def test_a_link_signs_in_whom_it_is_for_and_nobody_else(user: Any, client: Client) -> None:
    """Somebody else was signed in on this device: nothing of their session goes on."""
    other = get_user_model().objects.create_user("andere@example.org", name="Andere")
    client.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    TOTP.activate(user, SECRET)
    client.post(login_link(user))
    assert client.get("/accounts/profile/").status_code == 302
    client.post("/accounts/2fa/authenticate/", {"code": code_now()})
    assert "wer@example.org" in client.get("/accounts/profile/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_setting_up_the_second_factor_ends_at_the_recovery_codes(user: Any, client: Client) -> None:
    """Signed in by link: nobody is asked for fresh digits half a minute after the first ones."""
    client.post(login_link(user))
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    page = client.post("/accounts/2fa/totp/activate/", {"code": code}, follow=True)
    assert page.request["PATH_INFO"] == "/accounts/2fa/recovery-codes/"
    assert page.content.decode().count("<li><code>") == 10
    spare = page.context["unused_codes"][0]
    other = Client()
    user.refresh_from_db()
    other.post(login_link(user))
    other.post("/accounts/2fa/authenticate/", {"code": spare})
    assert other.get("/accounts/profile/").status_code == 200


PAGES = [
    "login/", "login/code/", "password/reset/", "password/reset/done/", "password/reset/key/1-abc/",
    "password/reset/key/done/", "signup/", "inactive/", "login-link/?sesame=x",
]  # fmt: skip
OWN = ["profile/", "password/set/", "2fa/", "2fa/totp/activate/", "logout/"]
DU = re.compile(r"\b([Dd]u|[Dd]ein\w*|[Dd]ich|[Dd]ir|[Gg]ib|[Kk]lick\w*|Token|Authenti\w+)\b")


@pytest.mark.parametrize("page", PAGES + OWN)
def test_pages_of_the_account_say_sie_and_look_like_kogge(user: Any, client: Client, page: str) -> None:
    if page in OWN:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    text = client.get("/accounts/" + page).content.decode()
    words = re.sub(r"<[^>]*>", " ", text[text.index("<main") : text.index("</main>")])
    assert not DU.search(words), DU.search(words)
    assert text.count("<h1>") == 1
    assert 'class="plainhead"' in text


def test_mails_say_sie(user: Any, client: Client, mailoutbox: list[Any]) -> None:
    client.post("/accounts/login/code/", {"email": user.email})
    client.post("/accounts/password/reset/", {"email": user.email})
    assert [mail.subject for mail in mailoutbox] == ["Kogge: Ihr Code zum Anmelden", "Kogge: Neues Passwort"]
    for mail in mailoutbox:
        assert mail.body.startswith("Guten Tag,")
        assert not DU.search(mail.body)


def test_guessing_digits_is_stopped(user: Any, client: Client) -> None:
    TOTP.activate(user, SECRET)
    client.post(login_link(user))
    for _ in range(12):
        page = client.post("/accounts/2fa/authenticate/", {"code": "123456"})
    assert "Zu viele Fehlversuche" in page.content.decode()
    client.post("/accounts/2fa/authenticate/", {"code": code_now()})
    assert client.get("/accounts/profile/").status_code == 302


def test_guessing_passwords_is_stopped(user: Any, client: Client) -> None:
    user.set_password("ein langes Wort")
    user.save()
    for _ in range(12):
        page = client.post("/accounts/login/", {"login": user.email, "password": "falsch"})
    assert "Zu viele Fehlversuche" in page.content.decode()
    client.post("/accounts/login/", {"login": user.email, "password": "ein langes Wort"})
    assert client.get("/accounts/profile/").status_code == 302


def test_nobody_has_a_mailbox_filled_with_codes(user: Any, mailoutbox: list[Any]) -> None:
    for _ in range(12):
        page = Client().post("/accounts/login/code/", {"email": user.email})
    assert len(mailoutbox) <= 3
    assert "Bitte warten Sie einige Minuten" in page.content.decode()


def test_nobody_has_a_mailbox_filled_with_links(user: Any, mailoutbox: list[Any]) -> None:
    for _ in range(30):
        page = Client().post("/accounts/password/reset/", {"email": user.email})
    assert len(mailoutbox) <= 20
    assert page.status_code == 429
    text = page.content.decode()
    assert "Das war zu oft in kurzer Zeit" in text
    assert 'class="plainhead"' in text
