"""`kogge backup FILE`, `kogge restore-backup FILE`: database, uploaded files and key in one zip."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
import zipfile
import zlib
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

import click

from kogge import __version__
from kogge.cli import BadInput
from kogge.cli.django import setup
from kogge.cli.language import figure, ngettext
from kogge.cli.language import gettext as _
from kogge.cli.output import answer
from kogge.cli.running import is_served

SQLITE, POSTGRES = "database.sqlite3", "database.pgdump"
# What reading a zip that is none, is cut off, encrypted or packed in an unknown way can raise.
UNREADABLE = (OSError, EOFError, zipfile.BadZipFile, zlib.error, LookupError, ValueError, TypeError, RuntimeError)


def _is_sqlite() -> bool:
    from django.db import connection

    return connection.vendor == "sqlite"


def _postgres(command: str, *arguments: str) -> None:
    """Run pg_dump or pg_restore against the configured database."""
    from django.db import connection

    if shutil.which(command) is None:
        raise BadInput(
            _("%(command)s is not installed: it comes with PostgreSQL's client programs.") % {"command": command}
        )
    settings = connection.settings_dict
    environment = os.environ | {"PGPASSWORD": settings["PASSWORD"] or ""}
    place = ["--host", settings["HOST"] or "localhost", "--port", str(settings["PORT"] or 5432)]
    who = ["--username", settings["USER"], "--dbname", settings["NAME"]]
    done = subprocess.run(
        [command, *place, *who, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BadInput(f"{command}: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else done.returncode}")


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
        raise BadInput(_("the folder %(folder)s does not exist.") % {"folder": file.parent})
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
        beside = file.with_name(f".{file.name}.part")  # the folder may be on another disk
        shutil.move(unfinished, beside)
        os.replace(beside, file)
    data = {"file": str(file), "bytes": file.stat().st_size, "files": count}
    said = ngettext(
        "Backup written: %(file)s (%(size)s MB, %(number)s uploaded file).",
        "Backup written: %(file)s (%(size)s MB, %(number)s uploaded files).",
        count,
    )
    answer(data, as_json, [said % {"file": file, "size": figure(data["bytes"] / 1e6), "number": count}])


def _opened(file: Path) -> tuple[zipfile.ZipFile, dict[str, Any]]:
    """The zip and what it says about itself."""
    try:
        archive = zipfile.ZipFile(file)
        about = json.loads(archive.read("backup.json"))
        if not isinstance(about["database"], str) or not isinstance(about["made_at"], str):
            raise ValueError("backup.json says too little")
    except UNREADABLE as error:
        raise BadInput(_("%(file)s is not a backup made by 'kogge backup'.") % {"file": file}) from error
    return archive, about


def _checked(archive: zipfile.ZipFile, file: Path, database: str) -> list[str]:
    """The names of the uploaded files, when every part can be read and none leads out of the folder."""
    names = [name for name in archive.namelist() if name.startswith("files/")]
    if any(".." in PurePosixPath(name).parts or PurePosixPath(name).is_absolute() for name in names):
        raise BadInput(_("%(file)s holds a path that leads out of the folder; it was tampered with.") % {"file": file})
    try:
        archive.getinfo(database)
        broken = archive.testzip()
    except UNREADABLE as error:
        raise BadInput(
            _("%(file)s is damaged (%(why)s). Take another backup.") % {"file": file, "why": error}
        ) from error
    if broken:
        raise BadInput(_("%(file)s is damaged at '%(place)s'. Take another backup.") % {"file": file, "place": broken})
    return names


def _check_database(dump: Path, file: Path) -> None:
    """Refuse a file that is no whole database of Kogge's."""
    database = sqlite3.connect(dump)
    try:
        sound = database.execute("PRAGMA integrity_check").fetchone()[0]
        ours = database.execute("SELECT count(*) FROM sqlite_master WHERE name = 'places_area'").fetchone()[0]
    except sqlite3.DatabaseError as error:
        sound, ours = str(error), 0
    finally:
        database.close()
    if sound != "ok":
        raise BadInput(_("%(file)s: the database in it is damaged (%(why)s).") % {"file": file, "why": sound})
    if not ours:
        raise BadInput(_("%(file)s: the database in it is none of Kogge's.") % {"file": file})


@click.command("restore-backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--replace", is_flag=True, help="Replace what is in the data folder now.")
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")
def restore_backup(file: Path, replace: bool, as_json: bool) -> None:
    """Bring the backup FILE back. Stop the server first. Nothing changes unless the whole file is sound."""
    setup(tables=False)
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    wanted = SQLITE if _is_sqlite() else POSTGRES
    archive, about = _opened(file)
    if about["database"] != wanted:
        raise BadInput(
            _("%(file)s holds %(found)s, this installation needs %(wanted)s.")
            % {"file": file, "found": about["database"], "wanted": wanted}
        )
    names = _checked(archive, file, wanted)
    if is_served(settings.DATA_DIR):
        raise BadInput(_("Kogge is running on %(folder)s. Stop it first.") % {"folder": settings.DATA_DIR})
    database = Path(connection.settings_dict["NAME"])
    if wanted == SQLITE and database.exists() and database.stat().st_size and not replace:
        raise BadInput(
            _("%(folder)s is in use. Add --replace to replace what is there.") % {"folder": settings.DATA_DIR}
        )
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR) as folder:
        dump = Path(folder) / wanted
        with archive.open(wanted) as packed, dump.open("wb") as plain:
            shutil.copyfileobj(packed, plain)
        for name in names:
            archive.extract(name, folder)
        if wanted == SQLITE:
            _check_database(dump, file)
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
    said = ngettext(
        "Restored the backup of %(when)s with %(number)s uploaded file.",
        "Restored the backup of %(when)s with %(number)s uploaded files.",
        len(names),
    )
    answer(
        {"file": str(file), "made_at": about["made_at"], "files": len(names)},
        as_json,
        [said % {"when": about["made_at"], "number": len(names)}],
    )
