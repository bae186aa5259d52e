"""A filled guide becomes an interview, a visit, needs and offers, consents and flags; its answers stay as they came."""

from __future__ import annotations

import datetime as dt
import hashlib
from decimal import Decimal
from typing import Any

import pytest

from kogge.actors.models import Consent
from kogge.core.undo import undo
from kogge.needs.actions import install_topics
from kogge.needs.models import Need, Offer
from kogge.outreach.actions import add_version
from kogge.outreach.filing import file, suggested
from kogge.outreach.guides import Unusable
from kogge.outreach.guides.answers import Unreadable, parse
from kogge.outreach.models import Flag, Guide, GuideVersion, Interview, Submission, Visit

SHEET = """
| survey |
| | type | name | label | kogge |
| | start | start | | |
| | text | shop | Name | organisation:name |
| | text | situation | Wie läuft es? | situation |
| | select_one join | join | Mitmachen? | would_join |
| | select_multiple slots | slots | Wann? | slots |
| | begin_group | more | Mehr | |
| | decimal | hours | Stunden | hours_per_month |
| | integer | staff | Leute | figure:staff |
| | select_multiple needs | needs | Was fehlt? | need |
| | text | offer | Was geben Sie? | offer |
| | end_group | | | |
| | select_multiple trouble | trouble | Sorgen? | flag |
| | select_one yesno | keep | Dürfen wir das behalten? | consent:contact |
| | text | step | Und jetzt? | next_step |
| | text | other | Sonst? | |
| choices |
| | list_name | name | label | kogge |
| | join | yes | ja | |
| | join | maybe | vielleicht | |
| | slots | tu-morning | Di vormittags | |
| | needs | room | ein Besprechungsraum | meeting-room |
| | needs | none | nichts | |
| | trouble | close | macht zu | red:closing |
| | trouble | staff | findet niemanden | yellow:staff |
| | yesno | yes | ja | |
| | yesno | no | nein | |
| settings |
| | form_title | form_id | version |
| | Erstbesuch | first-visit | {version} |
"""


def sheet(version: str = "1") -> bytes:
    return SHEET.format(version=version).encode()


def answer_xml(version: GuideVersion, body: str, instance: str = "uuid:1") -> bytes:
    return (
        f'<?xml version="1.0"?><data id="{version.guide.form_id}" version="{version.version}">{body}'
        f"<meta><instanceID>{instance}</instanceID></meta></data>"
    ).encode()


ANSWERS = (
    "<start>2026-03-02T10:00:00+01:00</start><shop>Blumen Voss</shop><situation>Die Miete steigt</situation>"
    "<join>maybe</join><slots>tu-morning su-midnight</slots>"
    "<more><hours>2,5</hours><staff>3</staff><needs>room none</needs>"
    "<offer>Kleine Reparaturen am Samstag</offer></more>"
    "<trouble>close staff</trouble><keep>yes</keep><step>Vermieter anrufen</step><other>Grüße &amp; Dank</other>"
)


@pytest.fixture
def version(area: Any, alice: Any) -> GuideVersion:
    install_topics(area, by=alice)
    return add_version(area, content=sheet(), name="guide.md", by=alice)


def submitted(version: GuideVersion, body: str = ANSWERS) -> Submission:
    xml = answer_xml(version, body)
    return Submission.objects.create(
        area=version.guide.area,
        version=version,
        instance_id="uuid:1",
        xml=xml.decode(),
        digest=hashlib.sha256(xml).hexdigest(),
        started_at=parse(xml).started_at,
    )


def test_everything_that_was_said_finds_its_place(version: GuideVersion, organisation: Any, alice: Any) -> None:
    interview = file(submitted(version), organisation=organisation, by=alice)
    interview.refresh_from_db()
    assert interview.date == dt.date(2026, 3, 2)
    assert (interview.situation, interview.would_join, interview.slots) == ("Die Miete steigt", "maybe", ["tu-morning"])
    assert interview.hours_per_month == Decimal("2.5")
    assert interview.figures == {"staff": 3.0}
    assert interview.answers["other"] == "Grüße & Dank"
    assert interview.answers["slots"] == "tu-morning su-midnight"  # also what no calendar knows
    visit = interview.visit
    assert visit is not None
    assert (visit.status, visit.outcome, visit.next_step) == ("done", "met", "Vermieter anrufen")
    assert visit.visitor is not None
    assert visit.visitor.name == "Alice"
    assert [need.topic.code for need in Need.objects.all()] == ["meeting-room"]
    assert [offer.topic.code for offer in Offer.objects.all()] == ["small-repairs"]
    assert {(flag.level, flag.kind) for flag in Flag.objects.all()} == {("red", "closing"), ("yellow", "staff")}
    assert Flag.objects.get(kind="closing").due == dt.date(2026, 3, 4)
    assert Consent.objects.get().purpose == "contact"
    assert Submission.objects.get().status == "filed"


def test_filing_is_undone_as_a_whole(version: GuideVersion, organisation: Any, alice: Any) -> None:
    submission = submitted(version)
    interview = file(submission, organisation=organisation, by=alice)
    undo(interview.history.first().change, by=alice)
    assert not Interview.objects.exists()
    assert not Visit.objects.exists()
    assert not Need.objects.exists()
    assert not Flag.objects.exists()
    assert not Consent.objects.exists()
    submission.refresh_from_db()
    assert submission.status == "received"


def test_a_flag_that_is_open_is_not_raised_twice(version: GuideVersion, organisation: Any, alice: Any) -> None:
    Flag.objects.create(area=version.guide.area, organisation=organisation, kind="closing", due=dt.date(2026, 1, 1))
    file(submitted(version), organisation=organisation, by=alice)
    assert Flag.objects.filter(kind="closing").count() == 1


@pytest.mark.parametrize("hours", ["viel", "-3", "1e99", "NaN", "∞"])
def test_a_number_that_is_none_stays_with_the_answers(
    version: GuideVersion, organisation: Any, alice: Any, hours: str
) -> None:
    interview = file(submitted(version, f"<more><hours>{hours}</hours></more>"), organisation=organisation, by=alice)
    assert interview.hours_per_month is None
    assert interview.answers["more/hours"] == hours


def test_a_clock_that_is_ahead_writes_no_future(version: GuideVersion, organisation: Any, alice: Any) -> None:
    body = "<start>2099-01-01T10:00:00+01:00</start><situation>gut</situation>"
    assert file(submitted(version, body), organisation=organisation, by=alice).date <= dt.date.today()


def test_what_is_said_about_the_business_itself(version: GuideVersion) -> None:
    xml = answer_xml(version, ANSWERS)
    assert suggested(version.read(), parse(xml)) == {"name": "Blumen Voss"}


def test_a_version_never_changes(area: Any, alice: Any, version: GuideVersion) -> None:
    assert add_version(area, content=sheet(), name="guide.md", by=alice) == version
    other = sheet().replace("Wie läuft es?".encode(), b"Wie geht es Ihnen?")
    with pytest.raises(Unusable, match="neue Fassung"):
        add_version(area, content=other, name="guide.md", by=alice)
    assert GuideVersion.objects.count() == 1
    newer = add_version(area, content=other.replace(b"| 1 |", b"| 2 |"), name="guide.md", by=alice)
    assert (newer.number, newer.guide) == (2, version.guide)
    assert list(GuideVersion.objects.current()) == [newer]


def test_guides_of_two_areas_never_meet(area: Any, other_area: Any, alice: Any, charlie: Any) -> None:
    first = add_version(area, content=sheet(), name="guide.md", by=alice)
    second = add_version(other_area, content=sheet(), name="guide.md", by=charlie)
    assert first.guide.form_id != second.guide.form_id
    assert set(Guide.objects.visible_to(alice)) == {first.guide}
    assert set(GuideVersion.objects.visible_to(charlie)) == {second}


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"<data",
        b"<data><a>1</a></data>",
        b'<data id="x"><meta><instanceID></instanceID></meta></data>',
        b'<!DOCTYPE d [<!ENTITY e "x">]><data id="x"><a>&e;</a><meta><instanceID>1</instanceID></meta></data>',
        b'<data id="x">' + b"<a>" * 50 + b"</a>" * 50 + b"<meta><instanceID>1</instanceID></meta></data>",
    ],
)
def test_what_is_no_filled_form_is_refused(xml: bytes) -> None:
    with pytest.raises(Unreadable):
        parse(xml)


def test_every_answer_says_which_version_asked(area: Any, alice: Any) -> None:
    """A sheet that names no version gets a number, in the form on the device too; nothing new is no new version."""
    plain = sheet().replace(b"| version |", b"|").replace(b"| 1 |", b"|")
    first = add_version(area, content=plain, name="guide.md", by=alice)
    assert (first.version, 'version="1"' in first.xform) == ("1", True)
    assert add_version(area, content=plain, name="guide.md", by=alice) == first
    second = add_version(area, content=plain.replace(b"Sonst?", b"Noch etwas?"), name="guide.md", by=alice)
    assert (second.version, 'version="2"' in second.xform) == ("2", True)
