"""The members of a network as vCards: read again by the register's own reader, and no line break of anybody's own."""

from __future__ import annotations

from django.urls import reverse

from kogge.actors.importing.readers import Options, read

from .factories import days, make_network, make_organisation


def url(area, network):
    return reverse("networks:members_vcard", args=[area.slug, network.pk])


def test_members_come_back_by_the_reader(area, vera, login, tmp_path):
    one = make_organisation(
        area, "Bäckerei, Ähre; & Co", street="Kai", housenumber="3", postcode="18055", city="Rostock",
        phone="+49 381 123", email="a@example.org", lat=54.1, lon=12.1,
    )  # fmt: skip
    evil = make_organisation(area, "Zeile\rEND:VCARD\r\nBEGIN:VCARD\u2028NOTE:x", website="https://x.example/\rNOTE:y")
    gone = make_organisation(area, "Weg")
    network = make_network(area, "Tisch", [one, evil])
    network.members.create(organisation=gone, end=days(-3))
    answer = login(vera).get(url(area, network))
    assert answer["Content-Type"].startswith("text/vcard")
    assert "attachment" in answer["Content-Disposition"]
    file = tmp_path / "members.vcf"
    file.write_bytes(answer.content)
    found = read(file, "auto", Options()).records
    assert len(found) == 2
    first = found[0]
    assert first.name == "Bäckerei, Ähre; & Co"
    assert (first.street, first.housenumber, first.phone, first.email) == ("Kai", "3", "+49 381 123", "a@example.org")
    assert answer.content.decode().count("BEGIN:VCARD\r\n") == 2


def test_not_for_strangers(area, charlie, login):
    network = make_network(area, "Tisch", [make_organisation(area, "Café")])
    assert login(charlie).get(url(area, network)).status_code == 404
