"""Starting: a fresh clone, the demonstration area, the help. Run: `python -m bench start [--quick]`.

Targets: `make run` from a fresh clone with a warm package cache answers in under 60 s; `kogge demo` takes under 30 s;
`kogge --help` under 0.5 s. The clone is made by `git clone` of what is committed; the first run of `make setup`
warms the cache, the measured one starts from nothing. `--quick` leaves the clone out. Peer: `python -m django --help`,
and making the environment alone.
"""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.imports import KOGGE
from bench.report import ROOT, Clock, line, load, result
from bench.users import free_port


def timed(command: list[str], folder: Path, runs: int = 5) -> tuple[float, float]:
    """Wall and processor seconds of a command, the fastest of some runs."""
    clocks = []
    for _ in range(runs):
        with Clock() as clock:
            subprocess.run(command, cwd=ROOT, env=os.environ | {"KOGGE_DATA": str(folder)}, check=True,
                           stdout=subprocess.PIPE)  # fmt: skip
        clocks.append(clock)
    best = min(clocks, key=lambda one: one.wall)
    return best.wall, best.cpu


def show_help(folder: Path) -> None:
    program = Path(sys.executable).with_name("kogge")
    command = [str(program)] if program.exists() else KOGGE
    wall, cpu = timed([*command, "--help"], folder)
    theirs, _cpu = timed([sys.executable, "-m", "django", "--help"], folder)
    result(
        "kogge --help, < 0.5 s",
        f"{wall:.2f} s ({cpu:.2f} s of processor)",
        met=wall < 0.5,
        peer=f"django --help: {theirs:.2f} s",
    )


def demo(folder: Path) -> None:
    with Clock() as clock:
        done = subprocess.run(
            [*KOGGE, "demo", "--json"],
            env=os.environ | {"KOGGE_DATA": str(folder)},
            cwd=ROOT,
            stdout=subprocess.PIPE,
            check=True,
            text=True,
        )
    found = json.loads(done.stdout)
    line(f"demonstration area: {found['organisations']} organisations, {found['interviews']} interviews; {load()}")
    result("kogge demo, < 30 s", f"{clock.wall:.1f} s ({clock.cpu:.1f} s of processor)", met=clock.wall < 30)


def clone(folder: Path) -> None:
    """`make run` until a page answers."""
    warm, fresh = folder / "warm", folder / "fresh"
    for target in (warm, fresh):
        subprocess.run(["git", "clone", "--quiet", "--local", str(ROOT), str(target)], check=True)
    clean = {key: value for key, value in os.environ.items() if key not in ("KOGGE_DATA", "VIRTUAL_ENV", "PORT")}
    with Clock() as setup:
        subprocess.run(["make", "setup"], cwd=warm, env=clean, check=True, stdout=subprocess.DEVNULL)
    port = free_port()
    with Clock() as clock:
        server = subprocess.Popen(
            ["make", "run"],
            cwd=fresh,
            env=clean | {"PORT": str(port)},
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            answered = wait_for(port, server, 300)
        finally:
            seconds = time.perf_counter() - clock._began
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(30)
    line(f"environment alone: {setup}; {load()}")
    result(
        "make run from a fresh clone, warm package cache, < 60 s",
        f"{seconds:.1f} s until the page answers" if answered else "no answer in 300 s",
        met=answered and seconds < 60,
        peer=f"the environment alone: {setup.wall:.1f} s",
    )


def wait_for(port: int, server: subprocess.Popen[bytes], seconds: float) -> bool:
    """Does the page answer before the time is over?"""
    end = time.monotonic() + seconds
    while time.monotonic() < end and server.poll() is None:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return True
        except OSError:
            time.sleep(0.2)
    return False


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="kogge-bench-") as folder:
        show_help(Path(folder))
        demo(Path(folder))
        if "--quick" not in sys.argv:
            clone(Path(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
