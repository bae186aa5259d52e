"""The speed targets beside what was measured: `python -m bench [names] [--quick]`, what `make bench` calls.

Every bench runs in processes of its own. What it says to people goes to standard error as it comes; the table of
the targets comes at the end on standard output. Exit status 1 when a target was missed, 2 when a bench failed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys

from bench.report import MARK, ROOT, Result, load

BENCHES = (
    "rings",
    "circles",
    "ties",
    "linkage",
    "start",
    "handover",
    "imports",
    "walks",
    "openrosa",
    "field",
    "paper",
    "server",
    "network",
)


def run(name: str, *options: str) -> tuple[list[Result], int]:
    """The targets of a bench and its exit status."""
    found = []
    process = subprocess.Popen(
        [sys.executable, "-m", f"bench.{name}", *options], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    for text in process.stdout:
        if text.startswith(MARK):
            found.append(Result(**json.loads(text.removeprefix(MARK))))
        else:
            print(f"  {name}: {text.rstrip()}", file=sys.stderr, flush=True)
    return found, process.wait()


def table(results: list[Result]) -> str:
    """Rows of equal columns: target, measured, peer, met?

    >>> print(table([Result("a, < 1 s", "0.5 s", "-", True)]))
    target    measured  peer  met?
    a, < 1 s  0.5 s     -     yes
    """
    verdict = {True: "yes", False: "NO", None: "-"}
    rows = [("target", "measured", "peer", "met?")]
    rows += [(one.target, one.measured, one.peer, verdict[one.met]) for one in results]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    options.add_argument("names", nargs="*", choices=[[], *BENCHES], help="which (default: all)")
    options.add_argument("--quick", action="store_true", help="smaller inputs, to see that everything runs")
    chosen = options.parse_args()
    results: list[Result] = []
    failed = []
    print(f"The machine: {load()}.", file=sys.stderr)
    for name in chosen.names or BENCHES:
        found, status = run(name, *(["--quick"] if chosen.quick else []))
        results += found
        if status and not found:
            failed.append(name)
    print(table(results))
    if failed:
        print(f"bench: failed: {', '.join(failed)}", file=sys.stderr)
        return 2
    return 1 if any(one.met is False for one in results) else 0


if __name__ == "__main__":
    sys.exit(main())
