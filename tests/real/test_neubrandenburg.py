"""A real town from two public files to the dossier; every figure is counted again without Kogge."""

from __future__ import annotations

import io
import math
from collections import Counter, defaultdict

import networkx as nx
import pypdf
import pytest

from .conftest import TALKS, Run
from .sources import OsmObject, osm_objects, register_entries, register_rows

PARTS = ("new", "updated", "duplicate", "refused", "filtered")


@pytest.fixture(scope="module")
def objects(run: Run) -> list[OsmObject]:
    return list(osm_objects(run.osm_file))


@pytest.mark.parametrize("step", ["osm", "register", "again"])
def test_the_counts_of_an_import_add_up(run: Run, step: str) -> None:
    answer = run.answers[step]
    assert answer["read"] == sum(answer[part] for part in PARTS)


def test_every_named_shop_of_the_file_is_in_the_register(run: Run, objects: list[OsmObject]) -> None:
    named = {thing.id: thing for thing in objects if thing.tags.get("name") and thing.tags.get("shop", "no") != "no"}
    vacant = {key for key, thing in named.items() if thing.tags["shop"] in ("vacant", "empty", "disused")}
    stored = {row["source_id"]: row for row in run.after_osm}
    missing = set(named) - set(stored) - vacant
    # A shop drawn twice is there under its other id: the same name stands in the register.
    names = {row["name"] for row in run.after_osm}
    assert [key for key in missing if named[key].tags["name"] not in names] == []
    assert len(missing) <= run.answers["osm"]["duplicate"]
    assert len(named) > 200


def test_points_of_the_file_are_where_the_file_says(run: Run, objects: list[OsmObject]) -> None:
    places = {thing.id: (thing.lat, thing.lon) for thing in objects if thing.lat is not None}
    checked = [row for row in run.after_osm if row["source_id"] in places]
    for row in checked:
        lat, lon = places[row["source_id"]]
        assert row["lat"] == pytest.approx(lat, abs=1e-6)
        assert row["lon"] == pytest.approx(lon, abs=1e-6)
    assert len(checked) > 300
    assert all(row["lat"] is not None for row in run.after_osm)


def test_names_and_opening_hours_are_kept_word_for_word(run: Run, objects: list[OsmObject]) -> None:
    tags = {thing.id: thing.tags for thing in objects}
    told = [(row, tags[row["source_id"]]) for row in run.after_osm if row["source_id"] in tags]
    hours = [(row["opening_hours"], said["opening_hours"]) for row, said in told if said.get("opening_hours")]
    assert all(stored == " ".join(said.split())[:255] for stored, said in hours)
    assert len(hours) > 50
    assert all(row["name"] == " ".join(said["name"].split())[:200] for row, said in told if said.get("name"))


def test_every_entry_of_the_register_for_the_town_is_there_once(run: Run) -> None:
    entries = register_entries(run.register_file, "Neubrandenburg")
    answer = run.answers["register"]
    assert answer["new"] + answer["updated"] + answer["duplicate"] == len(entries)
    assert answer["read"] == register_rows(run.register_file)
    numbers = Counter(row["register_no"] for row in run.organisations if row["register_no"])
    assert sum(numbers.values()) == len(entries)
    ours = {entry["company_number"] for entry in entries}
    from_register = {row["source_id"] for row in run.organisations if row["source_id"].startswith("register:")}
    assert from_register <= {f"register:{number}" for number in ours}
    assert len(from_register) == answer["new"]


def test_the_same_file_again_brings_nothing_new(run: Run) -> None:
    assert (run.answers["again"]["new"], run.answers["again"]["updated"]) == (0, 0)
    assert len(run.organisations) == run.answers["osm"]["new"] + run.answers["register"]["new"]


def test_register_entries_with_a_known_address_are_on_the_map(run: Run, objects: list[OsmObject]) -> None:
    """A street, number and postcode that OSM has exactly so give a place to an entry of the register."""
    doors: dict[tuple[str, ...], list[tuple[float, float]]] = defaultdict(list)
    for thing in objects:
        if thing.lat is not None and thing.lon is not None and "addr:street" in thing.tags:
            door = tuple(thing.tags.get(f"addr:{part}", "") for part in ("street", "housenumber", "postcode"))
            doors[door].append((thing.lat, thing.lon))
    checked = 0
    for row in run.organisations:
        known = doors.get((row["street"], row["housenumber"], row["postcode"]), [])
        known = known if row["source"] == "register" else []
        if not known or not row["housenumber"]:
            continue
        assert row["lat"] is not None, row
        checked += 1
        nearest = min(math.hypot(row["lat"] - lat, (row["lon"] - lon) * 0.6) for lat, lon in known)
        assert nearest * 111_000 < 100, row
    assert checked > 10


def test_the_base_map_is_a_tile_archive_of_the_town(run: Run) -> None:
    assert run.basemap[:7] == b"PMTiles"
    west, south, east, north = (
        int.from_bytes(run.basemap[at : at + 4], "little", signed=True) / 1e7 for at in (102, 106, 110, 114)
    )
    assert west < 13.26 < east  # the Marienkirche stands in the middle of the town
    assert south < 53.557 < north


def test_practice_talks_are_as_many_as_asked_for(run: Run) -> None:
    assert run.answers["practise"]["made"]["interviews"] == TALKS
    assert len({organisation for _staff, organisation in run.visits}) == TALKS


def test_the_plan_can_be_carried_out(run: Run) -> None:
    assert len(run.transfers) >= 6
    by_proposal = defaultdict(list)
    for transfer in run.transfers:
        by_proposal[transfer["proposal"]].append(transfer)
        assert transfer["giver"] == transfer["offer__organisation"]
        assert transfer["receiver"] == transfer["need__organisation"]
        assert transfer["giver"] != transfer["receiver"]
        pair = transfer["giver"], transfer["receiver"]
        assert pair not in run.no_go
        assert pair[::-1] not in run.no_go
    for steps in by_proposal.values():
        is_ring = steps[0]["proposal__kind"] == "ring"
        assert [one["receiver"] for one in steps[:-1]] == [one["giver"] for one in steps[1:]]
        assert (steps[-1]["receiver"] == steps[0]["giver"]) == is_ring
        assert is_ring or steps[0]["offer__asks_nothing"]
        assert len({one["giver"] for one in steps}) == len(steps)
        assert len(steps) <= run.limits["ring" if is_ring else "chain"]
        chance = (run.limits["success_percent"] / 100) ** len(steps)
        assert steps[0]["proposal__probability"] == pytest.approx(chance)
    assert max(Counter(one["need"] for one in run.transfers).values()) == 1
    used = Counter(one["offer"] for one in run.transfers)
    assert all(used[one["offer"]] <= one["offer__capacity"] for one in run.transfers)


def test_the_plan_says_how_good_it_is(run: Run) -> None:
    rings = run.answers["match"]["rings"]
    scores = {one["proposal"]: one["proposal__score"] for one in run.transfers}
    assert rings["objective"] == pytest.approx(sum(scores.values()), abs=1e-4)
    assert rings["bound"] >= rings["objective"] - 1e-6
    gap = (rings["bound"] - rings["objective"]) / rings["bound"]
    assert rings["gap"] == pytest.approx(gap, abs=1e-6)
    assert rings["optimal"] == (gap < 1e-6)


def fragmentation(graph: nx.Graph) -> float:
    """Borgatti's F: the share of pairs that cannot reach each other."""
    count = len(graph)
    joined = sum(len(part) * (len(part) - 1) for part in nx.connected_components(graph))
    return 1 - joined / (count * (count - 1))


def test_the_day_after_equals_networkx(run: Run) -> None:
    graph = nx.Graph()
    graph.add_edges_from((("staff", name), organisation) for name, organisation in run.visits)
    graph.add_edges_from(run.relations)
    answer = run.answers["day-after"]
    organisations = [node for node in graph if not isinstance(node, tuple)]
    assert answer["organisations"] == len(organisations)
    assert answer["ties_today"] == graph.number_of_edges()
    assert answer["fragmentation_today"] == pytest.approx(fragmentation(graph))
    assert answer["components_today"] == nx.number_connected_components(graph)
    after = graph.subgraph(organisations)
    assert answer["fragmentation_after"] == pytest.approx(fragmentation(after))
    assert answer["components_after"] == nx.number_connected_components(after)
    alone = sorted(run.names[node] for node in after if after.degree(node) == 0)
    assert answer["orphans"] == alone
    assert 0 < len(alone) < len(organisations)
    assert sorted(answer["leavers"]) == sorted({name for name, _organisation in run.visits})


def test_introductions_help_as_much_as_they_say(run: Run) -> None:
    answer = run.answers["day-after"]
    proposed = answer["introductions"]
    assert len(proposed) == 10
    keys = defaultdict(list)
    for _staff, organisation in run.visits:
        keys[run.names[organisation]].append(organisation)
    graph = nx.Graph(run.relations)
    graph.add_nodes_from(organisation for _staff, organisation in run.visits)
    before = fragmentation(graph)
    for one in proposed:
        assert one["reasons"]
        # Two branches of one name are told apart by what their introduction gains.
        ends = [(a, b) for a in keys[one["pair"][0]] for b in keys[one["pair"][1]] if not graph.has_edge(a, b)]
        assert ends
        gains = {}
        for a, b in ends:
            trial = graph.copy()
            trial.add_edge(a, b)
            gains[a, b] = fragmentation(graph) - fragmentation(trial)
        best = min(gains, key=lambda pair: abs(gains[pair] - one["gain"]))
        assert gains[best] == pytest.approx(one["gain"], abs=1e-9)
        graph.add_edge(*best)
    assert before - fragmentation(graph) == pytest.approx(answer["introductions_gain"], abs=1e-9)


def test_the_dossier_holds_what_was_found(run: Run) -> None:
    reader = pypdf.PdfReader(io.BytesIO(run.dossier))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).replace("\xad", "").split())
    assert "Neubrandenburg" in text
    assert f"{len(run.organisations):,}".replace(",", ".") in text
    assert f"{TALKS} Besuche" in text or f"{TALKS} davon" in text or f" {TALKS} " in text
    alone = len(run.answers["day-after"]["orphans"])
    assert f" {alone} " in text
    assert "OpenStreetMap" in text
    assert len(reader.pages) >= 8
    first = run.answers["day-after"]["introductions"][0]["pair"]
    squeezed = text.replace(" ", "").replace("-", "")
    assert all(name.replace(" ", "").replace("-", "") in squeezed for name in first)


def test_practice_goes_without_a_trace(run: Run) -> None:
    removed = run.answers["remove"]["removed"]
    assert removed == run.answers["practise"]["made"]
    organisations = run.practice_left.pop("Organisation")
    assert set(run.practice_left.values()) == {0}
    assert organisations == len(run.organisations)
