"""Names, streets, phones and hosts in one spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kogge.engine.linkage import Record, fold, prepare, split_legal_form
from kogge.engine.linkage.normal import host_key, house_key, name_parts, phone_key, street_key


@pytest.mark.parametrize(
    ("name", "bare", "form"),
    [
        ("Ostseestaal GmbH & Co. KG", "Ostseestaal", "GmbH & Co. KG"),
        ("Möbelwerk Gesellschaft mit beschränkter Haftung", "Möbelwerk", "GmbH"),
        ("HiddenMarkets UG (haftungsbeschränkt)", "HiddenMarkets", "UG"),
        ("Kinderzentrum gemeinnützige GmbH", "Kinderzentrum", "gGmbH"),
        ("Schule der Künste (e.V.)", "Schule der Künste", "e.V."),
        ("Angelverein Bau GmbH Eggesin e.V.", "Angelverein Bau GmbH Eggesin", "e.V."),
        ("Pfanni GmbH & Co. OHG Stavenhagen", "Pfanni Stavenhagen", "GmbH & Co. OHG"),
        ("Niemann Anlagenbau e. Kfm.", "Niemann Anlagenbau", "e.K."),
        ("Drinkuth Aktiengesellschaft", "Drinkuth", "AG"),
        ("AG Stadtgeschichte", "AG Stadtgeschichte", ""),
        ("Seifenladen", "Seifenladen", ""),
        ("GmbH", "GmbH", "GmbH"),
    ],
)
def test_legal_forms_are_found_and_taken_off(name: str, bare: str, form: str) -> None:
    assert split_legal_form(name) == (bare, form)


@given(
    st.sampled_from(["GmbH", "e.V.", "GmbH & Co. KG", "OHG", "UG (haftungsbeschränkt)", "eG", "e.K."]), st.booleans()
)
def test_a_form_behind_any_name_is_found(form: str, comma: bool) -> None:
    bare, found = split_legal_form(f"Bootsbau Petersen{',' if comma else ''} {form}")
    assert bare == "Bootsbau Petersen"
    assert found


@given(st.text(max_size=60))
def test_any_text_can_be_prepared(text: str) -> None:
    item = prepare(Record("1", text, street=text, housenumber=text, phone=text, website=text, email=text, city=text))
    assert fold(fold(text)) == fold(text)
    assert all(fold(word) == word for word in item.tokens)


def test_owners_and_numerals_stand_apart() -> None:
    tokens, owner, numerals, form = name_parts("Autohaus Olaf Inh. Cornelia Degner e.K.")
    assert (tokens, form) == (("autohaus", "olaf"), "e.K.")
    assert owner == {"cornelia", "degner"}
    assert name_parts("Einundzwanzigste Solar KG")[2] == {21}
    assert name_parts("Objekt III KG")[2] == {3}
    assert not numerals


def test_streets_and_houses() -> None:
    assert len({street_key(s) for s in ("Lindenstr.", "Lindenstraße", "Lindenstrasse", "LINDEN STR")}) == 1
    assert street_key("Lindenweg") != street_key("Lindenstraße")
    assert [house_key(n) for n in ("3", "03", "3 A", "3a-5", "3/4")] == ["3", "3", "3a", "3a", "3"]


def test_phones_and_hosts() -> None:
    spellings = ("0381 12 34 56", "+49 381 123456", "0049 (0)381/123456", "(0381) 123456")
    assert {phone_key(spelling) for spelling in spellings} == {"+49381123456"}
    assert phone_key("keine") == ""
    assert host_key("HTTPS://www.Baecker.de:443/a?b") == "baecker.de"
    assert host_key("instagram.com") == "", "a shared host alone says nothing"
