"""Speed and quality of the linkage engine and the readers. Run: `python -m bench linkage`.

Targets: one new record against 30,000 in under 20 ms; 30,000 organisations within a few seconds; the readers'
share of importing Neubrandenburg (OSM and register, whole import under 10 s) at most about 3 s. Peer: plain
rapidfuzz token-set ratio of the new name against every name, what one writes without an index. Times are
the best of three.
"""

from __future__ import annotations

import csv
import gzip
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from rapidfuzz import fuzz, process

from kogge.actors.importing.readers import Options, read
from kogge.actors.importing.readers.basemap import make_tiles
from kogge.cli.engine_link import records_of
from kogge.engine.linkage import Index, Record, find_pairs

# 480 streets, as a town of this size has them.
BEGINNINGS = (
    "Linden",
    "Ring",
    "Markt",
    "Hafen",
    "Schul",
    "Garten",
    "Kirch",
    "Mühlen",
    "Berg",
    "Birken",
    "Rosen",
    "Eich",
)
WORDS = [f"{prefix}{word}" for prefix in ("", "Alt", "Neu", "Ober", "Unter") for word in BEGINNINGS]
ENDS = ("straße", "weg", "platz", "ring", "allee", "gasse", "damm", "steig")
DATA = Path(__file__).resolve().parents[1] / "../shared/data"
Result = TypeVar("Result")


def timed(work: Callable[[], Result], runs: int = 3) -> tuple[float, Result]:
    """Seconds of the fastest of `runs`, and the result."""
    best = float("inf")
    for _ in range(runs):
        start = time.perf_counter()
        result = work()
        best = min(best, time.perf_counter() - start)
    return best, result


def line(job: str, seconds: float, note: str = "") -> None:
    print(f"{job:<62} {seconds:9.4f} s   {note}".rstrip(), flush=True)


def stock(count: int) -> list[Record]:
    """Real names and seats; street, number and phone are made up, a tenth of the records is a copy with
    slips.
    """
    with gzip.open(DATA / "register/offeneregister_mv.csv.gz", "rt", encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    dice = random.Random(1)
    streets = [f"{word}{end}" for word in WORDS for end in ENDS]
    made: list[Record] = []
    for row in rows[: count - count // 10]:
        made.append(
            Record(
                id=row["company_number"],
                name=row["name"],
                street=dice.choice(streets),
                housenumber=str(dice.randrange(1, 60)),
                postcode=f"17{dice.randrange(1000):03}",
                city=row["registered_office"].split("(")[0],
                phone=f"03{dice.randrange(10**9):09}" if dice.random() < 0.6 else "",
            )
        )
    for number, record in enumerate(dice.sample(made, count // 10)):
        at = dice.randrange(1, max(2, len(record.name)))
        slip = record.name[: at - 1] + record.name[at:]
        made.append(
            Record(f"copy-{number}-{record.id}", slip, record.street, record.housenumber, "", record.city, record.phone)
        )
    return made


def main() -> None:
    records = stock(30_000)
    seconds, index = timed(lambda: Index(records), 1)
    line("index of 30,000 organisations, cold", seconds)
    queries = random.Random(2).sample(records, 300)
    seconds, _ = timed(lambda: [index.matches(query) for query in queries])
    line("one new record against 30,000 (mean of 300)", seconds / len(queries), "target 0.020")
    names = [record.name for record in records]
    seconds, _ = timed(lambda: [process.extract(q.name, names, scorer=fuzz.token_set_ratio) for q in queries[:20]], 1)
    line("  peer: rapidfuzz over every name", seconds / 20)
    seconds, pairs = timed(lambda: find_pairs(records), 1)
    copies = {record.id for record in records if record.id.startswith("copy-")}
    found = {p.right for p in pairs if p.right in copies and p.right.split("-", 2)[2] == p.left}
    note = f"{len(found)} of {len(copies)} planted copies found, {len(pairs)} pairs in all"
    line("30,000 organisations against each other", seconds, note)
    for name in ("dataset1", "dataset2", "dataset3"):
        people = records_of(DATA / f"register/febrl/{name}.csv")
        seconds, pairs = timed(lambda people=people: find_pairs(people), 1)  # type: ignore[misc]
        right = sum(1 for pair in pairs if pair.left.split("-")[1] == pair.right.split("-")[1])
        line(f"febrl {name}", seconds, f"{len(pairs)} pairs, {right} right")
    osm = DATA / "osm/neubrandenburg_stripped.osm.gz"
    seconds, reading = timed(lambda: read(osm))
    line("reading Neubrandenburg's OSM file", seconds, f"{len(reading.records)} organisations")
    register = DATA / "register/offeneregister_mv.csv.gz"
    seconds, reading = timed(lambda: read(register, options=Options(towns=("Neubrandenburg",))))
    line("reading its part of the register", seconds, f"{len(reading.records)} organisations")
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "list.csv"
        with table.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.writer(handle, delimiter=";")
            writer.writerow(["Firma", "Straße", "Hausnr.", "PLZ", "Ort", "Telefon"])
            writer.writerows([r.name, r.street, r.housenumber, r.postcode, r.city, r.phone] for r in records)
        seconds, reading = timed(lambda: read(table), 1)
        line("reading a CSV list of 30,000", seconds, f"{len(reading.records)} organisations")
        seconds, tiles = timed(lambda: make_tiles(osm, Path(folder) / "map.pmtiles"), 1)
        line(
            "Neubrandenburg's offline map", seconds, f"{tiles.size / 1e6:.1f} MB, {sum(tiles.features.values())} things"
        )


if __name__ == "__main__":
    main()
