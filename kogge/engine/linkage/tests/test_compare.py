"""What speaks for and against two records being one body."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kogge.engine.linkage import Record, clusters, compare, find_pairs, keys
from kogge.engine.linkage.pairs import Index

BAKER = Record(
    "a",
    "Bäckerei Kowalewski GmbH",
    street="Lindenstraße",
    housenumber="3",
    postcode="17033",
    city="Neubrandenburg",
    phone="0395 123456",
)


@pytest.mark.parametrize(
    "other",
    [
        Record("b", "Baeckerei Kowalewski", street="Lindenstr.", housenumber="3 a", city="Neubrandenburg"),
        Record("b", "Stadtbäckerei Kowalewsky", phone="+49 395 123456"),
        Record("b", "Kowalewski, Bäckerei Inh. Jan Kowalewski e.K.", street="Lindenstraße", housenumber="3"),
        replace(BAKER, id="b", street="Markt", housenumber="1"),
    ],
)
def test_spellings_of_one_bakery(other: Record) -> None:
    assert compare(BAKER, other).probability > 0.9


@pytest.mark.parametrize(
    "other",
    [
        Record("b", "Bäckerei Meier", street="Ringstraße", housenumber="9", city="Neubrandenburg"),
        Record("b", "Friseur Petersen", street="Lindenstraße", housenumber="3", postcode="17033"),
        Record("b", "Förderverein Bäckerei Kowalewski e.V.", city="Neubrandenburg"),
        Record("b", "Bäckerei", city="Neubrandenburg"),
    ],
)
def test_neighbours_and_namesakes_are_others(other: Record) -> None:
    assert compare(BAKER, other).probability < 0.5


def test_branches_of_a_chain_at_two_places_are_two() -> None:
    one = Record("1", "Netto", street="Lindenstraße", housenumber="3", postcode="17033", lat=53.55, lon=13.26)
    two = Record("2", "Netto", street="Torfsteg", housenumber="11", postcode="17034", lat=53.57, lon=13.28)
    assert compare(one, two).probability < 0.1
    assert compare(one, replace(one, id="3", street="", housenumber="")).probability > 0.5


def test_numbered_sisters_are_others() -> None:
    one, two = Record("1", "Zwölfte Windpark Demen GmbH"), Record("2", "Dreizehnte Windpark Demen GmbH")
    assert compare(one, two).probability < 0.5
    finding = next(reason for reason in compare(one, two).reasons if reason.field == "numerals")
    assert (finding.outcome, finding.message) == ("different", "Different numbers in the name.")
    assert finding.weight < 0


def test_reasons_add_up_to_the_weight() -> None:
    found = compare(BAKER, Record("b", "Bäckerei Kowalewski", phone="0395 123456", postcode="17034"))
    assert found.weight == pytest.approx(-11 + sum(reason.weight for reason in found.reasons), abs=0.02)
    assert found.probability == pytest.approx(1 / (1 + 2**-found.weight), abs=1e-3)
    assert {reason.field for reason in found.reasons} == {"name", "phone", "postcode"}


WORD = st.text("abcdefghilmnoprstuäöüß", min_size=2, max_size=9)
RECORD = st.builds(
    Record,
    id=st.just("x"),
    name=st.lists(WORD, min_size=1, max_size=4).map(" ".join),
    street=st.sampled_from(["", "Lindenstr.", "Torfsteg"]),
    housenumber=st.sampled_from(["", "3", "3a"]),
    phone=st.sampled_from(["", "0395 123456", "0395 123457"]),
    email=st.sampled_from(["", "info@a.de", "b@gmx.de"]),
)


@given(RECORD, RECORD)
def test_the_order_of_two_records_does_not_matter_for_keys_and_place(one: Record, two: Record) -> None:
    left, right = compare(one, two), compare(two, one)
    assert {(r.field, r.outcome) for r in left.findings if r.field != "name"} == {
        (r.field, r.outcome) for r in right.findings if r.field != "name"
    }
    # Words are paired greedily, so the name's weight may differ a little with the order.
    assert abs(left.weight - right.weight) <= 8


@given(RECORD)
def test_a_record_is_most_like_itself(record: Record) -> None:
    assert set(keys(record)) == set(keys(replace(record, id="y")))
    itself = compare(record, record)
    assert all(reason.weight >= 0 for reason in itself.findings)


def test_pairs_within_a_list_and_between_two() -> None:
    copy = replace(BAKER, id="b", name="Baeckerei Kowalewski")
    other = Record("c", "Friseur Petersen", phone="0395 999999")
    assert [(pair.left, pair.right) for pair in find_pairs([BAKER, copy, other])] == [("a", "b")]
    between = find_pairs([BAKER, other], others=[copy, replace(other, id="d")])
    assert {(pair.left, pair.right) for pair in between} == {("a", "b"), ("c", "d")}
    assert find_pairs([BAKER, other], others=[Record("e", "Ganz Anders")]) == []


def test_clusters_join_pairs() -> None:
    records = [replace(BAKER, id=name) for name in "abc"] + [Record("d", "Friseur Petersen")]
    assert clusters(find_pairs(records)) == [["a", "b", "c"]]


def test_one_new_record_against_a_stock() -> None:
    stock = [replace(BAKER, id=f"{i}", name=f"Bäckerei {name}", phone="") for i, name in enumerate(("Ahrens", "Bohm"))]
    index = Index([*stock, BAKER])
    (match,) = index.matches(Record("new", "Kowalewski Bäckerei", city="Neubrandenburg", phone="0395/123456"))
    assert match[0] == BAKER
    assert match[1].probability > 0.9
    assert index.matches(BAKER) == [], "never itself"
