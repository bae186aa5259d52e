"""`kogge engine ties` and `kogge engine day-after` as a person or a script calls them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kogge.cli.engine import engine
from kogge.engine.ties.tests.oracle import graph_from_files
from kogge.testing import shared_data


def call(*arguments: object) -> Result:
    return CliRunner().invoke(engine, [str(argument) for argument in arguments])


def answer(*arguments: object) -> dict[str, Any]:
    result = call(*arguments, "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert isinstance(found, dict)
    return found


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, ...]:
    """A hub of staff (s) with three organisations, two of which are tied."""
    nodes = tmp_path / "nodes.csv"
    nodes.write_text('id,name,staff\ns,Mia,ja\na,"Bäckerei, Toitenwinkel",\nb,Schule,\nc,Club,\n', encoding="utf-8")
    edges = tmp_path / "edges.csv"
    edges.write_text("from,to\ns,a\ns,b\ns,c\na,b\n", encoding="utf-8")
    return "--nodes", str(nodes), "--edges", str(edges)


def test_ties_has_the_promised_keys(files: tuple[str, ...]) -> None:
    found = answer("ties", *files)
    assert found["nodes"] == 4
    assert found["edges"] == 4
    assert found["density"] == pytest.approx(2 / 3)
    assert found["degree_centralisation"] == pytest.approx((0 + 1 + 1 + 2) / 6)
    assert found["components"] == 1
    assert found["fragmentation"] == 0.0
    assert found["vertex_connectivity"] == 1
    assert found["articulation_points"] == ["s"]
    assert found["betweenness"] == {"s": 2.0, "a": 0.0, "b": 0.0, "c": 0.0}
    assert sorted(key for group in found["communities"] for key in group) == ["a", "b", "c", "s"]
    assert isinstance(found["modularity"], float)


def test_losing_the_busiest_broker_again_and_again(files: tuple[str, ...]) -> None:
    assert "attack" not in answer("ties", *files)
    first, second = answer("ties", *files, "--attack", 2)["attack"]
    assert first["node"] == "s"
    assert first["betweenness"] == 2.0
    assert first["fragmentation"] == pytest.approx(2 / 3)
    assert (first["components"], first["largest"]) == (2, 2)
    assert second["node"] == "a"
    assert "1. without Mia: fragmentation 0.6667, 2 components" in call("ties", *files, "--attack", 1).output


@pytest.mark.parametrize("name", ["out.graphml", "out.gexf", "out.csv", "out.kumu.csv"])
def test_the_network_is_written_and_gives_the_same_figures(files: tuple[str, ...], name: str, tmp_path: Path) -> None:
    before = answer("ties", *files, "--out", tmp_path / name)
    paths = sorted(tmp_path.glob("out*"), reverse=True)
    if len(paths) == 1:
        after = answer("ties", *paths)
    else:
        nodes, edges = (
            path for word in ("nodes|elements", "edges|conn") for path in paths if re.search(word, path.name)
        )
        after = answer("ties", "--nodes", nodes, "--edges", edges)
    assert after == before


def test_a_network_that_cannot_be_written(files: tuple[str, ...], tmp_path: Path) -> None:
    assert "must end in .graphml" in call("ties", *files, "--out", tmp_path / "x.pdf").output
    result = call("ties", *files, "--out", tmp_path / "missing" / "x.csv")
    assert result.exit_code == 2
    assert "cannot be written" in result.output


def test_directed(files: tuple[str, ...]) -> None:
    assert answer("ties", *files, "--directed")["density"] == pytest.approx(1 / 3)


def test_day_after_has_the_promised_keys(files: tuple[str, ...]) -> None:
    found = answer("day-after", *files, "--leavers", "s", "--introductions", "2")
    assert found["fragmentation_today"] == 0.0
    assert found["fragmentation_after"] == pytest.approx(2 / 3)
    assert found["components_after"] == 2
    assert found["orphans"] == ["c"]
    assert found["staff_only_ties"] == pytest.approx(3 / 4)
    (tie,) = found["introductions"]
    assert tie["pair"] == ["a", "c"]
    assert tie["gain"] == pytest.approx(2 / 3)
    assert found["introductions_optimal"] is True


def test_staff_leave_by_default_and_labels_name_leavers(files: tuple[str, ...]) -> None:
    assert answer("day-after", *files)["leavers"] == ["s"]
    assert answer("day-after", *files, "--leavers", "Mia, c")["leavers"] == ["s", "c"]
    assert answer("day-after", *files, "--leavers", "Bäckerei, Toitenwinkel")["leavers"] == ["a"]


def test_answers_for_people(files: tuple[str, ...]) -> None:
    result = call("day-after", *files)
    assert result.exit_code == 0
    assert "components: 1 → 2" in result.output
    assert "left without any tie: Club" in result.output
    assert "1. Bäckerei, Toitenwinkel – Club: −0.6667, joins 2 and 1" in result.output
    result = call("ties", *files)
    assert result.exit_code == 0
    assert "articulation points: Mia" in result.output


def test_real_network_end_to_end() -> None:
    nodes = shared_data("networks", "emon_Texas_nodes.csv")
    edges = shared_data("networks", "emon_Texas_edges.csv")
    found = answer("day-after", "--nodes", nodes, "--edges", edges, "--leavers", "3,8")
    graph = graph_from_files(nodes, edges, directed=False)
    graph.remove_nodes_from(["3", "8"])
    assert found["nodes_after"] == len(graph)
    assert found["ties_after"] == graph.number_of_edges()


@pytest.mark.parametrize(
    ("extra", "says"),
    [
        (("--leavers", "zoe"), "--leavers: 'zoe' is not in the network"),
        (("--leavers", " , "), "--leavers: names nobody"),
    ],
)
def test_wrong_leavers(files: tuple[str, ...], extra: tuple[str, ...], says: str) -> None:
    refused(call("day-after", *files, *extra, "--json"), says)


def test_nobody_leaves(tmp_path: Path) -> None:
    edges = tmp_path / "edges.csv"
    edges.write_text("from,to\na,b\n", encoding="utf-8")
    refused(call("day-after", edges), "nobody leaves")


def test_no_file_two_files_and_a_bad_one(tmp_path: Path, files: tuple[str, ...]) -> None:
    refused(call("ties"), "give one file with ties")
    refused(call("ties", files[3], *files), "give one file with ties")
    refused(call("ties", "--edges", tmp_path / "none.csv"), "cannot be read (No such file or directory)")
    broken = tmp_path / "broken.csv"
    broken.write_text("from,to\na,x\n", encoding="utf-8")
    refused(
        call("ties", *files[:2], "--edges", broken),
        "broken.csv, line 2, column 2 (to): 'x' is not in nodes.csv",
    )


def refused(result: Result, says: str) -> None:
    """Exit status 2, one line on standard error, nothing on standard output."""
    assert result.exit_code == 2
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert says in line
