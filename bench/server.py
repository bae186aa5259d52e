"""Pages of a town of 30,000 organisations under load. Run: `python -m bench server [--quick] [--keep FOLDER]`.

Target: list, filtered map, search, organisation page and "Heute" in under 200 ms (p95) with 8 concurrent users on
SQLite, each of whom opens a page every one to three seconds; the same number of queries at 3,000 organisations (where
every list is longer than what it shows) and at 30,000; all processes of the server together under 400 MB. The town is
imported from a generated list and furnished (bench/town.py); `kogge serve` runs as it does for a team, on loopback. A
line of its own tells the times when nobody pauses and eight requests are always under way. Peer: the statements behind
the first list page by plain sqlite3 in one process.
"""

from __future__ import annotations

import argparse
import json
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bench.imports import kogge
from bench.report import ROOT, Clock, line, load, percentile, result
from bench.town import write_list
from bench.users import Page, Visitor, drive, environment, free_port, memory, processor, serve

USERS, TARGET_MS, TARGET_MB = 8, 200, 400
SMALL = 3_000  # organisations in the town whose queries are compared: here too every list is longer than it shows
PAUSE = 2.0  # seconds in which a person reads
WORDS = ("bäck", "hansen", "Linden", "café", "Sportverein", "tischlerei gm", "marktplatz", "zar")


def section(dice: random.Random) -> str:
    """Some part of the town (bench/town.py's square) at some zoom, a screen wide, as the map asks for it."""
    zoom = dice.randrange(11, 18)
    step = 180 / 2**zoom
    west = dice.uniform(12.0, 12.2) // step * step
    south = dice.uniform(54.0, 54.09) // step * step
    return f"bbox={west:.6f},{south:.6f},{west + 4 * step:.6f},{south + 3 * step:.6f}&zoom={zoom}"


PAGES: dict[str, Page] = {
    "list": lambda dice, town: f"/a/stadt/actors/?page={dice.randrange(1, 1 + town['pages'])}&sort=name",
    "list, filtered": lambda dice, town: (
        f"/a/stadt/actors/?kind={dice.choice(('business', 'civic'))}&district={dice.choice(town['districts'])}"
    ),
    "list, text": lambda dice, town: f"/a/stadt/actors/?text={quote(dice.choice(WORDS))}",
    "map, filtered": lambda dice, town: f"/a/stadt/actors/points.geojson?district={dice.choice(town['districts'])}",
    "map, section": lambda dice, town: f"/a/stadt/actors/points.geojson?{section(dice)}",
    "search": lambda dice, town: f"/a/stadt/search/?q={quote(dice.choice(WORDS))}",
    "organisation": lambda dice, town: f"/a/stadt/actors/{dice.choice(town['organisations'])}/",
    "Heute": lambda dice, town: "/a/stadt/",
}
# Beside the target: pages of the other rooms, and every point at once. Some are kept until something is written:
# what making them anew costs is measured apart.
MORE: dict[str, Page] = {
    "map, all": lambda dice, town: "/a/stadt/actors/points.geojson",
    "visits": lambda dice, town: "/a/stadt/outreach/",
    "response": lambda dice, town: "/a/stadt/outreach/said/",
    "conditions": lambda dice, town: "/a/stadt/outreach/said/conditions/",
    "answers": lambda dice, town: "/a/stadt/outreach/said/answers/",
    "results": lambda dice, town: "/a/stadt/outreach/results/",
    "results sheet": lambda dice, town: f"/a/stadt/outreach/results/?group=district|{dice.choice(town['districts'])}",
    "feedback clock": lambda dice, town: "/a/stadt/outreach/clock/?show=answers",
    "needs in figures": lambda dice, town: "/a/stadt/needs/figures/?by=topic",
    "board": lambda dice, town: "/a/stadt/needs/",
    "ties": lambda dice, town: "/a/stadt/networks/",
    "day after": lambda dice, town: "/a/stadt/handover/",
}


def inside(folder: Path, job: str, *more: str) -> dict[str, Any]:
    """Run `python -m bench.server --inside JOB` with Django on the installation in `folder`."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.server", "--inside", job, *more],
        env=environment(folder),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def build(folder: Path, count: int) -> dict[str, Any]:
    """A town of `count` organisations with everything around them."""
    table = folder / "list.csv"
    write_list(table, count)
    inside(folder, "found")
    kogge(folder, "import", str(table), "--area", "stadt")
    return inside(folder, "furnish")


def work_inside(job: str) -> dict[str, Any]:
    """The jobs that need Django."""
    import django

    django.setup()
    from bench import town
    from kogge.places.models import Area

    if job == "found":
        from kogge.cli.server import prepare

        prepare()
        town.found("stadt", USERS)
        return {}
    area = Area.objects.get(slug="stadt")
    if job == "furnish":
        from kogge.handover.actions import store_week

        made = town.furnish(area)
        store_week(area)
        return made
    return describe(area) if job == "describe" else count_queries(area)


def describe(area: Any) -> dict[str, Any]:
    """What the users need to ask for pages: links to sign in, keys."""
    from kogge.accounts.links import login_link
    from kogge.accounts.models import User

    keys = list(area.organisations.order_by("pk").values_list("pk", flat=True))
    users = User.objects.filter(email__endswith="@bench.example").order_by("pk")
    return {
        "links": [login_link(user) for user in users],
        "organisations": random.Random(3).sample(keys, min(500, len(keys))),
        "districts": list(area.districts.values_list("pk", flat=True)),
        "pages": max(1, min(40, len(keys) // 50)),
        "count": len(keys),
    }


def count_queries(area: Any) -> dict[str, Any]:
    """Statements of each page, warm, and the milliseconds the database took for them."""
    from django.core.cache import caches
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from kogge.accounts.models import User

    client = Client(headers={"accept-language": "de"})
    user = User.objects.get(email="person0@bench.example")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    town = describe(area)
    found: dict[str, Any] = {}
    for name, page in (PAGES | MORE).items():
        path = page(random.Random(4), town | {"pages": 1})
        client.get(path)
        began = time.process_time()
        with CaptureQueriesContext(
            connection,
        ) as captured:
            answer = client.get(path)
        used = time.process_time() - began
        assert answer.status_code == 200, (path, answer.status_code)
        seconds = sum(float(query["time"]) for query in captured.captured_queries)
        queries = len(captured)
        slow = max(captured.captured_queries, key=lambda query: float(query["time"]), default={"sql": ""})
        caches["figures"].clear()
        began = time.process_time()
        client.get(path)
        anew = time.process_time() - began
        found[name] = {
            "queries": queries,
            "sql_ms": 1000 * seconds,
            "cpu_ms": 1000 * used,
            "anew_ms": 1000 * anew,
            "slowest": slow["sql"][:3000],
            "bytes": len(answer.content),
        }
    return found


def plain_sql(folder: Path) -> float:
    """Milliseconds of the first list page by plain SQL: the count and 50 rows in order."""
    base = sqlite3.connect(folder / "kogge.sqlite3")
    times = []
    for _ in range(20):
        began = time.perf_counter()
        base.execute("SELECT count(*) FROM actors_organisation WHERE closed_on IS NULL").fetchone()
        base.execute(
            "SELECT id, name, kind, street, housenumber, postcode, city, wz_code, verified_on FROM actors_organisation "
            "WHERE closed_on IS NULL ORDER BY search LIMIT 50"
        ).fetchall()
        times.append(1000 * (time.perf_counter() - began))
    base.close()
    return percentile(times, 0.5)


def measure(folder: Path, count: int, small: dict[str, Any], each: int) -> None:
    large = inside(folder, "queries")
    town = inside(folder, "describe")
    port = free_port()
    server = serve(folder, port)
    try:
        visitors = [Visitor(port, link) for link in town["links"]]
        drive(visitors, town, PAGES, 2)  # both workers are warm, as they are after the first minute of a day
        flat_out = drive(visitors, town, PAGES, max(1, each // 2))
        used = processor(server)
        with Clock() as clock:
            times = drive(visitors, town, PAGES, each, PAUSE)
        used = processor(server) - used
        pss, rss = memory(server)
        more = drive(visitors, town, MORE, 1, PAUSE)
        pss_more, _rss = memory(server)
    finally:
        server.terminate()
        server.wait(30)
    requests = sum(len(found) for found in times.values())
    line(f"{requests} pages in {clock.wall:.1f} s, {1000 * used / requests:.0f} ms of processor each; {load()}")
    for name, found in (times | more).items():
        line(
            f"  {name:<16} p50 {percentile(found, 0.5):6.0f} ms   p95 {percentile(found, 0.95):6.0f} ms   "
            f"alone: {large[name]['cpu_ms']:5.0f} ms of processor ({large[name]['anew_ms']:.0f} when nothing is kept), "
            f"database {large[name]['sql_ms']:5.0f} ms, "
            f"{large[name]['queries']} queries ({small[name]['queries']} at {SMALL}), "
            f"{large[name]['bytes'] / 1000:.0f} kB"
        )
    plain = f"plain SQL behind one list page, alone: {plain_sql(folder):.1f} ms"
    report_times(f"pages at {count:,} organisations, {USERS} users with a pause of {PAUSE:.0f} s", times, plain)
    report_times(f"the same without any pause, {USERS} requests always under way", flat_out, plain)
    grown = [name for name in PAGES if large[name]["queries"] > small[name]["queries"]]
    numbers = ", ".join(f"{name} {large[name]['queries']} ({small[name]['queries']})" for name in PAGES)
    result(
        f"queries at {count:,} organisations as at {SMALL}",
        f"grown: {', '.join(grown)}; {numbers}" if grown else numbers,
        met=not grown,
    )
    result(
        f"memory of the server, < {TARGET_MB} MB",
        f"{pss:.0f} MB (sum of resident sizes {rss:.0f} MB); with the network pages opened {pss_more:.0f} MB",
        met=pss < TARGET_MB,
    )


def report_times(what: str, times: dict[str, list[float]], peer: str) -> None:
    """A line of the table: met when every kind of page is quick enough."""
    slowest = max(times, key=lambda name: percentile(times[name], 0.95))
    p95 = percentile(times[slowest], 0.95)
    every = percentile([value for found in times.values() for value in found], 0.95)
    result(
        f"{what}, p95 < {TARGET_MS} ms",
        f"p95 of all {every:.0f} ms, slowest kind ({slowest}) {p95:.0f} ms; {load()}",
        met=p95 < TARGET_MS,
        peer=peer,
    )


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="3,000 organisations")
    options.add_argument("--keep", type=Path, help="build the town here, and use it when it is there")
    options.add_argument("--inside", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.inside:
        print(json.dumps(work_inside(chosen.inside)))
        return 0
    count = 3_000 if chosen.quick else 30_000
    with tempfile.TemporaryDirectory(prefix="kogge-bench-") as room:
        base = chosen.keep or Path(room)
        small, large = base / f"town-{SMALL}", base / f"town-{count}"
        for folder, size in ((small, SMALL), (large, count)):
            if not folder.exists():
                folder.mkdir(parents=True)
                with Clock() as clock:
                    made = build(folder, size)
                line(f"town of {size:,} built in {clock}: {made}")
        measure(large, count, inside(small, "queries"), each=4 if chosen.quick else 10)
    return 0


if __name__ == "__main__":
    sys.exit(main())
