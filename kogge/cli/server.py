"""`kogge start` (what `make run` does) and `kogge serve`."""

from __future__ import annotations

import hashlib
import os
import sys

import click

from kogge import __version__
from kogge.cli import BadInput
from kogge.cli.django import setup


@click.command()
@click.option("--port", default=lambda: int(os.environ.get("PORT", 8000)), type=int, help="Port [8000, $PORT].")
def start(port: int) -> None:
    """Prepare the database, build the demonstration area if there is no area, print login links, serve."""
    _check_port(port)
    prepare()
    from kogge.places.models import Area

    if not Area.objects.exists():
        from kogge.cli.practice import build_demo

        for line in build_demo():
            click.echo(line)
    for line in login_links(port):
        click.echo(line)
    run_server("127.0.0.1", port)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=lambda: int(os.environ.get("PORT", 8000)), type=int, help="Port [8000, $PORT].")
def serve(host: str, port: int) -> None:
    """Serve the application and do its background work."""
    _check_port(port)
    prepare()
    run_server(host, port)


def _check_port(port: int) -> None:
    import socket

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            raise BadInput(f"port {port} cannot be used ({error}). Choose another: PORT=8001 make run") from error


def prepare() -> None:
    """Bring the database and the static files up to date."""
    setup()
    from kogge.core.schema import bring_up_to_date

    bring_up_to_date()
    collect_static_files()


def collect_static_files() -> bool:
    """Copy, name and compress the static files; False when nothing has changed since the last time.

    Compressing takes seconds, so a stamp of every file's path, size and time lies beside the result. What changed is
    made anew from nothing: collectstatic alone would keep a file whose new version bears an older date.
    """
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    digest = hashlib.sha256(__version__.encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            size, changed = storage.size(path), storage.get_modified_time(path).timestamp()
            digest.update(f"{path}|{size}|{changed}\n".encode())
    stamp = settings.STATIC_ROOT / ".collected"
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return False
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(digest.hexdigest())
    return True


def login_links(port: int) -> list[str]:
    """A one-time link for one person of each role in each demonstration area."""
    from kogge.accounts.links import login_link
    from kogge.accounts.roles import Role
    from kogge.places.models import Membership

    lines = ["", "One-time login links (each works once):"]
    for role in Role:
        members = Membership.objects.active().filter(role=role, area__is_demo=True)
        membership = members.select_related("user").order_by("pk").first()
        if membership is not None:
            lines.append(f"  {role.value:<14} http://127.0.0.1:{port}{login_link(membership.user)}")
    if len(lines) == 2:
        return ["", f"Sign in at http://127.0.0.1:{port}/ (kogge login-link EMAIL prints a link)."]
    return [*lines, "", f"Kogge runs at http://127.0.0.1:{port}/ – Ctrl+C stops it."]


def run_server(host: str, port: int) -> None:
    """Become the supervisor of the server and its worker: this process goes on as another program."""
    from django.db import connections

    connections.close_all()
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(sys.executable, [sys.executable, "-m", "kogge.cli.supervisor", host, str(port)])
