"""Whatever a file holds: one clear line, and nothing half imported."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from .conftest import AREA, Installation
from .files import HEAD, REFUSED, changed, workbook, write

TABLES = ("actors_organisation", "actors_historicalorganisation", "actors_addresspoint", "actors_tag",
          "actors_person", "actors_importrun", "core_change")  # fmt: skip


def stored(installation: Installation) -> list[tuple[Any, ...]]:
    counts = ", ".join(f"(SELECT count(*) FROM {table})" for table in TABLES)
    return installation.rows(f"SELECT {counts}")


def left_over(installation: Installation) -> list[str]:
    """Files of the data folder beside the database."""
    return sorted(
        str(path.relative_to(installation.data))
        for path in installation.data.rglob("*")
        if path.is_file() and "static" not in path.parts and not path.name.startswith("kogge.sqlite3")
    )


@pytest.mark.parametrize("name", REFUSED, ids=lambda name: name.replace("\n", "_"))
def test_what_cannot_be_read_is_refused_in_one_line(installation: Installation, tmp_path: Path, name: str) -> None:
    path = write(tmp_path, name, REFUSED[name]())
    before, files = stored(installation), left_over(installation)
    ended = installation.kogge("import", str(path), "--area", AREA)
    assert ended.status == 2, ended
    assert ended.out == ""
    assert ended.err.startswith("kogge: ")
    assert ended.err.count("\n") == 1, ended.err
    assert name.split("\n")[0].split(".")[0] in ended.err
    assert len(ended.err) < 500
    assert ended.seconds < 20
    assert stored(installation) == before
    assert left_over(installation) == files
    installation.assert_consistent()


def test_a_packed_table_that_unpacks_without_end_is_refused(installation: Installation, tmp_path: Path) -> None:
    head = b"company_number,name,status,register_type,register_no,registered_office,registered_address\n"
    path = tmp_path / "bomb.csv.gz"
    path.write_bytes(gzip.compress(head, 1) + gzip.compress(b"\0" * 30_000_000, 1) * 100)  # 3 GB out of 13 MB
    before = stored(installation)
    ended = installation.kogge("import", str(path), "--area", AREA)
    assert (ended.status, ended.out, ended.err.count("\n")) == (2, "", 1), ended
    assert stored(installation) == before


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["there-is-no-such.csv", "--area", AREA], "there-is-no-such.csv"),
        ([".", "--area", AREA], "."),
        (["../no-such-folder/../list.csv", "--area", AREA], "list.csv"),
    ],
)
def test_a_path_that_leads_nowhere_is_told_in_one_line(
    installation: Installation, arguments: list[str], word: str
) -> None:
    ended = installation.kogge("import", *arguments)
    assert (ended.status, ended.out, ended.err.count("\n")) == (2, "", 1), ended
    assert word in ended.err


def test_an_area_that_is_none_is_told_in_one_line(installation: Installation, tmp_path: Path) -> None:
    path = write(tmp_path, "list.csv", (HEAD + "Bäckerei Sturm;Kaistraße;3;18146;Rostock\n").encode())
    ended = installation.kogge("import", str(path), "--area", f"../{AREA}")
    assert (ended.status, ended.out, ended.err.count("\n")) == (2, "", 1), ended
    assert f"'../{AREA}'" in ended.err


def test_a_kind_that_the_file_is_not_is_told_in_one_line(installation: Installation, tmp_path: Path) -> None:
    path = write(tmp_path, "list.csv", (HEAD + "Bäckerei Sturm;Kaistraße;3;18146;Rostock\n").encode())
    for kind in ("osm", "xlsx", "geojson", "vcard", "register"):
        ended = installation.kogge("import", str(path), "--area", AREA, "--kind", kind)
        assert (ended.status, ended.out, ended.err.count("\n")) == (2, "", 1), (kind, ended)


def test_a_table_without_names_needs_a_person(installation: Installation, tmp_path: Path) -> None:
    path = write(tmp_path, "colours.csv", b"Farbe;Zahl\nrot;1\nblau;2\n")
    before = stored(installation)[0][0]
    ended = installation.kogge("import", str(path), "--area", AREA)
    assert ended.status in (1, 2)
    assert ended.err.count("\n") == 1
    assert stored(installation)[0][0] == before


def accepted(installation: Installation, path: Path) -> dict[str, Any]:
    """The answer of a dry run, which writes nothing."""
    found: dict[str, Any] = json.loads(
        installation.done("import", str(path), "--area", AREA, "--dry-run", "--json").out
    )
    assert found["read"] == sum(found[part] for part in ("new", "updated", "duplicate", "refused", "filtered"))
    return found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp850"])
def test_encodings_of_german_offices(installation: Installation, tmp_path: Path, encoding: str) -> None:
    installation.save("before")
    path = write(tmp_path, "list.csv", (HEAD + "Bäckerei Größe;Kaistraße;3;18146;Rostock\n").encode(encoding))
    installation.done("import", str(path), "--area", AREA)
    assert installation.rows("SELECT name, street FROM actors_organisation") == [("Bäckerei Größe", "Kaistraße")]
    installation.restore("before")


def test_formulas_stay_text_and_are_not_run_by_a_spreadsheet(installation: Installation, tmp_path: Path) -> None:
    installation.save("before")
    evil = '=HYPERLINK("http://example.org";"x")'
    quoted = evil.replace('"', '""')
    path = write(tmp_path, "list.csv", f'{HEAD}"{quoted}";@SUM(1);3;18146;Rostock\n'.encode())
    installation.done("import", str(path), "--area", AREA)
    assert installation.rows("SELECT name FROM actors_organisation") == [(evil,)]
    installation.restore("before")


def test_members_of_a_workbook_that_lead_outside_are_never_written(installation: Installation, tmp_path: Path) -> None:
    outside = {"../../outside.txt": b"x", "/tmp/kogge-outside.txt": b"x"}
    path = write(tmp_path, "list.xlsx", changed(workbook(), "", bytes, outside))
    ended = installation.kogge("import", str(path), "--area", AREA, "--dry-run", "--json")
    assert ended.status in (0, 2), ended
    assert not list(installation.folder.rglob("*outside*"))
    assert not Path("/tmp/kogge-outside.txt").exists()


def test_rows_that_cannot_be_used_are_told_one_by_one_and_the_rest_is_taken(
    installation: Installation, tmp_path: Path
) -> None:
    lines = ["Bäckerei Sturm;Kaistraße;3;18146;Rostock", ";Kaistraße;4;18146;Rostock", "A;b;c;18146;d;e;f"]
    path = write(tmp_path, "list.csv", (HEAD + "\n".join(lines) + "\n").encode())
    found = accepted(installation, path)
    assert (found["read"], found["new"], found["refused"]) == (3, 1, 2)
    assert [reason["row"] for reason in found["reasons"]] == [3, 4]
