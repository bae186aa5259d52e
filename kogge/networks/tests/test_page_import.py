"""A network from a file comes into the register: read, decided, taken over once, undone; and what cannot be read."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kogge.actors.models import ImportRun, LinkageKey, Organisation, Relation
from kogge.core.models import Change
from kogge.core.undo import undo
from kogge.engine.ties.files import FORMS

from .factories import make_organisation, relate

GRAPHML = """<?xml version="1.0"?><graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="l" for="node" attr.name="label"/><key id="k" for="edge" attr.name="kind"/>
<key id="t" for="node" attr.name="kind"/>
<graph edgedefault="undirected">
<node id="n1"><data key="l">Bäckerei Kabelitz</data></node><node id="n2"><data key="l">Café Möwe</data></node>
<node id="n3"><data key="l">Verein &lt;b&gt;Nord&lt;/b&gt;</data><data key="t">civic</data></node>
<node id="n4"><data key="l">Paula</data><data key="t">person</data></node>
<edge source="n1" target="n2"><data key="k">supplies</data></edge>
<edge source="n2" target="n3"><data key="k">kennt</data></edge>
<edge source="n2" target="n1"><data key="k">kennt</data></edge>
<edge source="n3" target="n3"><data key="k">kennt</data></edge>
<edge source="n4" target="n1"><data key="k">kennt</data></edge></graph></graphml>"""


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


def url(name, area, *more):
    return reverse(f"networks:{name}", args=[area.slug, *more])


def upload(client, area, name, data, nodes=None, **options):
    files = {"file": SimpleUploadedFile(name, data if isinstance(data, bytes) else data.encode())}
    if nodes is not None:
        files["nodes"] = SimpleUploadedFile("nodes.csv", nodes.encode())
    return client.post(url("import", area), files, **options)


def taken(client, area, name, data, nodes=None, **decisions):
    """Upload and take over with what is proposed, except for the decisions."""
    answer = upload(client, area, name, data, nodes)
    assert answer.status_code == 302, answer.content.decode()
    form = client.get(answer["Location"]).context["form"]
    values = {bound.html_name: bound.initial for bound in form} | decisions
    client.post(answer["Location"], values)
    return ImportRun.objects.latest("pk")


def test_read_decide_take_over_once_and_take_back(area, alice, login):
    baker = make_organisation(area, "Bäckerei Kabelitz")
    other = make_organisation(area, "Cafe Möwe", street="Kai", housenumber="3")
    client = login(alice)
    answer = upload(client, area, "netz.graphml", GRAPHML)
    page = client.get(answer["Location"])
    text = page.content.decode()
    assert "<strong>4</strong> Knoten und <strong>5</strong> Verbindungen" in text
    assert "1 Person bleibt weg" in text
    assert "führt von einem Knoten zu ihm selbst" in text
    assert "<b>Nord" not in text
    form = page.context["form"]
    assert [bound.label for bound, _count in form.way_fields] == ["kennt", "supplies"]
    assert not Organisation.objects.filter(name__startswith="Verein").exists()
    names = [bound.label for bound in form.node_fields]
    values = {bound.html_name: bound.initial for bound in form}
    values[form.node_fields[names.index("Café Möwe")].html_name if "Café Möwe" in names else "x"] = other.pk
    for _twice in range(2):
        client.post(answer["Location"], values)
    made = Organisation.objects.get(name="Verein <b>Nord</b>")
    assert (made.kind, made.search != "", LinkageKey.objects.filter(organisation=made).exists()) == (
        "civic",
        True,
        True,
    )
    ties = {(row.source.name, row.target.name, row.type) for row in Relation.objects.select_related("source", "target")}
    assert ties == {
        ("Bäckerei Kabelitz", "Cafe Möwe", "supplies"),
        ("Cafe Möwe", "Verein <b>Nord</b>", "partner"),
        ("Cafe Möwe", "Bäckerei Kabelitz", "partner"),
    }
    run = ImportRun.objects.get()
    assert (run.counts["new"], run.counts["ties"], run.file.name) == (1, 3, "")
    undo(Change.objects.latest("at"), by=alice)
    assert not Relation.objects.exists()
    assert set(Organisation.objects.all()) == {baker, other}


@pytest.mark.parametrize("form", FORMS)
def test_what_kogge_writes_comes_back_once(area, other_area, alice, admin_of, login, form):
    rows = [make_organisation(area, f"Laden {letter}") for letter in "ABCD"]
    for one, other, strength in ((0, 1, 1), (1, 2, 3), (2, 3, 2)):
        relate(rows[one], rows[other], strength=strength)
    file = login(alice).get(url("network_file", area, form))
    name = file["Content-Disposition"].split('"')[1]
    # The same area: nothing new.
    run = taken(login(alice), area, name, file.content)
    assert (run.counts["new"], run.counts["ties"], run.counts["ties_there"]) == (0, 0, 3)
    # Another one: the same network.
    run = taken(login(admin_of(other_area)), other_area, name, file.content)
    assert (run.counts["new"], run.counts["ties"]) == (4, 3)
    found = Relation.objects.filter(area=other_area).select_related("source", "target")
    assert {(frozenset((row.source.name, row.target.name)), row.strength) for row in found} == {
        (frozenset(("Laden A", "Laden B")), 1),
        (frozenset(("Laden B", "Laden C")), 3),
        (frozenset(("Laden C", "Laden D")), 2),
    }


@pytest.fixture
def admin_of(project):
    from kogge.accounts.roles import Role
    from kogge.conftest import make_user

    return lambda area: make_user(area, Role.ADMINISTRATOR, "Admin")


def test_two_tables_and_a_workbook(area, alice, login):
    client = login(alice)
    run = taken(client, area, "e.csv", "von;nach;art\nA;B;beliefert\n", "id;label\nA;Laden A\nB;Laden B\n")
    assert (run.counts["new"], run.counts["ties"]) == (2, 1)
    assert Relation.objects.get().type == "supplies"
    book = openpyxl.Workbook()
    book.active.title = "Elements"
    for row in (("Label", "Type"), ("Laden A", "civic"), ("=cmd|' /C calc'!A0", "")):
        book.active.append(row)
    sheet = book.create_sheet("Connections")
    for row in (("From", "To", "Type"), ("Laden A", "Laden A", "x")):
        sheet.append(row)
    packed = io.BytesIO()
    book.save(packed)
    run = taken(client, area, "kumu.xlsx", packed.getvalue())
    assert run.counts["ties"] == 0


def test_a_rift_is_offered_to_those_who_may_know(area, alice, login):
    client = login(alice)
    upload(client, area, "e.csv", "from,to,type\nA,B,rift\n")
    form = client.get(url("import_preview", area, ImportRun.objects.latest("pk").pk)).context["form"]
    assert "rift" in dict(form.fields["way0"].choices)
    from kogge.networks.forms.importing import TakeOverForm

    without = TakeOverForm(preview=form.preview, rifts=False)
    assert "rift" not in dict(without.fields["way0"].choices)
    assert without.fields["way0"].initial == "out"


def zipped(**files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return packed.getvalue()


BOMB = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><graphml><graph>&a;</graph></graphml>'


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("leer.csv", b"   ", "leer"),
        ("bombe.graphml", BOMB.encode(), "Entitäten"),
        ("kaputt.graphml", b"<graphml><graph>", "Zeile 1"),
        ("bild.graphml", b"\x89PNG\r\n\x1a\n\x00\x00\x00", "bild.graphml"),
        ("eine.csv", b"name\nA\nB\n", "eine.csv"),
        ("halb.csv", "from;to\nA;\n".encode("utf-16"), "Zeile 2"),
        ("zip.zip", zipped(a_txt="x", b_txt="y", c_txt="z"), "kein Paar von Tabellen"),
        ("gross.zip", zipped(nodes_csv="x" * 30_000_000, edges_csv="y"), "ausgepackt"),
        ("kaputt.zip", b"PK\x03\x04 nichts", "beschädigt"),
        ("../../ziel.graphml", b"<graphml><graph><edge source='a' target='b'/></graph></graphml>", "ziel.graphml"),
        ("viele.csv", ("from,to\n" + "".join(f"a{n},b{n}\n" for n in range(3_000))).encode(), "lassen sich übernehmen"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(area, alice, login, name, data, says):
    answer = upload(login(alice), area, name, data)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not ImportRun.objects.exists()


def test_no_file_at_all_and_a_graph_with_a_table(area, alice, login):
    client = login(alice)
    answer = client.post(url("import", area), {})
    assert answer.status_code == 422
    answer = upload(client, area, "netz.graphml", GRAPHML, "id,label\nA,B\n")
    assert answer.status_code == 422
    assert "XML" in answer.content.decode()


def test_others_cannot(area, stella, bob, alice, login):
    upload(login(alice), area, "netz.graphml", GRAPHML)
    run = ImportRun.objects.get()
    for user in (stella, bob):
        assert login(user).get(url("import", area)).status_code in {403, 404}
        assert login(user).post(url("import_preview", area, run.pk), {}).status_code in {403, 404}
    assert not Organisation.objects.exists()


def test_a_forgotten_upload_is_said(area, alice, login):
    client = login(alice)
    upload(client, area, "netz.graphml", GRAPHML)
    run = ImportRun.objects.get()
    run.file.storage.delete(run.file.name)
    answer = client.get(url("import_preview", area, run.pk), follow=True)
    assert "Laden Sie sie noch einmal hoch" in answer.content.decode()


def test_many_unclear_ones_are_one_choice(area, alice, login, django_assert_max_num_queries):
    client = login(alice)
    for number in range(30):
        make_organisation(area, f"Laden {number} GmbH", street="Kai", housenumber=str(number))
    rows = "from,to\n" + "".join(f"Laden {n},Werk {n}\n" for n in range(80))
    answer = upload(client, area, "viele.csv", rows)
    with django_assert_max_num_queries(20):
        page = client.get(answer["Location"])
    form = page.context["form"]
    assert (len(form.node_fields), len(form.others)) == (100, 60)
    assert "Und 60 weitere" in page.content.decode()
    values = {bound.html_name: "new" for bound in form} | {"way0": "partner"}
    client.post(answer["Location"], values)
    assert Organisation.objects.count() == 190
    assert Relation.objects.count() == 80


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_taking_over_do_not_grow(area, alice, login, count, django_assert_max_num_queries):
    client = login(alice)
    rows = [make_organisation(area, f"Laden {number}") for number in range(2 * count)]
    text = "from,to\n" + "".join(f"{rows[2 * n].name},{rows[2 * n + 1].name}\n" for n in range(count))
    answer = upload(client, area, "e.csv", text)
    with django_assert_max_num_queries(12):
        client.get(answer["Location"])
    with django_assert_max_num_queries(30):
        client.post(answer["Location"], {"way0": "partner"})
    assert Relation.objects.count() == count
