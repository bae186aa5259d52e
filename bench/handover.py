"""The day after through the database. Run: `python -m bench handover [--quick]`.

Target: ten introductions on 10,000 organisations and 40,000 ties in under 2 s: reading the ties, the engine, the
reasons (kogge.handover.actions.compute), without the start of Python. Half of the ties hang on 20 project workers.
`bench ties` measures the engine alone. Peer: one introduction by recomputing the components of every pair of groups
with igraph, times ten (extrapolated from 20 pairs).
"""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.report import ROOT, Clock, line, load, result

STAFF = 20


def build(count: int, ties: int) -> Any:
    """An area with the ties as relations and visits; needs Django. Returns the area."""
    from bench.town import DISTRICTS, found
    from kogge.actors.models import Organisation, Person, Relation
    from kogge.outreach.models import Visit

    area, dice, today = found("netz", users=0), random.Random(1), dt.date.today()
    project = area.projects.get()
    districts = list(area.districts.order_by("pk"))
    rows = Organisation.objects.bulk_create(
        [
            Organisation(area=area, name=f"Betrieb {number}", district=districts[number % len(DISTRICTS)])
            for number in range(count)
        ],
        batch_size=2000,
    )
    staff = Person.objects.bulk_create(
        [Person(area=area, name=f"Mitarbeiterin {number}", project=project) for number in range(STAFF)]
    )
    pairs: dict[tuple[int, int], None] = {}
    while len(pairs) < ties // 2:
        a, b = sorted(dice.sample(range(count), 2))
        pairs[a, b] = None
    talks: dict[tuple[int, int], None] = {}
    while len(talks) < ties - len(pairs):
        talks[dice.randrange(STAFF), dice.randrange(count)] = None
    Relation.objects.bulk_create(
        [Relation(area=area, source=rows[a], target=rows[b], type="partner") for a, b in pairs], batch_size=2000
    )
    Visit.objects.bulk_create(
        [
            Visit(
                area=area,
                organisation=rows[at],
                visitor=staff[who],
                status="done",
                outcome="met",
                date=today - dt.timedelta(dice.randrange(1, 700)),
            )
            for who, at in talks
        ],
        batch_size=2000,
    )
    return area


def peer(network: Any) -> float:
    """Seconds of ten introductions by trying every pair of groups (extrapolated)."""
    import igraph

    index = network.index
    graph = igraph.Graph(len(network.nodes), [(index[e.source], index[e.target]) for e in network.edges])
    graph.delete_vertices([at for at, node in enumerate(network.nodes) if node.staff])
    groups = [group[0] for group in graph.connected_components()]
    tries = min(20, len(groups) - 1)
    if tries < 1:
        return 0.0
    began = time.perf_counter()
    for other in groups[1 : tries + 1]:
        more = graph.copy()
        more.add_edge(groups[0], other)
        sum(size * (size - 1) for size in more.connected_components().sizes())
    return 10 * (time.perf_counter() - began) / tries * len(groups) * (len(groups) - 1) / 2


def measure(count: int, ties: int) -> dict[str, Any]:
    """Build and compute, in a process with Django; best of three."""
    import django

    django.setup()
    from kogge.cli.server import prepare

    prepare()
    from kogge.handover.actions import compute

    area = build(count, ties)
    clocks = []
    for _ in range(3):
        with Clock() as clock:
            outlook = compute(area)
        clocks.append(clock)
    best = min(clocks, key=lambda one: one.wall)
    return {
        "wall": best.wall,
        "cpu": best.cpu,
        "ties": outlook.found.ties_today,
        "nodes": len(outlook.network.nodes),
        "groups": outlook.found.components_after,
        "introductions": len(outlook.found.introductions),
        "peer": peer(outlook.network),
    }


def main() -> int:
    count, ties = (2_000, 8_000) if "--quick" in sys.argv else (10_000, 40_000)
    if "--inside" in sys.argv:
        print(json.dumps(measure(count, ties)))
        return 0
    with tempfile.TemporaryDirectory(prefix="kogge-bench-") as folder:
        done = subprocess.run(
            [sys.executable, "-m", "bench.handover", "--inside", *sys.argv[1:]],
            env=os.environ | {"KOGGE_DATA": str(Path(folder)), "DJANGO_SETTINGS_MODULE": "kogge.config.settings"},
            cwd=ROOT,
            stdout=subprocess.PIPE,
            check=True,
            text=True,
        )
    found = json.loads(done.stdout)
    line(f"{found['nodes']:,} nodes, {found['ties']:,} ties, {found['groups']:,} groups after; {load()}")
    result(
        f"day-after of an area, {count:,} organisations, {ties:,} ties, < 2 s",
        f"{found['wall']:.2f} s ({found['cpu']:.2f} s of processor), {found['introductions']} introductions",
        met=found["wall"] < 2,
        peer=f"igraph, every pair recomputed (extrapolated): {found['peer']:.0f} s",
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
