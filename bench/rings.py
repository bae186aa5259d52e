"""Speed of the ring engine beside kep_solver, each file in processes of their own.

Run: `python -m bench rings`, or `python -m bench.rings [--hard] [--runs 3]`. Target: every published instance
proven optimal, the large ones in under 1 s each. `kogge` is the whole command with the start of Python;
`solve` is what it reports for reading and solving. The peer is timed without its imports, to
its advantage. `--hard` adds the two hard instances (cycle 4, no chains, 30 s), and boards of offers and needs.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

from bench.report import result

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / ".." / "shared" / "data" / "rings"

PEER = """
import gzip, json, sys, time
from kep_solver.fileio import parse_json
from kep_solver.model import TransplantCount
from kep_solver.programme import Programme
path, cycle, chain = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
began = time.perf_counter()
with (gzip.open if path.endswith(".gz") else open)(path, "rt") as stream:
    instance = parse_json(stream.read())
programme = Programme([TransplantCount()], cycle, chain, "", full_details=False)
solution, _ = programme.solve_single(instance)
print(json.dumps({"value": solution.values[0], "seconds": time.perf_counter() - began}))
"""


def kogge(path: Path, *options: str) -> tuple[float, dict[str, object]]:
    """Seconds of the whole command and its answer."""
    command = [sys.executable, "-m", "kogge", "engine", "rings", str(path), *options, "--json"]
    if not (ROOT / "kogge" / "__main__.py").exists():
        command = [str(Path(sys.executable).with_name("kogge")), *command[3:]]
    began = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    return time.perf_counter() - began, json.loads(done.stdout)


def peer(path: Path, cycle: int, chain: int, limit: float) -> str:
    """kep_solver's value and seconds, or why there is none."""
    try:
        done = subprocess.run(
            [sys.executable, "-c", PEER, str(path), str(cycle), str(chain)],
            capture_output=True,
            text=True,
            timeout=limit,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"nothing in {limit:.0f} s"
    if done.returncode:
        return (done.stderr.strip().splitlines() or ["failed"])[-1][:60]
    answer = json.loads(done.stdout.splitlines()[-1])
    return f"{answer['value']:g} in {answer['seconds']:.2f} s"


def published(runs: int) -> bool:
    """Every instance with a published optimum; False when one is missed."""
    expected = json.loads((DATA / "expected.json").read_text())["published"]
    print(f"{'instance':<10} {'optimum':>7} {'found':>6} proven {'solve':>8} {'command':>8}   kep_solver")
    right, slowest, peers = True, 0.0, []
    for name, entry in expected.items():
        path = DATA / f"{name}.json"
        timed = [kogge(path) for _ in range(runs if name.startswith("large") else 1)]
        seconds, answer = min(timed, key=lambda t: t[0])
        optimum = entry["max_transplants_cycle3_chain3"]
        right = right and answer["objective"] == optimum and answer["optimal"] is True
        beside = peer(path, 3, 3, 120) if not name.startswith("test") else "-"
        if name.startswith("large"):
            slowest = max(slowest, seconds)
            peers.append(beside)
        print(
            f"{name:<10} {optimum:>7} {answer['objective']!s:>6} {answer['optimal']!s:<6} "
            f"{answer['seconds']:>6.2f} s {seconds:>6.2f} s   {beside}",
            flush=True,
        )
    result(
        f"engine rings, {len(expected)} published instances proven optimal, the large ones < 1 s",
        f"{'all optimal' if right else 'an optimum is missed'}, "
        f"slowest large one {slowest:.2f} s with the start of Python",
        met=right and slowest < 1,
        peer=f"kep_solver, large ones: {'; '.join(peers)}",
    )
    return right


def hard() -> None:
    """The two hard instances, where the clock may end the proof."""
    for name in ("sparse-1000-5", "dense-5000-8"):
        path = DATA / f"{name}.json.gz"
        seconds, answer = kogge(path, "--cycle", "4", "--chain", "0", "--seconds", "30")
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        print(
            f"{name}: {answer['objective']} of at most {answer['bound']} in {seconds:.1f} s, {memory} MB; "
            f"kep_solver {peer(path, 4, 0, 120)}",
            flush=True,
        )


def boards() -> None:
    """Matching and planning on generated boards."""
    from kogge.engine.rings import match, problem_of, solve
    from kogge.engine.rings.tests.test_matching import generated

    for size in (400, 3000):
        board = generated(size)
        began = time.perf_counter()
        found = match(board)
        matched = time.perf_counter()
        plan = solve(problem_of(board, found), cycle=3, chain=3, seconds=30)
        print(
            f"board of {size} parties, offers, needs: {len(found)} matches in {matched - began:.2f} s, "
            f"plan {plan.objective:.2f} of at most {plan.bound:.2f} in {plan.seconds:.1f} s",
            flush=True,
        )


def main() -> int:
    """Print the table; status 1 when a published optimum is missed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--hard", action="store_true", help="also the hard instances and boards")
    options.add_argument("--quick", action="store_true", help="each instance once")
    options.add_argument("--runs", type=int, default=3, help="best of so many runs of the large ones")
    chosen = options.parse_args()
    if not DATA.exists():
        result("engine rings, published instances", "they are not beside this checkout", met=None)
        return 0
    right = published(1 if chosen.quick else chosen.runs)
    if chosen.hard:
        hard()
        boards()
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
