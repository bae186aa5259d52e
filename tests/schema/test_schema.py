"""A fresh database is the same whether its tables were created at once or migration by migration."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
AT_ONCE = "from kogge.core.schema import bring_up_to_date as go"
ONE_BY_ONE = "from django.core.management import call_command; go = lambda: call_command('migrate', verbosity=0)"


def schema(folder: Path, how: str) -> dict[tuple[str, str], object]:
    """Columns, indexes and constraints of every table."""
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    code = f"from kogge.cli.django import setup; setup(tables=False); {how}; go()"
    subprocess.run([sys.executable, "-c", code], env=environment | {"KOGGE_DATA": str(folder)}, cwd=ROOT, check=True)
    found: dict[tuple[str, str], object] = {}
    database = sqlite3.connect(folder / "kogge.sqlite3")
    for (table,) in database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    ):
        columns = {row[1]: row[2:4] + row[5:] for row in database.execute(f"PRAGMA table_info({table})")}
        keys = sorted(row[2:7] for row in database.execute(f"PRAGMA foreign_key_list({table})"))
        indexes = sorted(
            (unique, partial, tuple(part[2] for part in database.execute(f"PRAGMA index_info('{name}')")))
            for _number, name, unique, _origin, partial in database.execute(f"PRAGMA index_list({table})")
        )
        text = database.execute("SELECT sql FROM sqlite_master WHERE name = ?", [table]).fetchone()[0]
        found[table, "shape"] = (columns, keys, indexes)
        found[table, "constraints"] = sorted(part.split('"')[1] for part in text.split("CONSTRAINT")[1:])
    if "django_migrations" in {table for table, _what in found}:
        rows = database.execute("SELECT app, name FROM django_migrations ORDER BY app, name").fetchall()
        found["django_migrations", "rows"] = rows
    database.close()
    return found


def test_both_ways_lead_to_the_same_tables(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    at_once, one_by_one = schema(tmp_path / "a", AT_ONCE), schema(tmp_path / "b", ONE_BY_ONE)
    assert len(at_once) > 100
    assert at_once == one_by_one
