"""`kogge backup FILE`, `kogge restore-backup FILE`: database, uploaded files and key in one zip."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import click

from kogge import __version__
from kogge.cli import BadInput
from kogge.cli.django import setup
from kogge.cli.output import answer

SQLITE, POSTGRES = "database.sqlite3", "database.pgdump"


def _is_sqlite() -> bool:
    from django.db import connection

    return connection.vendor == "sqlite"


def _postgres(command: str, *arguments: str) -> None:
    """Run pg_dump or pg_restore against the configured database."""
    from django.db import connection

    if shutil.which(command) is None:
        raise BadInput(f"{command} is not installed: it comes with PostgreSQL's client programs.")
    settings = connection.settings_dict
    environment = os.environ | {"PGPASSWORD": settings["PASSWORD"] or ""}
    place = ["--host", settings["HOST"] or "localhost", "--port", str(settings["PORT"] or 5432)]
    who = ["--username", settings["USER"], "--dbname", settings["NAME"]]
    done = subprocess.run(
        [command, *place, *who, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BadInput(f"{command}: {done.stderr.strip().splitlines()[-1] if done.stderr else 'failed'}")


def _dump(target: Path) -> str:
    """A consistent copy of the running database; returns its name in the backup."""
    from django.db import connection

    if not _is_sqlite():
        _postgres("pg_dump", "--format=custom", "--file", str(target))
        return POSTGRES
    source = sqlite3.connect(f"file:{connection.settings_dict['NAME']}?mode=ro", uri=True)
    copy = sqlite3.connect(target)
    with source, copy:
        source.backup(copy)
    copy.close()
    source.close()
    return SQLITE


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")
def backup(file: Path, as_json: bool) -> None:
    """Write the whole installation to FILE (a zip), consistent while it runs."""
    setup()
    from django.conf import settings

    if not file.parent.is_dir():
        raise BadInput(f"the folder {file.parent} does not exist.")
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR) as folder:
        dump, unfinished = Path(folder) / "dump", Path(folder) / "backup.zip"
        name = _dump(dump)
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(dump, name)
            key = settings.DATA_DIR / "secret-key"
            if key.exists():
                archive.write(key, "secret-key")
            count = 0
            for path in sorted(Path(settings.MEDIA_ROOT).rglob("*")):
                if path.is_file():
                    archive.write(path, f"files/{path.relative_to(settings.MEDIA_ROOT).as_posix()}")
                    count += 1
            about = {"kogge": __version__, "made_at": datetime.now(UTC).isoformat(), "database": name}
            archive.writestr("backup.json", json.dumps(about))
        unfinished.chmod(0o600)  # it holds personal data and the key
        shutil.move(unfinished, file)
    data = {"file": str(file), "bytes": file.stat().st_size, "files": count}
    answer(data, as_json, [f"Backup written: {file} ({data['bytes'] / 1e6:.1f} MB, {count} uploaded files)."])


@click.command("restore-backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--replace", is_flag=True, help="Replace what is in the data folder now.")
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")
def restore_backup(file: Path, replace: bool, as_json: bool) -> None:
    """Bring the backup FILE back. Stop the server first. Nothing changes unless the whole file is sound."""
    setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    try:
        archive = zipfile.ZipFile(file)
        about = json.loads(archive.read("backup.json"))
        wanted = SQLITE if _is_sqlite() else POSTGRES
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise BadInput(f"{file} is not a backup made by 'kogge backup'.") from error
    if about.get("database") != wanted:
        raise BadInput(f"{file} holds {about.get('database')}, this installation needs {wanted}.")
    names = [name for name in archive.namelist() if name.startswith("files/")]
    if any(".." in PurePosixPath(name).parts or PurePosixPath(name).is_absolute() for name in names):
        raise BadInput(f"{file} holds a path that leads out of the folder; it was tampered with.")
    if broken := archive.testzip():
        raise BadInput(f"{file} is damaged at '{broken}'. Take another backup.")
    database = Path(connection.settings_dict["NAME"])
    if wanted == SQLITE and database.exists() and database.stat().st_size and not replace:
        raise BadInput(f"{settings.DATA_DIR} is in use. Add --replace to replace what is there.")
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR) as folder:
        dump = Path(folder) / wanted
        dump.write_bytes(archive.read(wanted))
        for name in names:
            archive.extract(name, folder)
        if wanted == SQLITE:
            check = sqlite3.connect(dump)
            sound = check.execute("PRAGMA integrity_check").fetchone()[0]
            check.close()
            if sound != "ok":
                raise BadInput(f"{file}: the database in it is damaged ({sound}).")
            connection.close()
            for suffix in ("-wal", "-shm"):
                Path(f"{database}{suffix}").unlink(missing_ok=True)
            os.replace(dump, database)
        else:
            _postgres("pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", str(dump))
        old, fresh = Path(settings.MEDIA_ROOT), Path(folder) / "files"
        fresh.mkdir(exist_ok=True)
        if old.exists():
            old.rename(Path(folder) / "old-files")
        fresh.rename(old)
        if "secret-key" in archive.namelist():
            key = settings.DATA_DIR / "secret-key"
            key.write_bytes(archive.read("secret-key"))
            key.chmod(0o600)
    call_command("migrate", verbosity=0, interactive=False)
    answer(
        {"file": str(file), "made_at": about["made_at"], "files": len(names)},
        as_json,
        [f"Restored the backup of {about['made_at']} with {len(names)} uploaded files."],
    )
