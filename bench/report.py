"""What every bench shares: result lines for the table of `python -m bench`, and clocks.

A bench is a module of this folder; it prints for people, and for the table one line per target that begins with
`MARK` and holds a JSON object.
"""

from __future__ import annotations

import json
import math
import os
import resource
import time
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = (ROOT / "../shared/data").resolve()
MARK = "@target "


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the table. `met` None: not measured, the reason stands in `measured`."""

    target: str
    measured: str
    peer: str
    met: bool | None


def result(target: str, measured: str, *, met: bool | None, peer: str = "-") -> None:
    """Report a target to the table."""
    print(MARK + json.dumps(asdict(Result(target, measured, peer, met)), ensure_ascii=False), flush=True)


def line(text: str) -> None:
    """Something for people beside the table."""
    print(text, flush=True)


class Clock:
    """Wall and processor seconds of a block, of this process and of the children that ended inside it.

    >>> with Clock() as clock:
    ...     _ = sum(range(1000))
    >>> clock.wall >= 0 and clock.cpu >= 0
    True
    """

    wall = cpu = 0.0

    def __enter__(self) -> Clock:
        self._began, self._used = time.perf_counter(), _used()
        return self

    def __exit__(self, *_: object) -> None:
        self.wall, self.cpu = time.perf_counter() - self._began, _used() - self._used

    def __str__(self) -> str:
        return f"{self.wall:.2f} s ({self.cpu:.2f} s of processor)"


def _used() -> float:
    """Processor seconds so far."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(usage.ru_utime + usage.ru_stime for usage in map(resource.getrusage, kinds))


def load() -> str:
    """How busy the machine is: a wall time measured under load is no fair one."""
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


def percentile(values: list[float], share: float) -> float:
    """The value that `share` of the values do not exceed (nearest rank).

    >>> percentile([3.0, 1.0, 2.0, 4.0], 0.5), percentile([3.0, 1.0, 2.0, 4.0], 0.95)
    (2.0, 4.0)
    """
    ranked = sorted(values)
    return ranked[max(0, math.ceil(len(ranked) * share) - 1)]
