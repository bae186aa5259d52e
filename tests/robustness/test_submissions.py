"""Filled forms against a real server: the connection breaks, the length is unknown, four telephones send at once."""

from __future__ import annotations

import base64
import json
import socket
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bench.openrosa import Telephone, form, send_all
from bench.users import environment, free_port, serve

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.enable_socket


@dataclass
class Server:
    """A `kogge serve` on a database of its own, and the people whose telephones send to it."""

    folder: Path
    port: int
    people: list[list[str]]

    def telephone(self, number: int = 0) -> Telephone:
        return Telephone(self.port, *self.people[number])

    def stored(self, instance: str) -> list[tuple[str, int]]:
        """Status and number of files of what is stored under a number."""
        base = sqlite3.connect(self.folder / "kogge.sqlite3")
        files = "SELECT count(*) FROM outreach_submissionfile WHERE submission_id = one.id"
        ask = f"SELECT status, ({files}) FROM outreach_submission AS one WHERE instance_id = ?"
        found: list[tuple[str, int]] = base.execute(ask, (instance,)).fetchall()
        base.close()
        return found

    def begin(self, length: str) -> socket.socket:
        """A connection on which the head of a post was sent."""
        line = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        code = base64.b64encode(":".join(self.people[0]).encode()).decode()
        head = ("POST /openrosa/submission HTTP/1.1", "Host: 127.0.0.1", f"Authorization: Basic {code}")
        kind = "Content-Type: multipart/form-data; boundary=grenze"
        line.sendall("\r\n".join([*head, kind, length, "", ""]).encode())
        return line


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("server")
    settings = environment(folder)
    settings.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "bench.openrosa", "--inside"]
    made = subprocess.run(command, env=settings, cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True)
    port = free_port()
    process = serve(folder, port)
    yield Server(folder, port, json.loads(made.stdout.splitlines()[-1]))
    process.terminate()
    process.wait(30)


@pytest.mark.parametrize("politely", [True, False])
def test_a_connection_that_breaks_loses_nothing(server: Server, politely: bool) -> None:
    instance = f"uuid:{uuid.uuid4()}"
    body = form(1, instance, photo=True)
    line = server.begin(f"Content-Length: {len(body)}")
    line.sendall(body[: len(body) // 2])
    if politely:
        line.shutdown(socket.SHUT_WR)
        assert b" 400 " in line.recv(100)
    line.close()
    for _ in range(100):
        if server.stored(instance):
            break
        time.sleep(0.1)
    assert server.stored(instance) == [("incomplete", 0)]
    assert server.telephone().send(body) == 201
    assert server.stored(instance) == [("received", 1)]


def test_a_post_without_a_length_is_taken(server: Server) -> None:
    instance = f"uuid:{uuid.uuid4()}"
    body = form(1, instance, photo=True)
    line = server.begin("Transfer-Encoding: chunked")
    for start in range(0, len(body), 5000):
        piece = body[start : start + 5000]
        line.sendall(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
    line.sendall(b"0\r\n\r\n")
    assert b" 201 " in line.recv(100)
    line.close()
    assert server.stored(instance) == [("received", 1)]


def test_the_same_form_from_four_telephones_at_once_is_stored_once(server: Server) -> None:
    instances = [f"uuid:{uuid.uuid4()}" for _ in range(20)]
    posts = [form(number, instance, photo=True) for number, instance in enumerate(instances)]
    _seconds, _times, statuses = send_all([server.telephone(number) for number in range(4)], [posts] * 4)
    assert statuses == [201] * 80
    assert [server.stored(instance) for instance in instances] == [[("received", 1)]] * 20
    files = list((server.folder / "files" / "submissions").rglob("*.*"))
    base = sqlite3.connect(server.folder / "kogge.sqlite3")
    assert base.execute("SELECT count(*) FROM outreach_submissionfile").fetchone() == (len(files),)
    base.close()
