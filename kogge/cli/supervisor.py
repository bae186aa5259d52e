"""`python -m kogge.cli.supervisor HOST PORT`: granian in front, a worker for jobs behind; both end together.

A process of its own that loads no Django: what `kogge serve` needed to prepare the database is given back.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time


def supervise(host: str, port: str) -> None:
    """Run both until one of them ends for good or somebody stops us."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "kogge.config.settings"}
    # Each thread's own heap would keep what a large page once took.
    environment.setdefault("MALLOC_ARENA_MAX", "2")
    worker_command = [sys.executable, "-m", "kogge.cli.worker"]
    # Two threads a worker: under eight users at once the slowest pages take 200 ms (p95), with four 320 ms, as four
    # pages that take turns on one core all end late.
    server_command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", port,
        "--workers", "2", "--blocking-threads", "2", "--no-ws", "--log-level", "warning",
        "--respawn-failed-workers", "kogge.config.wsgi:application",
    ]  # fmt: skip
    server = subprocess.Popen(server_command, env=environment)
    worker = subprocess.Popen(worker_command, env=environment)
    stopping = False

    def stop(*_: object) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    try:
        while not stopping and server.poll() is None:
            if worker.poll() is not None:  # killed or crashed: its job is taken up again by the next one
                worker = subprocess.Popen(worker_command, env=environment)
            time.sleep(0.5)
    finally:
        for process in (server, worker):
            process.terminate()
        for process in (server, worker):
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


if __name__ == "__main__":
    supervise(*sys.argv[1:3])
