"""Fixtures of needs' tests."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from kogge.accounts.models import User


@pytest.fixture
def english(login: Any) -> Any:
    """`english(user)` signs a user in with the pages in English."""

    def sign_in(user: User) -> Client:
        client: Client = login(user)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        return client

    return sign_in
