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
    assert client.get(link).status_code == 302
    assert client.get("/accounts/profile/").status_code == 200
    again = Client().get(link)
    assert again.status_code == 403
    assert "Link" in again.content.decode()


def test_forged_link_is_refused(user: Any, client: Client) -> None:
    assert client.get(login_link(user)[:-3] + "abc").status_code == 403
    assert client.get("/accounts/login-link/").status_code == 403


def test_link_does_not_lead_to_another_site(user: Any, client: Client) -> None:
    answer = client.get(login_link(user, next_page="https://evil.example/"))
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
    answer = client.get(login_link(user, next_page="/accounts/profile/"))
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
    client.get(link)
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
    assert client.get(login_link(user, next_page="/accounts/profile/"))["Location"] == "/accounts/profile/"


def test_a_link_signs_in_whom_it_is_for_and_nobody_else(user: Any, client: Client) -> None:
    """Somebody else was signed in on this device: nothing of their session goes on."""
    other = get_user_model().objects.create_user("andere@example.org", name="Andere")
    client.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    TOTP.activate(user, SECRET)
    client.get(login_link(user))
    assert client.get("/accounts/profile/").status_code == 302
    client.post("/accounts/2fa/authenticate/", {"code": code_now()})
    assert "wer@example.org" in client.get("/accounts/profile/").content.decode()
