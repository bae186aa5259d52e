"""`kogge engine circles FILE`: the answer's keys, the text for people, and one clear line for bad input."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kogge.cli import kogge
from kogge.engine.circles.tests.towns import town


def run(path: Path, *options: str) -> Result:
    return CliRunner().invoke(kogge, ["engine", "circles", str(path), *options])


def saved(folder: Path, data: Any) -> Path:
    path = folder / "in.json"
    path.write_bytes(data if isinstance(data, bytes) else json.dumps(data).encode())
    return path


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "en")


def test_answer_has_the_promised_keys(tmp_path: Path) -> None:
    result = run(saved(tmp_path, town(12, 5)), "--json")
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert {"objective", "bound", "gap", "circles", "left_out", "seconds"} <= set(told)
    assert {"slot", "place", "language", "topics", "members", "host"} == set(told["circles"][0])
    assert all({"id", "reason"} <= set(left) for left in told["left_out"])


def test_size_takes_the_place_of_the_files(tmp_path: Path) -> None:
    told = json.loads(run(saved(tmp_path, town(12, 5)), "--size", "3:3", "--json").stdout)
    assert {len(c["members"]) for c in told["circles"]} <= {3}
    told = json.loads(run(saved(tmp_path, town(12, 5)), "--size", "13:20", "--json").stdout)
    assert (told["objective"], told["bound"], told["circles"]) == (0, 0, [])
    codes = {left["code"] for left in told["left_out"]}
    assert codes <= {"too_few", "alone_in_language", "hours", "fee", "too_far", "no_place_open"}


def test_text_for_people_in_german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "de")
    text = run(saved(tmp_path, town(12, 5))).output
    assert "Kreise: " in text
    assert "Mehr sind nachweislich nicht möglich." in text
    assert "Left out" not in text


def changed(**changes: Any) -> dict[str, Any]:
    data = copy.deepcopy(town(3, 1))
    for key, value in changes.items():
        if key in data:
            data[key] = value
        else:
            data["members"][1][key] = value
    return data


@pytest.mark.parametrize(
    "data, said",
    [
        (b"{", "line 1 is not valid JSON"),
        (b"[]", "not a town of circles JSON"),
        (b'{"members": [], "places": [], "slots": [], "topics": [], "size": [5, NaN]}', "NaN is not a number"),
        (changed(id="m0"), "members: m0 is there twice; ids must differ"),
        (changed(slots=["sun"]), "is not in `slots`; add it there"),
        (changed(lat="north"), "members, entry 2 (m1): lat must be a number from -90 to 90, found 'north'"),
        (changed(lat=1e400), "members, entry 2 (m1): lat must be a number from -90 to 90, found inf"),
        (changed(size=[6, 5]), "`size` must be two whole numbers like [5, 12], the smaller first, found [6, 5]"),
        (changed(topics=["a"]), "is not in `topics`; add it there"),
        (changed(no_go=["x"]), "members (m1): no_go names x, who is no member; take it out"),
        (changed(host="yes"), "members, entry 2 (m1): host must be true or false, found 'yes'"),
        (changed(members={}), "`members` must be a list of objects, found {}"),
        (changed(max_topics=0), "the document: max_topics must be a whole number from 1 to 10, found 0"),
    ],
)
def test_bad_input_is_one_line(tmp_path: Path, data: Any, said: str) -> None:
    text = data if isinstance(data, bytes) else json.dumps(data).replace("Infinity", "1e400").encode()
    result = run(saved(tmp_path, text), "--json")
    assert result.exit_code == 2
    assert said in result.output
    assert result.output.count("\n") == 1


@pytest.mark.parametrize("size", ["5", "12:5", "0:3", "a:b", "5:12:3"])
def test_a_size_that_is_none(tmp_path: Path, size: str) -> None:
    result = run(saved(tmp_path, town(3, 1)), "--size", size)
    assert result.exit_code == 2
    assert "must be two whole numbers like 5:12" in result.output
