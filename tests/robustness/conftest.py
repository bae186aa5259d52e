"""An installation in a folder of its own, commands that can be killed in it, and what stands in its database."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
AREA = "hafen"


@dataclass(frozen=True)
class Ended:
    """How a command ended: exit status (negative: killed), what it said, how long it took."""

    status: int
    out: str
    err: str
    seconds: float


class Installation:
    """A data folder and the process that runs commands on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.data.mkdir()
        environment = os.environ | {"KOGGE_DATA": str(self.data), "PYTHONPATH": str(ROOT), "LANGUAGE": "en"}
        environment.pop("DATABASE_URL", None)  # what a killed process leaves in a file is asked here
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.robustness.runner"],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "the runner died"
        found: dict[str, Any] = json.loads(line)
        return found

    def kogge(self, *arguments: str, kill_after: float | None = None) -> Ended:
        """Run a command to its end, or kill -9 it with all it started after so many seconds."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(arguments) + "\n")
        self.process.stdin.flush()
        began = time.monotonic()
        pid = self._answer()["pid"]
        if kill_after is not None:
            time.sleep(kill_after)
            with contextlib.suppress(ProcessLookupError):  # it was quicker
                os.killpg(pid, signal.SIGKILL)
        status = self._answer()["status"]
        said = [(self.folder / name).read_text() for name in ("out", "err")]
        return Ended(status, said[0], said[1], time.monotonic() - began)

    def done(self, *arguments: str) -> Ended:
        """Run a command that must end well."""
        ended = self.kogge(*arguments)
        assert ended.status == 0, ended.err
        return ended

    def save(self, name: str) -> None:
        """Keep the state of the database and of the stored files under a name."""
        shutil.rmtree(self.folder / name, ignore_errors=True)
        self._copy(self.data, self.folder / name)

    def restore(self, name: str) -> None:
        """Come back to a kept state."""
        for path in self._state(self.data):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        self._copy(self.folder / name, self.data)

    def _copy(self, source: Path, target: Path) -> None:
        target.mkdir(exist_ok=True)
        for path in self._state(source):
            copy = shutil.copytree if path.is_dir() else shutil.copy2
            copy(path, target / path.name)

    @staticmethod
    def _state(folder: Path) -> list[Path]:
        return [*folder.glob("kogge.sqlite3*"), *folder.glob("files")]

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """What the database holds, read as the next process would: an unfinished log is recovered."""
        base = sqlite3.connect(self.data / "kogge.sqlite3")
        try:
            return base.execute(statement).fetchall()
        finally:
            base.close()

    def assert_consistent(self) -> None:
        """The file is whole and no row points nowhere."""
        assert self.rows("PRAGMA integrity_check") == [("ok",)]
        assert self.rows("PRAGMA foreign_key_check") == []

    def close(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(20)


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A fresh installation with an empty area; each module has its own."""
    made = Installation(tmp_path_factory.mktemp("installation"))
    made.done("new-area", AREA, "--name", "Am Hafen")
    yield made
    made.close()
