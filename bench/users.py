"""A running `kogge serve`, and people who use it over HTTP on loopback."""

from __future__ import annotations

import http.client
import os
import random
import socket
import subprocess
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.imports import KOGGE
from bench.report import ROOT

Page = Callable[[random.Random, dict[str, Any]], str]


def environment(folder: Path) -> dict[str, str]:
    return os.environ | {"KOGGE_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "kogge.config.settings"}


class Visitor:
    """A signed-in person with one connection that stays open."""

    def __init__(self, port: int, link: str) -> None:
        self.port = port
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}
        self.get(link)
        if "sessionid" not in self.cookies:
            raise RuntimeError("the login link did not sign in")

    def get(self, path: str) -> tuple[int, int]:
        """Status and size of a page."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        self.connection.request("GET", path, headers=headers)
        answer = self.connection.getresponse()
        body = answer.read()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return answer.status, len(body)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(folder: Path, port: int) -> subprocess.Popen[bytes]:
    """`kogge serve`, ready to answer."""
    server = subprocess.Popen([*KOGGE, "serve", "--port", str(port)], env=environment(folder), cwd=ROOT)
    for _ in range(600):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return server
        except OSError:
            time.sleep(0.1)
        if server.poll() is not None:
            break
    server.terminate()
    raise RuntimeError("kogge serve did not come up")


def processes(server: subprocess.Popen[bytes]) -> list[Any]:
    import psutil

    parent = psutil.Process(server.pid)
    return [parent, *parent.children(recursive=True)]


def memory(server: subprocess.Popen[bytes]) -> tuple[float, float]:
    """PSS and RSS of all processes of the server in MB; PSS counts shared pages once (Linux)."""
    pss = rss = 0
    for process in processes(server):
        info = process.memory_full_info()
        pss += getattr(info, "pss", info.uss)
        rss += info.rss
    return pss / 1e6, rss / 1e6


def processor(server: subprocess.Popen[bytes]) -> float:
    times = [process.cpu_times() for process in processes(server)]
    return sum(one.user + one.system for one in times)


def drive(
    visitors: list[Visitor], town: dict[str, Any], pages: dict[str, Page], each: int, pause: float = 0.0
) -> dict[str, list[float]]:
    """Every user asks `each` times for every kind of page, in an order of their own; milliseconds by kind.

    `pause` seconds on average lie between two pages of a user, evenly spread from half of it to one and a half.
    """
    times: dict[str, list[float]] = defaultdict(list)
    failures: list[str] = []

    def browse(number: int) -> None:
        dice = random.Random(number)
        kinds = [name for name in pages for _ in range(each)]
        dice.shuffle(kinds)
        for kind in kinds:
            path = pages[kind](dice, town)
            time.sleep(pause * (0.5 + dice.random()))
            began = time.perf_counter()
            status, _size = visitors[number].get(path)
            times[kind].append(1000 * (time.perf_counter() - began))
            if status != 200:
                failures.append(f"{status} {path}")

    threads = [threading.Thread(target=browse, args=(number,)) for number in range(len(visitors))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise RuntimeError(f"{len(failures)} pages failed, first {failures[0]}")
    return times
