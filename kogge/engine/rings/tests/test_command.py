"""`kogge engine rings FILE`: the answer's keys, the text for people, and one clear line for bad input."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kogge.cli import kogge

BOARD: dict[str, Any] = {
    "parties": [
        {"id": "Bäckerei", "lat": 54.14, "lon": 12.1, "slots": ["mo"]},
        {"id": "Schule", "lat": 54.141, "lon": 12.1, "slots": ["mo"]},
        {"id": "Spender"},
    ],
    "topics": [{"code": "van", "group": "transport", "related": []}, {"code": "hall", "group": "rooms"}],
    "offers": [
        {"id": "o1", "party": "Bäckerei", "topic": "van", "quantity": 2},
        {"id": "o2", "party": "Schule", "topic": "hall"},
        {"id": "o3", "party": "Spender", "topic": "hall", "starts_chain": True},
    ],
    "needs": [
        {"id": "n1", "party": "Schule", "topic": "van", "urgency": 3},
        {"id": "n2", "party": "Bäckerei", "topic": "hall"},
    ],
}
KIDNEY: dict[str, Any] = {
    "data": {
        "1": {"sources": [1], "matches": [{"recipient": 2, "score": 4}]},
        "2": {"sources": [2], "matches": [{"recipient": 1, "score": 5}]},
        "9": {"altruistic": True, "matches": []},
    }
}


def run(path: Path, *options: str) -> Result:
    return CliRunner().invoke(kogge, ["engine", "rings", str(path), *options])


def saved(folder: Path, data: Any, name: str = "in.json") -> Path:
    path = folder / name
    text = data if isinstance(data, bytes) else json.dumps(data).encode()
    path.write_bytes(gzip.compress(text) if name.endswith(".gz") else text)
    return path


@pytest.mark.parametrize("name", ["in.json", "in.json.gz"])
def test_answer_has_the_promised_keys(tmp_path: Path, name: str) -> None:
    result = run(saved(tmp_path, KIDNEY, name), "--json")
    assert result.exit_code == 0, result.output
    answer = json.loads(result.stdout)
    assert {"objective", "bound", "optimal", "rings", "chains", "participants", "seconds"} <= set(answer)
    assert (answer["objective"], answer["bound"], answer["participants"]) == (3, 3, 3)
    assert answer["rings"] == [["1", "2"]]
    assert answer["optimal"] is True


def test_scores_on_request(tmp_path: Path) -> None:
    answer = json.loads(run(saved(tmp_path, KIDNEY), "--weights", "score", "--json").stdout)
    assert (answer["objective"], answer["participants"]) == (9, 3)


def test_success_discounts_the_ring_but_not_the_waiting_altruist(tmp_path: Path) -> None:
    answer = json.loads(run(saved(tmp_path, KIDNEY), "--success", "0.7", "--json").stdout)
    assert answer["objective"] == pytest.approx(2 * 0.7**2 + 1)


def test_altruists_are_written_with_an_a(tmp_path: Path) -> None:
    data = {"data": {**KIDNEY["data"], "9": {"matches": [{"recipient": 7, "score": 1}]}}}
    answer = json.loads(run(saved(tmp_path, data), "--json").stdout)
    assert answer["chains"] == [["a9", "7"]]
    assert answer["participants"] == answer["objective"] == 4


def test_a_board_gives_rings_with_the_offer_and_need_of_each_agreement(tmp_path: Path) -> None:
    result = run(saved(tmp_path, BOARD), "--weights", "participants", "--json")
    answer = json.loads(result.stdout)
    assert answer["optimal"] is True
    assert answer["objective"] == answer["participants"] == 3
    assert answer["chains"] == [["Spender", "Bäckerei", "Schule"]]
    pairs = {(a["offer"], a["need"]) for a in answer["agreements"]}
    assert pairs == {("o3", "n2"), ("o1", "n1")}
    [ring] = json.loads(run(saved(tmp_path, BOARD), "--chain", "0", "--json").stdout)["rings"]
    assert sorted(ring) == ["Bäckerei", "Schule"]


def test_text_for_people_names_the_proof(tmp_path: Path) -> None:
    text = run(saved(tmp_path, KIDNEY)).stdout
    assert "1 → 2 → 1" in text
    assert "3 participants: proven" in text


def _with(**changes: Any) -> dict[str, Any]:
    return {**BOARD, **changes}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "the file is empty"),
        (b"{", "line 1 is not valid JSON"),
        (b'{"data": {\n"1": nope}}', "line 2 is not valid JSON"),
        (b"\xff\xfe{", "not UTF-8"),
        (b"\x1f\x8bnot gzip", "cannot be read"),
        (b'{"data": {"1": {}, "1": {}}}', "key '1' is there twice"),
        (b"[" * 100_000, "nested too deeply"),
        ([1, 2], "neither a kidney-exchange file"),
        ({"data": [1]}, "data: must be an object"),
        ({"data": {"1": {"sources": "x"}}}, "donor 1: sources must be a list"),
        ({"data": {"1": {"matches": [{"score": 1}]}}}, "donor 1: an entry of matches must look like"),
        (
            {"data": {"1": {"matches": [{"recipient": 2, "score": "x"}]}}},
            "score for recipient 2 must be a number",
        ),
        (b'{"data": {"1": {"matches": [{"recipient": 2, "score": NaN}]}}}', "NaN is not a number"),
        (
            {"data": {"1": {"sources": [1], "matches": [{"recipient": 3}]}}, "recipients": {"1": {}}},
            "recipient 3 of a match",
        ),
        (_with(parties=[{"id": "a"}, {"id": "a"}], offers=[], needs=[]), "party a is there twice"),
        (
            _with(offers=[{"id": "o", "party": "Nemo", "topic": "van"}]),
            "offers, entry 1 (o): there is no party Nemo",
        ),
        (
            _with(needs=[{"id": "n", "party": "Schule", "topic": "van", "urgency": 4}]),
            "urgency must be a whole number from 1 to 3",
        ),
        (_with(parties=[{"id": "a", "lat": 95, "lon": 1}]), "lat must be between -90 and 90"),
        (_with(parties=[{"id": "a", "lat": 5}]), "only one of lat and lon"),
        (_with(parties="x"), "`parties` must be a list"),
        (_with(matches=[{"offer": "o1", "need": "n9"}]), "matches, entry 1: offer and need must be ids"),
    ],
)
def test_bad_input_ends_in_one_line_and_status_2(tmp_path: Path, data: Any, says: str) -> None:
    path = saved(tmp_path, data)
    result = run(path, "--json")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.strip().splitlines()) == 1
    assert result.stderr.startswith(f"kogge: {path}: ")
    assert says in result.stderr


@pytest.mark.parametrize("options", [("--success", "0"), ("--success", "1.5"), ("--seconds", "0"), ("--cycle", "-1")])
def test_options_out_of_range_are_wrong_use(tmp_path: Path, options: tuple[str, str]) -> None:
    assert run(saved(tmp_path, KIDNEY), *options).exit_code == 2


def test_a_missing_file_is_wrong_use(tmp_path: Path) -> None:
    assert run(tmp_path / "none.json").exit_code == 2
