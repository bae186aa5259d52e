"""Register extracts: the right town, only what is current, and the register's own number."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

from kogge.actors.importing.readers import Options, read, sniff
from kogge.testing import shared_data

HEADER = (
    "company_number,name,status,register_type,register_no,registrar,former_registrar,registered_office,"
    "federal_state,registered_address,postal_code,retrieved_at,part\n"
)
CURRENT = "currently registered"
ROWS = (
    f'N1_HRB1,Bäckerei Nord GmbH,{CURRENT},HRB,1,Neubrandenburg,,Neubrandenburg,MV,"Ringstr. 3, 17033 '
    'Neubrandenburg",17033,x,csv\n'
    f"N1_VR2,Freunde Schule Süd,{CURRENT},VR,2,Neubrandenburg,,Neubrandenburg/Carlshöhe,MV,,,x,csv\n"
    "N1_HRB3,Alt GmbH,removed,HRB,3,Neubrandenburg,,Neubrandenburg,MV,,,x,csv\n"
    f'N1_HRA4,Hof Nord e.K.,{CURRENT},HRA,4,Neubrandenburg,,Demmin,MV,"Weg 3 a, 17033 '
    'Neubrandenburg",17033,x,csv\n'
    f"N1_HRA5,Fern KG,{CURRENT},HRA,5,Rostock,,Hansestadt Rostock,MV,,,x,csv\n"
)


def extract(folder: Path) -> Path:
    path = folder / "register.csv"
    path.write_text(HEADER + ROWS, encoding="utf-8")
    return path


def test_filtered_by_seat_or_address_and_current_only(tmp_path: Path) -> None:
    path = extract(tmp_path)
    assert sniff(path) == "register"
    reading = read(path, options=Options(towns=("Neubrandenburg",)))
    assert [record.source_id for record in reading.records] == [
        "register:N1_HRB1",
        "register:N1_VR2",
        "register:N1_HRA4",
    ]
    assert reading.counts["other_town"] == 1
    assert reading.counts["struck_off"] == 1
    baker, friends, farm = reading.records
    assert (baker.street, baker.housenumber, baker.postcode) == ("Ringstr.", "3", "17033")
    assert baker.register_no == "HRB 1 Neubrandenburg"
    assert (friends.kind, friends.legal_form, friends.city) == ("civic", "e.V.", "Neubrandenburg")
    assert (farm.city, farm.housenumber, farm.legal_form) == ("Neubrandenburg", "3 a", "e.K.")


def test_struck_off_on_request_and_titles_of_towns(tmp_path: Path) -> None:
    path = extract(tmp_path)
    everything = read(path, options=Options(current_only=False))
    assert [record.status for record in everything.records].count("removed") == 1
    assert [r.name for r in read(path, options=Options(towns=("Rostock",))).records] == ["Fern KG"]


def test_real_extract_against_an_independent_count() -> None:
    path = shared_data("register", "offeneregister_mv.csv.gz")
    with gzip.open(path, "rt", encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    current = [row for row in rows if row["status"] == "currently registered"]
    reading = read(path)
    assert reading.counts["read"] == len(rows) == 34_654
    assert len(reading.records) == len(current)
    town = read(path, options=Options(towns=("Neubrandenburg",)))
    seat = {row["company_number"] for row in current if row["registered_office"] == "Neubrandenburg"}
    address = {row["company_number"] for row in current if row["registered_address"].endswith(" Neubrandenburg")}
    taken = {record.source_id.removeprefix("register:") for record in town.records}
    assert seat | address <= taken
    # Beyond those only spellings with something behind the town: a quarter, a court, a sentence without a space.
    rest = [row for row in current if row["company_number"] in taken - seat - address]
    assert [
        row["name"]
        for row in rest
        if not row["registered_office"].casefold().startswith("neubrandenburg")
        and " Neubrandenburg.neues" not in row["registered_address"]
    ] == []
    assert len(rest) < 10
