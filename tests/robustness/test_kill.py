"""kill -9 in the middle of an import, a match, a dossier: nothing half, and the same result the second time."""

from __future__ import annotations

import io
import json
import os
import random
from pathlib import Path
from typing import Any

import pypdf
import pytest

from bench.town import write_list

from .conftest import AREA, Installation

KILLS = int(os.environ.get("KOGGE_KILLS", 3))  # more of them in a thorough run
REGISTER = (
    "SELECT name, kind, wz_code, street, housenumber, postcode, city, lat, lon, phone, email, search "
    "FROM actors_organisation ORDER BY 1, 4, 5, 10"
)
COUNTS = (
    "SELECT (SELECT count(*) FROM actors_organisation), (SELECT count(*) FROM actors_historicalorganisation), "
    "(SELECT count(*) FROM actors_linkagekey), (SELECT count(*) FROM actors_possibleduplicate), "
    "(SELECT count(*) FROM core_change WHERE label LIKE '%list.csv%')"
)
PROPOSALS = (
    "SELECT g.name, r.name, o.text, n.text, t.score FROM exchange_transfer t "
    "JOIN actors_organisation g ON g.id = t.giver_id JOIN actors_organisation r ON r.id = t.receiver_id "
    "JOIN needs_offer o ON o.id = t.offer_id JOIN needs_need n ON n.id = t.need_id "
    "JOIN exchange_proposal p ON p.id = t.proposal_id WHERE p.status = 'proposed' ORDER BY 1, 2, 3, 4"
)


def moments(seconds: float, seed: int) -> list[float]:
    """When to kill: spread over the whole run, each at random within its part."""
    dice = random.Random(seed)
    return [seconds * (number + dice.random()) / KILLS for number in range(KILLS)]


@pytest.fixture(scope="module")
def stock(installation: Installation, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """An undisturbed run of everything: what each step took and left, and the states before the steps."""
    table = tmp_path_factory.mktemp("lists") / "list.csv"
    write_list(table, 700)
    found: dict[str, Any] = {"table": table}
    installation.save("empty")
    found["import"] = installation.done("import", str(table), "--area", AREA)
    found["register"], found["counts"] = installation.rows(REGISTER), installation.rows(COUNTS)
    installation.done("practise", AREA, "--interviews", "20")
    installation.save("talks")
    found["match"] = installation.done("match", AREA, "--json")
    found["proposals"] = installation.rows(PROPOSALS)
    out = installation.folder / "undisturbed.pdf"
    found["dossier"] = installation.done("dossier", AREA, "--out", str(out))
    found["text"] = text_of(out)
    return found


def text_of(path: Path) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(path.read_bytes())).pages)


def test_import(installation: Installation, stock: dict[str, Any]) -> None:
    interrupted = 0
    for after in moments(stock["import"].seconds, 1):
        installation.restore("empty")
        ended = installation.kogge("import", str(stock["table"]), "--area", AREA, kill_after=after)
        interrupted += ended.status == -9
        installation.assert_consistent()
        counts = installation.rows(COUNTS)
        assert counts in ([(0, 0, 0, 0, 0)], stock["counts"]), f"half an import after {after:.2f} s"
        if counts != stock["counts"]:
            installation.done("import", str(stock["table"]), "--area", AREA)
        assert installation.rows(REGISTER) == stock["register"]
        assert installation.rows(COUNTS) == stock["counts"]
    assert interrupted >= KILLS // 2


def test_match(installation: Installation, stock: dict[str, Any]) -> None:
    whole = json.loads(stock["match"].out)["rings"]
    interrupted = 0
    for after in moments(stock["match"].seconds, 2):
        installation.restore("talks")
        ended = installation.kogge("match", AREA, kill_after=after)
        interrupted += ended.status == -9
        installation.assert_consistent()
        assert installation.rows(PROPOSALS) in ([], stock["proposals"]), f"half a plan after {after:.2f} s"
        assert len(installation.rows("SELECT id FROM exchange_ringplan")) == bool(installation.rows(PROPOSALS))
        again = json.loads(installation.done("match", AREA, "--json").out)["rings"]
        assert again["objective"] == pytest.approx(whole["objective"], abs=max(1e-6, whole["gap"] * whole["bound"]))
        if whole["optimal"]:
            assert installation.rows(PROPOSALS) == stock["proposals"]
    assert interrupted >= KILLS // 2


def test_dossier(installation: Installation, stock: dict[str, Any], tmp_path: Path) -> None:
    installation.restore("talks")
    installation.done("match", AREA)
    out = tmp_path / "dossier.pdf"
    interrupted = 0
    for after in moments(stock["dossier"].seconds, 3):
        out.unlink(missing_ok=True)
        ended = installation.kogge("dossier", AREA, "--out", str(out), kill_after=after)
        interrupted += ended.status == -9
        installation.assert_consistent()
        if out.exists():  # whole or not there at all
            assert text_of(out) == stock["text"]
        installation.done("dossier", AREA, "--out", str(out))
        assert text_of(out) == stock["text"]
        assert [path.name for path in tmp_path.iterdir()] == ["dossier.pdf"]
    assert interrupted >= KILLS // 2
