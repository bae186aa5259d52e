"""Attempts are counted for all server processes together."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache, caches
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kogge.core.limits import too_often
from kogge.core.models import SharedValue
from kogge.core.shared_cache import forget_expired

SHARED = {"BACKEND": "kogge.core.shared_cache.SharedCache", "LOCATION": SharedValue._meta.db_table}
WORKER = """
import django; django.setup()
from kogge.core.limits import too_often
print([too_often("x", most=4, seconds=60) for _ in range(3)])
"""


@pytest.fixture
def shared(db: Any, settings: Any) -> Any:
    settings.CACHES = settings.CACHES | {"default": SHARED}
    return caches["default"]


def test_two_processes_count_together(tmp_path: Path) -> None:
    """As an installation runs, not as tests do."""
    environment = os.environ | {"KOGGE_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "kogge.config.settings"}
    environment.pop("DATABASE_URL", None)

    def run(*command: str) -> str:
        done = subprocess.run(
            [sys.executable, *command], env=environment, capture_output=True, text=True, check=True, timeout=60
        )
        return done.stdout.strip()

    run("-c", "from kogge.cli.django import setup; setup(); from django.core.management import call_command; "
        "call_command('migrate', verbosity=0)")  # fmt: skip
    assert run("-c", WORKER) == "[False, False, False]"
    assert run("-c", WORKER) == "[False, True, True]"


def test_counting_on_does_not_prolong_the_wait(shared: Any) -> None:
    assert not too_often("x", most=2, seconds=60)
    ends = SharedValue.objects.get().expires
    for _time in range(3):
        too_often("x", most=2, seconds=6000)
    row = SharedValue.objects.get()
    assert row.expires == ends
    assert shared.get("limit:x") == 4


def test_what_ran_out_counts_anew_and_is_forgotten(shared: Any) -> None:
    assert too_often("x", most=0, seconds=60)
    SharedValue.objects.update(expires=timezone.now() - timezone.timedelta(seconds=5))
    with pytest.raises(ValueError, match="x"):
        shared.incr("limit:x")
    assert not too_often("x", most=1, seconds=60)
    SharedValue.objects.update(expires=timezone.now() - timezone.timedelta(seconds=5))
    cache.set("y", 1, 60)
    assert forget_expired() == 1
    assert shared.get("y") == 1


def test_wrong_passwords_are_counted_across_processes(shared: Any, client: Client, bob: Any) -> None:
    url = reverse("account_login")
    for _time in range(6):
        client.post(url, {"login": bob.email, "password": "falsch"})
    assert SharedValue.objects.exists()
    bob.set_password("richtig-und-lang")
    bob.save()
    other = Client()
    other.post(url, {"login": bob.email, "password": "richtig-und-lang"})
    assert "_auth_user_id" not in other.session
