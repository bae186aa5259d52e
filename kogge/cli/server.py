"""`kogge start` (what `make run` does) and `kogge serve`."""

from __future__ import annotations

import hashlib
import os
import sys

import click

from kogge import __version__
from kogge.cli import BadInput
from kogge.cli.django import setup
from kogge.cli.language import gettext as _
from kogge.cli.language import why

PORT = click.option(
    "--port",
    envvar="PORT",
    default=8000,
    type=click.IntRange(1, 65535),
    show_default=True,
    show_envvar=True,
    help="Port.",
)


@click.command()
@PORT
def start(port: int) -> None:
    """Prepare the database, build the demonstration area if there is no area, print login links, serve."""
    _check_port("127.0.0.1", port)
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
@PORT
def serve(host: str, port: int) -> None:
    """Serve the application and do its background work."""
    _check_port(host, port)
    prepare()
    run_server(host, port)


def _check_port(host: str, port: int) -> None:
    import socket

    try:
        family, *_rest, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except (OSError, UnicodeError) as error:
        told = why(error) if isinstance(error, OSError) else error
        raise BadInput(
            _("%(host)s:%(port)s cannot be used (%(why)s). Choose another, such as --port 8001 or PORT=8001 make run.")
            % {"host": host, "port": port, "why": told}
        ) from error


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

    lines = ["", _("One-time login links (each works once):")]
    for role in Role:
        members = Membership.objects.active().filter(role=role, area__is_demo=True)
        membership = members.select_related("user").order_by("pk").first()
        if membership is not None:
            lines.append(f"  {role.value:<14} http://127.0.0.1:{port}{login_link(membership.user)}")
    address = f"http://127.0.0.1:{port}/"
    if len(lines) == 2:
        return ["", _("Sign in at %(address)s (kogge login-link EMAIL prints a link).") % {"address": address}]
    return [*lines, "", _("Kogge runs at %(address)s – Ctrl+C stops it.") % {"address": address}]


def run_server(host: str, port: int) -> None:
    """Become the supervisor of the server and its worker: this process goes on as another program."""
    from django.conf import settings
    from django.db import connections

    from kogge.cli.running import hold

    connections.close_all()
    hold(settings.DATA_DIR)
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(sys.executable, [sys.executable, "-m", "kogge.cli.supervisor", host, str(port)])
