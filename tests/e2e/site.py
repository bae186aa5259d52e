"""A real Kogge to visit: the demonstration area in a folder of its own, served as `kogge serve` serves it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kogge.accounts.roles import Role
from kogge.demo.builder.places import ACCOUNTS

from .mail import Mailbox

KOGGE = Path(sys.executable).with_name("kogge")
PATIENCE = 120
"""Seconds until the server must answer; a busy machine needs some."""


@dataclass(frozen=True)
class Site:
    """Where the running installation answers and keeps its data."""

    base: str
    data: Path
    mailbox: Mailbox

    @property
    def area(self) -> str:
        """Address of the demonstration area, ending in a slash."""
        return f"{self.base}/a/demo/"

    def login_link(self, role: Role) -> str:
        """A fresh one-time link for the demonstration's account with this role."""
        return kogge(self.data, "login-link", ACCOUNTS[role][0], "--base", self.base).strip()


def environment(data: Path) -> dict[str, str]:
    """The surroundings of a fresh installation: nothing of the developer's own settings leaks in."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("KOGGE_", "DATABASE_", "DJANGO_"))
    }
    return kept | {"KOGGE_DATA": str(data), "LANGUAGE": "en"}


def mail_settings(port: int) -> dict[str, str]:
    """Mails go to the tests' own mailbox."""
    return {"KOGGE_SMTP_HOST": "127.0.0.1", "KOGGE_SMTP_PORT": str(port), "KOGGE_SMTP_TLS": "0"}


def kogge(data: Path, *arguments: str) -> str:
    """Run a `kogge` command; its standard output."""
    done = subprocess.run([KOGGE, *arguments], env=environment(data), capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"kogge {' '.join(arguments)} ended with {done.returncode}:\n{done.stderr}"
    return done.stdout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_healthy(base: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Return when /healthz answers 200; fail with the server's own words when it ends or stays silent."""
    last = time.monotonic() + PATIENCE
    while time.monotonic() < last and server.poll() is None:
        with suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            if urllib.request.urlopen(f"{base}/healthz", timeout=5).status == 200:
                return
        time.sleep(0.2)
    raise AssertionError(f"kogge serve does not answer at {base}:\n{log.read_text()}")
