"""Import through the command and the database. Run: `python -m bench imports [--quick]`.

Targets: Neubrandenburg's OSM file and its rows of the register in under 10 s; a CSV list of 30,000 organisations in
under 30 s with duplicates checked; one new record against 30,000 in under 20 ms. Each import is the whole `kogge`
command, start of Python included, on a fresh SQLite database. Peer: reading the same file and storing its bare
rows, without comparing anything.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.report import DATA, ROOT, Clock, line, load, percentile, result
from bench.town import write_list

KOGGE = [sys.executable, "-c", "from kogge.cli import main; main()"]


def kogge(folder: Path, *arguments: str) -> dict[str, object]:
    """The JSON answer of a command on the installation in `folder`; raises CalledProcessError."""
    done = subprocess.run(
        [*KOGGE, *arguments, "--json"],
        env=os.environ | {"KOGGE_DATA": str(folder)},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


def prepare(folder: Path, slug: str, name: str) -> None:
    """An installation with one empty area."""
    code = "from kogge.cli.server import prepare; prepare()"
    subprocess.run([sys.executable, "-c", code], env=os.environ | {"KOGGE_DATA": str(folder)}, cwd=ROOT, check=True)
    kogge(folder, "new-area", slug, "--name", name)


def neubrandenburg(folder: Path) -> None:
    osm, register = DATA / "osm/neubrandenburg_stripped.osm.gz", DATA / "register/offeneregister_mv.csv.gz"
    prepare(folder, "neubrandenburg", "Neubrandenburg")
    with Clock() as first:
        places = kogge(folder, "import", str(osm), "--area", "neubrandenburg")
    with Clock() as second:
        entries = kogge(folder, "import", str(register), "--area", "neubrandenburg")
    with Clock() as peer:
        bare_rows(folder / "peer.sqlite3", register)
    wall, cpu = first.wall + second.wall, first.cpu + second.cpu
    line(f"OSM: {places['new']} organisations in {first}; register: {entries['new']} new in {second}; {load()}")
    result(
        "import Neubrandenburg, OSM and register, < 10 s",
        f"{wall:.1f} s ({cpu:.1f} s of processor on 2 cores), with its base map",
        met=wall < 10,
        peer=f"sqlite3, all {entries['read']} register rows, nothing compared: {peer.wall:.1f} s",
    )


def bare_rows(database: Path, file: Path) -> None:
    """Store every row of a CSV file as it is."""
    opener = gzip.open if file.suffix == ".gz" else open
    with opener(file, "rt", encoding="utf-8-sig", newline="") as handle:
        start = handle.readline()
        separator = ";" if start.count(";") > start.count(",") else ","
        handle.seek(0)
        rows = list(csv.reader(handle, delimiter=separator))
    base = sqlite3.connect(database)
    with base:
        width = len(rows[0])
        base.execute(f"CREATE TABLE rows ({', '.join(f'c{number}' for number in range(width))})")
        marks = ",".join("?" * width)
        base.executemany(f"INSERT INTO rows VALUES ({marks})", (row[:width] for row in rows if len(row) >= width))
    base.close()


def long_list(folder: Path, count: int) -> None:
    table = folder / "list.csv"
    copies = write_list(table, count)
    prepare(folder, "stadt", "Stadt")
    with Clock() as clock:
        answer = kogge(folder, "import", str(table), "--area", "stadt")
    with Clock() as peer:
        bare_rows(folder / "peer.sqlite3", table)
    found = int(str(answer["duplicate"])) + int(str(answer.get("likely", 0)))
    line(f"{count:,} rows with {copies} planted copies: {clock}; {found} known again or listed; {load()}")
    result(
        f"import a CSV of {count:,} organisations, duplicates checked, < 30 s",
        f"{clock.wall:.1f} s ({clock.cpu:.1f} s of processor)",
        met=clock.wall < 30,
        peer=f"sqlite3, bare rows, nothing compared: {peer.wall:.1f} s",
    )


def one_record(folder: Path, count: int) -> None:
    """One new record against the stock, in a process that has Django and the area at hand, as the server has."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.imports", "--one-record"],
        env=os.environ | {"KOGGE_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "kogge.config.settings"},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    times = json.loads(done.stdout)
    result(
        f"one new record against {count:,}, < 20 ms",
        f"p50 {times['p50']:.1f} ms, p95 {times['p95']:.1f} ms through the database",
        met=times["p95"] < 20,
        peer=f"rapidfuzz over every name: {times['peer']:.0f} ms",
    )


def measure_one_record() -> None:
    """Print the times of what the form asks for while a name is typed."""
    import django

    django.setup()
    from rapidfuzz import fuzz, process

    from kogge.actors.models import Organisation
    from kogge.actors.queries.similar import to_record
    from kogge.places.models import Area

    area = Area.objects.get(slug="stadt")
    dice = random.Random(7)
    rows = dice.sample(list(Organisation.objects.filter(area=area)), 200)
    times = []
    for row in rows:
        typed = Organisation(
            area=area, name=row.name[:-1], street=row.street, housenumber=row.housenumber, city=row.city
        )
        began = time.perf_counter()
        to_record(area, typed.linkage_record())
        times.append(1000 * (time.perf_counter() - began))
    names = list(Organisation.objects.filter(area=area).values_list("name", flat=True))
    began = time.perf_counter()
    for row in rows[:10]:
        process.extract(row.name[:-1], names, scorer=fuzz.token_set_ratio)
    peer = 1000 * (time.perf_counter() - began) / 10
    print(json.dumps({"p50": percentile(times, 0.5), "p95": percentile(times, 0.95), "peer": peer}))


def main() -> int:
    if "--one-record" in sys.argv:
        measure_one_record()
        return 0
    count = 3_000 if "--quick" in sys.argv else 30_000
    if DATA.exists():
        with tempfile.TemporaryDirectory(prefix="kogge-bench-") as folder:
            neubrandenburg(Path(folder))
    else:
        result("import Neubrandenburg, < 10 s", "its files are not beside this checkout", met=None)
    with tempfile.TemporaryDirectory(prefix="kogge-bench-") as folder:
        long_list(Path(folder), count)
        one_record(Path(folder), count)
    return 0


if __name__ == "__main__":
    sys.exit(main())
