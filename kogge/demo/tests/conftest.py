"""The demonstration area built once for all tests that read it."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction
from django.test import override_settings

from kogge.demo.builder import build


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker, tmp_path_factory):
    """Built in a transaction that is rolled back after the module's tests, its files in a folder of their own."""
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with media, django_db_blocker.unblock(), transaction.atomic():
        yield build(slug="demo", today=date.today())
        transaction.set_rollback(True)
