"""Real and published lists: how much is found, how much is wrong. The weights were not fitted to these files."""

from __future__ import annotations

import csv
import gzip
import json
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import pytest
from click.testing import CliRunner

from kogge.cli import kogge
from kogge.cli.engine_link import records_of
from kogge.engine.linkage import Index, Record, find_pairs
from kogge.testing import shared_data


def quality(pairs: set[frozenset[str]], truth: set[frozenset[str]]) -> tuple[float, float]:
    """Precision and recall."""
    right = len(pairs & truth)
    return right / len(pairs), right / len(truth)


def febrl_truth(ids: list[str]) -> set[frozenset[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for name in ids:
        groups[name.split("-")[1]].append(name)
    return {frozenset(pair) for group in groups.values() for pair in combinations(group, 2)}


@pytest.mark.parametrize(("name", "least"), [("dataset1.csv", 0.99), ("dataset3.csv", 0.98)])
def test_febrl_lists_of_persons(name: str, least: float) -> None:
    records = records_of(shared_data("register", "febrl", name))
    found = {frozenset((pair.left, pair.right)) for pair in find_pairs(records, 0.9)}
    precision, recall = quality(found, febrl_truth([record.id for record in records]))
    assert precision > 0.995
    assert 2 * precision * recall / (precision + recall) > least


def test_two_lists_on_the_command_line() -> None:
    folder = shared_data("register", "febrl")
    answer = CliRunner().invoke(
        kogge, ["engine", "link", str(folder / "dataset4a.csv"), str(folder / "dataset4b.csv"), "--json"]
    )
    assert answer.exit_code == 0
    data = json.loads(answer.stdout)
    assert set(data) == {"pairs", "clusters", "seconds"}
    found = {frozenset(pair["ids"]) for pair in data["pairs"]}
    truth = {frozenset((f"rec-{i}-org", f"rec-{i}-dup-0")) for i in range(5000)}
    precision, recall = quality(found, truth)
    assert precision > 0.995
    assert recall > 0.985
    assert all(pair["why"] and pair["probability"] >= 0.9 for pair in data["pairs"])


def test_companies_found_again_by_a_former_name() -> None:
    """Every tenth renaming, against their companies and every fourth other one.

    Many are full renamings; of the names with any likeness most are the first answer. Whole stock: see bench.
    """
    names = shared_data("register", "offeneregister_mv_previous_names.csv").read_text(encoding="utf-8")
    renamed = list(csv.DictReader(names.splitlines()))[::10]
    wanted = {row["company_number"] for row in renamed}
    register = shared_data("register", "offeneregister_mv.csv.gz")
    with gzip.open(register, "rt", encoding="utf-8", newline="") as handle:
        every = list(csv.DictReader(handle))
    rows = [row for at, row in enumerate(every) if at % 4 == 0 or row["company_number"] in wanted]
    stock = [Record(row["company_number"], row["name"], city=row["registered_office"].split("(")[0]) for row in rows]
    cities = {record.id: record.city for record in stock}
    index = Index(stock)
    first = among_ten = sure = sure_and_right = 0
    for row in renamed:
        matches = index.matches(Record("?", row["previous_name"], city=cities[row["company_number"]]), 0.0)
        ids = [record.id for record, _ in matches]
        first += ids[:1] == [row["company_number"]]
        among_ten += row["company_number"] in ids
        if matches and matches[0][1].probability >= 0.9:
            sure += 1
            sure_and_right += ids[0] == row["company_number"]
    assert first / len(renamed) > 0.55
    assert among_ten / len(renamed) > 0.65
    assert sure_and_right / sure > 0.85


def test_bad_lists_end_in_one_line(tmp_path: Path) -> None:
    nameless = tmp_path / "a.csv"
    nameless.write_text("Umsatz;Ort\n1;Rostock\n", encoding="utf-8")
    twice = tmp_path / "b.csv"
    twice.write_text("id;name\n1;A\n1;B\n", encoding="utf-8")
    for path, said in ((nameless, "No column holds a name"), (twice, "line 3: The id “1”"), (tmp_path, "opened")):
        answer = CliRunner().invoke(kogge, ["engine", "link", str(path)])
        assert answer.exit_code == 2
        assert said in answer.stderr
        assert len(answer.stderr.strip().splitlines()) == 1


def test_ids_that_both_lists_use_are_told_apart(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("Firma;Telefon\nBäckerei Kowalewski;0395 123456\n", encoding="utf-8")
    answer = CliRunner().invoke(kogge, ["engine", "link", str(tmp_path / "a.csv"), str(tmp_path / "b.csv"), "--json"])
    assert [pair["ids"] for pair in json.loads(answer.stdout)["pairs"]] == [["A:line 2", "B:line 2"]]
