"""The network as a file: what it holds, and what it keeps back."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.urls import reverse

from kogge.actors.models import Person
from kogge.engine.ties.files import FORMS, read_network
from kogge.networks.queries.ties import area_network

from .factories import make_organisation, relate, talk


@pytest.fixture
def shops(area, project):
    paid = Person.objects.create(area=area, name="Paula Projekt", project=project)
    rows = [make_organisation(area, name) for name in ("=Bäcker & Söhne", "Café", "Verein", "Streithaus")]
    relate(rows[0], rows[1])
    relate(rows[1], rows[3], "rift", note="Streit um die Kasse")
    talk(paid, rows[2])
    return rows


def unpacked(answer, folder):
    """The network that an answer holds, read again by the engine."""
    if answer["Content-Type"] != "application/zip":
        file = folder / "network"
        file.write_bytes(answer.content)
        return read_network(file)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        archive.extractall(folder)
        names = sorted(archive.namelist())
    nodes = next(folder / name for name in names if name.endswith(("-nodes.csv", "-elements.csv")))
    edges = next(folder / name for name in names if name.endswith(("-edges.csv", "-connections.csv")))
    return read_network(edges, nodes)


def get(client, area, form, **query):
    return client.get(reverse("networks:network_file", args=[area.slug, form]), query)


@pytest.mark.parametrize("form", FORMS)
def test_every_file_reads_back_as_the_network(area, shops, alice, login, form, tmp_path):
    answer = get(login(alice), area, form)
    assert "attachment" in answer["Content-Disposition"]
    found, held = unpacked(answer, tmp_path), area_network(area)
    assert {node.label for node in found.nodes} == {node.label for node in held.nodes}
    assert len(found.edges) == len(held.edges) == 2


@pytest.mark.parametrize("form", FORMS)
def test_no_rift_and_no_person_for_who_may_not_see_them(area, shops, vera, alice, login, form, tmp_path):
    found = unpacked(get(login(vera), area, form), tmp_path)
    assert {node.label for node in found.nodes} == {"=Bäcker & Söhne", "Café", "Verein"}
    assert len(found.edges) == 1
    for folder, user in (("a", alice), ("v", vera)):
        (tmp_path / folder).mkdir()
        labels = {node.label for node in unpacked(get(login(user), area, form), tmp_path / folder).nodes}
        assert "Streithaus" not in labels
        assert ("Paula Projekt" in labels) == (user == alice)


def test_the_choice_counts(area, shops, alice, login, tmp_path):
    found = unpacked(get(login(alice), area, "gexf", kinds="relation"), tmp_path)
    assert {node.label for node in found.nodes} == {"=Bäcker & Söhne", "Café"}


def test_an_unknown_form_is_no_page_and_an_empty_network_is_a_file(area, alice, login):
    client = login(alice)
    assert get(client, area, "exe").status_code == 404
    for form in FORMS:
        assert get(client, area, form).status_code == 200


def test_the_page_offers_the_files_with_the_choice(area, shops, alice, login):
    page = login(alice).get(reverse("networks:ties", args=[area.slug]), {"kinds": "relation"}).content.decode()
    for form in FORMS:
        assert reverse("networks:network_file", args=[area.slug, form]) + "?kinds=relation" in page
