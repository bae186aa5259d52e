"""The dossier: a sound PDF that says what the records say, to those who may know it."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from django.urls import reverse
from pypdf import PdfReader

from kogge.accounts.models import User
from kogge.actors.models import Organisation, Relation
from kogge.exchange.models import Agreement
from kogge.handover.models import CoordinationTask, DayAfterRecord
from kogge.networks.models import BudgetEntry, Charter, Decision, Meeting, Network
from kogge.outreach.models import Interview, Promise, Visit
from kogge.places.models import Area, District, Fact
from kogge.reports.dossier import build_dossier
from kogge.reports.dossier.contents import gather
from kogge.reports.dossier.pictures import area_map, network_picture, trend_picture


def text_of(pdf: bytes) -> str:
    return " ".join("\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


@pytest.fixture
def furnished(area: Area, organisation: Organisation, alice: User, stella: User) -> Area:
    """A bakery that only project staff know, two friends, an open promise, a task, three weeks of the figure."""
    today = dt.date.today()
    worker, steward = area.persons.get(user=alice), area.persons.get(user=stella)
    club = Organisation.objects.create(area=area, name="Ruderclub Nord & Süd", kind="civic", lat=54.11, lon=12.14)
    school = Organisation.objects.create(area=area, name="Schule *am* #Kai", kind="education")
    Relation.objects.create(area=area, source=club, target=school, type="partner")
    for place in (organisation, club):
        Visit.objects.create(area=area, organisation=place, visitor=worker, status="done", outcome="met")
    Promise.objects.create(
        area=area,
        organisation=organisation,
        what="Das Ladenschild klären",
        promised_by=worker,
        due=today - dt.timedelta(days=3),
    )
    CoordinationTask.objects.create(area=area, name="Zum Frühstück einladen", leader=worker)
    CoordinationTask.objects.create(area=area, name="Liste führen", leader=worker, deputy=steward)
    for week in range(3):
        DayAfterRecord.objects.create(
            area=area,
            week=today - dt.timedelta(days=7 * week),
            fragmentation_today=0.1,
            fragmentation_after=0.5,
            orphans=1,
            tasks_orphaned=1,
            staff_only_ties=1,
            ties=3,
            organisations=3,
        )
    Interview.objects.create(area=area, organisation=organisation, situation="Ganz im Vertrauen: es wird eng.")
    square = [[[12.1, 54.1], [12.2, 54.1], [12.2, 54.2], [12.1, 54.1]]]
    District.objects.filter(area=area).update(boundary={"type": "Polygon", "coordinates": square})
    district = area.districts.get()
    Fact.objects.create(district=district, name="Einwohner", value=12345, date=today, source="Statistikstelle")
    return area


def test_it_says_what_the_records_say(furnished: Area) -> None:
    text = text_of(build_dossier(furnished))
    for words in (
        "Am Hafen",
        "Bäckerei Sturm",
        "Ruderclub Nord & Süd",
        "Schule *am* #Kai",
        "Das Ladenschild klären",
        "Zum Frühstück einladen",
        "Alice",
        "12.345",
        "Statistikstelle",
    ):
        assert words in text


def test_a_successor_reads_how_a_network_lives(furnished: Area, organisation: Organisation) -> None:
    today = dt.date.today()
    network = Network.objects.create(area=furnished, name="Tisch")
    held = Meeting.objects.create(network=network, date=today - dt.timedelta(9), guests=0)
    Meeting.objects.create(network=network, date=today + dt.timedelta(9), host=organisation)
    Decision.objects.create(meeting=held, text="Schild am #Tor", owner=organisation, due=today)
    Decision.objects.create(meeting=held, text="Längst getan", done_on=today)
    Charter.objects.create(network=network, number=2, purpose="x", agreed_on=held.date)
    BudgetEntry.objects.create(network=network, on=today, direction="in", amount="12.50", text="x")
    text = text_of(build_dossier(furnished))
    for words in (
        f"Nächstes Treffen: {today + dt.timedelta(9):%d.%m.%Y}, Bäckerei Sturm",
        f"Charta: Fassung 2, beschlossen am {held.date:%d.%m.%Y}",
        "Auszuführen: Schild am #Tor, Bäckerei Sturm, bis",
        "In der Kasse: 12,50 €",
    ):
        assert words in text
    assert "Längst getan" not in text


def test_it_is_tagged_and_in_the_readers_language(furnished: Area) -> None:
    reader = PdfReader(io.BytesIO(build_dossier(furnished)))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "de"


def test_nothing_said_in_confidence_is_in_it(furnished: Area) -> None:
    assert "Ganz im Vertrauen" not in text_of(build_dossier(furnished))


def test_persons_are_named_only_to_those_who_may_see_them(furnished: Area) -> None:
    text = text_of(build_dossier(furnished, named=False))
    assert "Alice" not in text
    assert "Stella" not in text
    assert "Zum Frühstück einladen" in text


def test_an_empty_area_gives_a_dossier_too(area: Area) -> None:
    assert "Am Hafen" in text_of(build_dossier(area))


def test_page_makes_one_and_only_its_maker_gets_it(
    furnished: Area, alice: User, vera: User, settings: Any, tmp_path: Any, login: Any
) -> None:
    settings.MEDIA_ROOT = settings.DATA_DIR = tmp_path
    client = login(vera)
    assert client.post(reverse("reports:dossier_make", args=[furnished.slug])).status_code == 302
    page = client.get(reverse("reports:dossier", args=[furnished.slug])).content.decode()
    found = re.search(rf"/a/{furnished.slug}/dossier/[0-9a-f-]{{36}}/", page)
    assert found
    job = found.group()
    pdf = b"".join(client.get(job).streaming_content)
    assert "Bäckerei Sturm" in text_of(pdf)
    assert "Alice" not in text_of(pdf)
    assert login(alice).get(job).status_code == 404


def test_the_pictures_name_whom_the_text_is_about(furnished: Area) -> None:
    furnished.organisations.filter(name__startswith="Ruder").update(name="Ruderclub <Nord> & Süd $x$")
    found = gather(furnished)
    network = network_picture(
        found.outlook.network, "Netz", found.outlook.leavers, found.net.communities, found.weightiest
    )
    assert network is not None
    assert "Alice" in network
    assert "Ruderclub &lt;Nord&gt; &amp; Süd" in network
    fromstring(network)
    area_picture = area_map(furnished, "Karte")
    assert area_picture is not None
    assert "Fischerviertel</text>" in area_picture
    trend = trend_picture([0.9, 0.5, 0.4], "Verlauf", ["2.11.2026", "9.11.2026", "16.11.2026"])
    assert trend is not None
    assert trend.count("2026</text>") == 3


def test_an_agreement_that_is_late_says_so(furnished: Area) -> None:
    Agreement.objects.create(area=furnished, title="Saal gegen Plakate", due=dt.date.today() - dt.timedelta(days=2))
    text = text_of(build_dossier(furnished))
    assert "Saal gegen Plakate" in text
    assert text.count("überfällig") >= 3  # the promise, how promises were kept, the agreement


def test_a_dossier_of_many_scripts(area: Area, organisation: Organisation, alice: User) -> None:
    Organisation.objects.filter(pk=organisation.pk).update(name="饭店 Lotus 🍜\x01")
    Promise.objects.create(
        area=area, organisation=organisation, what="Schild ändern 👍 \ud7ff", due=dt.date.today() - dt.timedelta(days=3)
    )
    pages = PdfReader(io.BytesIO(build_dossier(area))).pages
    text = " ".join("\n".join(page.extract_text() for page in pages).split())
    assert "Lotus" in text
    assert "Schild ändern" in text
