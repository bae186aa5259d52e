"""Pages that belong to no area: health, source code, the fault page."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.test import Client, RequestFactory

from kogge.core import views


@pytest.mark.django_db
def test_health(client: Client) -> None:
    assert client.get("/healthz").json() == {"database": "ok"}


@pytest.mark.django_db
def test_source_is_handed_out(client: Client, settings: Any) -> None:
    content = b"".join(client.get("/source/").streaming_content)  # type: ignore[attr-defined]
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert any(name.endswith("kogge/core/undo.py") for name in names)
    assert any(name.endswith("LICENSE") for name in names)
    assert not any("sqlite" in name or "secret" in name for name in names)
    settings.SOURCE_URL = "https://example.org/kogge"
    assert client.get("/source/")["Location"] == "https://example.org/kogge"


def test_fault_page_asks_no_database() -> None:
    answer = views.server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert b"<h1>" in answer.content


@pytest.mark.django_db
def test_security_headers(client: Client) -> None:
    answer = client.get("/accounts/login/")
    policy = answer["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe-inline" not in policy
    assert answer["X-Frame-Options"] == "DENY"
