"""Filled forms over HTTP. Run: `python -m bench openrosa [--quick]`.

Target: 1,000 OpenRosa submissions by 4 clients against `kogge serve` on SQLite in under 3.7 s, nothing lost, each
stored once with its history, counted in the database afterwards. Each client is a telephone with an app password of
its own and one connection; it asks by HEAD first, as ODK Collect does. Peer: ODK Central, measured on this kind of
machine with the same number of submissions and clients (7.45 s; PostgreSQL).

Beside the target: all four send the same forms at the same moment (each stored once), and forms with a photo.
"""

from __future__ import annotations

import argparse
import base64
import http.client
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from pathlib import Path
from typing import Any

from bench.report import ROOT, Clock, line, load, percentile, result
from bench.users import environment, free_port, processor, serve

CLIENTS, TARGET_S = 4, 3.7
PEER = "ODK Central 7.45 s on this kind of machine"
SHEET = """
| survey |
| | type | name | label | kogge |
| | start | start | | |
| | end | end | | |
| | text | shop | Name | organisation:name |
| | text | street | Straße | organisation:street |
| | select_one yesno | keep | Dürfen wir das behalten? | consent:contact |
| | text | situation | Wie läuft es? | situation |
| | text | motivation | Was müsste ein Netzwerk bringen? | motivation |
| | select_one join | join | Mitmachen? | would_join |
| | select_multiple slots | slots | Wann? | slots |
| | integer | staff | Leute | figure:staff |
| | decimal | hours | Stunden im Monat | hours_per_month |
| | text | need | Was fehlt? | need |
| | text | offer | Was geben Sie? | offer |
| | image | photo | Foto | |
| | text | step | Und jetzt? | next_step |
| choices |
| | list_name | name | label |
| | yesno | yes | ja |
| | yesno | no | nein |
| | join | yes | ja |
| | join | maybe | vielleicht |
| | slots | tu-morning | Dienstag vormittags |
| | slots | th-evening | Donnerstag abends |
| settings |
| | form_title | form_id | version |
| | Erstbesuch | first-visit | 1 |
"""
ANSWERS = """<?xml version='1.0' ?><data id="stadt.first-visit" version="1" xmlns:orx="http://openrosa.org/xforms" \
xmlns:jr="http://openrosa.org/javarosa"><start>2026-03-02T10:00:00.000+01:00</start>\
<end>2026-03-02T10:05:12.000+01:00</end><shop>Bäckerei Nummer {number}</shop><street>Lindenstraße {number}</street>\
<keep>yes</keep><situation>Die Miete steigt zum dritten Mal, und die Baustelle vor der Tür bleibt bis in den Herbst.\
</situation><motivation>Jemand, der nach dem ersten Gespräch wiederkommt.</motivation><join>maybe</join>\
<slots>tu-morning th-evening</slots><staff>3</staff><hours>2.5</hours><need>Ein Raum für Besprechungen</need>\
<offer>Brot vom Vortag, Werkzeug am Samstag</offer><photo>{photo}</photo><step>Vermieter anrufen</step>\
<meta><instanceID>{instance}</instanceID></meta></data>"""
PHOTO = b"\xff\xd8\xff\xe0" + os.urandom(200_000)


class Telephone:
    """A device with an app password and one connection that stays open."""

    def __init__(self, port: int, user: str, password: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        code = base64.b64encode(f"{user}:{password}".encode()).decode()
        self.headers = {"Authorization": f"Basic {code}", "X-OpenRosa-Version": "1.0", "User-Agent": "bench"}
        self.connection.request("HEAD", "/openrosa/submission?deviceID=bench", headers=self.headers)
        answer = self.connection.getresponse()
        answer.read()
        if answer.status != 204:
            raise RuntimeError(f"HEAD answered {answer.status}")

    def send(self, body: bytes) -> int:
        kind = {"Content-Type": "multipart/form-data; boundary=grenze"}
        self.connection.request("POST", "/openrosa/submission?deviceID=bench", body, self.headers | kind)
        answer = self.connection.getresponse()
        answer.read()
        return answer.status


def form(number: int, instance: str, photo: bool = False) -> bytes:
    """A post as ODK Collect makes it."""
    name = f"{number}.jpg" if photo else ""
    xml = ANSWERS.format(number=number, instance=instance, photo=name).encode()
    parts = [('name="xml_submission_file"; filename="form.xml"', "text/xml", xml)]
    parts += [(f'name="{name}"; filename="{name}"', "image/jpeg", PHOTO)] if photo else []
    body = b"".join(
        f"--grenze\r\nContent-Disposition: form-data; {names}\r\nContent-Type: {kind}\r\n"
        f"Content-Length: {len(content)}\r\n\r\n".encode()
        + content
        + b"\r\n"
        for names, kind, content in parts
    )
    return body + b"--grenze--\r\n"


def found() -> list[list[str]]:
    """Inside Django: an area with a guide, and devices of people who record visits; their names and passwords."""
    import django

    django.setup()
    from kogge.accounts.models import User
    from kogge.accounts.roles import Role
    from kogge.cli.server import prepare
    from kogge.outreach.actions import add_version, make_password
    from kogge.places.models import Area, Membership

    prepare()
    area = Area.objects.create(slug="stadt", name="Stadt")
    made = []
    for number in range(CLIENTS):
        user = User.objects.create_user(f"person{number}@bench.example", name=f"Person {number}")
        Membership.objects.create(area=area, user=user, role=Role.STEWARD)
        _device, password = make_password(by=user, area=area, label=f"Telefon {number}")
        made.append([user.email, password])
    add_version(area, content=SHEET.encode(), name="guide.md", by=None)
    return made


def send_all(telephones: list[Telephone], posts: list[list[bytes]]) -> tuple[float, list[float], list[int]]:
    """Every telephone sends its posts, one after the other: seconds in all, milliseconds of each, statuses."""
    times: list[float] = []
    statuses: list[int] = []
    start = threading.Barrier(len(telephones) + 1)

    def send(telephone: Telephone, mine: list[bytes]) -> None:
        start.wait()
        for body in mine:
            began = time.perf_counter()
            statuses.append(telephone.send(body))
            times.append(1000 * (time.perf_counter() - began))

    threads = [threading.Thread(target=send, args=pair) for pair in zip(telephones, posts, strict=True)]
    for thread in threads:
        thread.start()
    start.wait()
    with Clock() as clock:
        for thread in threads:
            thread.join()
    return clock.wall, times, statuses


def counts(folder: Path) -> dict[str, int]:
    """What stands in the database."""
    base = sqlite3.connect(folder / "kogge.sqlite3")
    ask = {
        "stored": "SELECT count(*) FROM outreach_submission",
        "numbers": "SELECT count(DISTINCT instance_id) FROM outreach_submission",
        "history": "SELECT count(*) FROM outreach_historicalsubmission WHERE history_type = '+' AND change_id NOT NULL",
        "files": "SELECT count(*) FROM outreach_submissionfile",
    }
    made = {name: int(base.execute(statement).fetchone()[0]) for name, statement in ask.items()}
    base.close()
    return made


def dealt(posts: list[bytes]) -> list[list[bytes]]:
    return [posts[number::CLIENTS] for number in range(CLIENTS)]


def measure(folder: Path, people: list[list[str]], count: int) -> None:
    port = free_port()
    server = serve(folder, port)
    try:
        telephones = [Telephone(port, user, password) for user, password in people]
        posts = [form(number, f"uuid:{uuid.uuid4()}") for number in range(count)]
        used = processor(server)
        seconds, times, statuses = send_all(telephones, dealt(posts))
        used = processor(server) - used
        first = counts(folder)
        kept = {first["stored"], first["numbers"], first["history"], statuses.count(201)} == {count}
        line(
            f"{count} posts of {len(posts[0])} bytes: {seconds:.2f} s, p50 {percentile(times, 0.5):.1f} ms, "
            f"p95 {percentile(times, 0.95):.1f} ms, {1000 * used / count:.1f} ms of processor each; {first}; {load()}"
        )
        result(
            f"{count:,} OpenRosa submissions by {CLIENTS} clients, SQLite, nothing lost, each once, < {TARGET_S} s",
            f"{seconds:.2f} s; stored {first['stored']}, history {first['history']}; {load()}",
            met=kept and seconds < TARGET_S * count / 1000,
            peer=PEER,
        )
        again, _times, statuses = send_all(telephones, dealt(posts))
        once = counts(folder) == first and set(statuses) == {201}
        line(f"the same {count} sent again: {again:.2f} s, {'nothing stored twice' if once else 'STORED TWICE'}")
        same = [form(number, f"uuid:{uuid.uuid4()}", photo=True) for number in range(count // 10)]
        seconds, _times, statuses = send_all(telephones, [same] * CLIENTS)
        after = counts(folder)
        once &= after["stored"] - first["stored"] == after["files"] == len(same) and set(statuses) == {201}
        result(
            f"the same form with a photo from {CLIENTS} clients at the same moment is stored once",
            f"{after['stored'] - first['stored']} forms and {after['files']} photos of {len(same)} sent four times",
            met=once,
        )
        photos = [form(number, f"uuid:{uuid.uuid4()}", photo=True) for number in range(count // 4)]
        seconds, times, _statuses = send_all(telephones, dealt(photos))
        line(f"{len(photos)} forms with a photo of {len(PHOTO) // 1000} kB: {seconds:.2f} s, {load()}")
    finally:
        server.terminate()
        server.wait(30)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="100 submissions")
    options.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.inside:
        print(json.dumps(found()))
        return 0
    with tempfile.TemporaryDirectory(prefix="kogge-bench-") as room:
        folder = Path(room)
        made = subprocess.run(
            [sys.executable, "-m", "bench.openrosa", "--inside"],
            env=environment(folder),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            check=True,
            text=True,
        )
        people: Any = json.loads(made.stdout.splitlines()[-1])
        measure(folder, people, 100 if chosen.quick else 1000)
    return 0


if __name__ == "__main__":
    sys.exit(main())
