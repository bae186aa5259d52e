"""What Kogge refuses it refuses with a page of its own, and nothing leads to another site."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kogge.accounts.models import User
from kogge.core.history import change
from kogge.core.models import Job
from kogge.places.models import Area

ELSEWHERE = ["https://evil.example/", "//evil.example", "/\\evil.example", "https:evil.example", "\t//evil.example"]


def is_ours(answer: Any) -> bool:
    return 'class="plainhead"' in answer.content.decode()


def test_a_form_of_another_session_is_refused_with_a_way_on(area: Area, adam: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(adam, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post(reverse("places:settings", args=[area.slug]), {"name": "Gekapert"})
    assert answer.status_code == 403
    assert "Dieses Formular war zu alt" in answer.content.decode()
    assert is_ours(answer)
    area.refresh_from_db()
    assert area.name == "Am Hafen"


@pytest.mark.parametrize("body", ["name=" + "x" * 3_000_000, "&".join(f"a{n}=1" for n in range(6000))])
def test_a_form_that_is_too_large_is_refused(area: Area, adam: User, login: Any, body: str) -> None:
    client = login(adam)
    client.raise_request_exception = False
    url = reverse("places:project_new", args=[area.slug])
    answer = client.post(url, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400
    assert is_ours(answer)


@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_form_leads_to_another_site(adam: User, login: Any, target: str) -> None:
    client = login(adam)
    for address, form in (("/language/setlang/", {"language": "en"}), ("/accounts/logout/", {})):
        assert "evil" not in client.post(address, {**form, "next": target}).headers["Location"]


@pytest.mark.parametrize("language", ["xx", "../../etc", "de'", "", "a" * 5000])
def test_an_unknown_language_changes_nothing(adam: User, login: Any, language: str) -> None:
    client = login(adam)
    client.post("/language/setlang/", {"language": language, "next": "/accounts/profile/"})
    assert "Ihre Einstellungen" in client.get("/accounts/profile/").content.decode()


def test_the_job_of_somebody_else_is_nobodys_business(area: Area, adam: User, alice: User, login: Any) -> None:
    job = Job.objects.create(work="x", title="Geheim", by=adam, scope=area.pk)
    client = login(alice)
    assert client.get(reverse("core:job", args=[job.pk]), headers={"hx-request": "true"}).status_code == 404
    assert client.post(reverse("core:job_cancel", args=[job.pk])).status_code == 404
    job.refresh_from_db()
    assert job.status == Job.Status.WAITING


@pytest.mark.parametrize("who", ["bob", "stella", "vera", "charlie"])
def test_who_does_not_keep_the_register_undoes_nothing_of_others(
    area: Area, organisation: Any, adam: User, login: Any, request: Any, who: str
) -> None:
    user = request.getfixturevalue(who)
    with change("Telefon", by=adam, area=area) as made:
        organisation.phone = "0381 1"
        organisation.save()
    assert login(user).post(reverse("core:undo", args=[made.pk])).status_code == 404
    organisation.refresh_from_db()
    assert organisation.phone == "0381 1"
