"""Small things that anybody on the network can try: odd hosts and methods, NULs, asking for the source again."""

from __future__ import annotations

import logging
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from kogge.core import views
from kogge.core.logs import RefusedInOneLine
from kogge.places.models import Area


def record(**extra: Any) -> logging.LogRecord:
    try:
        raise PermissionError
    except PermissionError:
        made = logging.getLogger("x").makeRecord("x", 40, "f", 1, "m", (), sys.exc_info(), extra=extra)
    RefusedInOneLine().filter(made)
    return made


def test_only_faults_leave_a_trace_in_the_log() -> None:
    assert record(status_code=403).exc_info is None
    assert record(status_code=500).exc_info is not None
    assert record().exc_info is not None


@pytest.mark.parametrize("host", ["evil.example", "a b", "127.0.0.1:x", "\xff"])
def test_a_strange_host_is_refused(client: Client, host: str) -> None:
    assert client.get("/healthz/../", headers={"host": host}).status_code == 400


def test_no_address_takes_a_nul(area: Area, vera: Any, login: Any) -> None:
    client = login(vera)
    assert client.get(f"/a/{area.slug}/search/", {"q": "ba\x00d"}).status_code == 400
    assert client.get(f"/a/{area.slug}/search/", {"q": "bad"}).status_code == 200


def test_the_source_is_packed_once() -> None:
    assert views.source_archive() is views.source_archive()


def test_data_are_readable_by_their_owner_alone(tmp_path: Path) -> None:
    home = tmp_path / "daten"
    code = (
        "import django; django.setup()\n"
        "from django.core.files.base import ContentFile\n"
        "from django.core.files.storage import default_storage\n"
        "from kogge.core.schema import bring_up_to_date\n"
        "bring_up_to_date(); default_storage.save('imports/liste.csv', ContentFile(b'x'))\n"
    )
    environment = os.environ | {"KOGGE_DATA": str(home), "DJANGO_SETTINGS_MODULE": "kogge.config.settings"}
    environment.pop("DATABASE_URL", None)
    before = os.umask(0o022)
    try:
        subprocess.run([sys.executable, "-c", code], env=environment, check=True, cwd=settings.BASE_DIR)
    finally:
        os.umask(before)
    found = [home, *home.rglob("*")]
    assert {"kogge.sqlite3", "secret-key", "liste.csv"} <= {path.name for path in found}
    assert [path for path in found if stat.S_IMODE(path.stat().st_mode) & 0o077] == []
