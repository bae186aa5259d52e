"""Runs `kogge` commands in processes of their own that start at once: it forks, so that a test can kill them.

One JSON list of arguments a line on standard input; the answers are `{"pid": …}` when the command has started and
`{"status": …}` when it has ended (negative: the signal that ended it). Output goes to the files `out` and `err` of the
working folder.
"""

from __future__ import annotations

import importlib
import json
import os
import sys

READERS = ("csv_file", "register", "xlsx", "geojson", "vcard", "osm", "osm_join")
PRELOADED = (
    *(f"kogge.cli.{name}" for name in ("handover", "importing", "matching", "practice", "reporting")),
    *(f"kogge.actors.importing.readers.{name}" for name in READERS),
    *("kogge.actors.actions", "kogge.config.urls", "kogge.demo.practise", "kogge.reports.dossier", "openpyxl"),
)


def child(arguments: list[str]) -> None:
    """The command in this process, with its output in files; never returns."""
    os.setsid()  # what it starts itself can be killed with it
    for number, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    sys.argv = ["kogge", *arguments]
    from kogge.cli import main

    main()  # ends this process as it would end any: with its status, or a traceback


def run() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kogge.config.settings")
    from kogge.cli.django import setup

    setup()
    from kogge.core.schema import bring_up_to_date

    bring_up_to_date()
    # Everything a command would import first, and no open connection for a fork to share.
    from django.db import connections

    for name in PRELOADED:
        importlib.import_module(name)
    connections.close_all()
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            child(json.loads(line))
        print(json.dumps({"pid": pid}), flush=True)
        _pid, status = os.waitpid(pid, 0)
        print(json.dumps({"status": os.waitstatus_to_exitcode(status)}), flush=True)


if __name__ == "__main__":
    run()
